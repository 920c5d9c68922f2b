import {
  goroutineTimes,
  sampleWeights,
  SPAN_BLOCKED,
  SPAN_SYSCALL,
  SPAN_SYSCALL_BLOCKED,
  stateWeights,
} from '../../trace/index.ts';
import type { Timeline } from '../../trace/index.ts';

/** What happened at a line, or in a function, and in what it called; over all goroutines and the whole trace. */
export interface PlaceTimes {
  readonly blockedNanos: number;
  readonly blocked: number;
  readonly syscallNanos: number;
  readonly syscalls: number;
  /** Of the CPU profiler. */
  readonly samples: number;
  /** Goroutines that were created at the line, or that started with the function, and how long these ran. */
  readonly goroutines: number;
  readonly ranNanos: number;
}

const NOTHING: PlaceTimes = {
  blockedNanos: 0,
  blocked: 0,
  syscallNanos: 0,
  syscalls: 0,
  samples: 0,
  goroutines: 0,
  ranNanos: 0,
};

/** Times by row of the frames, and by string row of the function. */
export interface LineTimes {
  readonly byFrame: ReadonlyMap<number, PlaceTimes>;
  readonly byFunction: ReadonlyMap<number, PlaceTimes>;
}

/** A frame that a stack has twice counts once. */
export function lineTimes(timeline: Timeline): LineTimes {
  const { stacks, frames, endTime } = timeline;
  const range = { start: 0, end: endTime };
  const blocked = stateWeights(timeline, range, SPAN_BLOCKED);
  const syscalls = stateWeights(timeline, range, SPAN_SYSCALL);
  const without = stateWeights(timeline, range, SPAN_SYSCALL_BLOCKED);
  const samples = sampleWeights(timeline, { start: 0, end: endTime + 1 });
  const byFrame = new Map<number, PlaceTimes>();
  const byFunction = new Map<number, PlaceTimes>();
  for (let stack = 1; stack < stacks.length; stack++) {
    const times = {
      blockedNanos: blocked.nanos[stack] ?? 0,
      blocked: blocked.count[stack] ?? 0,
      syscallNanos: (syscalls.nanos[stack] ?? 0) + (without.nanos[stack] ?? 0),
      syscalls: (syscalls.count[stack] ?? 0) + (without.count[stack] ?? 0),
      samples: samples.count[stack] ?? 0,
      goroutines: 0,
      ranNanos: 0,
    };
    if (times.blocked + times.syscalls + times.samples === 0) continue;
    const own = new Set(stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]));
    for (const frame of own) add(byFrame, frame, times);
    const functions = new Set([...own].map((frame) => frames.function[frame] ?? 0));
    for (const name of functions) add(byFunction, name, times);
  }
  addGoroutines(timeline, byFrame, byFunction);
  return { byFrame, byFunction };
}

export function sumOf(a: PlaceTimes | undefined, b: PlaceTimes): PlaceTimes {
  if (!a) return b;
  return {
    blockedNanos: a.blockedNanos + b.blockedNanos,
    blocked: a.blocked + b.blocked,
    syscallNanos: a.syscallNanos + b.syscallNanos,
    syscalls: a.syscalls + b.syscalls,
    samples: a.samples + b.samples,
    goroutines: a.goroutines + b.goroutines,
    ranNanos: a.ranNanos + b.ranNanos,
  };
}

/** What started with a function counts for the function, what a line created for the line. */
function addGoroutines(
  timeline: Timeline,
  byFrame: Map<number, PlaceTimes>,
  byFunction: Map<number, PlaceTimes>,
): void {
  const { stacks, goroutines, functionOf } = timeline;
  const { execution } = goroutineTimes(timeline);
  for (let row = 0; row < goroutines.length; row++) {
    if (Number.isNaN(goroutines.created[row] ?? Number.NaN)) continue;
    const one = { ...NOTHING, goroutines: 1, ranNanos: execution[row] ?? 0 };
    const name = functionOf[row] ?? 0;
    if (name > 0) add(byFunction, name, one);
    const creation = goroutines.creationStack[row] ?? 0;
    if (creation > 0) add(byFrame, stacks.frame[stacks.start[creation] ?? 0] ?? 0, one);
  }
}

function add(sums: Map<number, PlaceTimes>, row: number, times: PlaceTimes): void {
  sums.set(row, sumOf(sums.get(row), times));
}
