/**
 * What happens now and then, with beginning and end; all in the order in which they are first
 * seen: rows that began before the trace, at 0, may come later.
 */

/** Kinds of ranges. */
export const RANGE_GC = 0;
export const RANGE_STW = 1;
export const RANGE_SWEEP = 2;
export const RANGE_ASSIST = 3;

/** The range began before the trace: `start` is that of the trace. */
export const BEGAN_BEFORE = 1;
/** It goes on after the trace: `end` is that of the trace. */
export const GOES_ON = 2;

export interface RangeTable {
  readonly length: number;
  /** RANGE_…; that of the GC is its mark phase. */
  readonly kind: Uint8Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Goroutine that stopped the world or assists, or on which GC or sweep began; -1 for none. */
  readonly goroutine: Int32Array;
  readonly proc: Int32Array;
  readonly stack: Uint32Array;
  /** String row of what the world was stopped for; 0 for others. */
  readonly reason: Uint32Array;
  /** Sweeps: bytes swept and reclaimed. */
  readonly swept: Float64Array;
  readonly reclaimed: Float64Array;
  /** BEGAN_BEFORE | GOES_ON */
  readonly flags: Uint8Array;
  /** Row of the goroutine on which it ended; -1 for none. */
  readonly endGoroutine: Int32Array;
}

export interface TaskTable {
  readonly length: number;
  readonly id: Float64Array;
  /** Row of the parent; -1 for none, or for one that is not in the trace. */
  readonly parent: Int32Array;
  /** String row. */
  readonly name: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly goroutine: Int32Array;
  readonly stack: Uint32Array;
  readonly flags: Uint8Array;
}

export interface RegionTable {
  readonly length: number;
  readonly goroutine: Int32Array;
  /** Row of the task; -1 for none. */
  readonly task: Int32Array;
  /** String row. */
  readonly name: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly stack: Uint32Array;
  readonly endStack: Uint32Array;
  /** Regions of the goroutine that it is inside of. */
  readonly depth: Uint8Array;
  readonly flags: Uint8Array;
}

export interface LogTable {
  readonly length: number;
  readonly time: Float64Array;
  readonly goroutine: Int32Array;
  /** Row of the task; -1 for none. */
  readonly task: Int32Array;
  /** String rows. */
  readonly category: Uint32Array;
  readonly message: Uint32Array;
  readonly stack: Uint32Array;
}

export interface CpuSamples {
  readonly length: number;
  readonly time: Float64Array;
  readonly goroutine: Int32Array;
  readonly proc: Int32Array;
  readonly thread: Int32Array;
  readonly stack: Uint32Array;
}

export interface RareTables {
  readonly ranges: RangeTable;
  readonly tasks: TaskTable;
  readonly regions: RegionTable;
  readonly logs: LogTable;
  readonly samples: CpuSamples;
}
