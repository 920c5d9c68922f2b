/** What the text before the cursor asks for. */
export type Wanted =
  | { readonly kind: 'command'; readonly start: number; readonly word: string }
  | {
      readonly kind: 'name';
      readonly start: number;
      readonly word: string;
      readonly isCall: boolean;
    }
  | {
      readonly kind: 'member';
      readonly start: number;
      readonly word: string;
      /** The expression before the dot. */
      readonly base: string;
      readonly isCall: boolean;
    };

/** Commands of dlv's debug console (service/dap/command.go, v1.27.2). */
export const DLV_COMMANDS: readonly string[] = [
  'help',
  'config',
  'sources',
  'types',
  'target',
  'examinemem',
];

/** Closing brackets and what opens them. */
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Reads backwards from the cursor: a word, and before it a dot and an operand when there is one. */
export function wantedAt(text: string): Wanted {
  const command = /^\s*dlv\s+(\w*)$/.exec(text);
  if (command) {
    const word = command[1] ?? '';
    return { kind: 'command', start: text.length - word.length, word };
  }
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(text)?.[0] ?? '';
  const start = text.length - word.length;
  const isCall = /^\s*call\s/.test(text);
  if (text[start - 1] !== '.') return { kind: 'name', start, word, isCall };
  const base = operandBefore(text, start - 1);
  return { kind: 'member', start, word, base, isCall };
}

/** `a.b[i]`, `(*p)`, `"net/http"`: the longest operand that ends here. */
function operandBefore(text: string, end: number): string {
  let at = end;
  while (at > 0) {
    const last = text[at - 1] ?? '';
    if (/[\p{L}\p{N}_.]/u.test(last)) at--;
    else if (last === '"') at = Math.max(0, text.lastIndexOf('"', at - 2));
    else if (last in OPENING) {
      const open = matching(text, at - 1);
      if (open < 0) break;
      at = open;
    } else break;
  }
  return text.slice(at, end);
}

function matching(text: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = text[at] ?? '';
    if (character in OPENING) depth++;
    else if (character === '(' || character === '[') depth--;
    if (depth === 0) return at;
  }
  return -1;
}
