/** What the tabs beside the timeline say about a whole trace. Times are nanoseconds since the trace began. */
import type { GoroutineRef, TracePlace } from './timeline.ts';

export interface LatencyReport {
  readonly scheduler: SchedulerLatency;
  /** Syscalls of at least this many nanoseconds, the longest first. */
  readonly syscallNanos: number;
  readonly syscalls: readonly LongSyscallRow[];
  readonly syscallTotal: number;
  readonly starvation: StarvationReport;
  /** Runnable goroutines over the whole trace: the average in each of equal parts. */
  readonly depth: Float64Array;
  readonly endTime: number;
  readonly queues: readonly RunQueueRow[];
  /** The longest waits for a processor. */
  readonly waits: readonly LongWaitRow[];
  /** Where goroutines were preempted, most often first. */
  readonly preempted: readonly PlaceCountRow[];
  readonly preemptedTotal: number;
  /** Syscalls that took so long that their processor was given to others, by line. */
  readonly lostProcs: readonly PlaceCountRow[];
  readonly lostProcTotal: number;
  readonly growth: readonly GrowthRow[];
}

/** How long goroutines were runnable before they ran. */
export interface SchedulerLatency {
  readonly count: number;
  readonly highest: number;
  readonly quantiles: readonly { readonly share: number; readonly nanos: number }[];
  /** How many by power of two: those of `2 ** k` to `2 ** (k + 1)` at k. */
  readonly byPower: Float64Array;
}

export interface LongSyscallRow {
  readonly goroutine: GoroutineRef;
  readonly start: number;
  readonly end: number;
  readonly isOpen: boolean;
  readonly place: TracePlace | null;
}

/** Goroutines that waited for a processor, by whose queue they were in. */
export interface RunQueueRow {
  /** `P3`; null is the queue that all share. */
  readonly proc: string | null;
  readonly queued: number;
  /** Of these, those that another processor ran. */
  readonly stolen: number;
  /** On average over the trace. */
  readonly depth: number;
  readonly longest: number;
}

export interface LongWaitRow {
  readonly goroutine: GoroutineRef;
  readonly start: number;
  readonly end: number;
  readonly isOpen: boolean;
}

/** How often something happened at a line. */
export interface PlaceCountRow {
  readonly place: TracePlace;
  readonly count: number;
  /** How long that then lasted, in all. */
  readonly nanos: number;
}

/** A processor was idle while a goroutine was runnable. */
export interface StarvationReport {
  readonly nanos: number;
  readonly count: number;
  /** Stretches of at least 50 µs, the longest first. */
  readonly longest: readonly { readonly start: number; readonly end: number }[];
  /** The most goroutines that were runnable at once, when, and how many on average. */
  readonly deepest: number;
  readonly deepestTime: number;
  readonly meanDepth: number;
}

export interface GrowthRow {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly function: string;
  readonly created: number;
}

export interface GcReport {
  readonly cycles: readonly GcCycleRow[];
  readonly cycleTotal: number;
  /** Stops of the world, for the GC and for other things, the longest first. */
  readonly pauses: readonly PauseRow[];
  readonly pauseTotal: number;
  readonly pauseNanos: number;
  /** Goroutines that helped to mark, those that did most first. */
  readonly assists: readonly AssistRow[];
  readonly assistTotal: number;
  /** The least share of the processors that the program had in any window of a length, and where that was. */
  readonly utilization: readonly UtilizationRow[];
  /** Heap and its goal in equal parts of the trace: the highest of each; NaN where nothing is known. */
  readonly heap: Float64Array;
  readonly goal: Float64Array;
  readonly endTime: number;
}

/** Bytes are NaN where the trace does not tell. */
export interface GcCycleRow {
  readonly start: number;
  readonly end: number;
  readonly pauses: number;
  readonly pauseNanos: number;
  readonly assistNanos: number;
  readonly workerNanos: number;
  readonly idleWorkerNanos: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly heapGoal: number;
}

export interface PauseRow {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  /** Who stopped the world, and where. */
  readonly goroutine: GoroutineRef | null;
  readonly place: TracePlace | null;
  /** What it waited for; null when no other processor was in use. */
  readonly delay: PauseDelay | null;
}

/** The processor that stopped last, and what ran there. */
export interface PauseDelay {
  /** From the request until it stopped. */
  readonly nanos: number;
  readonly proc: string;
  /** Null: it only looked for work. */
  readonly goroutine: GoroutineRef | null;
  readonly time: number;
  readonly reason: string;
  readonly place: TracePlace | null;
}

export interface AssistRow {
  readonly goroutine: GoroutineRef;
  readonly nanos: number;
  readonly count: number;
  readonly first: number;
}

export interface UtilizationRow {
  readonly window: number;
  readonly share: number;
  readonly start: number;
}

export interface StuckReport {
  /** Groups of goroutines that were blocked at the end and had waited at least this long. */
  readonly nanos: number;
  readonly groups: readonly StuckRow[];
  readonly groupTotal: number;
  readonly goroutineTotal: number;
}

export interface StuckRow {
  readonly count: number;
  readonly function: string;
  readonly reason: string;
  readonly place: TracePlace | null;
  readonly since: number;
  /** The one that waits longest. */
  readonly goroutine: GoroutineRef;
}
