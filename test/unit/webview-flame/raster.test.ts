import { expect, test } from 'vitest';
import { FRAME_HIT } from '../../../src/protocol/analysis.ts';
import type { FlameWindow } from '../../../src/protocol/analysis.ts';
import { indexFrames } from '../../../webview/flame/geometry.ts';
import type { FrameInk } from '../../../webview/flame/ink.ts';
import { rasterize } from '../../../webview/flame/raster.ts';
import { WHOLE_SPANS } from '../../../webview/flame/span.ts';
import type { Spans } from '../../../webview/flame/span.ts';
import { drawnWindow } from './drawn-window.ts';

/** Each frame in a colour of its own, as a letter: a for the first. */
function inkOf(window: FlameWindow, hasBorders: boolean): FrameInk {
  const numbers = Uint32Array.from({ length: window.length }, (_, frame) => frame + 1);
  return {
    of: Uint16Array.from({ length: window.length }, (_, frame) => frame),
    colours: [],
    fill: numbers,
    border: numbers.map((number) => number + 100),
    mark: numbers.map(() => 200),
    rest: 300,
    hasBorders,
  };
}

interface Options {
  readonly width?: number;
  readonly spans?: Spans;
  readonly hasBorders?: boolean;
  readonly line?: number;
}

/** A line of pixels of each row: letters for frames, capitals for borders, `*` for marks, `/` for what is left out. */
function check(window: FlameWindow, options: Options, expected: readonly string[]): void {
  const { width = 20, spans = WHOLE_SPANS, hasBorders = false, line = 9 } = options;
  const area = { pixels: new Uint32Array(width * 60), width, height: 60, ratio: 1 };
  const viewport = {
    width,
    height: 60,
    scrollTop: 0,
    contentHeight: 60,
    rootsAtTop: true,
    rowsAbove: window.height,
    spans,
  };
  const index = indexFrames(window);
  rasterize(area, { window, index, viewport, ink: inkOf(window, hasBorders) });
  const rows = expected.map((_, row) =>
    Array.from(area.pixels.subarray((row * 20 + line) * width, (row * 20 + line + 1) * width))
      .map(letter)
      .join(''),
  );
  expect(rows).toEqual(expected);
}

function letter(pixel: number): string {
  if (pixel === 0) return '.';
  if (pixel === 200) return '*';
  if (pixel === 300) return '/';
  return String.fromCharCode(pixel > 100 ? 64 + pixel - 100 : 96 + pixel);
}

const SHOP = drawnWindow(`
  all 20
    serve 10
      read 4
      price 6
    gc 6
      scan 6`);

test('frames have a gap on their right where there is room', () => {
  check(SHOP, {}, ['aaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbb.eeeee.....', 'ccc.ddddd.fffff.....']);
});

test('a part of the width', () => {
  const spans = { ...WHOLE_SPANS, below: { from: 0.5, to: 1 } };
  check(SHOP, { spans }, ['aaaaaaaaaaaaaaaaaaaa', 'eeeeeeeeeee.........', 'fffffffffff.........']);
});

test('borders, in high contrast', () => {
  check(SHOP, { hasBorders: true }, ['AaaaaaaaaaaaaaaaaaaA', 'BbbbbbbbB.EeeeE.....']);
  check(SHOP, { hasBorders: true, line: 0 }, ['AAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBB.EEEEE.....']);
});

test('a pixel belongs to the frame in its middle', () => {
  const narrow = drawnWindow(`
    all 100
      a 3
      b 2
      c 2
      d 93`);
  check(narrow, { width: 10 }, ['aaaaaaaaaa', 'ceeeeeeeee']);
});

test('hits have a ring', () => {
  const flags = Uint8Array.from(SHOP.node, (node) => (node === 1 ? FRAME_HIT : 0));
  check({ ...SHOP, flags }, { line: 1 }, ['aaaaaaaaaaaaaaaaaaaa', 'b***bb**b.eeeee.....']);
  check({ ...SHOP, flags }, { line: 2 }, ['aaaaaaaaaaaaaaaaaaaa', 'b*bbbbb*b.eeeee.....']);
});

test('callers stand above the root', () => {
  const { node, x, width } = SHOP;
  const row = Int32Array.from(SHOP.row, (at) => -at);
  check({ ...SHOP, row, node, x, width, height: 2, depth: 0 }, {}, [
    'ccc.ddddd.fffff.....',
    'bbbbbbbbb.eeeee.....',
    'aaaaaaaaaaaaaaaaaaaa',
  ]);
});

test('what is too narrow is hatched, a line of it beside the next', () => {
  const rests = {
    length: 1,
    row: Int32Array.of(2),
    x: Float64Array.of(0.8),
    width: Float64Array.of(0.2),
    count: Uint32Array.of(7),
  };
  const rows = ['aaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbb.eeeee.....'];
  check({ ...SHOP, rests }, { line: 1 }, [...rows, 'ccc.ddddd.fffff..../']);
  check({ ...SHOP, rests }, { line: 2 }, [...rows, 'ccc.ddddd.fffff.../.']);
  check({ ...SHOP, rests }, { line: 4 }, [...rows, 'ccc.ddddd.fffff./...']);
});
