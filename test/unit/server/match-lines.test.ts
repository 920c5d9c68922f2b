import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchLines } from '../../../src/server/match-lines.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

test('pairs are of equal lines and never cross', () => {
  fc.assert(
    fc.property(lines, lines, (old, now) => {
      let last = -1;
      matchLines(old, now).forEach((pair, index) => {
        if (pair < 0) return;
        expect(now[pair]).toBe(old[index]);
        expect(pair).toBeGreaterThan(last);
        last = pair;
      });
    }),
  );
});

test('as many pairs as there can be', () => {
  fc.assert(
    fc.property(lines, lines, (old, now) => {
      expect(matchLines(old, now).filter((pair) => pair >= 0)).toHaveLength(longest(old, now));
    }),
  );
});

test('of texts that are too long the beginning and the end', () => {
  const many = (word: string) => Array.from({ length: 3000 }, (_, index) => `${word} ${index}`);
  const pairs = matchLines(['first', ...many('old'), 'last'], ['first', ...many('new'), 'last']);
  expect([pairs[0], pairs[1], pairs.at(-1)]).toEqual([0, -1, 3001]);
});

/** By definition, without a table. */
function longest(a: readonly string[], b: readonly string[]): number {
  const known = new Map<string, number>();
  const from = (i: number, j: number): number => {
    if (i === a.length || j === b.length) return 0;
    const key = `${i} ${j}`;
    const value =
      known.get(key) ??
      (a[i] === b[j] ? 1 + from(i + 1, j + 1) : Math.max(from(i + 1, j), from(i, j + 1)));
    known.set(key, value);
    return value;
  };
  return from(0, 0);
}
