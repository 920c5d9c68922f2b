import { expect, test } from 'vitest';
import { ByteReader } from '../../../src/trace/byte-reader.ts';

const reader = (...bytes: number[]): ByteReader =>
  new ByteReader(Uint8Array.from(bytes), 0, bytes.length);

test('varints in their shortest form and padded to ten bytes', () => {
  expect(reader(0x7f).unsigned()).toBe(127);
  expect(reader(0xac, 0x02).unsigned()).toBe(300);
  const padded = reader(0xac, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 7);
  expect(padded.unsigned()).toBe(300);
  expect(padded.byte()).toBe(7);
  expect(padded.failed).toBe(false);
});

test('2^64 - 1 as double, as int64, in full', () => {
  const ones = Array.from({ length: 10 }, (_, index) => (index < 9 ? 0xff : 0x01));
  expect(reader(...ones).unsigned()).toBe(2 ** 64);
  expect(reader(...ones).signed()).toBe(-1);
  expect(reader(...ones).wide()).toBe(2n ** 64n - 1n);
});

test('a value between 2^53 and 2^63 is rounded once', () => {
  // 2^53 + 1 lies in the middle, and goes to the even neighbour.
  expect(reader(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10).unsigned()).toBe(2 ** 53);
  expect(reader(0x83, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10).unsigned()).toBe(2 ** 53 + 4);
});

test.each([
  ['the end comes before the last byte', [0x80, 0x80]],
  ['more than 64 bits', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]],
  ['more than ten bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
])('%s', (_title, bytes) => {
  const broken = reader(...bytes);
  expect(broken.unsigned()).toBe(0);
  expect(broken.failed).toBe(true);
});
