import { goroutineGroups } from '../timeline/goroutine-groups.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { GoroutineTimes } from './goroutine-times.ts';

/** Goroutines that started with the same function, as one line of a table; nanoseconds. */
export interface FunctionTimes {
  /** String row; 0 where it is not known. */
  readonly function: number;
  readonly goroutines: readonly number[];
  readonly execution: number;
  readonly schedulerWait: number;
  readonly syscall: number;
  readonly syscallBlock: number;
  /** By row of the timeline's reasons. */
  readonly blocked: Float64Array;
  readonly assist: number;
  readonly sweep: number;
  readonly stopTheWorld: number;
  readonly total: number;
}

/** A line per start function; that which ran longest first. */
export function functionTimes(timeline: Timeline, times: GoroutineTimes): FunctionTimes[] {
  return goroutineGroups(timeline)
    .map(({ function: name, goroutines }) => {
      const sum = (column: Float64Array): number => {
        let nanos = 0;
        for (const row of goroutines) nanos += column[row] ?? 0;
        return nanos;
      };
      const blocked = new Float64Array(times.reasonCount);
      for (const row of goroutines) {
        for (let reason = 0; reason < blocked.length; reason++) {
          const nanos = times.blocked[row * times.reasonCount + reason] ?? 0;
          blocked[reason] = (blocked[reason] ?? 0) + nanos;
        }
      }
      return {
        function: name,
        goroutines,
        execution: sum(times.execution),
        schedulerWait: sum(times.schedulerWait),
        syscall: sum(times.syscall),
        syscallBlock: sum(times.syscallBlock),
        blocked,
        assist: sum(times.assist),
        sweep: sum(times.sweep),
        stopTheWorld: sum(times.stopTheWorld),
        total: sum(times.total),
      };
    })
    .sort((a, b) => b.execution - a.execution);
}
