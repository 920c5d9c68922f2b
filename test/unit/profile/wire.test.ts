import { expect, test } from 'vitest';
import { GrowingIds } from '../../../src/profile/growing.ts';
import { WireReader } from '../../../src/profile/wire.ts';

const MINUS_ONE = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];

test.each<[string, number[], number, bigint]>([
  ['one byte', [0x7f], 127, 127n],
  ['four bytes', [0xff, 0xff, 0xff, 0x7f], 2 ** 28 - 1, 2n ** 28n - 1n],
  ['five bytes', [0x80, 0x80, 0x80, 0x80, 0x10], 2 ** 32, 2n ** 32n],
  ['not minimal', [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 1, 1n],
  ['largest exact', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], 2 ** 53 - 1, 2n ** 53n - 1n],
  ['minus one', MINUS_ONE, -1, 2n ** 64n - 1n],
  ['smallest', [...Array<number>(9).fill(0x80), 0x01], -(2 ** 63), 2n ** 63n],
])('%s', (_, bytes, signed, wide) => {
  const reader = new WireReader(Uint8Array.from([...bytes, ...bytes, 42]));
  expect(reader.signed()).toBe(signed);
  expect(reader.wide()).toBe(wide);
  expect(reader.unsigned()).toBe(42);
  expect(reader.inexactCount).toBe(Number.isSafeInteger(signed) ? 0 : 1);
});

test('wide ids get the same alias each time, small ones stay', () => {
  const bytes = [...MINUS_ONE, ...MINUS_ONE, 5, 0x80, 0x80, 0x80, 0x80, 0x10];
  const ids = new GrowingIds();
  new WireReader(Uint8Array.from(bytes)).packedIds(bytes.length, ids);
  expect([...ids.view()]).toEqual([2 ** 31, 2 ** 31, 5, 2 ** 31 + 1]);
});

test('reading past the end moves the offset past the end', () => {
  const reader = new WireReader(Uint8Array.of(0x80, 0x80));
  reader.unsigned();
  expect(reader.offset).toBeGreaterThan(2);
  expect(reader.skip(3)).toBe(false);
});

test('a field is passed over with its length', () => {
  const reader = new WireReader(Uint8Array.of(3, 1, 2, 3, 7));
  expect(reader.skip(2)).toBe(true);
  expect(reader.unsigned()).toBe(7);
});
