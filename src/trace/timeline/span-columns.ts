/**
 * Spans of one kind of lane in one segment, packed: a few bytes each, read by `SpanCursor`. A span ends where the next
 * one of its lane starts, the last one with the segment; the first span of a lane continues what the lane did at the end
 * of the segment before. Of a lane with the spans a, b, c the bytes are, as varints:
 *
 *     nanoseconds of a | key of b | nanoseconds of b | key of c
 *
 * What a starts with and its key are columns of the lanes.
 */
export interface SpanColumns {
  readonly length: number;
  /** Rows of the lanes that have spans, ascending. Lane k has the spans `from[k]` to `to[k] - 1`. */
  readonly lane: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** By lane: where its bytes begin, when its first span starts, and the keys of its first and its last span. */
  readonly place: Uint32Array;
  readonly start: Uint32Array;
  readonly firstKey: Uint32Array;
  readonly lastKey: Uint32Array;
  readonly bytes: Uint8Array;
  /** By key: state, and its link or reason: see `stateOf`, `linkOf`, `reasonOf`. */
  readonly words: Uint32Array;
  /**
   * By key: stack of the event that began the span, 0 for none. It is the goroutine's own, but for a goroutine that
   * becomes runnable: there it is the stack of the one who made it so.
   */
  readonly stacks: Uint32Array;
  /** Of every `SPAN_STRIDE`th span: where its key lies, or the bytes of its lane when it is the first one; its start. */
  readonly markPlace: Uint32Array;
  readonly markStart: Uint32Array;
  /** Starts are nanoseconds since the base of the segment, later by this; what is before the base is at it. */
  readonly early: number;
  /** What `sumsOf` found, once it was asked. */
  readonly memo: { sums: SpanSums | null };
}

/** Nanoseconds of many spans at once. */
export interface SpanSums {
  /**
   * `SUM_WIDTH` figures for every `SPAN_STRIDE`th span, of all spans before it: nanoseconds per state, and how many are
   * not SPAN_NONE. Differences of two such rows are the figures of all spans in between; the last row is the total.
   */
  readonly rows: Float64Array;
  /** By key. */
  readonly byKey: Float64Array;
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

/** Spans from one mark, and one row of sums, to the next. */
export const SPAN_STRIDE = 128;

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
