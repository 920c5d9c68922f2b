/** Where frames are: rows, hits, neighbours. Pure functions over a window's columns. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { spanOf } from './span.ts';
import type { Spans } from './span.ts';

/** A row is 19 pixels and a gap of one. */
export const ROW_HEIGHT = 20;

/** Frames of a window by row, each row from left to right. */
export interface FrameIndex {
  readonly rows: readonly Uint32Array[];
  /** Row of the first of them: negative where callers stand above the root. */
  readonly firstRow: number;
}

export const NO_INDEX: FrameIndex = { rows: [], firstRow: 0 };

/** The part of the picture that is on screen, in CSS pixels. */
export interface FlameViewport {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** Height of all rows, at least the height of the view. */
  readonly contentHeight: number;
  readonly rootsAtTop: boolean;
  /** Rows of callers before the root. */
  readonly rowsAbove: number;
  readonly spans: Spans;
}

/** Frames of a row come from left to right already. */
export function indexFrames(window: FlameWindow): FrameIndex {
  let firstRow = 0;
  let lastRow = -1;
  for (const row of window.row) {
    if (row < firstRow) firstRow = row;
    if (row > lastRow) lastRow = row;
  }
  const counts = new Uint32Array(lastRow - firstRow + 1);
  for (const row of window.row) counts[row - firstRow] = (counts[row - firstRow] ?? 0) + 1;
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(rows.length);
  for (let frame = 0; frame < window.length; frame++) {
    const at = (window.row[frame] ?? 0) - firstRow;
    const place = filled[at] ?? 0;
    const list = rows[at];
    if (list) list[place] = frame;
    filled[at] = place + 1;
  }
  return { rows, firstRow };
}

export function framesOfRow({ rows, firstRow }: FrameIndex, row: number): Uint32Array | undefined {
  return rows[row - firstRow];
}

/** The frame of a node, or -1: nodes ascend. */
export function frameOfNode({ node: nodes, length }: FlameWindow, node: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] ?? 0) < node) low = middle + 1;
    else high = middle;
  }
  return nodes[low] === node ? low : -1;
}

/** Top edge of a row in the view. */
export function rowTop(row: number, viewport: FlameViewport): number {
  const place = row + viewport.rowsAbove;
  const top = viewport.rootsAtTop
    ? place * ROW_HEIGHT
    : viewport.contentHeight - (place + 1) * ROW_HEIGHT;
  return top - viewport.scrollTop;
}

/** Row at a height of the view; may lie outside the rows there are. */
export function rowAt(y: number, viewport: FlameViewport): number {
  const content = y + viewport.scrollTop;
  const place = viewport.rootsAtTop ? content : viewport.contentHeight - content - 1e-9;
  return Math.floor(place / ROW_HEIGHT) - viewport.rowsAbove;
}

/** First and last row that is at least partly visible. */
export function visibleRowRange(viewport: FlameViewport): readonly [first: number, last: number] {
  const one = rowAt(0, viewport);
  const other = rowAt(Math.max(0, viewport.height - 1), viewport);
  const first = -viewport.rowsAbove;
  return [Math.max(first, Math.min(one, other)), Math.max(first, one, other)];
}

/** Where a fraction of the width is in the view, in pixels. */
export function xOf(fraction: number, row: number, { spans, width }: FlameViewport): number {
  const { from, to } = spanOf(spans, row);
  return ((fraction - from) / (to - from)) * width;
}

/** The fraction of the width at a place of the view. */
export function fractionAt(x: number, row: number, { spans, width }: FlameViewport): number {
  const { from, to } = spanOf(spans, row);
  return from + (x / width) * (to - from);
}

/** Index into a row of the last frame that begins at or before a fraction; -1 for none. */
export function lastBefore(window: FlameWindow, frames: Uint32Array, fraction: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((window.x[frames[middle] ?? 0] ?? 0) <= fraction) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The frame at a row and a fraction of the width, or -1. */
export function frameAt(
  window: FlameWindow,
  index: FrameIndex,
  row: number,
  fraction: number,
): number {
  const frames = framesOfRow(index, row);
  const frame = frames?.[lastBefore(window, frames, fraction)];
  if (frame === undefined) return -1;
  return fraction < (window.x[frame] ?? 0) + (window.width[frame] ?? 0) ? frame : -1;
}

/** The frame at a point of the view, or -1. */
export function hitTest(
  window: FlameWindow,
  index: FrameIndex,
  viewport: FlameViewport,
  x: number,
  y: number,
): number {
  if (x < 0 || x >= viewport.width) return -1;
  const row = rowAt(y, viewport);
  return frameAt(window, index, row, fractionAt(x, row, viewport));
}

/** The frame that called: towards the root, or the widest of the callers above it; -1 for none. */
export function callerOf(window: FlameWindow, index: FrameIndex, frame: number): number {
  const row = window.row[frame] ?? 0;
  return row > 0 ? inwards(window, index, frame) : widestIn(window, index, frame, row - 1);
}

/** The widest frame called from this one, or -1; a caller leads back to what it called. */
export function biggestCallee(window: FlameWindow, index: FrameIndex, frame: number): number {
  const row = window.row[frame] ?? 0;
  return row < 0 ? inwards(window, index, frame) : widestIn(window, index, frame, row + 1);
}

/** The frame to the left (-1) or right (+1) in the same row, or -1. Siblings first, then their cousins. */
export function sibling(
  window: FlameWindow,
  index: FrameIndex,
  frame: number,
  step: 1 | -1,
): number {
  const frames = framesOfRow(index, window.row[frame] ?? 0);
  return frames?.[frames.indexOf(frame) + step] ?? -1;
}

/** Frames from the root of the view to this one, itself included. */
export function pathTo(window: FlameWindow, index: FrameIndex, frame: number): readonly number[] {
  const path = [frame];
  for (let at = inwards(window, index, frame); at >= 0; at = inwards(window, index, at)) {
    path.unshift(at);
  }
  return path;
}

/** Scroll position that shows a row, with as little movement as possible and one row of context. */
export function scrollToRow(row: number, viewport: FlameViewport): number {
  const top = rowTop(row, viewport);
  if (top < ROW_HEIGHT) return Math.max(0, viewport.scrollTop + top - ROW_HEIGHT);
  const over = top + 2 * ROW_HEIGHT - viewport.height;
  const lowest = viewport.contentHeight - viewport.height;
  return over > 0 ? Math.min(lowest, viewport.scrollTop + over) : viewport.scrollTop;
}

/** The frame next to this one towards the root, or -1. */
function inwards(window: FlameWindow, index: FrameIndex, frame: number): number {
  const row = window.row[frame] ?? 0;
  if (row === 0) return -1;
  const middle = (window.x[frame] ?? 0) + (window.width[frame] ?? 0) / 2;
  return frameAt(window, index, row - Math.sign(row), middle);
}

/** The widest frame of a row within the width of this one, or -1. */
function widestIn(window: FlameWindow, index: FrameIndex, frame: number, row: number): number {
  const left = window.x[frame] ?? 0;
  const right = left + (window.width[frame] ?? 0);
  let best = -1;
  for (const other of framesOfRow(index, row) ?? []) {
    const x = window.x[other] ?? 0;
    const middle = x + (window.width[other] ?? 0) / 2;
    if (middle < left || middle >= right) continue;
    if (best < 0 || (window.width[other] ?? 0) > (window.width[best] ?? 0)) best = other;
  }
  return best;
}
