import { late } from './late.ts';
import type { JsonObject } from '../dap/messages.ts';
import type { RpcClient } from '../delve/rpc-client.ts';
import type { DisconnectChoice } from '../protocol/debug-session.ts';
import type { SessionContext } from './session-context.ts';
import type { StartedTarget } from './start/started-target.ts';
import { pauseTarget } from './stops/pause-target.ts';

/** A dlv that does not answer by then is ended without its answer. */
const DISCONNECT_MILLIS = 4000;
const FAREWELL_MILLIS = 500;
const HALT_MILLIS = 1500;
/** A snapshot of many goroutines takes this long. */
const SETTLE_MILLIS = 2000;
/** dlv's event of a stop comes by then. */
const AGAIN_MILLIS = 20;

/**
 * Takes leave of the target the way it was chosen, else the way its owner expects: what we launched is killed, what
 * others run goes on.
 *
 *                 continue                            leaveHalted                  kill
 *   launched      resumed; our dlv stays with it      halted; our dlv stays too    killed
 *   attached      let go of by our dlv, which ends    halted; our dlv stays too    killed
 *   remote        resumed                             halted                       killed, with its dlv
 *
 * Where dlv stays our breakpoints are cleared. dlv 1.27.2 cannot let go of a program that it launched: `detach` in
 * service/debugger/debugger.go kills it whatever was asked.
 *
 * A remote dlv for one client ends with the session, and what it launched with it: there is nothing to choose.
 */
export async function leaveTarget(
  session: SessionContext,
  choice: DisconnectChoice | undefined,
  args: JsonObject,
): Promise<void> {
  const { target, state, channel } = session;
  if (!target || target.server.isClosed) return;
  await channel?.settle();
  const leave = async (): Promise<void> => {
    const terminate =
      state.phase === 'ended'
        ? target.ownership === 'launched'
        : await prepare(session, target, choice);
    state.ended();
    if (target.server.isClosed) return;
    const { suspendDebuggee: _, ...rest } = args;
    await session.ask('disconnect', { ...rest, terminateDebuggee: terminate });
    // dlv says `terminated` and closes; the client gets that before the answer.
    await Promise.race([target.server.closed, late(FAREWELL_MILLIS)]);
    await session.drained();
  };
  const outcome = await Promise.race([leave(), late(DISCONNECT_MILLIS)]);
  // A dlv that did not answer in time may yet be halted: then the guard sees to it.
  if (outcome !== 'late') target.guard?.release();
}

/** Brings the target into the state it is to stay in; true when dlv is to kill it. */
async function prepare(
  session: SessionContext,
  target: StartedTarget,
  choice: DisconnectChoice | undefined,
): Promise<boolean> {
  const { state } = session;
  const { ownership, configuration } = target;
  const isProcess = configuration.target.kind !== 'core' && configuration.target.kind !== 'replay';
  const byDefault = ownership === 'launched' ? 'kill' : 'continue';
  const way = isProcess ? (choice ?? byDefault) : 'kill';
  if (way === 'kill') return true;
  // Without a second connection nothing can be arranged: dlv does as it always does.
  if (!target.rpc) return false;
  if (way === 'continue' && ownership === 'attached') return false;
  await clearBreakpoints(session);
  await settled(session, target.rpc);
  if (way === 'leaveHalted') await halt(session);
  else if (state.phase === 'stopped') await session.ask('continue', { threadId: 0 });
  stay(session, target, way);
  return false;
}

/** Our own dlv outlives the session; where to find it is told. What others run needs a word only when it is halted. */
function stay(
  { client }: SessionContext,
  { watchdog, address, ownership }: StartedTarget,
  way: 'continue' | 'leaveHalted',
): void {
  watchdog?.keep();
  const isHalted = way === 'leaveHalted';
  if (ownership === 'remote' && !isHalted) return;
  const state = isHalted ? 'stays halted' : 'goes on';
  const later = isHalted ? 'Attach there to let it go on' : 'Attach there to debug it again';
  const fate = ownership === 'launched' ? 'the program ends' : 'the program goes on';
  const end = ownership === 'remote' ? '' : ` When that dlv is ended, ${fate}.`;
  const message = `The program ${state} under dlv on ${address}. ${later}.${end}`;
  client.output('important', `${message}\n`);
  client.tell('delvescope/notice', { code: 'left-behind', message, subject: address });
}

async function clearBreakpoints(session: SessionContext): Promise<void> {
  await clearOwn(session);
  for (const { command, args } of session.breakpoints.clearing()) await session.ask(command, args);
}

/** What DAP knows nothing of. */
async function clearOwn({
  scopes,
  usage,
  exceptions,
  state,
  channel,
  stops,
}: SessionContext): Promise<void> {
  const isNone = scopes.isPlain && !usage.isInterested() && !exceptions.isInterested();
  if (!channel || isNone) return;
  const clear = async (rpc: RpcClient): Promise<void> => {
    await scopes.clear(rpc);
    await usage.clear(rpc);
    await exceptions.set([], rpc);
  };
  if (state.phase === 'running') await stops.interrupt(clear);
  // The gate is shut for everybody else by then.
  else if (state.phase === 'stopped') await clear(channel.held);
}

/** Returns when no stop is left that nobody has decided about: the program would stand there for ever. */
async function settled({ state, stops }: SessionContext, rpc: RpcClient): Promise<void> {
  const deadline = performance.now() + SETTLE_MILLIS;
  while (performance.now() < deadline) {
    await stops.handled;
    if (state.phase !== 'running') return;
    const { Running: isRunning, exited } = await rpc.stateNow({ timeoutMillis: SETTLE_MILLIS });
    if (exited || (isRunning && !stops.isPausing)) return;
    await late(AGAIN_MILLIS);
  }
}

/** Returns when the target stands; after a while also when it does not. */
async function halt(session: SessionContext): Promise<void> {
  const { state, stops } = session;
  if (state.phase !== 'running') return;
  const stopped = new Promise<void>((resolve) => state.listen({ stopped: () => resolve() }));
  if (!stops.wantPause()) await pauseTarget(session);
  await Promise.race([stopped, late(HALT_MILLIS)]);
}
