/** Questions that a timeline answers as a whole; each is a function over it. */
export { goroutineTimes, type GoroutineTimes } from './goroutine-times.ts';
export { functionTimes, type FunctionTimes } from './function-times.ts';
export { stackProfile, TRACE_PROFILES, type TraceProfile, traceProfile } from './trace-profile.ts';
export { type Latency } from './latency.ts';
export {
  type LongSyscall,
  longSyscalls,
  longestWaits,
  type LongWait,
  schedulerLatency,
  waitLengths,
} from './long-slices.ts';
export { type RunQueue, runQueues } from './run-queues.ts';
export { type StopDelay, stopDelay } from './stop-delays.ts';
export { type Unblocked, unblockedIn } from './unblocked.ts';
export { type GrowthAlert, goroutineGrowth } from './goroutine-growth.ts';
export { type StuckGroup, stuckGoroutines } from './stuck-goroutines.ts';
export { type GcCycle, gcCycles } from './gc-cycles.ts';
export {
  type AnnotationGroup,
  annotationLatency,
  type TaskNode,
  taskTrees,
} from './annotation-latency.ts';
export {
  minimumUtilization,
  type MutatorUtilization,
  mutatorUtilization,
  type UtilizationParts,
} from './mutator-utilization.ts';
