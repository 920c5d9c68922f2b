/** A trace as a timeline, and what views ask of it. Start reading at `timeline.ts`; `README.md` has the queries. */
export { readTimeline, TimelineReader } from './read-timeline.ts';
export type { Lane, LaneKind, Timeline } from './timeline.ts';
export type { Series } from './part.ts';
export type { GoroutineTable } from './goroutine-builder.ts';
export * from './rare-tables.ts';
export * from './span-states.ts';
export { sliceWindow, type WindowQuery } from './slice-window.ts';
export { SLICE_MERGED, SLICE_UNCERTAIN, type SliceWindow } from './slice-builder.ts';
export { densityWindow, type DensityQuery, type DensityWindow } from './density-window.ts';
export {
  rowWindow,
  type RowWindow,
  seriesWindow,
  type SeriesWindow,
  type Spanning,
} from './overview-window.ts';
export { stateOf } from './span-columns.ts';
export { SpanCursor } from './span-cursor.ts';
export { timeByState, type TimeRange } from './range-statistics.ts';
export {
  blockedByReason,
  sampleWeights,
  type StackWeights,
  stateWeights,
} from './stack-weights.ts';
export {
  criticalPath,
  nextUnblock,
  type PathStep,
  type Slice,
  sliceAt,
  slicesOf,
  type Unblock,
} from './slices.ts';
export { findGoroutines, type GoroutineGroup, goroutineGroups } from './goroutine-groups.ts';
export { type Starvation, STARVATION_NANOS } from './starvation.ts';
export {
  type Beginning,
  buffersOf,
  isLarge,
  type PartRange,
  planParts,
  readBeginning,
  readPart,
  timelineOfParts,
} from './parts.ts';
export type { TimelinePart } from './part.ts';
