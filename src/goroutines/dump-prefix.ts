/**
 * Log collectors write something before each line: `2026-05-01T12:00:00.1Z stderr F goroutine 1 [running]:`,
 * `web-1  | goroutine 1 [running]:`. When no goroutine header stands at the start of a line but one stands
 * after a prefix, the same number of words is taken off every line that begins like it. Lines keep their number.
 */
export function withoutLogPrefixes(text: string): string {
  if (/^goroutine \d+ (?:gp=\S+ [^[]*)?\[/m.test(text)) return text;
  const prefixed =
    /^([^\n]*?)goroutine \d+ (?:gp=\S+ [^[\n]*)?\[[^\n]*\](?: \{[^\n]*\})?:\r?$/m.exec(text);
  const prefix = prefixed?.[1] ?? '';
  if (prefix === '') return text;
  const words = prefix.split(' ').filter((word) => word !== '').length;
  return text
    .split('\n')
    .map((line) => line.slice(prefixLength(line, prefix, words)))
    .join('\n');
}

/** 0 when the line does not begin like the prefix. */
function prefixLength(line: string, prefix: string, words: number): number {
  if (line.startsWith(prefix)) return prefix.length;
  if (!prefix.endsWith(' '))
    return shapeOf(line.slice(0, prefix.length)) === shapeOf(prefix) ? prefix.length : 0;
  let at = 0;
  for (let word = 0; word < words; word++) {
    while (line[at] === ' ') at++;
    while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at++;
  }
  if (!shapeOf(line.slice(0, at)).startsWith(shapeOf(prefix).slice(0, 4))) return 0;
  return line[at] === ' ' ? at + 1 : at;
}

/** Digits differ from line to line; how many there are may too. */
function shapeOf(text: string): string {
  return text.replace(/\d+/g, '0');
}
