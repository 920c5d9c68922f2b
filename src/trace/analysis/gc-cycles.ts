import { timeByState } from '../timeline/range-statistics.ts';
import {
  BEGAN_BEFORE,
  GOES_ON,
  RANGE_ASSIST,
  RANGE_GC,
  RANGE_STW,
} from '../timeline/rare-tables.ts';
import { SPAN_GC_IDLE, SPAN_GC_WORKER } from '../timeline/span-states.ts';
import { firstFrom } from '../timeline/stack-weights.ts';
import type { Series } from '../timeline/part.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** A cycle of the GC: its mark phase, with the stops of the world around it. */
export interface GcCycle {
  /** Row of the range. */
  readonly range: number;
  readonly start: number;
  readonly end: number;
  /** Rows of the stop-the-worlds that belong to it, in order. */
  readonly pauses: readonly number[];
  readonly pauseNanos: number;
  readonly assists: number;
  readonly assistNanos: number;
  /** Of mark workers on all processors; idle ones used what nobody else wanted. */
  readonly workerNanos: number;
  readonly idleWorkerNanos: number;
  /** Bytes; NaN where the trace does not tell. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly heapGoal: number;
  /** BEGAN_BEFORE | GOES_ON */
  readonly flags: number;
}

/** All cycles, in order. */
export function gcCycles(timeline: Timeline): GcCycle[] {
  const { ranges, strings, heapAlloc, heapGoal } = timeline;
  const rows = Array.from({ length: ranges.length }, (_, row) => row);
  const pauses = rows.filter(
    (row) =>
      ranges.kind[row] === RANGE_STW && (strings[ranges.reason[row] ?? 0] ?? '').startsWith('GC '),
  );
  const assists = rows.filter((row) => ranges.kind[row] === RANGE_ASSIST);
  const length = (row: number): number => (ranges.end[row] ?? 0) - (ranges.start[row] ?? 0);
  let nextPause = 0;
  let nextAssist = 0;
  return rows
    .filter((row) => ranges.kind[row] === RANGE_GC)
    .sort((a, b) => (ranges.start[a] ?? 0) - (ranges.start[b] ?? 0))
    .map((range) => {
      const [start, end] = [ranges.start[range] ?? 0, ranges.end[range] ?? 0];
      const touches = (row: number): boolean =>
        (ranges.start[row] ?? 0) <= end && (ranges.end[row] ?? 0) >= start;
      const isBefore = (row = -1): boolean => row >= 0 && (ranges.end[row] ?? 0) < start;
      while (isBefore(pauses[nextPause])) nextPause++;
      while (isBefore(assists[nextAssist])) nextAssist++;
      const own = takeWhile(pauses, nextPause, (row) => (ranges.start[row] ?? 0) <= end).filter(
        touches,
      );
      const helped = takeWhile(
        assists,
        nextAssist,
        (row) => (ranges.start[row] ?? 0) <= end,
      ).filter(touches);
      const times = timeByState(timeline, { start, end }, 'proc');
      return {
        range,
        start,
        end,
        pauses: own,
        pauseNanos: own.reduce((sum, row) => sum + length(row), 0),
        assists: helped.length,
        assistNanos: helped.reduce((sum, row) => sum + length(row), 0),
        workerNanos: times[SPAN_GC_WORKER] ?? 0,
        idleWorkerNanos: times[SPAN_GC_IDLE] ?? 0,
        heapBefore: valueAt(heapAlloc, start),
        heapAfter: valueAt(heapAlloc, end),
        heapGoal: valueAt(heapGoal, start),
        flags: (ranges.flags[range] ?? 0) & (BEGAN_BEFORE | GOES_ON),
      };
    });
}

/** The value that holds at a time; NaN before the first one. */
function valueAt({ time, value }: Series, at: number): number {
  const row = firstFrom(time, at);
  return (time[row] === at ? value[row] : value[row - 1]) ?? Number.NaN;
}

function takeWhile(list: readonly number[], from: number, is: (row: number) => boolean): number[] {
  let to = from;
  while (to < list.length && is(list[to] ?? 0)) to++;
  return list.slice(from, to);
}
