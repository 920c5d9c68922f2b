/** Where frames are: rows, hits, neighbours. Pure functions over a window's columns. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';

/** A row is 19 pixels and a gap of one. */
export const ROW_HEIGHT = 20;

/** Frames of a window by row, each row from left to right. */
export interface FrameIndex {
  readonly rows: readonly Uint32Array[];
  readonly ofNode: ReadonlyMap<number, number>;
}

/** The part of the picture that is on screen, in CSS pixels. */
export interface FlameViewport {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** Height of all rows, at least the height of the view. */
  readonly contentHeight: number;
  readonly rootsAtTop: boolean;
}

export function indexFrames(window: FlameWindow): FrameIndex {
  const counts: number[] = [];
  const ofNode = new Map<number, number>();
  for (let frame = 0; frame < window.length; frame++) {
    const row = window.row[frame] ?? 0;
    counts[row] = (counts[row] ?? 0) + 1;
    ofNode.set(window.node[frame] ?? 0, frame);
  }
  const rows = Array.from(counts, (count) => new Uint32Array(count ?? 0));
  const filled = new Uint32Array(rows.length);
  for (let frame = 0; frame < window.length; frame++) {
    const row = window.row[frame] ?? 0;
    const at = filled[row] ?? 0;
    const list = rows[row];
    if (list) list[at] = frame;
    filled[row] = at + 1;
  }
  for (const row of rows) row.sort((a, b) => (window.x[a] ?? 0) - (window.x[b] ?? 0));
  return { rows, ofNode };
}

/** Top edge of a row in the view. */
export function rowTop(row: number, viewport: FlameViewport): number {
  const top = viewport.rootsAtTop
    ? row * ROW_HEIGHT
    : viewport.contentHeight - (row + 1) * ROW_HEIGHT;
  return top - viewport.scrollTop;
}

/** Row at a height of the view; may lie outside the rows there are. */
export function rowAt(y: number, viewport: FlameViewport): number {
  const content = y + viewport.scrollTop;
  return Math.floor(
    (viewport.rootsAtTop ? content : viewport.contentHeight - content - 1e-9) / ROW_HEIGHT,
  );
}

/** First and last row that is at least partly visible. */
export function visibleRowRange(viewport: FlameViewport): readonly [first: number, last: number] {
  const one = rowAt(0, viewport);
  const other = rowAt(Math.max(0, viewport.height - 1), viewport);
  return [Math.max(0, Math.min(one, other)), Math.max(0, one, other)];
}

/** The frame at a row and a fraction of the width, or -1. */
export function frameAt(
  window: FlameWindow,
  index: FrameIndex,
  row: number,
  fraction: number,
): number {
  const frames = index.rows[row];
  if (!frames) return -1;
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((window.x[frames[middle] ?? 0] ?? 0) <= fraction) low = middle + 1;
    else high = middle;
  }
  const frame = frames[low - 1];
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
  return frameAt(window, index, rowAt(y, viewport), x / viewport.width);
}

/** The frame that called, or -1 at the root of the view. */
export function callerOf(window: FlameWindow, index: FrameIndex, frame: number): number {
  const middle = (window.x[frame] ?? 0) + (window.width[frame] ?? 0) / 2;
  return frameAt(window, index, (window.row[frame] ?? 0) - 1, middle);
}

/** The widest frame called from this one, or -1. */
export function biggestCallee(window: FlameWindow, index: FrameIndex, frame: number): number {
  const left = window.x[frame] ?? 0;
  const right = left + (window.width[frame] ?? 0);
  let best = -1;
  for (const callee of index.rows[(window.row[frame] ?? 0) + 1] ?? []) {
    const x = window.x[callee] ?? 0;
    const middle = x + (window.width[callee] ?? 0) / 2;
    if (middle < left || middle >= right) continue;
    if (best < 0 || (window.width[callee] ?? 0) > (window.width[best] ?? 0)) best = callee;
  }
  return best;
}

/** The frame to the left (-1) or right (+1) in the same row, or -1. Siblings first, then their cousins. */
export function sibling(
  window: FlameWindow,
  index: FrameIndex,
  frame: number,
  step: 1 | -1,
): number {
  const frames = index.rows[window.row[frame] ?? 0];
  return frames?.[frames.indexOf(frame) + step] ?? -1;
}

/** Frames from the root of the view down to this one, itself included. */
export function pathTo(window: FlameWindow, index: FrameIndex, frame: number): readonly number[] {
  const path = [frame];
  for (let up = callerOf(window, index, frame); up >= 0; up = callerOf(window, index, up)) {
    path.unshift(up);
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
