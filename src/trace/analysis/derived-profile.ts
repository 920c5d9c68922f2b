/**
 * Profiles of waiting, by the stack where the wait began, as `go tool trace -pprof=KIND` derives them
 * (cmd/trace/pprof.go of Go 1.26):
 *
 * 1. A goroutine is followed from the transition into the state, for a reason that counts, to the next one out of it.
 * 2. What lies before its first run, or behind its end, does not count; a wait of which nothing is left is no wait.
 * 3. A wait that is open at the end of the trace does not count.
 */
import { reasonOf, type Segment, STATE_MASK } from '../timeline/span-columns.ts';
import { SpanCursor } from '../timeline/span-cursor.ts';
import * as states from '../timeline/span-states.ts';
import type { StackWeights } from '../timeline/stack-weights.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { GoroutineTimes } from './goroutine-times.ts';

/** What `go tool trace` calls them. */
export const DERIVED_PROFILES = ['net', 'sync', 'syscall', 'sched'] as const;
export type DerivedProfile = (typeof DERIVED_PROFILES)[number];

/** `times` are those of `goroutineTimes`. */
export function derivedProfile(
  timeline: Timeline,
  times: GoroutineTimes,
  kind: DerivedProfile,
): Omit<StackWeights, 'reason'> {
  const builder = new ProfileBuilder(timeline, times, kind);
  for (const segment of timeline.segments) builder.add(segment);
  return builder.weights;
}

class ProfileBuilder {
  readonly weights: { count: Float64Array; nanos: Float64Array; total: number };
  readonly #timeline: Timeline;
  readonly #times: GoroutineTimes;
  /** By state, and for blocked ones by reason as well. */
  readonly #counts: Uint8Array;
  readonly #reasonCounts: Uint8Array;
  /** By goroutine: since when it waits, NaN if it does not, and where. */
  readonly #since: Float64Array;
  readonly #stack: Uint32Array;

  constructor(timeline: Timeline, times: GoroutineTimes, kind: DerivedProfile) {
    const { stacks, goroutines, reasons, strings } = timeline;
    this.#timeline = timeline;
    this.#times = times;
    this.weights = {
      count: new Float64Array(stacks.length),
      nanos: new Float64Array(stacks.length),
      total: 0,
    };
    this.#counts = new Uint8Array(states.SPAN_STATES);
    for (const state of STATES[kind]) this.#counts[state] = 1;
    const isWanted = REASONS[kind];
    this.#reasonCounts = Uint8Array.from(reasons, (row) => Number(isWanted(strings[row] ?? '')));
    this.#since = new Float64Array(goroutines.length).fill(Number.NaN);
    this.#stack = new Uint32Array(goroutines.length);
  }

  add({ base, end, goroutines }: Segment): void {
    const counts = this.#counts;
    const cursor = new SpanCursor(goroutines, end - base);
    for (const [place, row] of goroutines.lane.entries()) {
      cursor.enter(place);
      let since = this.#since[row] ?? Number.NaN;
      let isWaiting = !Number.isNaN(since);
      do {
        const state = cursor.word & STATE_MASK;
        const does =
          counts[state] === 1 &&
          (state !== states.SPAN_BLOCKED || this.#reasonCounts[reasonOf(cursor.word)] === 1);
        if (does === isWaiting) continue;
        const time = base + cursor.start;
        if (isWaiting) this.#record(row, since, time);
        else {
          since = this.#firstSeen(row, time);
          this.#stack[row] = cursor.stack;
        }
        isWaiting = does;
      } while (cursor.next());
      this.#since[row] = isWaiting ? since : Number.NaN;
    }
  }

  #record(row: number, since: number, until: number): void {
    const { start, end } = this.#times;
    const { created } = this.#timeline.goroutines;
    if (Number.isNaN(created[row] ?? Number.NaN)) return;
    const first = start[row] ?? Number.NaN;
    const last = end[row] ?? Number.NaN;
    const from = Number.isNaN(first) ? since : Math.max(since, first);
    const to = Number.isNaN(last) ? until : Math.min(until, last);
    if (!(to > from)) return;
    const { count, nanos } = this.weights;
    const stack = this.#stack[row] ?? 0;
    count[stack] = (count[stack] ?? 0) + 1;
    nanos[stack] = (nanos[stack] ?? 0) + to - from;
    this.weights.total++;
  }

  /** The beginning of a slice, or when a status told of it. */
  #firstSeen(row: number, time: number): number {
    const { created, seen } = this.#timeline.goroutines;
    const told = seen[row] ?? Number.NaN;
    return time === created[row] && !Number.isNaN(told) ? told : time;
  }
}

const STATES: Readonly<Record<DerivedProfile, readonly number[]>> = {
  net: [states.SPAN_BLOCKED],
  sync: [states.SPAN_BLOCKED],
  syscall: [states.SPAN_SYSCALL, states.SPAN_SYSCALL_BLOCKED],
  sched: [states.SPAN_RUNNABLE],
};

const REASONS: Readonly<Record<DerivedProfile, (reason: string) => boolean>> = {
  net: (reason) => reason === 'network',
  sync: (reason) => /chan|sync|select/.test(reason),
  syscall: () => true,
  sched: () => true,
};
