import { expect, test } from 'vitest';
import { fillPixels } from '../../../webview/timeline/pixel-layer.ts';
import type { Tile } from '../../../webview/timeline/pixel-layer.ts';

const solid: Tile = { width: 1, height: 1, pixels: Uint32Array.of(7) };
const pattern: Tile = { width: 2, height: 2, pixels: Uint32Array.of(1, 2, 3, 4) };

/** Rows of a picture of 6 by 3 pixels. */
function filled(
  ratio: number,
  tile: Tile,
  ...[x, y, width, height]: readonly [number, number, number, number]
): string[] {
  const picture = { pixels: new Uint32Array(18), width: 6, height: 3, ratio };
  fillPixels(picture, x, y, width, height, tile);
  return [0, 1, 2].map((row) => picture.pixels.subarray(row * 6, row * 6 + 6).join(''));
}

test('rectangles snap to pixels and are cut at the edges', () => {
  expect(filled(1, solid, 1.4, 1, 2.2, 1)).toEqual(['000000', '077700', '000000']);
  expect(filled(1, solid, -2, -1, 4, 2)).toEqual(['770000', '000000', '000000']);
  expect(filled(1, solid, 4, 2, 50, 50)).toEqual(['000000', '000000', '000077']);
  expect(filled(1, solid, -9, 0, 3, 3)).toEqual(['000000', '000000', '000000']);
  expect(filled(2, solid, 1, 0.5, 1, 0.5)).toEqual(['000000', '007700', '000000']);
});

test('what is inside has at least one pixel', () => {
  expect(filled(1, solid, 2.1, 1.1, 0.2, 0.1)).toEqual(['000000', '007000', '000000']);
});

test('patterns begin at the corner of the picture, wherever the rectangle is', () => {
  expect(filled(1, pattern, 1, 0, 4, 3)).toEqual(['021210', '043430', '021210']);
});
