/** The trace core: bytes of an execution trace to ordered events, and to a timeline. No platform; see README.md. */
export { parseTrace } from './parse.ts';
export { OrderKernel } from './order-kernel.ts';
export { PieceReader } from './piece-reader.ts';
export { openReader } from './open-reader.ts';
export { TraceReader } from './trace-reader.ts';
export {
  type Clock,
  type EventReader,
  type Generation,
  type Trace,
  type TraceTables,
} from './model.ts';
export { type EventTable } from './events.ts';
export { KIND_NAMES } from './event-kinds.ts';
export { type TraceOutline, traceOutline } from './trace-outline.ts';
export { PROBE_BYTES, probeTrace } from './probe-trace.ts';
export { indexSection, SECTION_BYTES, type SectionIndex } from './sections.ts';
export { indexTrace, type ReadBytes, type TraceIndex } from './trace-index.ts';
export { EVENT_KINDS } from './specs.ts';
export { type GoroutineSummary, type NamedTime, Summarizer } from './summary.ts';
export * from './timeline/index.ts';
export * from './analysis/index.ts';
