/** What a trace is after reading: columns per generation, and the tables they share. */
import type { Problem } from '../base/problem.ts';
import type { EventTable } from './events.ts';
import type { ExperimentalBatch } from './generation.ts';
import type { FrameTable, StackTable } from './stack-batch.ts';

/** One moment on the clock of the trace and on those of the machine; since Go 1.25. */
export interface Clock {
  /** Nanoseconds since `Trace.startTime`. */
  readonly time: number;
  /** Nanoseconds of the monotonic clock. */
  readonly mono: bigint;
  /** Nanoseconds since 1970. */
  readonly wall: bigint;
}

/** About a second of the trace; stacks and frames have their own rows in each generation. */
export interface Generation {
  /** From 1; 0 for the last one of a trace, which holds nothing but the closing Sync. */
  readonly number: number;
  readonly events: EventTable;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly clock: Clock | null;
  readonly experimental: readonly ExperimentalBatch[];
}

/** Takes the events of a trace piece by piece, so that no generation is ever in memory as a whole. */
export interface EventConsumer {
  /** Comes before the events of a generation, with the tables that they refer to. */
  startGeneration(generation: Omit<Generation, 'events'>, tables: TraceTables): void;
  /** The columns are overwritten after the call; a piece may be empty. */
  add(events: EventTable): void;
  /**
   * Comes before the events of a generation that is not complete: they are in the order of time alone, and what
   * follows from them is uncertain. Without it such a generation is left out.
   */
  startUncertain?: (() => void) | undefined;
  /** Looked at between pieces: true when the rest of the generation is not wanted. Only a kernel may stop. */
  readonly hasEnough?: boolean;
}

/** A trace that is read generation by generation. */
export interface EventSource {
  /** Minor version of Go whose format it is; 0 when nothing was understood. */
  readonly version: number;
  /** Of everything read so far. */
  readonly problems: readonly Problem[];
  /** False as soon as events are known to be missing. */
  readonly isComplete: boolean;
  /** Absolute time of the first event in nanoseconds, once the first generation was read. */
  readonly startTime: bigint;
  /** Those so far. */
  readonly tables: TraceTables;
  /** A time in units of the trace clock as events have it; NaN before the first generation. */
  timeOf(units: number): number;
  /** Hands over the events of a generation; false after the last one. */
  feed(consumer: EventConsumer): boolean;
}

/** Reads a trace in either way: `feed` or `next`. */
export interface EventReader extends EventSource {
  /** It does not go on from here: the trace must be read again without the order kernel. */
  readonly hasGivenUp: boolean;
  /** The next generation, or null after the last one. */
  next(): Generation | null;
  /** The columns of the last generation are not needed any more. */
  release(): void;
  /** Where in the bytes a generation begins that another reader can read; null, or not there, where nothing follows. */
  readonly resumeAt?: number | null;
}

/** Tables for the rows in events; they grow from generation to generation. */
export interface TraceTables {
  /** Text 0 is empty. */
  readonly strings: readonly string[];
  /** Ids as in the file, by row; exact below 2^53. */
  readonly goroutines: Float64Array;
  readonly procs: Float64Array;
  readonly threads: Float64Array;
}

export interface Trace extends TraceTables {
  /** Minor version of Go whose format it is; 0 when nothing was understood. */
  readonly version: number;
  /** Time of the first event, in nanoseconds of the trace clock. */
  readonly startTime: bigint;
  /** False when events are missing: the file is cut, broken or of an unknown kind. */
  readonly isComplete: boolean;
  readonly generations: readonly Generation[];
}
