import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import type { Interceptor } from '../session-context.ts';

/** Remembered, so that a remote target can be left without them. */
export const breakpoints: Interceptor = {
  commands: ['setBreakpoints', 'setFunctionBreakpoints', 'setInstructionBreakpoints'],
  async handle(request, session) {
    session.breakpoints.note(request);
    await session.scopes.set(request);
  },
};

/** A slow answer does not hold up the messages behind it. */
export const breakpointView: Interceptor = {
  commands: [adapterRequest.breakpointView],
  handle(request, { client, scopes }) {
    scopes.view().then(
      (view) => client.respond(request, { ...view }),
      (error: unknown) => client.fail(request, error),
    );
  },
};

export const trackGoroutine: Interceptor = {
  commands: [adapterRequest.trackGoroutine],
  async handle(request, { client, scopes }) {
    const { goroutine, isTracked } = objectOf(request.arguments);
    if (typeof goroutine !== 'number' || typeof isTracked !== 'boolean') {
      throw new UserError(
        'bad-query',
        '"goroutine" must be a number and "isTracked" true or false',
      );
    }
    await scopes.track(goroutine, isTracked);
    client.respond(request);
  },
};
