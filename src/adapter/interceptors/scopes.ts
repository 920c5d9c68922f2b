import { optimised } from '../build-quality.ts';
import type { Interceptor } from '../session-context.ts';

/** Passed on; tells, unless the start of the session did, when dlv says that a function is optimised. */
export const scopesWatch: Interceptor = {
  commands: ['scopes'],
  handle(request, session) {
    session.forward(request, (response) => {
      if (JSON.stringify(response.body ?? {}).includes('(warning: optimized function)')) {
        const { code, message, command } = optimised();
        session.client.noticeOnce(code, message, command);
      }
      return undefined;
    });
  },
};
