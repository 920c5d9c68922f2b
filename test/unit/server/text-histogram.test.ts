import { expect, test } from 'vitest';
import { textHistogram } from '../../../src/server/trace/text-histogram.ts';

function histogram(counts: Readonly<Record<number, number>>): string {
  const byPower = new Float64Array(48);
  for (const [power, count] of Object.entries(counts)) byPower[Number(power)] = count;
  return textHistogram({ byPower });
}

test('a bar for each power of two, gaps stay gaps, one of thousands is seen', () => {
  expect(histogram({})).toBe('');
  expect(histogram({ 10: 3 })).toBe('1.02 µs █ 2.05 µs');
  expect(histogram({ 10: 4, 11: 8, 13: 1 })).toBe('1.02 µs ▄█ ▁ 16.4 µs');
  expect(histogram({ 10: 10_000, 11: 1 })).toBe('1.02 µs █▁ 4.10 µs');
});
