import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askedSpan,
  between,
  centred,
  isWhole,
  moved,
  showing,
  WHOLE,
  zoomed,
} from '../../../webview/flame/span.ts';

const MIDDLE = { from: 0.4, to: 0.6 };

test('what is under the pointer stays there while zooming', () => {
  const span = zoomed(MIDDLE, 0.5, 0.25);
  expect(span.from + 0.25 * (span.to - span.from)).toBeCloseTo(0.45, 12);
  expect(span.to - span.from).toBeCloseTo(0.1, 12);
});

test('zooming out ends at everything, moving ends at the edges', () => {
  expect(zoomed(MIDDLE, 100, 0.5)).toBe(WHOLE);
  expect(moved(MIDDLE, 100)).toEqual({ from: 0.8, to: 1 });
  expect(moved(MIDDLE, -100).from).toBe(0);
  expect(centred(MIDDLE, 0).from).toBe(0);
});

test('a rectangle counts in either direction', () => {
  expect(between(MIDDLE, 0.75, 0.25)).toEqual(between(MIDDLE, 0.25, 0.75));
  expect(between(WHOLE, 0.25, 0.5)).toEqual({ from: 0.25, to: 0.5 });
});

test('a frame in view moves nothing, another one comes to the middle', () => {
  expect(showing(MIDDLE, 0.41, 0.1)).toBe(MIDDLE);
  expect(showing(MIDDLE, 0, 1)).toBe(MIDDLE);
  expect(showing(MIDDLE, 0.8, 0.02).from).toBeCloseTo(0.71, 12);
});

describe('what is asked for', () => {
  const spans = fc
    .tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
    )
    .map(([at, width]) => centred({ from: 0, to: width }, at));

  test('covers the view, in pixels no wider than those of the screen', () =>
    fc.assert(
      fc.property(spans, (span) => {
        const asked = askedSpan(span, 1000);
        expect(asked.span.from).toBeLessThanOrEqual(span.from);
        expect(asked.span.to).toBeGreaterThanOrEqual(span.to);
        const pixel = (asked.span.to - asked.span.from) / asked.widthPixels;
        expect(pixel).toBeLessThanOrEqual(((span.to - span.from) / 1000) * 1.000001);
        expect(pixel).toBeGreaterThan(((span.to - span.from) / 1000) * 0.69);
        expect(asked.span.to - asked.span.from).toBeLessThan(3 * (span.to - span.from));
      }),
    ));

  test('stays the same while the view moves a little', () => {
    expect(askedSpan({ from: 0.401, to: 0.601 }, 1000)).toEqual(askedSpan(MIDDLE, 1000));
    expect(isWhole(askedSpan(WHOLE, 1000).span)).toBe(true);
  });
});
