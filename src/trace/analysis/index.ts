/** Questions that a timeline answers as a whole; each is a function over it. */
export { goroutineTimes, type GoroutineTimes } from './goroutine-times.ts';
export { functionTimes, type FunctionTimes } from './function-times.ts';
export { TRACE_PROFILES, type TraceProfile, traceProfile } from './trace-profile.ts';
