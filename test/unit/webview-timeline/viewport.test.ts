import { describe, expect, test } from 'vitest';
import {
  clamped,
  fitted,
  moved,
  revealed,
  ticks,
  timeLabel,
  zoomed,
} from '../../../webview/timeline/viewport.ts';

const END = 1_000_000;

describe('the stretch of time in sight', () => {
  test('zooming keeps the time under the pointer', () => {
    const before = { start: 200_000, end: 600_000 };
    const after = zoomed(before, 0.5, 0.25, END);
    expect(after).toEqual({ start: 250_000, end: 450_000 });
    expect(zoomed({ start: 0, end: END }, 3, 0.5, END)).toEqual({ start: 0, end: END });
  });
  test('nothing leads out of the trace or below 100 ns', () => {
    expect(moved({ start: 900_000, end: END }, 2, END)).toEqual({ start: 900_000, end: END });
    expect(moved({ start: 0, end: 500 }, -1, END)).toEqual({ start: 0, end: 500 });
    expect(clamped({ start: 50, end: 51 }, END)).toEqual({ start: 50, end: 150 });
    expect(zoomed({ start: 0, end: 100 }, 0.1, 0, END)).toEqual({ start: 0, end: 100 });
  });
  test('a range is fitted with a margin, a time in sight moves nothing', () => {
    expect(fitted({ start: 100_000, end: 200_000 }, END)).toEqual({ start: 95_000, end: 205_000 });
    const view = { start: 10, end: 1010 };
    expect(revealed(view, 500, END)).toBe(view);
    expect(revealed(view, 5000, END)).toEqual({ start: 4500, end: 5500 });
  });
});

describe('the ruler', () => {
  test('round times, at most as many as asked for', () => {
    const labels = ticks({ start: 411_000_000, end: 432_500_000 }, 11).map(({ label }) => label);
    const expected = [412, 414, 416, 418, 420, 422, 424, 426, 428, 430, 432];
    expect(labels).toEqual(expected.map((time) => `${time} ms`));
  });
  test('as many digits as tell neighbours apart', () => {
    expect(timeLabel(1_204_000_000, 1_000_000)).toBe('1.204 s');
    expect(timeLabel(1_000_000_000, 500_000_000)).toBe('1.0 s');
    expect(timeLabel(0, 100)).toBe('0 ns');
    expect(timeLabel(1500, 500)).toBe('1.5 µs');
  });
});
