import type { Label } from './table.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Labels between braces of a goroutine header: `"request": "42", "tenant": "acme"` (Go 1.26, always quoted)
 * or `request: 42` (Go 1.27, quoted where needed). A part that cannot be read ends the list.
 */
export function parseLabels(text: string): Label[] {
  const labels: Label[] = [];
  let at = 0;
  while (at < text.length) {
    const key = readWord(text, at, ':');
    if (key === null || text[key.end] !== ':') break;
    const value = readWord(text, skipSpaces(text, key.end + 1), ',');
    if (value === null) break;
    labels.push([key.word, value.word]);
    at = skipSpaces(text, value.end + 1);
  }
  return labels;
}

interface Word {
  readonly word: string;
  /** Index of the first character after the word. */
  readonly end: number;
}

function readWord(text: string, start: number, endMark: string): Word | null {
  if (text.charCodeAt(start) !== QUOTE) {
    const mark = text.indexOf(endMark === ':' ? ': ' : ', ', start);
    const end = mark < 0 ? text.length : mark;
    return { word: text.slice(start, end), end };
  }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return { word: unquote(text.slice(start + 1, at)), end: at + 1 };
  }
  return null;
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at++;
  return at;
}

/** Undoes the escapes of `printquoted` (runtime/print.go, Go 1.26). */
function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (_all, x?: string, u?: string, long?: string, simple?: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined)
        return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return SIMPLE_ESCAPES.get(simple ?? '') ?? simple ?? '';
    },
  );
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
