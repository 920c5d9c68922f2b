/** Syscalls and cgo callbacks: advanceGoSyscallBegin to advanceGoDestroySyscall of internal/trace/order.go in Go 1.26. */
import { PROC_STATE_IDLE, PROC_STATE_RUNNING } from './events.ts';
import { PROC_STEAL } from './event-types.ts';
import { forget } from './order-goroutines.ts';
import {
  BLOCKED,
  BROKEN,
  HAS_GOROUTINE,
  NO_GOROUTINE,
  NO_THREAD,
  type OrderState,
} from './order-state.ts';
import {
  ABSENT,
  GO_RUNNABLE,
  GO_RUNNING,
  GO_SYSCALL,
  PROC_RUNNING,
  PROC_SYSCALL,
  PROC_SYSCALL_ABANDONED,
} from './states.ts';

/**
 * Goroutine and proc go into the syscall together. The sequence number of the proc only says which syscall a
 * ProcSteal speaks of; here it must fit, there is nothing to wait for.
 */
export function goSyscallBegin(order: OrderState): number {
  const { goroutines, procs, goroutine, proc } = order;
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (goroutines.status[goroutine] !== GO_RUNNING) {
    return order.fail('a goroutine enters a syscall that is not running');
  }
  const sequence = order.arg(0);
  if (procs.status[proc] === ABSENT || !procs.succeeds(proc, sequence)) {
    const id = procs.ids.id(proc);
    return order.fail(`syscall number ${sequence} of proc ${id} does not follow the one before`);
  }
  goroutines.status[goroutine] = GO_SYSCALL;
  procs.set(proc, PROC_SYSCALL, sequence);
  return order.emitStack(order.arg(1));
}

/** The goroutine still has its proc. */
export function goSyscallEnd(order: OrderState): number {
  const { goroutines, procs, goroutine, proc } = order;
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (goroutines.status[goroutine] !== GO_SYSCALL) {
    return order.fail('a goroutine leaves a syscall that is in none');
  }
  if (procs.status[proc] !== PROC_SYSCALL) {
    return order.fail(`proc ${procs.ids.id(proc)} leaves a syscall, but is in none`);
  }
  goroutines.status[goroutine] = GO_RUNNING;
  procs.status[proc] = PROC_RUNNING;
  return order.emit();
}

/** The goroutine lost its proc meanwhile: this waits until ProcStop or ProcSteal has said so. */
export function goSyscallEndBlocked(order: OrderState): number {
  const { goroutines, goroutine, proc } = order;
  if (proc >= 0 && order.procs.status[proc] === PROC_SYSCALL) return BLOCKED;
  if (order.thread < 0) return order.fail(NO_THREAD);
  if (goroutine < 0) return order.fail(NO_GOROUTINE);
  if (goroutines.status[goroutine] !== GO_SYSCALL) {
    return order.fail('a goroutine leaves a syscall that is in none');
  }
  goroutines.status[goroutine] = GO_RUNNABLE;
  order.bindGoroutine(-1);
  return order.emit();
}

/** A thread of C calls back into Go: a goroutine appears in a syscall. */
export function goCreateSyscall(order: OrderState): number {
  const { goroutines } = order;
  if (order.thread < 0) return order.fail(NO_THREAD);
  if (order.goroutine >= 0) return order.fail(HAS_GOROUTINE);
  const id = order.arg(0);
  const row = goroutines.intern(id);
  if (goroutines.status[row] !== ABSENT) {
    return order.fail(`goroutine ${id} is created in a syscall, but it exists already`);
  }
  goroutines.set(row, GO_SYSCALL, 0);
  order.bindGoroutine(row);
  return order.emitWith(row);
}

/**
 * The callback is over. The proc, if there is one, is lost as well, which an extra ProcSteal says: the id of the
 * thread may be used again, and the proc be stolen later, even by a new thread with that id from itself.
 */
export function goDestroySyscall(order: OrderState): number {
  const { goroutines, procs, goroutine, proc } = order;
  if (order.thread < 0) return order.fail(NO_THREAD);
  if (goroutine < 0) return order.fail(NO_GOROUTINE);
  if (goroutines.status[goroutine] !== GO_SYSCALL) {
    return order.fail('a goroutine ends in a syscall that is in none');
  }
  if (proc >= 0) {
    if (procs.status[proc] !== PROC_SYSCALL) {
      return order.fail(`proc ${procs.ids.id(proc)} of a callback that ends is in no syscall`);
    }
    procs.status[proc] = PROC_SYSCALL_ABANDONED;
    order.out.add(PROC_STEAL, goroutine, proc, order.thread, 0);
    order.out.arg(proc);
    order.out.arg(PROC_STATE_RUNNING);
    order.out.arg(PROC_STATE_IDLE);
    order.bindProc(-1);
  }
  forget(order, goroutine);
  order.bindGoroutine(-1);
  return order.emit();
}
