/**
 * One event's turn (ordering.Advance in internal/trace/order.go of Go 1.26): the scheduler is played back, and an
 * event that speaks of a goroutine or proc of another thread waits until what it follows has happened.
 *
 *     GoStart                  the goroutine is runnable, and the number is the next one
 *     GoUnblock, GoSwitch…     the goroutine waits, and the number is the next one
 *     ProcStart                the proc is idle, the number is the next one, the thread has no proc
 *     ProcSteal                the proc is in a syscall or abandoned, and the number is the next one
 *     GoSyscallEndBlocked      the proc of the thread is not in a syscall any more
 *     GCBegin, GCActive, GCEnd the number is the next one
 *
 * All others take their turn at once. Time never decides: clocks may be wrong.
 */
import { GOROUTINE_STACK_FREE, SPAN } from './event-types.ts';
import * as types from './event-types.ts';
import * as annotations from './order-annotations.ts';
import * as goroutines from './order-goroutines.ts';
import * as procs from './order-procs.ts';
import * as ranges from './order-ranges.ts';
import type { OrderState } from './order-state.ts';
import * as syscalls from './order-syscalls.ts';

/** Gives the event in `order` its turn: ADVANCED, BLOCKED or BROKEN. */
export function advance(order: OrderState): number {
  const { thread, threads } = order;
  if (thread < 0) {
    order.goroutine = -1;
    order.proc = -1;
  } else {
    threads.enter(thread);
    order.goroutine = threads.goroutine[thread] ?? -1;
    order.proc = threads.proc[thread] ?? -1;
  }
  // The first eight are nine tenths of a trace.
  switch (order.type) {
    case types.GO_START:
      return goroutines.goStart(order);
    case types.GO_BLOCK:
    case types.GO_STOP:
    case types.GO_DESTROY:
      return goroutines.goStop(order);
    case types.GO_UNBLOCK:
      return goroutines.goUnblock(order);
    case types.GO_SYSCALL_BEGIN:
      return syscalls.goSyscallBegin(order);
    case types.GO_SYSCALL_END:
      return syscalls.goSyscallEnd(order);
    case types.GO_CREATE:
    case types.GO_CREATE_BLOCKED:
      return goroutines.goCreate(order);
    default:
      return advanceRarer(order);
  }
}

function advanceRarer(order: OrderState): number {
  switch (order.type) {
    case types.PROC_START:
      return procs.procStart(order);
    case types.PROC_STOP:
      return procs.procStop(order);
    case types.PROC_STEAL:
      return procs.procSteal(order);
    case types.PROC_STATUS:
      return procs.procStatus(order);
    case types.GO_STATUS:
    case types.GO_STATUS_STACK:
      return goroutines.goStatus(order);
    case types.GO_SWITCH:
    case types.GO_SWITCH_DESTROY:
      return goroutines.goSwitch(order);
    case types.GO_SYSCALL_END_BLOCKED:
      return syscalls.goSyscallEndBlocked(order);
    case types.GO_CREATE_SYSCALL:
      return syscalls.goCreateSyscall(order);
    case types.GO_DESTROY_SYSCALL:
      return syscalls.goDestroySyscall(order);
    case types.HEAP_ALLOC:
    case types.HEAP_GOAL:
      return annotations.heapMetric(order);
    case types.PROCS_CHANGE:
      return annotations.procsChange(order);
    case types.GO_LABEL:
      return annotations.goLabel(order);
    case types.USER_TASK_BEGIN:
      return annotations.userTaskBegin(order);
    case types.USER_TASK_END:
      return annotations.userTaskEnd(order);
    case types.USER_REGION_BEGIN:
      return annotations.userRegionBegin(order);
    case types.USER_REGION_END:
      return annotations.userRegionEnd(order);
    case types.USER_LOG:
      return annotations.userLog(order);
    default:
      return advanceRange(order);
  }
}

function advanceRange(order: OrderState): number {
  switch (order.type) {
    case types.GC_ACTIVE:
      return ranges.gcActive(order);
    case types.GC_BEGIN:
      return ranges.gcBegin(order);
    case types.GC_END:
      return ranges.gcEnd(order);
    case types.GC_SWEEP_BEGIN:
      return ranges.gcSweepBegin(order);
    case types.GC_SWEEP_ACTIVE:
      return ranges.gcSweepActive(order);
    case types.GC_SWEEP_END:
      return ranges.gcSweepEnd(order);
    case types.GC_MARK_ASSIST_BEGIN:
      return ranges.gcMarkAssistBegin(order);
    case types.GC_MARK_ASSIST_ACTIVE:
      return ranges.gcMarkAssistActive(order);
    case types.GC_MARK_ASSIST_END:
      return ranges.gcMarkAssistEnd(order);
    case types.STW_BEGIN:
      return ranges.stwBegin(order);
    case types.STW_END:
      return ranges.stwEnd(order);
    default:
      if (order.type >= SPAN && order.type <= GOROUTINE_STACK_FREE) {
        return annotations.experimental(order);
      }
      return order.fail(`event ${order.type} has no place in the batch of a thread`);
  }
}
