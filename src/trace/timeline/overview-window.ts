/** Ranges, tasks, regions and figures as a screen shows them. */
import type { TimeRange } from './range-statistics.ts';
import type { Series } from './part.ts';
import { firstFrom } from './stack-weights.ts';

/** Rows of a table with beginnings and ends. */
export interface Spanning {
  readonly length: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Rows that are drawn, some of them for others as well. */
export interface RowWindow {
  readonly length: number;
  /** Row of the table; of a block its longest one. */
  readonly row: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** How many rows it stands for. */
  readonly count: Uint32Array;
}

/**
 * Rows that overlap the range and pass the filter. Those narrower than a pixel that begin in the same one are one
 * block: nothing is left out. Rows may overlap each other, blocks as well.
 */
export function rowWindow(
  table: Spanning,
  { start, end, pixels }: TimeRange & { readonly pixels: number },
  isWanted: (row: number) => boolean = () => true,
): RowWindow {
  const pixel = (end - start) / Math.max(1, pixels);
  const rows: { row: number; start: number; end: number; count: number }[] = [];
  let block = -1;
  let border = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < table.length; row++) {
    const from = table.start[row] ?? 0;
    const to = table.end[row] ?? 0;
    if (from >= end || to < start || !isWanted(row)) continue;
    const known = rows[block];
    const isNarrow = to - from < pixel;
    if (isNarrow && known !== undefined && from < border && from >= border - pixel) {
      const longest = (table.end[known.row] ?? 0) - (table.start[known.row] ?? 0);
      if (to - from > longest) known.row = row;
      known.end = Math.max(known.end, to);
      known.count++;
      continue;
    }
    if (isNarrow) {
      block = rows.length;
      border = start + (Math.floor((from - start) / pixel) + 1) * pixel;
    }
    rows.push({ row, start: from, end: to, count: 1 });
  }
  return {
    length: rows.length,
    row: Uint32Array.from(rows, ({ row }) => row),
    start: Float64Array.from(rows, (each) => each.start),
    end: Float64Array.from(rows, (each) => each.end),
    count: Uint32Array.from(rows, ({ count }) => count),
  };
}

/** Per pixel the lowest and highest value that held, NaN before the first one; a value holds until the next one. */
export interface SeriesWindow {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function seriesWindow(
  { time, value, length }: Series,
  { start, end, pixels }: TimeRange & { readonly pixels: number },
): SeriesWindow {
  const low = new Float64Array(pixels).fill(Number.NaN);
  const high = new Float64Array(pixels).fill(Number.NaN);
  const pixel = (end - start) / pixels;
  let row = firstFrom(time, start);
  let current = row > 0 ? (value[row - 1] ?? Number.NaN) : Number.NaN;
  for (let at = 0; at < pixels; at++) {
    let lowest = current;
    let highest = current;
    const border = start + (at + 1) * pixel;
    for (; row < length && (time[row] ?? 0) < border; row++) {
      current = value[row] ?? Number.NaN;
      // The first value of all has none before it.
      lowest = Number.isNaN(lowest) ? current : Math.min(lowest, current);
      highest = Number.isNaN(highest) ? current : Math.max(highest, current);
    }
    low[at] = lowest;
    high[at] = highest;
  }
  return { low, high };
}
