/** What happened in a range of time, over all goroutines or some. Spans count as far as they are in the range. */
import {
  addSums,
  findLane,
  firstAfter,
  stateOf,
  SUM_WIDTH,
  sumsOf,
  type SpanColumns,
} from './span-columns.ts';
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
    if (list !== null) {
      for (const row of list) {
        const place = findLane(columns, row);
        if (place >= 0) addLane(columns, place, from, to, length, sums);
      }
    } else if (from === 0 && to === length) addTotal(sumsOf(columns, length), sums);
    else {
      for (let place = 0; place < columns.lane.length; place++) {
        addLane(columns, place, from, to, length, sums);
      }
    }
  }
  return sums.subarray(0, SPAN_STATES);
}

/** Adds the time of a lane between two offsets; `length` is that of the segment. */
export function addLane(
  columns: SpanColumns,
  place: number,
  from: number,
  to: number,
  length: number,
  into: Float64Array,
): void {
  const { start, word } = columns;
  const first = columns.from[place] ?? 0;
  const behind = columns.to[place] ?? 0;
  const low = Math.max(first, firstAfter(start, first, behind, from) - 1);
  const high = firstAfter(start, low, behind, to);
  if (low >= high) return;
  addSums(columns, { first: low, last: high, to: behind }, length, into);
  // The first and the last span count in full so far.
  const early = from - (start[low] ?? 0);
  const firstState = stateOf(word[low] ?? 0);
  if (early > 0) into[firstState] = (into[firstState] ?? 0) - early;
  const until = high === behind ? length : (start[high] ?? 0);
  const lastState = stateOf(word[high - 1] ?? 0);
  if (until > to) into[lastState] = (into[lastState] ?? 0) - (until - to);
}

function addTotal(sums: Float64Array, into: Float64Array): void {
  const last = sums.length - SUM_WIDTH;
  for (let key = 0; key < SUM_WIDTH; key++) into[key] = (into[key] ?? 0) + (sums[last + key] ?? 0);
}
