/** How many names of a file are told; more are in the path doctor. */
const SHOWN = 2;

/**
 * Why a breakpoint in a file does not bind, when dlv knows no such file: what the program calls files of that name,
 * the likeliest first.
 */
export function explainUnbound(path: string, sources: readonly string[]): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const known = sources
    .filter((source) => source === name || source.endsWith(`/${name}`))
    .toSorted((a, b) => commonEnd(b, path) - commonEnd(a, path));
  if (known.length === 0) {
    return `The program has no file ${name}: it was built without this package, or from another version of it.`;
  }
  const more = known.length > SHOWN ? ` (and ${known.length - SHOWN} more)` : '';
  return `The program knows ${name} as ${known.slice(0, SHOWN).join(' or ')}${more}. Open the path doctor.`;
}

/** dlv's reason, not one of its many others: a line without code, a condition. */
export function isFileUnknown(message: unknown): boolean {
  return typeof message === 'string' && message.includes('could not find file');
}

function commonEnd(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split(/[\\/]/)];
  let length = 0;
  while (length < left.length && left.at(-1 - length) === right.at(-1 - length)) length++;
  return length;
}
