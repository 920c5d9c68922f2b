import { late } from './late.ts';
import type { JsonObject } from '../dap/messages.ts';
import type { SessionContext } from './session-context.ts';

/** A dlv that does not answer by then is ended without its answer. */
const DISCONNECT_MILLIS = 4000;
const FAREWELL_MILLIS = 500;

/**
 * Takes leave of the target the way its owner expects, whoever asks: the client, or its absence.
 *   launched: killed, as dlv does with what it launched.
 *   attached: goes on, unless `terminateDebuggee` is true.
 *   remote:   our breakpoints are cleared, it goes on, dlv stays; unless `terminateDebuggee` or `suspendDebuggee`.
 */
export async function leaveTarget(session: SessionContext, args: JsonObject): Promise<void> {
  const { target, state, channel } = session;
  if (!target || target.server.isClosed) return;
  await channel?.settle();
  const isLaunched = target.ownership === 'launched';
  const terminate = isLaunched || args['terminateDebuggee'] === true;
  const stays = target.ownership === 'remote' && target.rpc !== undefined && !terminate;
  const leave = async (): Promise<void> => {
    if (stays && state.phase !== 'ended' && args['suspendDebuggee'] !== true) {
      await resume(session);
    }
    state.ended();
    await session.ask('disconnect', { ...args, terminateDebuggee: terminate });
    // dlv says `terminated` and closes; the client gets that before the answer.
    await Promise.race([target.server.closed, late(FAREWELL_MILLIS)]);
    await session.drained();
  };
  const outcome = await Promise.race([leave(), late(DISCONNECT_MILLIS)]);
  // A dlv that did not answer in time may yet be halted: then the guard sees to it.
  if (outcome !== 'late') target.guard?.release();
}

async function resume(session: SessionContext): Promise<void> {
  for (const { command, args } of session.breakpoints.clearing()) await session.ask(command, args);
  if (session.state.phase === 'stopped') await session.ask('continue', { threadId: 0 });
}
