import type { Problem } from '../../base/problem.ts';
import type { IdRows } from '../id-rows.ts';
import type { IdTable } from '../id-table.ts';
import type { FrameTable, StackTable } from '../stack-batch.ts';
import type { RawEvents } from './raw-events.ts';

/** What is in the file of an old trace, before its events are ordered. */
export interface OldFile {
  /** Batch after batch; CPU samples stand last, in the order of their time. */
  readonly events: RawEvents;
  readonly batches: OldBatches;
  /** The first CPU sample in `events`. */
  readonly firstSample: number;
  /** Row 0 stands for no goroutine, with id 0. */
  readonly goroutines: IdTable;
  /** Row 0 stands for no proc, with id -1. */
  readonly procs: IdTable;
  /** Goroutines, as rows plus one, that fire timers. */
  readonly timerGoroutines: ReadonlySet<number>;
  /** 0 when the file does not tell. */
  readonly ticksPerSecond: number;
  readonly stringRows: IdRows;
  readonly stackRows: IdRows;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  /** Events that are left out, because there are too many. */
  readonly dropped: number;
  /** Why the file ends before its end; null when it does not. */
  readonly problem: Problem | null;
}

/** Batches in the order of the file: each has the events up to the first one of the next batch. */
export interface OldBatches {
  readonly length: number;
  /** Row plus one. */
  readonly proc: Uint32Array;
  readonly firstEvent: Uint32Array;
  /** Where it begins in the file. */
  readonly offset: Float64Array;
}

/** Where in the file the batch with an event begins. */
export function offsetOf({ firstEvent, length, offset }: OldBatches, event: number): number {
  let batch = 0;
  for (let low = 0, high = length - 1; low <= high;) {
    const middle = (low + high) >> 1;
    if ((firstEvent[middle] ?? 0) <= event) {
      batch = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return offset[batch] ?? 0;
}
