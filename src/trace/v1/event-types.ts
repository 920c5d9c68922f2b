/**
 * Numbers of events on the wire in Go 1.11 to 1.21, of internal/trace/internal/tracev1/parser.go in Go 1.26, under the
 * runtime's names of that time. Plain numbers: the bundler inlines them.
 */

// Structure of the file.
export const BATCH = 1;
export const FREQUENCY = 2;
export const STACK = 3;
export const TIMER_GOROUTINE = 35;
export const STRING = 37;
export const CPU_SAMPLE = 49;

// Procs.
export const GOMAXPROCS = 4;
export const PROC_START = 5;
export const PROC_STOP = 6;

// Ranges and metrics.
export const GC_START = 7;
export const GC_DONE = 8;
export const STW_START = 9;
export const STW_DONE = 10;
export const GC_SWEEP_START = 11;
export const GC_SWEEP_DONE = 12;
export const HEAP_ALLOC = 33;
export const HEAP_GOAL = 34;
export const GC_MARK_ASSIST_START = 43;
export const GC_MARK_ASSIST_DONE = 44;

// Goroutines.
export const GO_CREATE = 13;
export const GO_START = 14;
export const GO_END = 15;
export const GO_STOP = 16;
export const GO_SCHED = 17;
export const GO_PREEMPT = 18;
export const GO_SLEEP = 19;
export const GO_BLOCK = 20;
export const GO_UNBLOCK = 21;
export const GO_BLOCK_SEND = 22;
export const GO_BLOCK_RECV = 23;
export const GO_BLOCK_SELECT = 24;
export const GO_BLOCK_SYNC = 25;
export const GO_BLOCK_COND = 26;
export const GO_BLOCK_NET = 27;
export const GO_SYSCALL = 28;
export const GO_SYSCALL_EXIT = 29;
export const GO_SYSCALL_BLOCK = 30;
export const GO_WAITING = 31;
export const GO_IN_SYSCALL = 32;
export const GO_START_LOCAL = 38;
export const GO_UNBLOCK_LOCAL = 39;
export const GO_SYSCALL_EXIT_LOCAL = 40;
export const GO_START_LABEL = 41;
export const GO_BLOCK_GC = 42;

// Annotations.
export const USER_TASK_CREATE = 45;
export const USER_TASK_END = 46;
export const USER_REGION = 47;
export const USER_LOG = 48;

/** Not on the wire: a syscall that is found to have lost its proc. */
export const GO_SYSCALL_BLOCKED = 50;
