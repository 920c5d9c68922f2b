import { describe, expect, test } from 'vitest';
import {
  biggestCallee,
  callerOf,
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
