/** Events of goroutines: advanceGoStatus to advanceGoSwitch of internal/trace/order.go in Go 1.26. */
import {
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_UNDETERMINED,
  GO_STATE_WAITING,
} from './events.ts';
import {
  GO_BLOCK,
  GO_CREATE_BLOCKED,
  GO_DESTROY,
  GO_START,
  GO_STATUS_STACK,
  GO_STOP,
  GO_SWITCH,
} from './event-types.ts';
import { ADVANCED, BLOCKED, BROKEN, HAS_GOROUTINE, type OrderState } from './order-state.ts';
import { ABSENT, GO_RUNNABLE, GO_RUNNING, GO_SYSCALL, GO_WAITING, STATUS_LIMIT } from './states.ts';

/** State by status on the wire. */
const STATES = [
  GO_STATE_UNDETERMINED,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_WAITING,
];

/** The first word on a goroutine in a generation. It never waits. */
export function goStatus(order: OrderState): number {
  const { goroutines } = order;
  const id = order.arg(0);
  const status = order.arg(2) & 0xff;
  if (status > STATUS_LIMIT) return order.fail(`invalid status ${status} for goroutine ${id}`);
  const row = goroutines.intern(id);
  const known = goroutines.status[row] ?? ABSENT;
  const to = STATES[status] ?? 0;
  let from = to;
  if (known === ABSENT) {
    if (!order.isInitial) {
      return order.fail(`goroutine ${id} first appears by its status, in a later generation`);
    }
    from = GO_STATE_UNDETERMINED;
  } else if (known !== status) {
    return order.fail(`goroutine ${id} has status ${known}, its new generation says ${status}`);
  }
  goroutines.set(row, status, 0);
  if (status === GO_RUNNING) order.bindGoroutine(row);
  else if (status === GO_SYSCALL && bindSyscall(order, id, row) === BROKEN) return BROKEN;
  const emitted = order.type === GO_STATUS_STACK ? order.emitStack(order.arg(3)) : order.emit();
  if (emitted !== ADVANCED) return emitted;
  order.out.arg(row);
  order.out.arg(from);
  order.out.arg(to);
  return ADVANCED;
}

/** A goroutine in a syscall has a thread: this one, or another one that the event speaks of. */
function bindSyscall(order: OrderState, id: number, row: number): number {
  const { threads } = order;
  const threadId = order.arg(1);
  if (threadId === -1) return order.fail(`goroutine ${id} is in a syscall without a thread`);
  if (order.thread >= 0 && threads.ids.id(order.thread) === threadId) {
    if (!order.isInitial && order.goroutine !== row) {
      const other = order.goroutines.ids.id(order.goroutine);
      return order.fail(`goroutine ${id} is in a syscall on a thread that has goroutine ${other}`);
    }
    order.bindGoroutine(row);
    return ADVANCED;
  }
  // It has been in this syscall for the whole generation, so it has no proc.
  const seen = threads.known(threadId);
  if (seen >= 0) {
    const other = threads.goroutine[seen] ?? -1;
    if (other !== row) {
      const otherId = order.goroutines.ids.id(other);
      return order.fail(
        `goroutine ${id} is in a syscall on thread ${threadId}, which has goroutine ${otherId}`,
      );
    }
    order.goroutine = row;
    order.thread = seen;
    return ADVANCED;
  }
  const thread = threads.intern(threadId);
  threads.enter(thread);
  threads.goroutine[thread] = row;
  threads.proc[thread] = -1;
  order.thread = thread;
  return ADVANCED;
}

/** Needs a proc, but perhaps no goroutine: the runtime creates some by itself. */
export function goCreate(order: OrderState): number {
  const { goroutines } = order;
  if (order.requireProc() === BROKEN) return BROKEN;
  const creator = order.goroutine < 0 ? ABSENT : goroutines.status[order.goroutine];
  if (creator !== ABSENT && creator !== GO_RUNNING) {
    return order.fail('a goroutine that is not running creates one');
  }
  const id = order.arg(0);
  const row = goroutines.intern(id);
  if (goroutines.status[row] !== ABSENT) {
    return order.fail(`goroutine ${id} is created, but it exists already`);
  }
  const isBlocked = order.type === GO_CREATE_BLOCKED;
  goroutines.set(row, isBlocked ? GO_WAITING : GO_RUNNABLE, 0);
  const start = order.stackRows.row(order.arg(1));
  if (start < 0) return order.fail(`stack ${order.arg(1)} is not in the generation`);
  if (order.emitStack(order.arg(2)) === BROKEN) return BROKEN;
  order.out.arg(row);
  order.out.arg(start);
  return ADVANCED;
}

/** GoStop, GoBlock and GoDestroy: a running goroutine leaves its thread. They never wait. */
export function goStop(order: OrderState): number {
  const { goroutines, goroutine, type } = order;
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (goroutines.status[goroutine] !== GO_RUNNING) {
    return order.fail('a goroutine stops that is not running');
  }
  order.bindGoroutine(-1);
  if (type === GO_DESTROY) {
    forget(order, goroutine);
    return order.emit();
  }
  goroutines.status[goroutine] = type === GO_STOP ? GO_RUNNABLE : GO_WAITING;
  const reason = order.string(order.arg(0));
  if (reason < 0 || order.emitStack(order.arg(1)) === BROKEN) return BROKEN;
  order.out.arg(reason);
  return ADVANCED;
}

export function goStart(order: OrderState): number {
  const { goroutines } = order;
  const row = goroutines.ids.find(order.arg(0));
  const sequence = order.arg(1);
  if (!goroutines.isNext(row, GO_RUNNABLE, sequence)) return BLOCKED;
  if (order.proc < 0) return order.requireProc();
  if (order.goroutine >= 0) return order.fail(HAS_GOROUTINE);
  goroutines.set(row, GO_RUNNING, sequence);
  order.bindGoroutine(row);
  return order.emitWith(row);
}

/** Anything can unblock a goroutine, also a thread without proc and goroutine. */
export function goUnblock(order: OrderState): number {
  const { goroutines } = order;
  const row = goroutines.ids.find(order.arg(0));
  const sequence = order.arg(1);
  if (!goroutines.isNext(row, GO_WAITING, sequence)) return BLOCKED;
  goroutines.set(row, GO_RUNNABLE, sequence);
  if (order.emitStack(order.arg(2)) === BROKEN) return BROKEN;
  order.out.arg(row);
  return ADVANCED;
}

/**
 * A switch of coroutines is three events: the next goroutine is unblocked, the current one blocks or ends, the
 * next one starts.
 */
export function goSwitch(order: OrderState): number {
  const { goroutines, goroutine, proc, thread, out } = order;
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (goroutines.status[goroutine] !== GO_RUNNING) {
    return order.fail('a goroutine switches to another that is not running');
  }
  const next = goroutines.ids.find(order.arg(0));
  const sequence = order.arg(1);
  if (!goroutines.isNext(next, GO_WAITING, sequence)) return BLOCKED;
  order.emitWith(next);
  if (order.type === GO_SWITCH) {
    goroutines.status[goroutine] = GO_WAITING;
    // The runtime gives no reason, and no stack.
    out.add(GO_BLOCK, goroutine, proc, thread, 0);
    out.arg(0);
  } else {
    forget(order, goroutine);
    out.add(GO_DESTROY, goroutine, proc, thread, 0);
  }
  goroutines.set(next, GO_RUNNING, sequence);
  order.bindGoroutine(next);
  out.add(GO_START, -1, proc, thread, 0);
  out.arg(next);
  return ADVANCED;
}

/** The goroutine is gone, with its ranges and regions; its id may come again. */
export function forget(order: OrderState, goroutine: number): void {
  order.goroutines.status[goroutine] = ABSENT;
  order.goroutineRanges.clear(goroutine);
  order.regions.clear(goroutine);
}
