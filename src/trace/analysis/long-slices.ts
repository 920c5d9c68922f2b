/** Walks over slices of all goroutines: scheduler latency, long syscalls. */
import { stateOf } from '../timeline/span-columns.ts';
import { SpanCursor } from '../timeline/span-cursor.ts';
import {
  SPAN_BLOCKED,
  SPAN_RUNNABLE,
  SPAN_SYSCALL,
  SPAN_SYSCALL_BLOCKED,
} from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Latency, LatencyBuilder } from './latency.ts';

/** How long goroutines were runnable before they ran; those that wait at the end are left out. */
export function schedulerLatency(timeline: Timeline): Latency {
  const latency = new LatencyBuilder();
  eachStay(timeline, [SPAN_RUNNABLE], (_row, start, end, isOpen) => {
    if (!isOpen) latency.add(end - start);
  });
  return latency;
}

/** How long goroutines were blocked or in a syscall, on these stacks: 1 in `isStack` for each. */
export function waitLengths(timeline: Timeline, isStack: Uint8Array): Latency {
  const latency = new LatencyBuilder();
  for (const states of [[SPAN_BLOCKED], [SPAN_SYSCALL, SPAN_SYSCALL_BLOCKED]]) {
    eachStay(timeline, states, (_row, start, end, isOpen, stack) => {
      if (!isOpen && isStack[stack] === 1) latency.add(end - start);
    });
  }
  return latency;
}

/** A stay of a goroutine in a syscall, with a processor or without. */
export interface LongSyscall {
  readonly goroutine: number;
  readonly start: number;
  readonly end: number;
  readonly stack: number;
  /** It goes on after the trace. */
  readonly isOpen: boolean;
}

/** Syscalls of at least this many nanoseconds, the longest first. */
export function longSyscalls(timeline: Timeline, nanos = 100e6): LongSyscall[] {
  const found: LongSyscall[] = [];
  const states = [SPAN_SYSCALL, SPAN_SYSCALL_BLOCKED];
  eachStay(timeline, states, (goroutine, start, end, isOpen, stack) => {
    if (end - start >= nanos) found.push({ goroutine, start, end, stack, isOpen });
  });
  return found.sort((a, b) => b.end - b.start - (a.end - a.start));
}

/** A stay of a goroutine that was runnable and did not get a processor. */
export interface LongWait {
  readonly goroutine: number;
  readonly start: number;
  readonly end: number;
  readonly isOpen: boolean;
}

/** The longest waits for a processor, the longest first. */
export function longestWaits(timeline: Timeline, limit: number): LongWait[] {
  const length = ({ start, end }: LongWait): number => end - start;
  let found: LongWait[] = [];
  let least = 0;
  const cut = (): void => {
    found.sort((a, b) => length(b) - length(a));
    found = found.slice(0, limit);
    const last = found[limit - 1];
    if (last) least = length(last);
  };
  eachStay(timeline, [SPAN_RUNNABLE], (goroutine, start, end, isOpen) => {
    if (end - start <= least) return;
    found.push({ goroutine, start, end, isOpen });
    if (found.length >= 8 * limit) cut();
  });
  cut();
  return found;
}

type Visit = (row: number, start: number, end: number, isOpen: boolean, stack: number) => void;

/** Calls for each longest stretch in which a goroutine is in one of the states, `stack` is where it began. */
function eachStay(timeline: Timeline, wanted: readonly number[], visit: Visit): void {
  const isWanted = new Uint8Array(16);
  for (const state of wanted) isWanted[state] = 1;
  const since = new Float64Array(timeline.goroutines.length).fill(Number.NaN);
  const stackOf = new Uint32Array(timeline.goroutines.length);
  for (const { base, end, goroutines } of timeline.segments) {
    const cursor = new SpanCursor(goroutines, end - base);
    for (const [place, row] of goroutines.lane.entries()) {
      cursor.enter(place);
      let began = since[row] ?? Number.NaN;
      let isIn = !Number.isNaN(began);
      do {
        const does = isWanted[stateOf(cursor.word)] === 1;
        if (does === isIn) continue;
        const time = base + cursor.start;
        if (isIn) visit(row, began, time, false, stackOf[row] ?? 0);
        else {
          began = time;
          stackOf[row] = cursor.stack;
        }
        isIn = does;
      } while (cursor.next());
      since[row] = isIn ? began : Number.NaN;
    }
  }
  for (const [row, began] of since.entries()) {
    if (!Number.isNaN(began)) visit(row, began, timeline.endTime, true, stackOf[row] ?? 0);
  }
}
