import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import { DISCONNECT_CHOICES } from '../../protocol/debug-session.ts';
import type { Interceptor } from '../session-context.ts';

/** The user's word for the `disconnect` that follows. */
export const chooseDisconnect: Interceptor = {
  commands: ['delvescope/chooseDisconnect'],
  handle(request, session) {
    const { choice } = objectOf(request.arguments);
    const known = DISCONNECT_CHOICES.find((each) => each === choice);
    if (known === undefined) throw new UserError('bad-choice', `no such choice: ${String(choice)}`);
    session.leaving = known;
    session.client.respond(request);
  },
};
