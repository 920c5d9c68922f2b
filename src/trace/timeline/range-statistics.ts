/** What happened in a range of time, over all goroutines or some. Spans count as far as they are in the range. */
import { findLane, stateOf } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { addSums, SUM_WIDTH, sumsOf } from './span-sums.ts';
import { SPAN_STATES } from './span-states.ts';
import { segmentAt, type LaneKind, columnsOf, type Timeline } from './timeline.ts';

export interface TimeRange {
  /** Nanoseconds of the trace. */
  readonly start: number;
  readonly end: number;
}

/**
 * Nanoseconds by state (SPAN_…) of these lanes, or of all of a kind. For procs those of SPAN_NONE are not known: what
 * is missing to the length of the range was idle.
 */
export function timeByState(
  timeline: Timeline,
  { start, end }: TimeRange,
  kind: LaneKind,
  rows: Iterable<number> | null = null,
): Float64Array {
  const sums = new Float64Array(SUM_WIDTH);
  const list = rows === null ? null : [...rows];
  const { segments } = timeline;
  for (let k = segmentAt(timeline, start); k < segments.length; k++) {
    const segment = segments[k];
    if (segment === undefined || segment.base >= end) break;
    const columns = columnsOf(segment, kind);
    const from = Math.max(0, start - segment.base);
    const length = segment.end - segment.base;
    const to = Math.min(length, end - segment.base);
    if (list === null && from === 0 && to === length) {
      addTotal(sumsOf(columns, length).rows, sums);
      continue;
    }
    const cursor = new SpanCursor(columns, length);
    for (const place of list === null
      ? columns.lane.keys()
      : list.map((row) => findLane(columns, row))) {
      if (place >= 0) addLane(cursor, place, from, to, sums);
    }
  }
  return sums.subarray(0, SPAN_STATES);
}

/** Adds the time of the lane at a place between two offsets; the cursor is moved. */
export function addLane(
  cursor: SpanCursor,
  place: number,
  from: number,
  to: number,
  into: Float64Array,
): void {
  if (!cursor.seek(place, to)) return;
  const last = cursor.span + 1;
  // The first and the last span count in full below.
  const late = cursor.end - to;
  if (late > 0) add(into, cursor.word, -late);
  cursor.seek(place, from);
  const early = from - cursor.start;
  if (early > 0) add(into, cursor.word, -early);
  addSums(cursor, { place, last }, into);
}

function add(into: Float64Array, word: number, nanos: number): void {
  const state = stateOf(word);
  into[state] = (into[state] ?? 0) + nanos;
}

function addTotal(sums: Float64Array, into: Float64Array): void {
  const last = sums.length - SUM_WIDTH;
  for (let key = 0; key < SUM_WIDTH; key++) into[key] = (into[key] ?? 0) + (sums[last + key] ?? 0);
}
