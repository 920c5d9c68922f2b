/** As much of Go's lexical grammar as splitting an expression takes: literals, comments, brackets. */

export interface Operator {
  readonly sign: '&&' | '||';
  readonly at: number;
}

export interface Outline {
  /** Outside of all brackets, in the order of the text. */
  readonly operators: readonly Operator[];
  /** Every `@` outside of literals, in brackets or not. */
  readonly marks: readonly number[];
  /** A literal or bracket without an end, or an end without a beginning. */
  readonly broken: { readonly at: number; readonly message: string } | null;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSINGS = new Set(Object.values(CLOSING));

/** The text with every comment turned into spaces, so that places stay what they are. */
export function withoutComments(text: string): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const end = commentEnd(text, at);
    const next = end > at ? end : Math.max(at + 1, Math.min(literalEnd(text, at), text.length));
    result += end > at ? ' '.repeat(end - at) : text.slice(at, next);
    at = next;
  }
  return result;
}

/** Of a text without comments. */
export function outlineOf(text: string): Outline {
  const operators: Operator[] = [];
  const marks: number[] = [];
  const open: number[] = [];
  let broken: Outline['broken'] = null;
  for (let at = 0; at < text.length && !broken;) {
    const char = text.charAt(at);
    const pair = text.slice(at, at + 2);
    const end = literalEnd(text, at);
    if (end > text.length) broken = { at, message: `The ${char} is not closed.` };
    else if (char in CLOSING) open.push(at);
    else if (CLOSINGS.has(char)) {
      const opening = open.pop();
      if (opening === undefined || CLOSING[text.charAt(opening)] !== char) {
        broken = { at, message: `The ${char} has no beginning.` };
      }
    } else if (char === '@') marks.push(at);
    else if (open.length === 0 && (pair === '&&' || pair === '||')) {
      operators.push({ sign: pair, at });
      at++;
    }
    at = Math.max(at + 1, end);
  }
  const last = open.at(-1);
  if (last !== undefined) broken ??= { at: last, message: `The ${text[last]} is not closed.` };
  return { operators, marks, broken };
}

/** Behind the string or rune that begins here; `at` when none does; infinite when it never ends. */
function literalEnd(text: string, at: number): number {
  const quote = text[at];
  if (quote !== '"' && quote !== "'" && quote !== '`') return at;
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === '\\' && quote !== '`') index++;
    else if (text[index] === quote) return index + 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** Behind the comment that begins here; `at` when none does. One that never ends stays: dlv refuses it. */
function commentEnd(text: string, at: number): number {
  const pair = text.slice(at, at + 2);
  if (pair === '//') {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  const end = pair === '/*' ? text.indexOf('*/', at + 2) : -1;
  return end < 0 ? at : end + 2;
}
