/**
 * What a StateTransition event changes (Event.StateTransition in internal/trace/event.go of Go 1.26). Resource,
 * and the states where they are always the same, come from a table; status events carry theirs.
 */
import * as types from './event-types.ts';
import {
  type EventTable,
  GO_STATE_NOT_EXIST,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_WAITING,
  PROC_STATE_IDLE,
  PROC_STATE_RUNNING,
} from './events.ts';

/** One transition; the same object is filled again and again. */
export interface Transition {
  isProc: boolean;
  /** Row of the goroutine or proc whose state changes; it need not be the one that the event happened on. */
  resource: number;
  /** GO_STATE_… or PROC_STATE_…; equal where an event only repeats what is known. */
  from: number;
  to: number;
  /** String row of the reason of a stop; 0 for none. */
  reason: number;
  /** Row of the stack of the resource; 0 for none. */
  stack: number;
}

export function createTransition(): Transition {
  return { isProc: false, resource: -1, from: 0, to: 0, reason: 0, stack: 0 };
}

/** Fills `into`; false when the event is no transition. */
export function readTransition(events: EventTable, row: number, into: Transition): boolean {
  const type = events.type[row] ?? 0;
  const rule = RULES[type];
  if (rule === undefined) return false;
  const first = events.firstArg[row] ?? 0;
  const { isProc, subject, from, to } = rule;
  into.isProc = isProc;
  into.from = from;
  into.to = to;
  into.reason = 0;
  into.stack = 0;
  if (subject === 'argument') into.resource = events.args[first] ?? -1;
  else into.resource = (isProc ? events.proc[row] : events.goroutine[row]) ?? -1;
  if (from === STATED) {
    into.from = events.args[first + 1] ?? 0;
    into.to = events.args[first + 2] ?? 0;
    if (!isProc) into.stack = events.stack[row] ?? 0;
  } else if (type === types.GO_BLOCK || type === types.GO_STOP) {
    into.reason = events.args[first] ?? 0;
    into.stack = events.stack[row] ?? 0;
  } else if (type === types.GO_SYSCALL_BEGIN) into.stack = events.stack[row] ?? 0;
  else if (type === types.GO_CREATE || type === types.GO_CREATE_BLOCKED) {
    into.stack = events.args[first + 1] ?? 0;
  }
  return true;
}

interface Rule {
  readonly isProc: boolean;
  /** The resource is the first argument, or the one on which the event happened. */
  readonly subject: 'argument' | 'context';
  readonly from: number;
  readonly to: number;
}

/** In place of a state: the event states it. */
const STATED = -1;

const RULES: (Rule | undefined)[] = Array.from({ length: 256 });

goroutine('argument', GO_STATE_NOT_EXIST, GO_STATE_RUNNABLE, types.GO_CREATE);
goroutine('argument', GO_STATE_NOT_EXIST, GO_STATE_WAITING, types.GO_CREATE_BLOCKED);
goroutine('argument', GO_STATE_NOT_EXIST, GO_STATE_SYSCALL, types.GO_CREATE_SYSCALL);
goroutine('argument', GO_STATE_RUNNABLE, GO_STATE_RUNNING, types.GO_START);
goroutine('context', GO_STATE_RUNNING, GO_STATE_NOT_EXIST, types.GO_DESTROY);
goroutine('context', GO_STATE_SYSCALL, GO_STATE_NOT_EXIST, types.GO_DESTROY_SYSCALL);
goroutine('context', GO_STATE_RUNNING, GO_STATE_RUNNABLE, types.GO_STOP);
goroutine('context', GO_STATE_RUNNING, GO_STATE_WAITING, types.GO_BLOCK);
goroutine('argument', GO_STATE_WAITING, GO_STATE_RUNNABLE, types.GO_UNBLOCK);
// A switch unblocks the goroutine it names; events of their own block the current one and start the next.
goroutine('argument', GO_STATE_WAITING, GO_STATE_RUNNABLE, types.GO_SWITCH);
goroutine('argument', GO_STATE_WAITING, GO_STATE_RUNNABLE, types.GO_SWITCH_DESTROY);
goroutine('context', GO_STATE_RUNNING, GO_STATE_SYSCALL, types.GO_SYSCALL_BEGIN);
goroutine('context', GO_STATE_SYSCALL, GO_STATE_RUNNING, types.GO_SYSCALL_END);
goroutine('context', GO_STATE_SYSCALL, GO_STATE_RUNNABLE, types.GO_SYSCALL_END_BLOCKED);
goroutine('argument', STATED, STATED, types.GO_STATUS);
goroutine('argument', STATED, STATED, types.GO_STATUS_STACK);
proc('argument', PROC_STATE_IDLE, PROC_STATE_RUNNING, types.PROC_START);
proc('context', PROC_STATE_RUNNING, PROC_STATE_IDLE, types.PROC_STOP);
proc('argument', STATED, STATED, types.PROC_STEAL);
proc('argument', STATED, STATED, types.PROC_STATUS);

function goroutine(subject: Rule['subject'], from: number, to: number, type: number): void {
  RULES[type] = { isProc: false, subject, from, to };
}

function proc(subject: Rule['subject'], from: number, to: number, type: number): void {
  RULES[type] = { isProc: true, subject, from, to };
}
