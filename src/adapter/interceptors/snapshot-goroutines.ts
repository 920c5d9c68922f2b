import { CancelledError } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';

/** Looks at the running program in a pause nobody is shown; the next messages do not wait for it. */
export const snapshotGoroutines: Interceptor = {
  commands: ['delvescope/snapshotGoroutines'],
  handle(request, session) {
    const { isWhole } = objectOf(request.arguments);
    session.goroutines.look(isWhole === true).then(
      () => session.client.respond(request),
      (error: unknown) => session.client.fail(request, worded(error)),
    );
  },
};

function worded(error: unknown): unknown {
  if (!(error instanceof CancelledError)) return error;
  return new UserError('cancelled', 'The program stopped or ended before it could be looked at.');
}
