/** Times by state of many spans at once, from running sums. */
import { SPAN_STRIDE, type SpanColumns, type SpanSums, STATE_MASK } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { SPAN_NONE, SPAN_STATES } from './span-states.ts';

/** Behind the nanoseconds per state: how many spans are not SPAN_NONE. */
export const SUM_COUNT = SPAN_STATES;
export const SUM_WIDTH = SPAN_STATES + 1;

/** `length` is that of the segment, in nanoseconds. */
export function sumsOf(columns: SpanColumns, length: number): SpanSums {
  return (columns.memo.sums ??= computeSums(columns, length));
}

/** Adds the figures of the current span and those behind it, up to the one before `last`; the cursor is moved. */
export function addSums(
  cursor: SpanCursor,
  { place, last }: { readonly place: number; readonly last: number },
  into: Float64Array,
): void {
  const firstRow = Math.ceil(cursor.span / SPAN_STRIDE);
  const lastRow = Math.floor(last / SPAN_STRIDE);
  if (firstRow >= lastRow) {
    addUntil(cursor, last, into);
    return;
  }
  const sums = sumsOf(cursor.columns, cursor.length).rows;
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

/** What is before an offset does not count any more in the sums of columns: only spans that begin there change. */
export function forgetEarly(columns: SpanColumns, early: number, length: number): void {
  const { rows, byKey } = sumsOf(columns, length);
  const changes = new RowChanges(rows);
  const cursor = new SpanCursor(columns, length);
  for (const place of inOrder(columns)) {
    cursor.enter(place);
    do {
      if (cursor.start >= early) break;
      const nanos = Math.min(cursor.end, early) - cursor.start;
      changes.add(cursor.span, cursor.word & STATE_MASK, -nanos);
      byKey[cursor.key] = (byKey[cursor.key] ?? 0) - nanos;
    } while (cursor.next());
  }
  changes.finish();
}

/** Changes of spans, in their order, that move all sums behind them. */
export class RowChanges {
  readonly #rows: Float64Array;
  readonly #change = new Float64Array(SUM_WIDTH);
  #row = 0;

  constructor(rows: Float64Array) {
    this.#rows = rows;
  }

  /** Figure: a state, or SUM_COUNT. */
  add(span: number, figure: number, by: number): void {
    this.#store(Math.floor(span / SPAN_STRIDE) + 1);
    this.#change[figure] = (this.#change[figure] ?? 0) + by;
  }

  finish(): void {
    this.#store(this.#rows.length / SUM_WIDTH);
  }

  /** Rows before this one lie before what changes next. */
  #store(behind: number): void {
    const rows = this.#rows;
    for (let at = this.#row * SUM_WIDTH; at < behind * SUM_WIDTH; at++) {
      rows[at] = (rows[at] ?? 0) + (this.#change[at % SUM_WIDTH] ?? 0);
    }
    this.#row = Math.max(this.#row, behind);
  }
}

function computeSums(columns: SpanColumns, length: number): SpanSums {
  const rowCount = Math.ceil(columns.length / SPAN_STRIDE) + 1;
  const rows = new Float64Array(rowCount * SUM_WIDTH);
  const byKey = new Float64Array(columns.words.length);
  const total = new Float64Array(SUM_WIDTH);
  const cursor = new SpanCursor(columns, length);
  for (const place of inOrder(columns)) {
    cursor.enter(place);
    do {
      const { span, key } = cursor;
      if (span % SPAN_STRIDE === 0) rows.set(total, (span / SPAN_STRIDE) * SUM_WIDTH);
      byKey[key] = (byKey[key] ?? 0) + cursor.end - cursor.start;
      addUntil(cursor, span + 1, total);
    } while (cursor.next());
  }
  rows.set(total, (rowCount - 1) * SUM_WIDTH);
  return { rows, byKey };
}

/** Places of lanes in the order of their spans, which need not be that of the rows. */
export function inOrder({ from }: SpanColumns): Uint32Array {
  return Uint32Array.from(from.keys()).sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
}
