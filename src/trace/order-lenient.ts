/**
 * What happens when nothing can be trusted but time: in a generation that was cut, or whose order broke. Goroutine and
 * proc of an event are those that its thread had last; nothing is checked, nothing waits. An event that needs a
 * goroutine where none is known is left out. Texts and stacks that are not there are empty. States and sequence numbers
 * are those that the event claims, so that what follows may be in order again.
 */
import * as types from './event-types.ts';
import {
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_UNDETERMINED,
  GO_STATE_WAITING,
  PROC_STATE_IDLE,
  PROC_STATE_RUNNING,
  PROC_STATE_UNDETERMINED,
} from './events.ts';
import { forget } from './order-goroutines.ts';
import type { OrderState } from './order-state.ts';
import {
  ABSENT,
  GO_RUNNABLE,
  GO_RUNNING,
  GO_SYSCALL,
  GO_WAITING,
  PROC_IDLE,
  PROC_RUNNING,
  PROC_SYSCALL,
} from './states.ts';

const GO_STATES = [
  GO_STATE_UNDETERMINED,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_WAITING,
];

/** Emits the event in `order`; false when it says nothing without what is missing. */
export function advanceLeniently(order: OrderState): boolean {
  const { thread, threads } = order;
  if (thread < 0) return false;
  threads.enter(thread);
  order.goroutine = threads.goroutine[thread] ?? -1;
  order.proc = threads.proc[thread] ?? -1;
  switch (order.type) {
    case types.GO_START:
      return start(order, order.goroutines.intern(order.arg(0)));
    case types.GO_BLOCK:
    case types.GO_STOP:
      if (order.goroutine < 0) return false;
      emit(order, 1);
      order.out.arg(text(order, 0));
      order.goroutines.status[order.goroutine] =
        order.type === types.GO_STOP ? GO_RUNNABLE : GO_WAITING;
      order.bindGoroutine(-1);
      return true;
    case types.GO_DESTROY:
    case types.GO_DESTROY_SYSCALL:
    case types.GO_SYSCALL_END_BLOCKED:
      if (order.goroutine < 0) return false;
      order.emit();
      if (order.type !== types.GO_SYSCALL_END_BLOCKED) forget(order, order.goroutine);
      else order.goroutines.status[order.goroutine] = GO_RUNNABLE;
      order.bindGoroutine(-1);
      return true;
    case types.GO_UNBLOCK: {
      const row = order.goroutines.intern(order.arg(0));
      order.goroutines.set(row, GO_RUNNABLE, order.arg(1));
      emit(order, 2);
      order.out.arg(row);
      return true;
    }
    case types.GO_SWITCH:
    case types.GO_SWITCH_DESTROY:
      return switchTo(order, order.goroutines.intern(order.arg(0)));
    case types.GO_CREATE:
    case types.GO_CREATE_BLOCKED:
      return create(order);
    case types.GO_SYSCALL_BEGIN:
    case types.GO_SYSCALL_END:
      return syscall(order);
    case types.GO_STATUS:
    case types.GO_STATUS_STACK:
      return goroutineStatus(order);
    default:
      return advanceProc(order);
  }
}

function advanceProc(order: OrderState): boolean {
  const { threads } = order;
  switch (order.type) {
    case types.PROC_START: {
      const row = order.procs.intern(order.arg(0));
      order.procs.set(row, PROC_RUNNING, order.arg(1));
      order.emitWith(row);
      order.bindProc(row);
      return true;
    }
    case types.PROC_STOP:
      if (order.proc < 0) return false;
      order.emit();
      order.procs.status[order.proc] = PROC_IDLE;
      order.bindProc(-1);
      return true;
    case types.PROC_STEAL: {
      const row = order.procs.intern(order.arg(0));
      const victim = threads.known(order.arg(2));
      if (victim >= 0 && threads.proc[victim] === row) threads.proc[victim] = -1;
      order.procs.set(row, PROC_IDLE, order.arg(1));
      return emitStates(order, row, PROC_STATE_RUNNING, PROC_STATE_IDLE);
    }
    case types.PROC_STATUS: {
      const row = order.procs.intern(order.arg(0));
      const status = order.arg(1) & 0xff;
      const isRunning = status === PROC_RUNNING || status === PROC_SYSCALL;
      if (isRunning) order.bindProc(row);
      const to = isRunning ? PROC_STATE_RUNNING : PROC_STATE_IDLE;
      const from = order.procs.status[row] === ABSENT ? PROC_STATE_UNDETERMINED : to;
      order.procs.set(row, status, 0);
      return emitStates(order, row, from, to);
    }
    case types.HEAP_ALLOC:
    case types.HEAP_GOAL:
      order.emitWith(order.arg(0));
      return true;
    case types.PROCS_CHANGE:
      emit(order, 1);
      order.out.arg(order.arg(0));
      return true;
    default:
      return advanceRange(order);
  }
}

/** Tasks, regions, logs and labels are left out: without their texts they say nothing. */
function advanceRange(order: OrderState): boolean {
  switch (order.type) {
    case types.GC_ACTIVE:
    case types.GC_END:
      order.emitWith(order.arg(0));
      return true;
    case types.GC_BEGIN:
      emit(order, 1);
      order.out.arg(order.arg(0));
      return true;
    case types.STW_BEGIN:
      if (order.goroutine < 0) return false;
      emit(order, 1);
      order.out.arg(text(order, 0));
      return true;
    case types.STW_END:
      if (order.goroutine < 0) return false;
      order.emitWith(0);
      return true;
    case types.GC_MARK_ASSIST_BEGIN:
    case types.GC_MARK_ASSIST_END:
      if (order.goroutine < 0) return false;
      emit(order, order.type === types.GC_MARK_ASSIST_BEGIN ? 0 : -1);
      return true;
    case types.GC_SWEEP_BEGIN:
      if (order.proc < 0) return false;
      emit(order, 0);
      return true;
    case types.GC_SWEEP_END:
      if (order.proc < 0) return false;
      order.emitWith(order.arg(0));
      order.out.arg(order.arg(1));
      return true;
    default:
      return false;
  }
}

function start(order: OrderState, row: number): boolean {
  order.goroutines.set(row, GO_RUNNING, order.arg(1));
  order.goroutine = -1;
  order.emitWith(row);
  order.bindGoroutine(row);
  return true;
}

function switchTo(order: OrderState, next: number): boolean {
  const { goroutine, proc, thread, out } = order;
  if (goroutine < 0) return false;
  order.emitWith(next);
  const isEnd = order.type === types.GO_SWITCH_DESTROY;
  if (isEnd) forget(order, goroutine);
  else order.goroutines.status[goroutine] = GO_WAITING;
  order.goroutines.set(next, GO_RUNNING, order.arg(1));
  out.add(isEnd ? types.GO_DESTROY : types.GO_BLOCK, goroutine, proc, thread, 0);
  if (!isEnd) out.arg(0);
  out.add(types.GO_START, -1, proc, thread, 0);
  out.arg(next);
  order.bindGoroutine(next);
  return true;
}

function create(order: OrderState): boolean {
  const row = order.goroutines.intern(order.arg(0));
  const isBlocked = order.type === types.GO_CREATE_BLOCKED;
  order.goroutines.set(row, isBlocked ? GO_WAITING : GO_RUNNABLE, 0);
  emit(order, 2);
  order.out.arg(row);
  order.out.arg(stackRow(order, 1));
  return true;
}

function goroutineStatus(order: OrderState): boolean {
  const row = order.goroutines.intern(order.arg(0));
  const status = order.arg(2) & 0xff;
  const to = GO_STATES[status] ?? GO_STATE_UNDETERMINED;
  if (to === GO_STATE_UNDETERMINED) return false;
  const from = order.goroutines.status[row] === ABSENT ? GO_STATE_UNDETERMINED : to;
  order.goroutines.set(row, status, 0);
  if (to === GO_STATE_RUNNING) order.bindGoroutine(row);
  else if (to === GO_STATE_SYSCALL) {
    const thread = order.threads.intern(order.arg(1));
    if (thread >= 0) {
      order.threads.enter(thread);
      order.threads.goroutine[thread] = row;
      order.thread = thread;
      order.proc = order.threads.proc[thread] ?? -1;
    }
  }
  emit(order, order.type === types.GO_STATUS_STACK ? 3 : -1);
  order.out.arg(row);
  order.out.arg(from);
  order.out.arg(to);
  return true;
}

function emitStates(order: OrderState, row: number, from: number, to: number): boolean {
  order.emitWith(row);
  order.out.arg(from);
  order.out.arg(to);
  return true;
}

function syscall(order: OrderState): boolean {
  const { goroutine, proc, goroutines, procs } = order;
  if (goroutine < 0 || proc < 0) return false;
  const isBegin = order.type === types.GO_SYSCALL_BEGIN;
  goroutines.status[goroutine] = isBegin ? GO_SYSCALL : GO_RUNNING;
  if (isBegin) procs.set(proc, PROC_SYSCALL, order.arg(0));
  else procs.status[proc] = PROC_RUNNING;
  emit(order, isBegin ? 1 : -1);
  return true;
}

/** `index` is that of the argument with the stack; -1 for none. */
function emit(order: OrderState, index: number): void {
  const stack = index < 0 ? 0 : stackRow(order, index);
  order.out.add(order.type, order.goroutine, order.proc, order.thread, stack);
}

function stackRow(order: OrderState, index: number): number {
  return Math.max(0, order.stackRows.row(order.arg(index)));
}

function text(order: OrderState, index: number): number {
  return Math.max(0, order.stringRows.row(order.arg(index)));
}
