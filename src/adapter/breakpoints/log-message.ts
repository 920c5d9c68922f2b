import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';

export interface LogMessage {
  /** Texts around the expressions: one more than there are expressions. */
  readonly texts: readonly string[];
  readonly expressions: readonly string[];
}

/** dlv's grammar: `{expression}`; braces come in pairs, also within an expression. A string tells what is wrong. */
export function parseLogMessage(message: string): LogMessage | string {
  const texts: string[] = [''];
  const expressions: string[] = [];
  let depth = 0;
  let expression = '';
  for (const char of message) {
    if (char === '{') depth++;
    if (char === '}') depth--;
    if (depth < 0) return 'invalid log point format: unexpected }';
    if (depth > 0) {
      if (depth > 1 || char !== '{') expression += char;
      else expression = '';
    } else if (char === '}') {
      if (expression.trim() === '') return 'empty evaluation string';
      expressions.push(expression.trim());
      texts.push('');
    } else texts[texts.length - 1] += char;
  }
  return depth > 0 ? 'invalid log point format: unclosed {' : { texts, expressions };
}

type Ask = (command: string, args: JsonObject) => Promise<DapResponse | undefined>;

/** The message with the values of its expressions in a goroutine, as dlv itself writes them. */
export async function formatLogMessage(
  { texts, expressions }: LogMessage,
  goroutine: number,
  ask: Ask,
): Promise<string> {
  const stack = expressions.length > 0 ? { threadId: goroutine, startFrame: 0, levels: 1 } : null;
  const frames = objectOf((stack && (await ask('stackTrace', stack)))?.body)['stackFrames'];
  const frameId = Array.isArray(frames) ? objectOf(frames[0])['id'] : undefined;
  let line = texts[0] ?? '';
  for (const [index, expression] of expressions.entries()) {
    // This context has the whole value, as log messages of dlv do.
    const answer = await ask('evaluate', { expression, frameId, context: 'clipboard' });
    const value =
      answer?.success === true
        ? String(objectOf(answer.body)['result'])
        : `{eval err: ${answer ? failureText(answer) : 'dlv is gone'}}`;
    line += value + (texts[index + 1] ?? '');
  }
  return line;
}
