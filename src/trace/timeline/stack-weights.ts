/** Stacks of a range of time with their weights: what a flame graph is made of. */
import type { TimeRange } from './range-statistics.ts';
import { findLane, reasonOf, type Segment, stateOf } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { sumsOf } from './span-sums.ts';
import { SPAN_BLOCKED, SPAN_NONE } from './span-states.ts';
import { segmentAt, type Timeline } from './timeline.ts';

/** By row of the timeline's stacks. */
export interface StackWeights {
  /** How often. */
  readonly count: Float64Array;
  /** For how long; 0 for CPU samples. */
  readonly nanos: Float64Array;
  /** Why, as a row of the timeline's reasons: a stack says where the runtime was told to stop, and so why. */
  readonly reason: Uint32Array;
  /** Sum of `count`. */
  readonly total: number;
}

/** CPU samples, of some goroutines or of all. */
export function sampleWeights(
  { samples, stacks }: Timeline,
  { start, end }: TimeRange,
  rows: ReadonlySet<number> | null = null,
): StackWeights {
  const count = new Float64Array(stacks.length);
  let total = 0;
  for (let sample = firstFrom(samples.time, start); sample < samples.length; sample++) {
    if ((samples.time[sample] ?? 0) >= end) break;
    if (rows !== null && !rows.has(samples.goroutine[sample] ?? -1)) continue;
    const stack = samples.stack[sample] ?? 0;
    count[stack] = (count[stack] ?? 0) + 1;
    total++;
  }
  const nanos = new Float64Array(stacks.length);
  return { count, nanos, reason: new Uint32Array(stacks.length), total };
}

/**
 * Slices in a state (SPAN_…), by the stack with which they began; of each the part in the range counts. A `reason` of
 * -1 stands for any.
 */
export function stateWeights(
  timeline: Timeline,
  { start, end }: TimeRange,
  state: number,
  reason = -1,
  rows: Iterable<number> | null = null,
): StackWeights {
  const weights = new WeightBuilder(timeline.stacks.length, state, reason);
  const wanted = rows === null ? null : new Uint8Array(timeline.goroutineIds.length);
  for (const row of rows ?? []) if (wanted) wanted[row] = 1;
  const { segments } = timeline;
  const first = segmentAt(timeline, start);
  for (let k = first; k < segments.length; k++) {
    const segment = segments[k];
    if (segment === undefined || segment.base >= end) break;
    const { lane } = segment.goroutines;
    const from = start - segment.base;
    const to = end - segment.base;
    const before = k === first ? undefined : segments[k - 1];
    const cursor = new SpanCursor(segment.goroutines, segment.end - segment.base);
    for (let place = 0; place < lane.length; place++) {
      if (wanted === null || wanted[lane[place] ?? 0] === 1) {
        weights.add(cursor, place, from, to, before);
      }
    }
  }
  return weights;
}

/**
 * Nanoseconds that goroutines were blocked in the whole trace, by reason and stack: those of reason r and stack s are at
 * `r * stacks + s`.
 */
export function blockedByReason({ segments, reasons, stacks }: Timeline): Float64Array {
  const stride = stacks.length;
  const sums = new Float64Array(reasons.length * stride);
  for (const { base, end, goroutines } of segments) {
    const { byKey } = sumsOf(goroutines, end - base);
    for (const [key, word] of goroutines.words.entries()) {
      if (stateOf(word) !== SPAN_BLOCKED) continue;
      const at = reasonOf(word) * stride + (goroutines.stacks[key] ?? 0);
      sums[at] = (sums[at] ?? 0) + (byKey[key] ?? 0);
    }
  }
  return sums;
}

class WeightBuilder implements StackWeights {
  readonly count: Float64Array;
  readonly nanos: Float64Array;
  readonly reason: Uint32Array;
  total = 0;
  readonly #state: number;
  readonly #wanted: number;

  constructor(stackCount: number, state: number, reason: number) {
    this.count = new Float64Array(stackCount);
    this.nanos = new Float64Array(stackCount);
    this.reason = new Uint32Array(stackCount);
    this.#state = state;
    this.#wanted = reason;
  }

  /** What is only continued from the segment before in the range is counted there. */
  add(cursor: SpanCursor, place: number, from: number, to: number, before?: Segment): void {
    const { lane, from: firsts } = cursor.columns;
    cursor.seek(place, from);
    do {
      const { start, end, word, stack: row } = cursor;
      if (start >= to) return;
      if (stateOf(word) !== this.#state) continue;
      const reason = reasonOf(word);
      if (this.#wanted >= 0 && reason !== this.#wanted) continue;
      this.reason[row] = reason;
      this.nanos[row] = (this.nanos[row] ?? 0) + Math.min(end, to) - Math.max(start, from);
      const isFirst = cursor.span === firsts[place];
      if (isFirst && before !== undefined && goesOn(before, lane[place] ?? 0)) continue;
      this.count[row] = (this.count[row] ?? 0) + 1;
      this.total++;
    } while (cursor.next());
  }
}

/** Whether the goroutine did something at the end of the segment. */
export function goesOn({ goroutines }: Segment, row: number): boolean {
  const place = findLane(goroutines, row);
  const key = goroutines.lastKey[place] ?? 0;
  return place >= 0 && stateOf(goroutines.words[key] ?? 0) !== SPAN_NONE;
}

/** The first row whose time is not before this one. */
export function firstFrom(time: Float64Array, from: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
