import { UserError, messageOf } from '../../base/user-error.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import type { ExpressionCallAnswer, ExpressionScope } from '../../protocol/expression-view.ts';
import type { SessionContext } from '../session-context.ts';

/**
 * Calls a function of the program in one goroutine. dlv injects the call where the goroutine stands, so it must be on
 * a thread and the frame its top one; all goroutines run until the function returns. It goes through DAP, so that the
 * client hears of a breakpoint that is hit meanwhile.
 */
export async function callFunction(
  session: SessionContext,
  { goroutine, deferred }: ExpressionScope,
  expression: string,
): Promise<ExpressionCallAnswer> {
  const { state, channel } = session;
  if (state.phase !== 'stopped') {
    throw new UserError('running', 'The program runs. Pause it first.');
  }
  if (deferred > 0) {
    throw new UserError('deferred', 'A function can be called in a frame, not in a deferred call.');
  }
  const frameId = await topFrameId(session, goroutine);
  const began = performance.now();
  await channel?.settle();
  state.running();
  const args = { expression: `call ${expression}`, frameId, context: 'repl' };
  const response = await session.ask('evaluate', args);
  state.stoodStill();
  if (!response?.success) {
    throw new UserError(
      'call-failed',
      failureWords(response ? failureText(response) : 'dlv is gone'),
    );
  }
  const { result } = objectOf(response.body);
  return {
    text: typeof result === 'string' ? result : '',
    millis: performance.now() - began,
  };
}

/** Stops the program in the middle of a call. DAP waits for the call's end and hears nothing: this goes past it. */
export async function stopCall({ channel, state }: SessionContext): Promise<void> {
  if (!channel || state.phase !== 'running') return;
  try {
    await channel.held.command('halt', { timeoutMillis: HALT_MILLIS });
  } catch (error) {
    throw new UserError('not-halted', `The call could not be stopped: ${messageOf(error)}`);
  }
}

const HALT_MILLIS = 5000;

async function topFrameId(session: SessionContext, threadId: number): Promise<number> {
  const response = await session.ask('stackTrace', { threadId, startFrame: 0, levels: 1 });
  const { stackFrames } = objectOf(response?.body);
  const id = objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined)['id'];
  if (response?.success !== true || typeof id !== 'number') {
    throw new UserError('no-frame', `Goroutine ${threadId} has no frame to call from.`);
  }
  return id;
}

/** pkg/proc/fncall.go, v1.27.2. */
function failureWords(text: string): string {
  if (/selected goroutine not running/.test(text)) {
    return 'This goroutine is parked. A function can be called only in a goroutine that is on a thread, such as the one that stopped.';
  }
  return text.replace(/^Unable to evaluate expression:\s*/, '');
}
