import type { DapRequest } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import { late } from '../late.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** dlv answers a pause within a few milliseconds; one that it swallowed is never answered. */
const ANSWER_MILLIS = 500;
/** A file that no program has: setting its breakpoints halts the target and lets it go on. */
const NO_FILE = '/delvescope/no-such-file.go';

/**
 * dlv 1.27.2 swallows a pause, without an answer, as long as it believes that debug information is being fetched,
 * and of an attached program with shared libraries it believes that until the first stop (`onPauseRequest` in
 * service/dap/server.go, `AddImage` in pkg/proc/bininfo.go). So:
 *   1. ask dlv to pause;
 *   2. without an answer, set no breakpoints in no file, which is a stop that nobody sees;
 *   3. ask again.
 */
export const pause: Interceptor = {
  commands: ['pause'],
  handle(request, session) {
    if (session.state.phase !== 'running') {
      session.forward(request);
      return;
    }
    pauseRunning(request, session).catch((error: unknown) => session.client.fail(request, error));
  },
};

async function pauseRunning(request: DapRequest, session: SessionContext): Promise<void> {
  const args = objectOf(request.arguments);
  let response = await Promise.race([session.ask('pause', args), late(ANSWER_MILLIS)]);
  if (response === 'late' && session.state.phase === 'running') {
    await session.ask('setBreakpoints', { source: { path: NO_FILE }, breakpoints: [] });
    response = await Promise.race([session.ask('pause', args), late(ANSWER_MILLIS)]);
  }
  if (response === 'late' || response?.success === true) session.client.respond(request);
  else session.client.fail(request, new Error(response ? failureText(response) : 'dlv is gone'));
}
