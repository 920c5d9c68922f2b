/**
 * A timeline, or a part of one: generations that follow one another, read on their own. Plain data, to be handed from
 * one worker to another; rows are those of the tables that the part carries.
 */
import type { Problem } from '../../base/problem.ts';
import type { EventTable } from '../events.ts';
import type { Clock } from '../model.ts';
import type { FrameTable, StackTable } from '../stack-batch.ts';
import type { GoroutineTable } from './goroutine-builder.ts';
import type { Starvation } from './starvation.ts';
import type { Segment } from './span-columns.ts';

/** A figure over time. */
export interface Series {
  readonly length: number;
  /** Nanoseconds of the trace, rising. */
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** Where a generation begins. */
export interface GenerationMark {
  readonly number: number;
  readonly time: number;
}

export interface TimelinePart {
  /** Minor version of Go whose format it is. */
  readonly version: number;
  /** Absolute nanoseconds that times count from. */
  readonly startTime: bigint;
  /** Nanoseconds since `startTime`. */
  readonly endTime: number;
  readonly isComplete: boolean;
  readonly problems: readonly Problem[];
  readonly generations: readonly GenerationMark[];
  readonly clocks: readonly Clock[];
  readonly strings: readonly string[];
  /** String rows by reason. */
  readonly reasons: readonly number[];
  /** Ids by row. */
  readonly goroutineIds: Float64Array;
  readonly procIds: Float64Array;
  readonly threadIds: Float64Array;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly goroutines: GoroutineTable;
  readonly segments: readonly Segment[];
  /** All that is no transition, and no figure of the heap, one table after the other; stacks are rows of `stacks`. */
  readonly rare: readonly EventTable[];
  readonly heapAlloc: Series;
  readonly heapGoal: Series;
  readonly procCount: Series;
  readonly starvation: Starvation;
}
