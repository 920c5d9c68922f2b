import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';
import { pauseTarget } from '../stops/pause-target.ts';

/** Asked of a target that stands without the client's knowledge, the stop is shown instead of gone on from. */
export const pause: Interceptor = {
  commands: ['pause'],
  handle(request, session) {
    const { client, state, stops } = session;
    if (state.phase !== 'running') {
      session.forward(request);
      return;
    }
    if (stops.wantPause()) {
      client.respond(request);
      return;
    }
    // A program that does not stop at once keeps nothing else waiting.
    pauseTarget(session, objectOf(request.arguments)).then(
      () => client.respond(request),
      (error: unknown) => client.fail(request, error),
    );
  },
};
