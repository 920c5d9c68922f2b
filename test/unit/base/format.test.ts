import { expect, test } from 'vitest';
import {
  countText,
  durationQuantity,
  percentText,
  quantityText,
} from '../../../src/base/format.ts';

test.each([
  [27_700_000_000, 'nanoseconds', '27.7 s'],
  [300_000_000, 'nanoseconds', '300 ms'],
  [3_410_000_000, 'nanoseconds', '3.41 s'],
  [999_600_000, 'nanoseconds', '1 s'],
  [90_000_000_000, 'nanoseconds', '1.50 min'],
  [0, 'nanoseconds', '0 ns'],
  [184 * 1024 * 1024, 'bytes', '184 MB'],
  [2_310_000, 'count', '2.31 M'],
  [8412, 'count', '8,412'],
  [-5, 'count', '\u22125'],
  [7, 'widgets', '7 widgets'],
])('%d %s', (value, unit, text) => {
  expect(quantityText(value, unit)).toBe(text);
});

test('shares have three significant digits', () => {
  expect(percentText(982, 10_000)).toBe('9.82 %');
  expect(percentText(1, 3)).toBe('33.3 %');
  expect(percentText(1, 1)).toBe('100 %');
  expect(percentText(65, 100)).toBe('65.0 %');
  expect(percentText(0, 100)).toBe('0 %');
  expect(percentText(1, 0)).toBe('\u2013 %');
});

test('waits are short', () => {
  expect(durationQuantity(12.4 * 60e9)).toEqual({ digits: '12', unit: 'min' });
  expect(durationQuantity(9.84e9)).toEqual({ digits: '9.8', unit: 's' });
  expect(durationQuantity(null)).toEqual({ digits: '\u2013', unit: '' });
  expect(countText(1234567)).toBe('1,234,567');
});
