/** Turns of goroutines, syscalls and procs: order-goroutines.ts, order-syscalls.ts and order-procs.ts of src/trace. */
import {
  GO_BLOCK,
  GO_CREATE_BLOCKED,
  GO_DESTROY,
  GO_START,
  GO_STATUS_STACK,
  GO_STOP,
  GO_SWITCH,
  PROC_STEAL,
} from '../../src/trace/event-types';
import { add, arg } from './events';
import * as states from './states';
import {
  ADVANCED,
  argument,
  bindGoroutine,
  bindProc,
  BLOCKED,
  emit,
  emitStack,
  emitWith,
  forget,
  goroutines,
  hasGoroutine,
  hasProc,
  isInitial,
  procs,
  REFUSED,
  stackRow,
  stringRow,
  threads,
  Turn,
} from './turn';

export function goStart(): i32 {
  const row = goroutines.ids.find(argument(0));
  const sequence = argument(1);
  if (!goroutines.isNext(row, states.GO_RUNNABLE, sequence)) return BLOCKED;
  if (!hasProc() || Turn.goroutine >= 0) return REFUSED;
  goroutines.set(row, states.GO_RUNNING, sequence);
  bindGoroutine(row);
  return emitWith(row);
}

export function goStop(): i32 {
  const goroutine = Turn.goroutine;
  if (!hasGoroutine() || goroutines.statusOf(goroutine) != states.GO_RUNNING) return REFUSED;
  bindGoroutine(-1);
  if (Turn.type == GO_DESTROY) {
    forget(goroutine);
    return emit();
  }
  const isStop = Turn.type == GO_STOP;
  goroutines.setStatus(goroutine, isStop ? states.GO_RUNNABLE : states.GO_WAITING);
  const reason = stringRow(argument(0));
  if (reason < 0 || emitStack(argument(1)) != ADVANCED) return REFUSED;
  arg(reason);
  return ADVANCED;
}

export function goUnblock(): i32 {
  const row = goroutines.ids.find(argument(0));
  const sequence = argument(1);
  if (!goroutines.isNext(row, states.GO_WAITING, sequence)) return BLOCKED;
  goroutines.set(row, states.GO_RUNNABLE, sequence);
  if (emitStack(argument(2)) != ADVANCED) return REFUSED;
  arg(row);
  return ADVANCED;
}

export function goCreate(): i32 {
  if (!hasProc()) return REFUSED;
  const creator = Turn.goroutine < 0 ? states.ABSENT : goroutines.statusOf(Turn.goroutine);
  if (creator != states.ABSENT && creator != states.GO_RUNNING) return REFUSED;
  const row = goroutines.intern(argument(0));
  if (goroutines.statusOf(row) != states.ABSENT) return REFUSED;
  const isBlocked = Turn.type == GO_CREATE_BLOCKED;
  goroutines.set(row, isBlocked ? states.GO_WAITING : states.GO_RUNNABLE, 0);
  const start = stackRow(argument(1));
  if (start < 0 || emitStack(argument(2)) != ADVANCED) return REFUSED;
  arg(row);
  arg(start);
  return ADVANCED;
}

export function goStatus(): i32 {
  const id = argument(0);
  const status = <u8>argument(2);
  if (status > states.STATUS_LIMIT) return REFUSED;
  const row = goroutines.intern(id);
  const known = goroutines.statusOf(row);
  const to = goState(status);
  let from = to;
  if (known == states.ABSENT) {
    if (!isInitial()) return REFUSED;
    from = 0;
  } else if (known != status) return REFUSED;
  goroutines.set(row, status, 0);
  if (status == states.GO_RUNNING) bindGoroutine(row);
  else if (status == states.GO_SYSCALL && !bindSyscall(row)) return REFUSED;
  const emitted = Turn.type == GO_STATUS_STACK ? emitStack(argument(3)) : emit();
  if (emitted != ADVANCED) return emitted;
  arg(row);
  arg(from);
  arg(to);
  return ADVANCED;
}

/** GO_STATE_… by status on the wire. */
function goState(status: u8): i32 {
  if (status == states.GO_RUNNABLE) return 2;
  if (status == states.GO_RUNNING) return 3;
  if (status == states.GO_SYSCALL) return 5;
  return status == states.GO_WAITING ? 4 : 0;
}

/** A goroutine in a syscall has a thread: this one, or another one that the event speaks of. */
function bindSyscall(row: i32): bool {
  const threadId = argument(1);
  if (threadId == -1) return false;
  if (Turn.thread >= 0 && threads.ids.id(Turn.thread) == threadId) {
    if (!isInitial() && Turn.goroutine != row) return false;
    bindGoroutine(row);
    return true;
  }
  const seen = threads.known(threadId);
  if (seen >= 0) {
    if (threads.goroutine(seen) != row) return false;
    Turn.goroutine = row;
    Turn.thread = seen;
    return true;
  }
  const thread = threads.intern(threadId);
  threads.enter(thread);
  threads.setGoroutine(thread, row);
  threads.setProc(thread, -1);
  Turn.thread = thread;
  return true;
}

/** Three events: the next goroutine is unblocked, the current one blocks or ends, the next one starts. */
export function goSwitch(): i32 {
  const goroutine = Turn.goroutine;
  if (!hasGoroutine() || goroutines.statusOf(goroutine) != states.GO_RUNNING) return REFUSED;
  const next = goroutines.ids.find(argument(0));
  const sequence = argument(1);
  if (!goroutines.isNext(next, states.GO_WAITING, sequence)) return BLOCKED;
  emitWith(next);
  if (Turn.type == GO_SWITCH) {
    goroutines.setStatus(goroutine, states.GO_WAITING);
    add(GO_BLOCK, goroutine, Turn.proc, Turn.thread, 0);
    arg(0);
  } else {
    forget(goroutine);
    add(GO_DESTROY, goroutine, Turn.proc, Turn.thread, 0);
  }
  goroutines.set(next, states.GO_RUNNING, sequence);
  bindGoroutine(next);
  add(GO_START, -1, Turn.proc, Turn.thread, 0);
  arg(next);
  return ADVANCED;
}

export function goSyscallBegin(): i32 {
  const goroutine = Turn.goroutine;
  const proc = Turn.proc;
  if (!hasGoroutine() || goroutines.statusOf(goroutine) != states.GO_RUNNING) return REFUSED;
  const sequence = argument(0);
  if (procs.statusOf(proc) == states.ABSENT || !procs.succeeds(proc, sequence)) return REFUSED;
  goroutines.setStatus(goroutine, states.GO_SYSCALL);
  procs.set(proc, states.PROC_SYSCALL, sequence);
  return emitStack(argument(1));
}

export function goSyscallEnd(): i32 {
  if (!hasGoroutine()) return REFUSED;
  if (goroutines.statusOf(Turn.goroutine) != states.GO_SYSCALL) return REFUSED;
  if (procs.statusOf(Turn.proc) != states.PROC_SYSCALL) return REFUSED;
  goroutines.setStatus(Turn.goroutine, states.GO_RUNNING);
  procs.setStatus(Turn.proc, states.PROC_RUNNING);
  return emit();
}

export function goSyscallEndBlocked(): i32 {
  if (Turn.proc >= 0 && procs.statusOf(Turn.proc) == states.PROC_SYSCALL) return BLOCKED;
  if (Turn.thread < 0 || Turn.goroutine < 0) return REFUSED;
  if (goroutines.statusOf(Turn.goroutine) != states.GO_SYSCALL) return REFUSED;
  goroutines.setStatus(Turn.goroutine, states.GO_RUNNABLE);
  bindGoroutine(-1);
  return emit();
}

export function goCreateSyscall(): i32 {
  if (Turn.thread < 0 || Turn.goroutine >= 0) return REFUSED;
  const row = goroutines.intern(argument(0));
  if (goroutines.statusOf(row) != states.ABSENT) return REFUSED;
  goroutines.set(row, states.GO_SYSCALL, 0);
  bindGoroutine(row);
  return emitWith(row);
}

export function goDestroySyscall(): i32 {
  const goroutine = Turn.goroutine;
  const proc = Turn.proc;
  if (Turn.thread < 0 || goroutine < 0) return REFUSED;
  if (goroutines.statusOf(goroutine) != states.GO_SYSCALL) return REFUSED;
  if (proc >= 0) {
    if (procs.statusOf(proc) != states.PROC_SYSCALL) return REFUSED;
    procs.setStatus(proc, states.PROC_SYSCALL_ABANDONED);
    add(PROC_STEAL, goroutine, proc, Turn.thread, 0);
    arg(proc);
    arg(PROC_STATE_RUNNING);
    arg(PROC_STATE_IDLE);
    bindProc(-1);
  }
  forget(goroutine);
  bindGoroutine(-1);
  return emit();
}

const PROC_STATE_NOT_EXIST: i32 = 1;
const PROC_STATE_RUNNING: i32 = 2;
const PROC_STATE_IDLE: i32 = 3;

export function procStatus(): i32 {
  const status = <u8>argument(1);
  if (status > states.STATUS_LIMIT) return REFUSED;
  const row = procs.intern(argument(0));
  const known = procs.statusOf(row);
  let from = procState(status);
  let to = from;
  let isPromoted = false;
  if (known == states.ABSENT) {
    from = isInitial() ? 0 : PROC_STATE_NOT_EXIST;
    procs.set(row, status, 0);
  } else {
    isPromoted = status == states.PROC_SYSCALL_ABANDONED && known == states.PROC_SYSCALL;
    if (isPromoted) {
      from = PROC_STATE_RUNNING;
      to = PROC_STATE_RUNNING;
    } else if (known != status) return REFUSED;
    procs.set(row, known, 0);
  }
  if (status == states.PROC_RUNNING || status == states.PROC_SYSCALL) bindProc(row);
  if (isPromoted) {
    const owner = threads.ownerOf(row);
    if (owner < 0) return REFUSED;
    Turn.thread = owner;
    Turn.proc = row;
    Turn.goroutine = threads.goroutine(owner);
  }
  return emitTransition(row, from, to);
}

function procState(status: u8): i32 {
  if (status == states.PROC_RUNNING || status == states.PROC_SYSCALL) return PROC_STATE_RUNNING;
  return status == 0 ? 0 : PROC_STATE_IDLE;
}

export function procStart(): i32 {
  const row = procs.ids.find(argument(0));
  const sequence = argument(1);
  if (!procs.isNext(row, states.PROC_IDLE, sequence) || Turn.proc >= 0) return BLOCKED;
  if (Turn.thread < 0) return REFUSED;
  procs.set(row, states.PROC_RUNNING, sequence);
  bindProc(row);
  return emitWith(row);
}

export function procStop(): i32 {
  const row = Turn.proc;
  if (row < 0) return REFUSED;
  const status = procs.statusOf(row);
  if (status != states.PROC_RUNNING && status != states.PROC_SYSCALL) return REFUSED;
  procs.setStatus(row, states.PROC_IDLE);
  bindProc(-1);
  return emit();
}

export function procSteal(): i32 {
  const row = procs.ids.find(argument(0));
  const sequence = argument(1);
  const before = row < 0 ? states.ABSENT : procs.statusOf(row);
  if (before != states.PROC_SYSCALL && before != states.PROC_SYSCALL_ABANDONED) return BLOCKED;
  if (!procs.succeeds(row, sequence)) return BLOCKED;
  if (Turn.thread < 0) return REFUSED;
  procs.set(row, states.PROC_IDLE, sequence);
  if (before == states.PROC_SYSCALL_ABANDONED) {
    return emitTransition(row, PROC_STATE_IDLE, PROC_STATE_IDLE);
  }
  const victim = threads.known(argument(2));
  if (victim < 0 || threads.proc(victim) != row) return REFUSED;
  threads.setProc(victim, -1);
  return emitTransition(row, PROC_STATE_RUNNING, PROC_STATE_IDLE);
}

function emitTransition(row: i32, from: i32, to: i32): i32 {
  emitWith(row);
  arg(from);
  arg(to);
  return ADVANCED;
}
