/**
 * Rectangles written as pixels. Without a graphics card the canvas takes some microseconds for each rectangle, and a
 * dense picture has tens of thousands; as pixels they cost what their area costs. Edges snap to device pixels.
 */
import type { DevicePixels } from '../shared/hi-dpi.ts';

/** A pattern in device pixels, repeated from the corner of the layer. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  /** As `ImageData` has them: not premultiplied. */
  readonly pixels: Uint32Array;
}

/** Below so many pixels a loop is faster than `fill`. */
const NARROW = 16;

export class PixelLayer {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D | null;
  #image = new ImageData(1, 1);
  #picture: DevicePixels = { pixels: new Uint32Array(1), width: 1, height: 1, ratio: 1 };

  constructor() {
    this.#canvas = new OffscreenCanvas(1, 1);
    this.#context = this.#canvas.getContext('2d', { willReadFrequently: true });
  }

  get ratio(): number {
    return this.#picture.ratio;
  }

  /** Empty, of this size in CSS pixels. */
  begin(cssWidth: number, cssHeight: number, ratio: number): void {
    const width = Math.max(1, Math.round(cssWidth * ratio));
    const height = Math.max(1, Math.round(cssHeight * ratio));
    if (width === this.#picture.width && height === this.#picture.height) {
      this.#picture.pixels.fill(0);
      this.#picture = { ...this.#picture, ratio };
      return;
    }
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#image = new ImageData(width, height);
    this.#picture = { pixels: new Uint32Array(this.#image.data.buffer), width, height, ratio };
  }

  /** In CSS pixels; at least one device pixel of what is inside the layer. */
  fill(x: number, y: number, width: number, height: number, tile: Tile): void {
    fillPixels(this.#picture, x, y, width, height, tile);
  }

  /** Draws the layer with its corner at a place in CSS pixels. */
  paint(pen: CanvasRenderingContext2D, x: number, y: number): void {
    if (!this.#context) return;
    const { width, height, ratio } = this.#picture;
    this.#context.putImageData(this.#image, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.#canvas, x, y, width / ratio, height / ratio);
  }
}

/** A rectangle in CSS pixels; edges beyond the picture are cut. */
export function fillPixels(
  picture: DevicePixels,
  x: number,
  y: number,
  width: number,
  height: number,
  tile: Tile,
): void {
  const { ratio, width: stride } = picture;
  if (x + width <= 0 || y + height <= 0) return;
  const left = Math.max(0, Math.round(x * ratio));
  const top = Math.max(0, Math.round(y * ratio));
  const right = Math.min(stride, Math.max(left + 1, Math.round((x + width) * ratio)));
  const bottom = Math.min(picture.height, Math.max(top + 1, Math.round((y + height) * ratio)));
  if (left >= right || top >= bottom) return;
  if (tile.width === 1) fillSolid(picture, left, top, right, bottom, tile);
  else fillPattern(picture, left, top, right, bottom, tile);
}

function fillSolid(
  { pixels: into, width: stride }: DevicePixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
  { pixels }: Tile,
): void {
  const colour = pixels[0] ?? 0;
  const isNarrow = right - left <= NARROW;
  for (let row = top * stride; row < bottom * stride; row += stride) {
    if (isNarrow) for (let at = row + left; at < row + right; at++) into[at] = colour;
    else into.fill(colour, row + left, row + right);
  }
}

function fillPattern(
  { pixels: into, width: stride }: DevicePixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
  { pixels, width, height }: Tile,
): void {
  let line = top % height;
  for (let row = top; row < bottom; row++) {
    const start = row * stride;
    const from = line * width;
    let at = left % width;
    for (let column = start + left; column < start + right; column++) {
      into[column] = pixels[from + at] ?? 0;
      at = at + 1 === width ? 0 : at + 1;
    }
    line = line + 1 === height ? 0 : line + 1;
  }
}
