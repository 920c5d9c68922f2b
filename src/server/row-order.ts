import { compareText } from '../profile/index.ts';

/** Compares rows by a text of each, falling; each text is made once. */
export function byText(
  rows: Uint32Array,
  textOf: (row: number) => string,
): (a: number, b: number) => number {
  const texts = new Map(Array.from(rows, (row) => [row, textOf(row)]));
  return (a, b) => compareText(texts.get(b) ?? '', texts.get(a) ?? '');
}
