/**
 * Spans of one kind of lane in one segment. A span ends where the next one of its lane starts, the last one with the
 * segment; the first span of a lane continues what the lane did at the end of the segment before.
 */
import { SPAN_NONE, SPAN_STATES } from './span-states.ts';

export interface SpanColumns {
  readonly length: number;
  /** Rows of the lanes that have spans, ascending. Lane k has the spans `from[k]` to `to[k] - 1`. */
  readonly lane: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Nanoseconds since the base of the segment. */
  readonly start: Uint32Array;
  /** State, and its link or reason: see `stateOf`, `linkOf`, `reasonOf`. */
  readonly word: Uint32Array;
  /**
   * Stack of the event that began the span, 0 for none; empty but for goroutines. It is the goroutine's own, but for a
   * goroutine that becomes runnable: there it is the stack of the one who made it so.
   */
  readonly stack: Uint32Array;
  /** What `sumsOf` found, once it was asked. */
  readonly memo: { sums: Float64Array | null };
}

/** Bits of a word: the state; whether the rest is a reason; the rest is a reason, or a link plus 1. */
export const STATE_MASK = 15;
const HAS_REASON = 16;
const VALUE_SHIFT = 5;

/** A span that has a link: -1 for none. */
export function linkWord(state: number, link: number): number {
  return state | ((link + 1) << VALUE_SHIFT);
}

/** A span that has a reason instead. */
export function reasonWord(state: number, reason: number): number {
  return state | HAS_REASON | (reason << VALUE_SHIFT);
}

/** SPAN_… */
export function stateOf(word: number): number {
  return word & STATE_MASK;
}

/**
 * Goroutines: the proc in use; while runnable, the goroutine that made it so. Procs: the goroutine. Threads: the proc,
 * while without one the goroutine. -1 for none.
 */
export function linkOf(word: number): number {
  return (word & HAS_REASON) === 0 ? (word >>> VALUE_SHIFT) - 1 : -1;
}

/** Whether a span has a reason, be it none, instead of a link. */
export function hasReason(word: number): boolean {
  return (word & HAS_REASON) !== 0;
}

/** Row of the timeline's reasons: why the goroutine stopped; 0 for none. */
export function reasonOf(word: number): number {
  return (word & HAS_REASON) === 0 ? 0 : word >>> VALUE_SHIFT;
}

/** Some seconds of a trace at most. */
export interface Segment {
  /** Nanoseconds of the trace at which it begins and ends. */
  readonly base: number;
  readonly end: number;
  readonly goroutines: SpanColumns;
  readonly procs: SpanColumns;
  readonly threads: SpanColumns;
  /** Order was forced where the trace gives none: states may be wrong. */
  readonly isUncertain: boolean;
}

export const SUM_STRIDE = 64;
/** Behind the nanoseconds per state: how many spans are not SPAN_NONE. */
export const SUM_COUNT = SPAN_STATES;
export const SUM_WIDTH = SPAN_STATES + 1;

/** The place of a lane in `lane`, or -1. */
export function findLane({ lane }: SpanColumns, row: number): number {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lane[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return lane[low] === row ? low : -1;
}

/** The first span from `from` to `to` that starts after an offset, or `to`. */
export function firstAfter(start: Uint32Array, from: number, to: number, offset: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((start[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * `SUM_WIDTH` figures for every `SUM_STRIDE`th span, of all spans before it: nanoseconds per state, and how many are
 * not SPAN_NONE. Differences of two such rows are the figures of all spans in between; the last row is the total.
 * `end` is that of the segment, in nanoseconds since its base.
 */
export function sumsOf(columns: SpanColumns, end: number): Float64Array {
  return (columns.memo.sums ??= computeSums(columns, end));
}

function computeSums({ length, from, to, start, word }: SpanColumns, end: number): Float64Array {
  const rows = Math.ceil(length / SUM_STRIDE) + 1;
  const sums = new Float64Array(rows * SUM_WIDTH);
  const total = new Float64Array(SUM_WIDTH);
  let idle = 0;
  // In the order of the spans, which need not be that of the lanes.
  const places = Uint32Array.from(from.keys()).sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  for (const place of places) {
    const last = (to[place] ?? 0) - 1;
    let span = from[place] ?? 0;
    let begin = start[span] ?? 0;
    for (; span <= last; span++) {
      if (span % SUM_STRIDE === 0) {
        total[SUM_COUNT] = span - idle;
        sums.set(total, (span / SUM_STRIDE) * SUM_WIDTH);
      }
      const until = span === last ? end : (start[span + 1] ?? 0);
      const key = (word[span] ?? 0) & STATE_MASK;
      total[key] = (total[key] ?? 0) + until - begin;
      if (key === SPAN_NONE) idle++;
      begin = until;
    }
  }
  total[SUM_COUNT] = length - idle;
  sums.set(total, (rows - 1) * SUM_WIDTH);
  return sums;
}

/** Adds the figures of the spans `first` to `last - 1` of a lane whose spans end at `to`. */
export function addSums(
  columns: SpanColumns,
  range: { readonly first: number; readonly last: number; readonly to: number },
  end: number,
  into: Float64Array,
): void {
  const { first, last, to } = range;
  const firstRow = Math.ceil(first / SUM_STRIDE);
  const lastRow = Math.floor(last / SUM_STRIDE);
  if (firstRow >= lastRow) {
    addEach(columns, first, last, to, end, into);
    return;
  }
  const sums = sumsOf(columns, end);
  addEach(columns, first, firstRow * SUM_STRIDE, to, end, into);
  for (let key = 0; key < SUM_WIDTH; key++) {
    const before = sums[firstRow * SUM_WIDTH + key] ?? 0;
    into[key] = (into[key] ?? 0) + (sums[lastRow * SUM_WIDTH + key] ?? 0) - before;
  }
  addEach(columns, lastRow * SUM_STRIDE, last, to, end, into);
}

function addEach(
  { start, word }: SpanColumns,
  first: number,
  last: number,
  to: number,
  end: number,
  into: Float64Array,
): void {
  for (let span = first; span < last; span++) {
    const until = span === to - 1 ? end : (start[span + 1] ?? 0);
    const key = (word[span] ?? 0) & STATE_MASK;
    into[key] = (into[key] ?? 0) + until - (start[span] ?? 0);
    if (key !== SPAN_NONE) into[SUM_COUNT] = (into[SUM_COUNT] ?? 0) + 1;
  }
}
