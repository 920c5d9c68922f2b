import { expect, test } from 'vitest';
import { nextHotLine } from '../../../src/extension/editor/next-hot-line.ts';

const FIGURES = { line: Uint32Array.of(10, 20, 30), cum: Float64Array.of(100, 4, -80) };

test('lines far below the hottest are passed over, and the ends meet', () => {
  expect([1, 10, 15, 30].map((from) => nextHotLine(FIGURES, from, 1))).toEqual([10, 30, 30, 10]);
  expect([30, 10, 25].map((from) => nextHotLine(FIGURES, from, -1))).toEqual([10, 30, 10]);
});

test('a file without figures has none', () => {
  const none = { line: new Uint32Array(), cum: new Float64Array() };
  expect(nextHotLine(none, 1, 1)).toBe(undefined);
});
