/** Events of procs: advanceProcStatus to advanceProcSteal of internal/trace/order.go in Go 1.26. */
import {
  PROC_STATE_IDLE,
  PROC_STATE_NOT_EXIST,
  PROC_STATE_RUNNING,
  PROC_STATE_UNDETERMINED,
} from './events.ts';
import { ADVANCED, BLOCKED, NO_THREAD, type OrderState } from './order-state.ts';
import {
  ABSENT,
  PROC_IDLE,
  PROC_RUNNING,
  PROC_SYSCALL,
  PROC_SYSCALL_ABANDONED,
  STATUS_LIMIT,
} from './states.ts';

/** State by status on the wire. */
const STATES = [
  PROC_STATE_UNDETERMINED,
  PROC_STATE_RUNNING,
  PROC_STATE_IDLE,
  PROC_STATE_RUNNING,
  PROC_STATE_IDLE,
];

/** The first word on a proc in a generation. It never waits. */
export function procStatus(order: OrderState): number {
  const { procs } = order;
  const id = order.arg(0);
  const status = order.arg(1) & 0xff;
  if (status > STATUS_LIMIT) return order.fail(`invalid status ${status} for proc ${id}`);
  const row = procs.intern(id);
  const known = procs.status[row] ?? ABSENT;
  let from = STATES[status] ?? 0;
  let to = from;
  let isPromoted = false;
  if (known === ABSENT) {
    from = order.isInitial ? PROC_STATE_UNDETERMINED : PROC_STATE_NOT_EXIST;
    procs.set(row, status, 0);
  } else {
    // Abandoned is a syscall of which information was lost; if the syscall was seen, nothing is lost.
    isPromoted = status === PROC_SYSCALL_ABANDONED && known === PROC_SYSCALL;
    if (isPromoted) {
      from = PROC_STATE_RUNNING;
      to = PROC_STATE_RUNNING;
    } else if (known !== status) {
      return order.fail(`proc ${id} has status ${known}, its new generation says ${status}`);
    }
    procs.set(row, known, 0);
  }
  if (status === PROC_RUNNING || status === PROC_SYSCALL) order.bindProc(row);
  if (isPromoted && !moveToOwner(order, row)) {
    return order.fail(`no thread has proc ${id}, which is about to be stolen`);
  }
  return emitTransition(order, row, from, to);
}

export function procStart(order: OrderState): number {
  const { procs } = order;
  const row = procs.ids.find(order.arg(0));
  const sequence = order.arg(1);
  // With a proc in hand this is the end of a syscall whose proc is stolen by an event not yet seen.
  if (!procs.isNext(row, PROC_IDLE, sequence) || order.proc >= 0) {
    return BLOCKED;
  }
  if (order.thread < 0) return order.fail(NO_THREAD);
  procs.set(row, PROC_RUNNING, sequence);
  order.bindProc(row);
  return order.emitWith(row);
}

/** Needs no sequence number: a proc is stopped by the thread that has it. */
export function procStop(order: OrderState): number {
  const row = order.proc;
  if (row < 0) return order.requireProc();
  const { status } = order.procs;
  if (status[row] !== PROC_RUNNING && status[row] !== PROC_SYSCALL) {
    return order.fail('ProcStop for a proc that is neither running nor in a syscall');
  }
  status[row] = PROC_IDLE;
  order.bindProc(-1);
  return order.emit();
}

/** Another thread takes the proc away from one in a syscall. */
export function procSteal(order: OrderState): number {
  const { procs, threads } = order;
  const id = order.arg(0);
  const row = procs.ids.find(id);
  const sequence = order.arg(1);
  const before = row < 0 ? ABSENT : procs.status[row];
  if (before !== PROC_SYSCALL && before !== PROC_SYSCALL_ABANDONED) return BLOCKED;
  if (!procs.succeeds(row, sequence)) return BLOCKED;
  if (order.thread < 0) return order.fail(NO_THREAD);
  procs.set(row, PROC_IDLE, sequence);
  // The thread that abandoned it may have moved on: leave it alone.
  if (before === PROC_SYSCALL_ABANDONED) {
    return emitTransition(order, row, PROC_STATE_IDLE, PROC_STATE_IDLE);
  }
  const victimId = order.arg(2);
  const victim = threads.known(victimId);
  if (victim < 0)
    return order.fail(`proc ${id} is stolen from thread ${victimId}, which is unknown`);
  if (threads.proc[victim] !== row) {
    const other = procs.ids.id(threads.proc[victim] ?? -1);
    return order.fail(`proc ${id} is stolen from thread ${victimId}, which has proc ${other}`);
  }
  // GoSyscallEndBlocked of the victim waits for this.
  threads.proc[victim] = -1;
  return emitTransition(order, row, PROC_STATE_RUNNING, PROC_STATE_IDLE);
}

function emitTransition(order: OrderState, row: number, from: number, to: number): number {
  order.emitWith(row);
  order.out.arg(from);
  order.out.arg(to);
  return ADVANCED;
}

/** The status of a proc about to be stolen comes from anywhere; it belongs to the thread that has the proc. */
function moveToOwner(order: OrderState, proc: number): boolean {
  const { threads } = order;
  const owner = threads.proc.lastIndexOf(proc);
  if (owner < 0) return false;
  order.thread = owner;
  order.proc = proc;
  order.goroutine = threads.goroutine[owner] ?? -1;
  return true;
}
