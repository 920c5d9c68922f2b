/**
 * Numbers of events on the wire, of internal/trace/tracev2/events.go in Go 1.26, under the runtime's names.
 * Plain numbers: the bundler inlines them.
 */

// Structure of the file.
export const EVENT_BATCH = 1;
export const STACKS = 2;
export const STACK = 3;
export const STRINGS = 4;
export const STRING = 5;
export const CPU_SAMPLES = 6;
export const CPU_SAMPLE = 7;
export const FREQUENCY = 8;
export const EXPERIMENTAL_BATCH = 49;
export const SYNC_BATCH = 50;
export const CLOCK_SNAPSHOT = 51;
export const END_OF_GENERATION = 52;

// Procs.
export const PROCS_CHANGE = 9;
export const PROC_START = 10;
export const PROC_STOP = 11;
export const PROC_STEAL = 12;
export const PROC_STATUS = 13;

// Goroutines.
export const GO_CREATE = 14;
export const GO_CREATE_SYSCALL = 15;
export const GO_START = 16;
export const GO_DESTROY = 17;
export const GO_DESTROY_SYSCALL = 18;
export const GO_STOP = 19;
export const GO_BLOCK = 20;
export const GO_UNBLOCK = 21;
export const GO_SYSCALL_BEGIN = 22;
export const GO_SYSCALL_END = 23;
export const GO_SYSCALL_END_BLOCKED = 24;
export const GO_STATUS = 25;
export const GO_SWITCH = 45;
export const GO_SWITCH_DESTROY = 46;
export const GO_CREATE_BLOCKED = 47;
export const GO_STATUS_STACK = 48;

// Ranges and metrics.
export const STW_BEGIN = 26;
export const STW_END = 27;
export const GC_ACTIVE = 28;
export const GC_BEGIN = 29;
export const GC_END = 30;
export const GC_SWEEP_ACTIVE = 31;
export const GC_SWEEP_BEGIN = 32;
export const GC_SWEEP_END = 33;
export const GC_MARK_ASSIST_ACTIVE = 34;
export const GC_MARK_ASSIST_BEGIN = 35;
export const GC_MARK_ASSIST_END = 36;
export const HEAP_ALLOC = 37;
export const HEAP_GOAL = 38;

// Annotations.
export const GO_LABEL = 39;
export const USER_TASK_BEGIN = 40;
export const USER_TASK_END = 41;
export const USER_REGION_BEGIN = 42;
export const USER_REGION_END = 43;
export const USER_LOG = 44;

/** Experiment AllocFree; 128 to 136 are its events. */
export const SPAN = 128;
export const GOROUTINE_STACK_FREE = 136;

/** Not on the wire: opens each generation and closes the trace (evSync of event.go). */
export const SYNC = 255;
