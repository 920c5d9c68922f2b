import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';
import { forwardResuming } from './resume.ts';

/** Passed on once no earlier step is in the way; `stepping` then keeps it in its goroutine. */
export const step: Interceptor = {
  commands: ['next', 'stepIn', 'stepOut'],
  async handle(request, session) {
    const { threadId } = objectOf(request.arguments);
    if (session.state.phase === 'stopped' && typeof threadId === 'number') {
      await session.stepping.beforeStep(threadId);
    }
    await forwardResuming(request, session);
  },
};

/** Everything else that lets the program go. */
export const goOn: Interceptor = {
  commands: ['continue', 'reverseContinue', 'stepBack'],
  async handle(request, session) {
    if (session.state.phase === 'stopped') await session.stepping.beforeContinue();
    await forwardResuming(request, session);
  },
};

/** The user switches it on or off in the middle of a session. */
export const keepStep: Interceptor = {
  commands: ['delvescope/keepStep'],
  handle(request, session) {
    const { isKept } = objectOf(request.arguments);
    if (typeof isKept !== 'boolean') throw new UserError('bad-query', '"isKept" must be a boolean');
    session.stepping.isKept = isKept;
    session.client.respond(request);
  },
};
