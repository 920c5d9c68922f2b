import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText } from '../../dap/messages.ts';
import { late } from '../late.ts';
import type { TargetState } from '../target-state.ts';

/** dlv answers a pause within a few milliseconds; one that it swallowed is never answered. */
const ANSWER_MILLIS = 500;
/** A file that no program has: setting its breakpoints halts the target and lets it go on. */
const NO_FILE = '/delvescope/no-such-file.go';

/** What pausing needs of a session. */
export interface PausingSession {
  readonly state: TargetState;
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
}

/**
 * Asks dlv to pause; rejects with dlv's reason when it refuses. The stop comes as an event.
 *
 * dlv 1.27.2 swallows a pause, without an answer, as long as it believes that debug information is being fetched,
 * and of an attached program with shared libraries it believes that until the first stop (`onPauseRequest` in
 * service/dap/server.go, `AddImage` in pkg/proc/bininfo.go). So:
 *   1. ask dlv to pause;
 *   2. without an answer, set no breakpoints in no file, which is a stop that nobody sees;
 *   3. ask again.
 */
export async function pauseTarget(session: PausingSession, args: JsonObject = {}): Promise<void> {
  const fields = { threadId: 0, ...args };
  let response = await Promise.race([session.ask('pause', fields), late(ANSWER_MILLIS)]);
  if (response === 'late' && session.state.phase === 'running') {
    await session.ask('setBreakpoints', { source: { path: NO_FILE }, breakpoints: [] });
    response = await Promise.race([session.ask('pause', fields), late(ANSWER_MILLIS)]);
  }
  if (response === 'late' || response?.success === true) return;
  throw new Error(response ? failureText(response) : 'dlv is gone');
}
