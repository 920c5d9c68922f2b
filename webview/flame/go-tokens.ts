/** Just enough of Go's grammar to colour an excerpt: no parser, a line at a time. */
export interface GoToken {
  readonly kind: 'plain' | 'keyword' | 'declaration' | 'string' | 'number' | 'comment';
  readonly text: string;
}

const KEYWORDS =
  'break case chan continue default defer else fallthrough for go goto if import package range return select switch';
const DECLARATIONS = 'func var const type struct interface map true false nil iota';
const KINDS = new Map<string, GoToken['kind']>([
  ...KEYWORDS.split(' ').map((word) => [word, 'keyword'] as const),
  ...DECLARATIONS.split(' ').map((word) => [word, 'declaration'] as const),
]);
const TOKEN =
  /\/\/.*|\/\*.*?(?:\*\/|$)|"(?:[^"\\]|\\.)*"?|`[^`]*`?|'(?:[^'\\]|\\.)*'?|\b\d[\w.]*|[A-Za-z_]\w*/g;

/** Splits a line; joined, the texts are the line again. */
export function goTokens(line: string): readonly GoToken[] {
  const tokens: GoToken[] = [];
  let plain = '';
  let from = 0;
  for (const match of line.matchAll(TOKEN)) {
    const text = match[0];
    plain += line.slice(from, match.index);
    from = match.index + text.length;
    const kind = kindOf(text);
    if (kind === 'plain') {
      plain += text;
      continue;
    }
    if (plain !== '') tokens.push({ kind: 'plain', text: plain });
    plain = '';
    tokens.push({ kind, text });
  }
  plain += line.slice(from);
  if (plain !== '') tokens.push({ kind: 'plain', text: plain });
  return tokens;
}

function kindOf(text: string): GoToken['kind'] {
  const first = text.charAt(0);
  if (first === '/') return 'comment';
  if (first === '"' || first === '`' || first === "'") return 'string';
  if (first >= '0' && first <= '9') return 'number';
  return KINDS.get(text) ?? 'plain';
}

/** Tabs that every line starts with; methods in the middle of a closure would else hang far to the right. */
export function commonIndent(text: readonly string[]): number {
  let least = Infinity;
  for (const line of text) {
    if (line.trim() !== '') least = Math.min(least, line.length - line.replace(/^\t+/, '').length);
  }
  return Number.isFinite(least) ? least : 0;
}
