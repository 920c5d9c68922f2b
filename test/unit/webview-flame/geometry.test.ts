import { describe, expect, test } from 'vitest';
import {
  biggestCallee,
  callerOf,
  frameOfNode,
  hitTest,
  indexFrames,
  pathTo,
  rowAt,
  rowTop,
  scrollToRow,
  sibling,
  visibleRowRange,
} from '../../../webview/flame/geometry.ts';
import type { FlameViewport } from '../../../webview/flame/geometry.ts';
import { WHOLE_SPANS } from '../../../webview/flame/span.ts';
import { drawnWindow, frameOf, nameOf } from './drawn-window.ts';

const SHOP = drawnWindow(`
  all 100
    serve 70
      read 20
      price 40
        match 30
      log 5
    gc 20
      scan 20`);
const INDEX = indexFrames(SHOP);

const VIEW: FlameViewport = {
  width: 1000,
  height: 100,
  scrollTop: 0,
  contentHeight: 200,
  rootsAtTop: true,
  rowsAbove: 0,
  spans: WHOLE_SPANS,
};

describe('hit test', () => {
  function check(x: number, y: number, name: string, viewport = VIEW): void {
    expect(nameOf(SHOP, hitTest(SHOP, INDEX, viewport, x, y))).toBe(name);
  }

  test('finds the frame of a row and a column', () => {
    check(10, 5, 'all');
    check(699, 25, 'serve');
    check(700, 25, 'gc');
    check(210, 45, 'price');
    check(499, 65, 'match');
  });

  test('finds nothing right of the last frame, below the last row, outside the view', () => {
    check(950, 25, 'none');
    check(640, 65, 'none');
    check(10, 90, 'none');
    check(-1, 5, 'none');
    check(1000, 5, 'none');
  });

  test('follows the scroll position', () => {
    check(210, 5, 'price', { ...VIEW, scrollTop: 40 });
  });

  test('counts rows from the bottom when the roots are there', () => {
    const bottom = { ...VIEW, rootsAtTop: false, scrollTop: 100 };
    check(10, 99, 'all', bottom);
    check(10, 79, 'serve', bottom);
    check(210, 45, 'price', bottom);
  });
});

describe('neighbours', () => {
  function check(
    step: (window: typeof SHOP, index: typeof INDEX, frame: number) => number,
    from: string,
    to: string,
  ): void {
    expect(nameOf(SHOP, step(SHOP, INDEX, frameOf(SHOP, from)))).toBe(to);
  }

  test('caller', () => {
    check(callerOf, 'match', 'price');
    check(callerOf, 'scan', 'gc');
    check(callerOf, 'all', 'none');
  });

  test('biggest callee', () => {
    check(biggestCallee, 'all', 'serve');
    check(biggestCallee, 'serve', 'price');
    check(biggestCallee, 'gc', 'scan');
    check(biggestCallee, 'log', 'none');
  });

  test('siblings, and cousins at the end of them', () => {
    const right = (w: typeof SHOP, i: typeof INDEX, frame: number) => sibling(w, i, frame, 1);
    const left = (w: typeof SHOP, i: typeof INDEX, frame: number) => sibling(w, i, frame, -1);
    check(right, 'read', 'price');
    check(right, 'log', 'scan');
    check(right, 'scan', 'none');
    check(left, 'read', 'none');
  });

  test('path from the root of the view', () => {
    const path = pathTo(SHOP, INDEX, frameOf(SHOP, 'match'));
    expect(path.map((frame) => nameOf(SHOP, frame))).toEqual(['all', 'serve', 'price', 'match']);
  });
});

describe('rows', () => {
  test('rowAt is the inverse of rowTop in both directions', () => {
    for (const rootsAtTop of [true, false]) {
      const viewport = { ...VIEW, rootsAtTop, scrollTop: 37 };
      for (let row = 0; row < 10; row++) {
        expect(rowAt(rowTop(row, viewport), viewport)).toBe(row);
        expect(rowAt(rowTop(row, viewport) + 19.9, viewport)).toBe(row);
      }
    }
  });

  test('visible range', () => {
    expect(visibleRowRange(VIEW)).toEqual([0, 4]);
    expect(visibleRowRange({ ...VIEW, scrollTop: 50 })).toEqual([2, 7]);
    expect(visibleRowRange({ ...VIEW, rootsAtTop: false, scrollTop: 100 })).toEqual([0, 4]);
  });

  test('scrolling to a row moves as little as possible', () => {
    expect(scrollToRow(2, VIEW)).toBe(0);
    expect(scrollToRow(7, VIEW)).toBe(80);
    expect(scrollToRow(9, VIEW)).toBe(100);
    expect(scrollToRow(2, { ...VIEW, scrollTop: 90 })).toBe(20);
  });
});

describe('a sandwich', () => {
  // Callers of `match` upwards, nodes from 10 on; the window holds them after the callees.
  const row = Int32Array.from([0, 1, 1, -1, -1, -2]);
  const sandwich = {
    ...drawnWindow(`
      match 10
        find 6
        lower 4
      apply@10 7
      preview@11 3
        list@12 3`),
    row,
    x: Float64Array.from([0, 0, 0.6, 0, 0.7, 0.7]),
    width: Float64Array.from([1, 0.6, 0.4, 0.7, 0.3, 0.3]),
    height: 2,
    depth: 1,
  };
  const index = indexFrames(sandwich);
  const named = (frame: number) => nameOf(sandwich, frame);
  const of = (name: string) => frameOf(sandwich, name);

  test('arrows lead through the middle', () => {
    expect(named(callerOf(sandwich, index, of('find')))).toBe('match');
    expect(named(callerOf(sandwich, index, of('match')))).toBe('apply');
    expect(named(callerOf(sandwich, index, of('preview')))).toBe('list');
    expect(named(biggestCallee(sandwich, index, of('list')))).toBe('preview');
    expect(named(biggestCallee(sandwich, index, of('apply')))).toBe('match');
    expect(named(biggestCallee(sandwich, index, of('match')))).toBe('find');
    expect(named(sibling(sandwich, index, of('apply'), 1))).toBe('preview');
  });

  test('callers are above, and each half has its part of the width', () => {
    const spans = { ...WHOLE_SPANS, above: { from: 0.7, to: 1 } };
    const view = { ...VIEW, rowsAbove: 2, spans };
    expect(named(hitTest(sandwich, index, view, 10, 25))).toBe('preview');
    expect(named(hitTest(sandwich, index, view, 10, 45))).toBe('match');
    expect(named(hitTest(sandwich, index, view, 10, 65))).toBe('find');
    expect(frameOfNode(sandwich, 12)).toBe(of('list'));
    expect(frameOfNode(sandwich, 13)).toBe(-1);
  });
});
