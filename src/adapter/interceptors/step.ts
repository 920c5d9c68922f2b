import { UserError } from '../../base/user-error.ts';
import type { DapRequest } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { ask, inWords } from './asking.ts';
import { forwardResuming } from './resume.ts';

/** Passed on once no earlier step is in the way; `stepping` then keeps it in its goroutine. */
export const step: Interceptor = {
  commands: ['next', 'stepIn', 'stepOut'],
  async handle(request, session) {
    const { threadId, targetId } = objectOf(request.arguments);
    if (session.state.phase === 'stopped' && typeof threadId === 'number') {
      if (typeof targetId === 'number') return stepIntoTarget(request, session, threadId, targetId);
      await session.stepping.beforeStep(threadId, request.command);
      if (session.specialStop.isOf(threadId)) return walkOut(request, session, threadId);
    }
    return forwardResuming(request, session);
  },
};

/** From the user's frame, though the goroutine stands in the runtime. */
async function walkOut(
  request: DapRequest,
  session: SessionContext,
  threadId: number,
): Promise<void> {
  // The way out of a panic leads to the deferred call that recovers it, and no further.
  const isPanic = session.exceptions.panic?.goroutine === threadId;
  const last = request.command === 'stepOut' ? 'stepOut' : 'next';
  try {
    await ask(session, (rpc) => session.walkOut.begin(threadId, isPanic ? undefined : last, rpc));
    await stepBy('stepOut', request, session, threadId);
  } catch (error) {
    session.client.fail(request, inWords(error));
  }
}

async function stepIntoTarget(
  request: DapRequest,
  session: SessionContext,
  threadId: number,
  targetId: number,
): Promise<void> {
  const { client, stepInto, stepping } = session;
  try {
    await stepping.beforeStep(threadId, 'stepIn');
    const command = await ask(session, (rpc) => stepInto.prepare(targetId, threadId, rpc));
    await stepBy(command, request, session, threadId);
  } catch (error) {
    client.fail(request, inWords(error));
  }
}

/** Answers the client's step with another one of dlv's. */
async function stepBy(
  command: 'next' | 'stepIn' | 'stepOut',
  request: DapRequest,
  session: SessionContext,
  threadId: number,
): Promise<void> {
  const { client, state, channel } = session;
  await channel?.settle();
  state.running();
  const response = await session.ask(command, { threadId });
  if (response?.success === true) {
    client.respond(request);
    return;
  }
  state.stoodStill();
  channel?.reopen();
  client.fail(request, new UserError('dlv', response ? failureText(response) : 'dlv is gone.'));
}

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
