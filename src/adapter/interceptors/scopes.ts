import type { Interceptor } from '../session-context.ts';

const NOTICE =
  'This program was built with optimisation: variables may be missing or stale and steps may jump. Build it with -gcflags="all=-N -l" for debugging.';

/** Passed on; tells once when dlv says that a function is optimised. */
export function scopesWatch(): Interceptor {
  let isTold = false;
  return {
    commands: ['scopes'],
    handle(request, session) {
      session.forward(request, (response) => {
        if (
          !isTold &&
          JSON.stringify(response.body ?? {}).includes('(warning: optimized function)')
        ) {
          isTold = true;
          session.client.tell('delvescope/notice', { code: 'optimised', message: NOTICE });
        }
        return undefined;
      });
    },
  };
}
