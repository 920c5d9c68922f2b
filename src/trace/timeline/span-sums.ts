/** Times by state of many spans at once, from running sums. */
import { SPAN_STRIDE, type SpanColumns, STATE_MASK } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { SPAN_NONE, SPAN_STATES } from './span-states.ts';

/** Behind the nanoseconds per state: how many spans are not SPAN_NONE. */
export const SUM_COUNT = SPAN_STATES;
export const SUM_WIDTH = SPAN_STATES + 1;

/**
 * `SUM_WIDTH` figures for every `SPAN_STRIDE`th span, of all spans before it: nanoseconds per state, and how many are
 * not SPAN_NONE. Differences of two such rows are the figures of all spans in between; the last row is the total.
 * `length` is that of the segment, in nanoseconds.
 */
export function sumsOf(columns: SpanColumns, length: number): Float64Array {
  return (columns.memo.sums ??= computeSums(columns, length));
}

/** Adds the figures of the spans `first` to `last - 1` of the lane at a place; the cursor is moved. */
export function addSums(
  cursor: SpanCursor,
  { place, first, last }: { readonly place: number; readonly first: number; readonly last: number },
  into: Float64Array,
): void {
  const firstRow = Math.ceil(first / SPAN_STRIDE);
  const lastRow = Math.floor(last / SPAN_STRIDE);
  cursor.go(place, first);
  if (firstRow >= lastRow) {
    addUntil(cursor, last, into);
    return;
  }
  const sums = sumsOf(cursor.columns, cursor.length);
  addUntil(cursor, firstRow * SPAN_STRIDE, into);
  for (let key = 0; key < SUM_WIDTH; key++) {
    const before = sums[firstRow * SUM_WIDTH + key] ?? 0;
    into[key] = (into[key] ?? 0) + (sums[lastRow * SUM_WIDTH + key] ?? 0) - before;
  }
  if (last === lastRow * SPAN_STRIDE) return;
  cursor.go(place, lastRow * SPAN_STRIDE);
  addUntil(cursor, last, into);
}

/** Adds the current span and those behind it, up to the one before `last`. */
function addUntil(cursor: SpanCursor, last: number, into: Float64Array): void {
  if (cursor.span >= last) return;
  do {
    const state = cursor.word & STATE_MASK;
    into[state] = (into[state] ?? 0) + cursor.end - cursor.start;
    if (state !== SPAN_NONE) into[SUM_COUNT] = (into[SUM_COUNT] ?? 0) + 1;
  } while (cursor.span + 1 < last && cursor.next());
}

function computeSums(columns: SpanColumns, length: number): Float64Array {
  const { from, to } = columns;
  const rows = Math.ceil(columns.length / SPAN_STRIDE) + 1;
  const sums = new Float64Array(rows * SUM_WIDTH);
  const total = new Float64Array(SUM_WIDTH);
  const cursor = new SpanCursor(columns, length);
  // In the order of the spans, which need not be that of the lanes.
  const places = Uint32Array.from(from.keys()).sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  for (const place of places) {
    cursor.enter(place);
    const behind = to[place] ?? 0;
    for (let span = from[place] ?? 0; span < behind; span++) {
      if (span % SPAN_STRIDE === 0) sums.set(total, (span / SPAN_STRIDE) * SUM_WIDTH);
      addUntil(cursor, span + 1, total);
      cursor.next();
    }
  }
  sums.set(total, (rows - 1) * SUM_WIDTH);
  return sums;
}
