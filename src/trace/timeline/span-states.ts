/**
 * States of a lane over time. Goroutines have all of them. A proc has those of running and
 * `SPAN_SYSCALL` while it has a goroutine; a thread has `SPAN_RUNNING` while it has a proc and
 * `SPAN_SYSCALL_BLOCKED` while its goroutine is in a syscall that lost the proc. `SPAN_NONE` is never drawn.
 */
export const SPAN_NONE = 0;
export const SPAN_RUNNING = 1;
export const SPAN_RUNNABLE = 2;
export const SPAN_BLOCKED = 3;
export const SPAN_SYSCALL = 4;
/** In a syscall whose proc was taken away. */
export const SPAN_SYSCALL_BLOCKED = 5;
/** Runs, but marks for the GC what it may allocate. */
export const SPAN_ASSIST = 6;
/** Runs, and is a mark worker of the GC. */
export const SPAN_GC_WORKER = 7;
/** Runs as a mark worker because there is nothing else to run. */
export const SPAN_GC_IDLE = 8;
export const SPAN_STATES = 9;

/** Names by state. */
export const SPAN_STATE_NAMES: readonly string[] = [
  'none',
  'running',
  'runnable',
  'blocked',
  'syscall',
  'syscall without processor',
  'GC assist',
  'GC worker',
  'idle GC worker',
];
