/**
 * The event table (tracev2/events.go and version/version.go of Go 1.26): it drives decoding, printing and the
 * assembler of the tests. The type of an argument is the last part of its name: `new_g` is a `g`. An event
 * whose first argument is `dt` is timed: it stands in the batch of a thread.
 */
import * as types from './event-types.ts';
import * as kinds from './event-kinds.ts';

/** One kind of event on the wire. */
export interface EventSpec {
  readonly type: number;
  readonly name: string;
  readonly args: readonly string[];
  /** What x/exp/trace calls the event; KIND_BAD for the structure of the file. */
  readonly kind: number;
  /** The minor version of Go that first wrote it. */
  readonly since: number;
}

const STATE = kinds.KIND_STATE_TRANSITION;
const BAD = kinds.KIND_BAD;
const BEGIN = kinds.KIND_RANGE_BEGIN;
const ACTIVE = kinds.KIND_RANGE_ACTIVE;
const END = kinds.KIND_RANGE_END;
const METRIC = kinds.KIND_METRIC;
const EXPERIMENTAL = kinds.KIND_EXPERIMENTAL;

/** Every event that Go 1.22 to 1.26 write, in the order of their numbers. */
export const EVENT_SPECS: readonly EventSpec[] = [
  spec(types.EVENT_BATCH, 'EventBatch', 'gen m time size', BAD),
  spec(types.STACKS, 'Stacks', '', BAD),
  spec(types.STACK, 'Stack', 'id nframes', BAD),
  spec(types.STRINGS, 'Strings', '', BAD),
  spec(types.STRING, 'String', 'id', BAD),
  spec(types.CPU_SAMPLES, 'CPUSamples', '', BAD),
  spec(types.CPU_SAMPLE, 'CPUSample', 'time m p g stack', kinds.KIND_STACK_SAMPLE),
  spec(types.FREQUENCY, 'Frequency', 'freq', BAD),
  spec(types.PROCS_CHANGE, 'ProcsChange', 'dt procs_value stack', METRIC),
  spec(types.PROC_START, 'ProcStart', 'dt p p_seq', STATE),
  spec(types.PROC_STOP, 'ProcStop', 'dt', STATE),
  spec(types.PROC_STEAL, 'ProcSteal', 'dt p p_seq m', STATE),
  spec(types.PROC_STATUS, 'ProcStatus', 'dt p pstatus', STATE),
  spec(types.GO_CREATE, 'GoCreate', 'dt new_g new_stack stack', STATE),
  spec(types.GO_CREATE_SYSCALL, 'GoCreateSyscall', 'dt new_g', STATE),
  spec(types.GO_START, 'GoStart', 'dt g g_seq', STATE),
  spec(types.GO_DESTROY, 'GoDestroy', 'dt', STATE),
  spec(types.GO_DESTROY_SYSCALL, 'GoDestroySyscall', 'dt', STATE),
  spec(types.GO_STOP, 'GoStop', 'dt reason_string stack', STATE),
  spec(types.GO_BLOCK, 'GoBlock', 'dt reason_string stack', STATE),
  spec(types.GO_UNBLOCK, 'GoUnblock', 'dt g g_seq stack', STATE),
  spec(types.GO_SYSCALL_BEGIN, 'GoSyscallBegin', 'dt p_seq stack', STATE),
  spec(types.GO_SYSCALL_END, 'GoSyscallEnd', 'dt', STATE),
  spec(types.GO_SYSCALL_END_BLOCKED, 'GoSyscallEndBlocked', 'dt', STATE),
  spec(types.GO_STATUS, 'GoStatus', 'dt g m gstatus', STATE),
  spec(types.STW_BEGIN, 'STWBegin', 'dt kind_string stack', BEGIN),
  spec(types.STW_END, 'STWEnd', 'dt', END),
  spec(types.GC_ACTIVE, 'GCActive', 'dt gc_seq', ACTIVE),
  spec(types.GC_BEGIN, 'GCBegin', 'dt gc_seq stack', BEGIN),
  spec(types.GC_END, 'GCEnd', 'dt gc_seq', END),
  spec(types.GC_SWEEP_ACTIVE, 'GCSweepActive', 'dt p', ACTIVE),
  spec(types.GC_SWEEP_BEGIN, 'GCSweepBegin', 'dt stack', BEGIN),
  spec(types.GC_SWEEP_END, 'GCSweepEnd', 'dt swept_value reclaimed_value', END),
  spec(types.GC_MARK_ASSIST_ACTIVE, 'GCMarkAssistActive', 'dt g', ACTIVE),
  spec(types.GC_MARK_ASSIST_BEGIN, 'GCMarkAssistBegin', 'dt stack', BEGIN),
  spec(types.GC_MARK_ASSIST_END, 'GCMarkAssistEnd', 'dt', END),
  spec(types.HEAP_ALLOC, 'HeapAlloc', 'dt heapalloc_value', METRIC),
  spec(types.HEAP_GOAL, 'HeapGoal', 'dt heapgoal_value', METRIC),
  spec(types.GO_LABEL, 'GoLabel', 'dt label_string', kinds.KIND_LABEL),
  spec(
    types.USER_TASK_BEGIN,
    'UserTaskBegin',
    'dt task parent_task name_string stack',
    kinds.KIND_TASK_BEGIN,
  ),
  spec(types.USER_TASK_END, 'UserTaskEnd', 'dt task stack', kinds.KIND_TASK_END),
  spec(
    types.USER_REGION_BEGIN,
    'UserRegionBegin',
    'dt task name_string stack',
    kinds.KIND_REGION_BEGIN,
  ),
  spec(types.USER_REGION_END, 'UserRegionEnd', 'dt task name_string stack', kinds.KIND_REGION_END),
  spec(types.USER_LOG, 'UserLog', 'dt task key_string value_string stack', kinds.KIND_LOG),
  spec(types.GO_SWITCH, 'GoSwitch', 'dt g g_seq', STATE, 23),
  spec(types.GO_SWITCH_DESTROY, 'GoSwitchDestroy', 'dt g g_seq', STATE, 23),
  spec(types.GO_CREATE_BLOCKED, 'GoCreateBlocked', 'dt new_g new_stack stack', STATE, 23),
  spec(types.GO_STATUS_STACK, 'GoStatusStack', 'dt g m gstatus stack', STATE, 23),
  spec(types.EXPERIMENTAL_BATCH, 'ExperimentalBatch', 'exp gen m time', BAD, 23),
  spec(types.SYNC_BATCH, 'Sync', '', BAD, 25),
  spec(types.CLOCK_SNAPSHOT, 'ClockSnapshot', 'dt mono sec nsec', BAD, 25),
  spec(types.END_OF_GENERATION, 'EndOfGeneration', '', BAD, 26),
  spec(types.SPAN, 'Span', 'dt id npages_value kindclass', EXPERIMENTAL, 23),
  spec(129, 'SpanAlloc', 'dt id npages_value kindclass', EXPERIMENTAL, 23),
  spec(130, 'SpanFree', 'dt id', EXPERIMENTAL, 23),
  spec(131, 'HeapObject', 'dt id type', EXPERIMENTAL, 23),
  spec(132, 'HeapObjectAlloc', 'dt id type', EXPERIMENTAL, 23),
  spec(133, 'HeapObjectFree', 'dt id', EXPERIMENTAL, 23),
  spec(134, 'GoroutineStack', 'dt id order', EXPERIMENTAL, 23),
  spec(135, 'GoroutineStackAlloc', 'dt id order', EXPERIMENTAL, 23),
  spec(types.GOROUTINE_STACK_FREE, 'GoroutineStackFree', 'dt id', EXPERIMENTAL, 23),
];

/** In ARGUMENT_COUNT: there is no such timed event. */
export const NOT_TIMED = 255;

/** How many arguments follow `dt`, by event type. */
export const ARGUMENT_COUNT = new Uint8Array(256).fill(NOT_TIMED);

/** The most arguments that follow a `dt`: UserTaskBegin and UserLog. */
export const ARGUMENT_LIMIT = 4;

/** Kind in the sense of x/exp/trace, by event type. */
export const EVENT_KINDS = new Uint8Array(256);

for (const { type, args, kind } of EVENT_SPECS) {
  if (args[0] === 'dt') ARGUMENT_COUNT[type] = args.length - 1;
  EVENT_KINDS[type] = kind;
}
EVENT_KINDS[types.SYNC] = kinds.KIND_SYNC;

/** Name of an event type, for messages. */
export function eventName(type: number): string {
  if (type === types.SYNC) return 'Sync';
  return EVENT_SPECS.find((each) => each.type === type)?.name ?? `event ${type}`;
}

function spec(type: number, name: string, args: string, kind: number, since = 22): EventSpec {
  return { type, name, args: args === '' ? [] : args.split(' '), kind, since };
}
