/**
 * Frames as pixels. Rows are filled in memory and copied line by line, so that the time depends on the size of the
 * view and not on the number of frames: 70,000 frames a pixel wide take as long as 100 wide ones. Rectangles drawn one
 * by one took 65 ms for them.
 */
import { FRAME_HIT, FRAME_INLINED } from '../../src/protocol/analysis.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import type { DevicePixels } from '../shared/hi-dpi.ts';
import { framesOfRow, lastBefore, ROW_HEIGHT, rowTop, visibleRowRange } from './geometry.ts';
import type { FlameViewport, FrameIndex } from './geometry.ts';
import type { FrameInk } from './ink.ts';
import { spanOf } from './span.ts';

export interface RasterScene {
  readonly window: FlameWindow;
  readonly index: FrameIndex;
  readonly viewport: FlameViewport;
  readonly ink: FrameInk;
}

export const FRAME_HEIGHT = ROW_HEIGHT - 1;
/** In CSS pixels: narrower frames have no label and no dashes. */
const LEAST_LABEL = 26;
const LEAST_DASH = 10;
/** Between two lines of a hatched block. */
const HATCH_PERIOD = 5;

/** Fills the frames in view and their marks; returns those wide enough for a label. */
export function rasterize(area: DevicePixels, scene: RasterScene): readonly number[] {
  area.pixels.fill(0);
  const wide: number[] = [];
  const lines = { body: new Uint32Array(area.width), edge: new Uint32Array(area.width) };
  const [firstRow, lastRow] = visibleRowRange(scene.viewport);
  for (let row = firstRow; row <= lastRow; row++) {
    const frames = framesOfRow(scene.index, row);
    if (frames === undefined) continue;
    const marked = fillRow(area, scene, row, frames, lines, wide);
    copyRow(area, scene, row, lines);
    for (const frame of marked) drawMarks(area, scene, row, frame);
  }
  hatchRests(area, scene, firstRow, lastRow);
  return wide;
}

/** Frames that are too narrow would look like time in their caller itself: hatched, they do not. */
function hatchRests(
  area: DevicePixels,
  scene: RasterScene,
  firstRow: number,
  lastRow: number,
): void {
  const { rests } = scene.window;
  const { pixels, width, ratio } = area;
  const period = Math.round(HATCH_PERIOD * ratio);
  const unit = Math.max(1, Math.round(ratio));
  for (let rest = 0; rest < rests.length; rest++) {
    const row = rests.row[rest] ?? 0;
    if (row < firstRow || row > lastRow) continue;
    const { from, to } = spanOf(scene.viewport.spans, row);
    const scale = width / (to - from);
    const x = rests.x[rest] ?? 0;
    const left = Math.max(0, Math.round((x - from) * scale));
    const right = Math.min(width, Math.round((x + (rests.width[rest] ?? 0) - from) * scale));
    const [top, bottom] = heightOf(scene, area, row);
    for (let y = Math.max(0, top); y < bottom; y++) {
      // Counted from the left of the view, so that the lines of neighbouring blocks meet.
      const first = left + ((period - ((left + y - top) % period)) % period);
      for (let at = first; at < right; at += period) {
        pixels.fill(scene.ink.rest, y * width + at, y * width + Math.min(right, at + unit));
      }
    }
  }
}

interface RowLines {
  /** What most lines of the row look like. */
  readonly body: Uint32Array;
  /** First and last line, where frames have borders. */
  readonly edge: Uint32Array;
}

/** Device pixels of a frame: half-open, with a gap on its right where there is room. */
function extent(
  { window, viewport }: RasterScene,
  { width, ratio }: DevicePixels,
  row: number,
  frame: number,
): readonly [left: number, right: number, end: number] {
  const { from, to } = spanOf(viewport.spans, row);
  const scale = width / (to - from);
  const x = window.x[frame] ?? 0;
  const left = Math.max(0, Math.round((x - from) * scale));
  const right = Math.min(width, Math.round((x + (window.width[frame] ?? 0) - from) * scale));
  const gap = Math.max(1, Math.round(ratio));
  return [left, right, right - left > 3 * gap && right < width ? right - gap : right];
}

function fillRow(
  area: DevicePixels,
  scene: RasterScene,
  row: number,
  frames: Uint32Array,
  { body, edge }: RowLines,
  wide: number[],
): readonly number[] {
  const { window, viewport, ink } = scene;
  const { to, from } = spanOf(viewport.spans, row);
  const leastLabel = LEAST_LABEL * area.ratio;
  const marked: number[] = [];
  body.fill(0);
  edge.fill(0);
  let painted = 0;
  for (let at = Math.max(0, lastBefore(window, frames, from)); at < frames.length; at++) {
    const frame = frames[at] ?? 0;
    if ((window.x[frame] ?? 0) >= to) break;
    const [left, right, end] = extent(scene, area, row, frame);
    // In the middle of no pixel: it has one that nobody else has so far.
    if (right <= left && (left < painted || left >= area.width || right < left)) continue;
    const last = Math.max(end, left + 1);
    const colour = ink.of[frame] ?? 0;
    body.fill(ink.fill[colour] ?? 0, left, last);
    edge.fill(ink.border[colour] ?? 0, left, last);
    if (ink.hasBorders && last - left >= 3) {
      body[left] = ink.border[colour] ?? 0;
      body[last - 1] = ink.border[colour] ?? 0;
    }
    painted = Math.max(painted, last);
    if (right - left >= leastLabel) wide.push(frame);
    if (window.flags[frame] !== 0 && last - left >= 3) marked.push(frame);
  }
  return marked;
}

/** Top and bottom line of a row in device pixels; half-open, cut to the area. */
function heightOf(
  { viewport }: RasterScene,
  { height, ratio }: DevicePixels,
  row: number,
): readonly [top: number, bottom: number] {
  const top = Math.round(rowTop(row, viewport) * ratio);
  const bottom = top + Math.round(FRAME_HEIGHT * ratio);
  return [top, Math.min(height, bottom)];
}

function copyRow(area: DevicePixels, scene: RasterScene, row: number, lines: RowLines): void {
  const [top, bottom] = heightOf(scene, area, row);
  const last = top + Math.round(FRAME_HEIGHT * area.ratio) - 1;
  for (let y = Math.max(0, top); y < bottom; y++) {
    const isEdge = scene.ink.hasBorders && (y === top || y === last);
    area.pixels.set(isEdge ? lines.edge : lines.body, y * area.width);
  }
}

/** Inlined: a dashed line at the bottom edge. Search hit: a dashed ring. */
function drawMarks(area: DevicePixels, scene: RasterScene, row: number, frame: number): void {
  const [left, , end] = extent(scene, area, row, frame);
  const top = Math.round(rowTop(row, scene.viewport) * area.ratio);
  const bottom = top + Math.round(FRAME_HEIGHT * area.ratio);
  const unit = Math.max(1, Math.round(area.ratio));
  const flags = scene.window.flags[frame] ?? 0;
  const colour = scene.ink.mark[scene.ink.of[frame] ?? 0] ?? 0;
  if ((flags & FRAME_INLINED) !== 0 && end - left > LEAST_DASH * area.ratio) {
    dashAcross(area, left + unit, end - unit, bottom - 2 * unit, unit, 2, 2, colour);
  }
  if ((flags & FRAME_HIT) === 0) return;
  dashAcross(area, left + unit, end - unit, top + unit, unit, 3, 2, colour);
  dashAcross(area, left + unit, end - unit, bottom - 2 * unit, unit, 3, 2, colour);
  dashDown(area, left + unit, top + unit, bottom - unit, unit, colour);
  if (end - left > 4 * unit) {
    dashDown(area, end - 2 * unit, top + unit, bottom - unit, unit, colour);
  }
}

function dashAcross(
  { pixels, width, height }: DevicePixels,
  from: number,
  to: number,
  top: number,
  unit: number,
  on: number,
  off: number,
  colour: number,
): void {
  const period = (on + off) * unit;
  for (let y = Math.max(0, top); y < Math.min(height, top + unit); y++) {
    for (let x = from; x < to; x += period) {
      pixels.fill(colour, y * width + x, y * width + Math.min(to, x + on * unit));
    }
  }
}

function dashDown(
  { pixels, width, height }: DevicePixels,
  left: number,
  top: number,
  bottom: number,
  unit: number,
  colour: number,
): void {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    if ((y - top) % (5 * unit) >= 3 * unit) continue;
    pixels.fill(colour, y * width + left, y * width + Math.min(width, left + unit));
  }
}
