import {
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
}

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
    };
    if (times.blocked + times.syscalls + times.samples === 0) continue;
    const own = new Set(stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]));
    for (const frame of own) add(byFrame, frame, times);
    const functions = new Set([...own].map((frame) => frames.function[frame] ?? 0));
    for (const name of functions) add(byFunction, name, times);
  }
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
  };
}

function add(sums: Map<number, PlaceTimes>, row: number, times: PlaceTimes): void {
  sums.set(row, sumOf(sums.get(row), times));
}
