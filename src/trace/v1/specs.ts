/**
 * The event table of Go 1.11 to 1.21 (EventDescriptions in internal/trace/internal/tracev1/parser.go of Go 1.26): it
 * drives decoding, messages and the assembler of the tests. All but the structure of the file begins with `dt`; the
 * stack is the last argument on the wire where an event has one.
 */
import * as types from './event-types.ts';

export interface OldEventSpec {
  readonly type: number;
  readonly name: string;
  readonly args: readonly string[];
  readonly hasStack: boolean;
  /** The minor version of Go that first wrote it, if it is not 1.11. */
  readonly since: number;
}

/** Every event that Go 1.11 to 1.21 write, in the order of their numbers; 36 is older. */
export const OLD_EVENT_SPECS: readonly OldEventSpec[] = [
  spec(types.BATCH, 'Batch', 'p ticks'),
  spec(types.FREQUENCY, 'Frequency', 'freq'),
  spec(types.STACK, 'Stack', 'id nframes'),
  spec(types.GOMAXPROCS, 'Gomaxprocs', 'dt procs stack'),
  spec(types.PROC_START, 'ProcStart', 'dt thread'),
  spec(types.PROC_STOP, 'ProcStop', 'dt'),
  spec(types.GC_START, 'GCStart', 'dt seq stack'),
  spec(types.GC_DONE, 'GCDone', 'dt'),
  spec(types.STW_START, 'STWStart', 'dt kind'),
  spec(types.STW_DONE, 'STWDone', 'dt'),
  spec(types.GC_SWEEP_START, 'GCSweepStart', 'dt stack'),
  spec(types.GC_SWEEP_DONE, 'GCSweepDone', 'dt swept reclaimed'),
  spec(types.GO_CREATE, 'GoCreate', 'dt g new_stack stack'),
  spec(types.GO_START, 'GoStart', 'dt g seq'),
  spec(types.GO_END, 'GoEnd', 'dt'),
  spec(types.GO_STOP, 'GoStop', 'dt stack'),
  spec(types.GO_SCHED, 'GoSched', 'dt stack'),
  spec(types.GO_PREEMPT, 'GoPreempt', 'dt stack'),
  spec(types.GO_SLEEP, 'GoSleep', 'dt stack'),
  spec(types.GO_BLOCK, 'GoBlock', 'dt stack'),
  spec(types.GO_UNBLOCK, 'GoUnblock', 'dt g seq stack'),
  spec(types.GO_BLOCK_SEND, 'GoBlockSend', 'dt stack'),
  spec(types.GO_BLOCK_RECV, 'GoBlockRecv', 'dt stack'),
  spec(types.GO_BLOCK_SELECT, 'GoBlockSelect', 'dt stack'),
  spec(types.GO_BLOCK_SYNC, 'GoBlockSync', 'dt stack'),
  spec(types.GO_BLOCK_COND, 'GoBlockCond', 'dt stack'),
  spec(types.GO_BLOCK_NET, 'GoBlockNet', 'dt stack'),
  spec(types.GO_SYSCALL, 'GoSysCall', 'dt stack'),
  spec(types.GO_SYSCALL_EXIT, 'GoSysExit', 'dt g seq ticks'),
  spec(types.GO_SYSCALL_BLOCK, 'GoSysBlock', 'dt'),
  spec(types.GO_WAITING, 'GoWaiting', 'dt g'),
  spec(types.GO_IN_SYSCALL, 'GoInSyscall', 'dt g'),
  spec(types.HEAP_ALLOC, 'HeapAlloc', 'dt bytes'),
  spec(types.HEAP_GOAL, 'HeapGoal', 'dt bytes'),
  spec(types.TIMER_GOROUTINE, 'TimerGoroutine', 'g'),
  spec(types.STRING, 'String', 'id length'),
  spec(types.GO_START_LOCAL, 'GoStartLocal', 'dt g'),
  spec(types.GO_UNBLOCK_LOCAL, 'GoUnblockLocal', 'dt g stack'),
  spec(types.GO_SYSCALL_EXIT_LOCAL, 'GoSysExitLocal', 'dt g ticks'),
  spec(types.GO_START_LABEL, 'GoStartLabel', 'dt g seq label'),
  spec(types.GO_BLOCK_GC, 'GoBlockGC', 'dt stack'),
  spec(types.GC_MARK_ASSIST_START, 'GCMarkAssistStart', 'dt stack'),
  spec(types.GC_MARK_ASSIST_DONE, 'GCMarkAssistDone', 'dt'),
  spec(types.USER_TASK_CREATE, 'UserTaskCreate', 'dt task parent name stack'),
  spec(types.USER_TASK_END, 'UserTaskEnd', 'dt task stack'),
  spec(types.USER_REGION, 'UserRegion', 'dt task mode name stack'),
  spec(types.USER_LOG, 'UserLog', 'dt task key stack'),
  // 1.19 introduced it, with no other change.
  spec(types.CPU_SAMPLE, 'CPUSample', 'dt ticks p g stack', 19),
];

/** In OLD_ARGUMENT_COUNT: there is no such event. */
export const NO_EVENT = 255;

/** Arguments on the wire, by event type; `dt` and the stack are of them. */
export const OLD_ARGUMENT_COUNT = new Uint8Array(64).fill(NO_EVENT);

/** 1 for events that end with a stack, by event type. */
export const HAS_STACK = new Uint8Array(64);

for (const { type, args, hasStack } of OLD_EVENT_SPECS) {
  OLD_ARGUMENT_COUNT[type] = args.length;
  if (hasStack) HAS_STACK[type] = 1;
}

/** Name of an event type, for messages. */
export function oldEventName(type: number): string {
  return OLD_EVENT_SPECS.find((each) => each.type === type)?.name ?? `event ${type}`;
}

function spec(type: number, name: string, words: string, since = 11): OldEventSpec {
  const args = words.split(' ');
  return { type, name, args, hasStack: args.at(-1) === 'stack', since };
}
