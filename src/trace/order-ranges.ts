/** GC, sweeping, mark assists and stop-the-world: advanceGCActive to advanceGoRangeEnd of internal/trace/order.go in Go 1.26. */
import { GC_MARK_ASSIST_BEGIN, GC_SWEEP_BEGIN, STW_BEGIN } from './event-types.ts';
import {
  ADVANCED,
  BLOCKED,
  BROKEN,
  GC_NOT_RUNNING,
  GC_RUNNING,
  GC_UNDETERMINED,
  type OrderState,
} from './order-state.ts';
import type { Ranges } from './ranges.ts';
import { ABSENT } from './states.ts';

/** In the first generation the first word on the GC; later it must be marking, and it is its turn by number. */
export function gcActive(order: OrderState): number {
  const sequence = order.arg(0);
  if (order.isInitial) {
    if (order.gcState !== GC_UNDETERMINED) {
      return order.fail('GCActive is not the first event of the GC in the first generation');
    }
    order.gcState = GC_RUNNING;
  } else {
    if (sequence !== order.gcSequence + 1) return BLOCKED;
    if (order.gcState !== GC_RUNNING) return order.fail('GCActive while the GC does not mark');
    if (order.requireGoroutine() === BROKEN) return BROKEN;
  }
  order.gcSequence = sequence;
  return order.emitWith(sequence);
}

export function gcBegin(order: OrderState): number {
  const sequence = order.arg(0);
  if (order.gcState !== GC_UNDETERMINED) {
    if (sequence !== order.gcSequence + 1) return BLOCKED;
    if (order.gcState === GC_RUNNING) return order.fail('GCBegin while the GC marks');
    if (order.requireGoroutine() === BROKEN) return BROKEN;
  }
  order.gcSequence = sequence;
  order.gcState = GC_RUNNING;
  if (order.emitStack(order.arg(1)) === BROKEN) return BROKEN;
  order.out.arg(sequence);
  return ADVANCED;
}

export function gcEnd(order: OrderState): number {
  const sequence = order.arg(0);
  if (sequence !== order.gcSequence + 1) return BLOCKED;
  if (order.gcState !== GC_RUNNING) return order.fail('GCEnd while the GC does not mark');
  order.gcSequence = sequence;
  order.gcState = GC_NOT_RUNNING;
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  return order.emitWith(sequence);
}

export function gcSweepBegin(order: OrderState): number {
  if (order.requireProc() === BROKEN) return BROKEN;
  if (!order.procRanges.begin(order.proc, GC_SWEEP_BEGIN, 0)) return twice(order);
  return order.emitStack(order.arg(0));
}

export function gcSweepActive(order: OrderState): number {
  const id = order.arg(0);
  const row = order.procs.ids.find(id);
  if (row < 0 || order.procs.status[row] === ABSENT) {
    return order.fail(`GCSweepActive for proc ${id}, which is unknown`);
  }
  return active(order, order.procRanges, row, GC_SWEEP_BEGIN);
}

export function gcSweepEnd(order: OrderState): number {
  if (order.requireProc() === BROKEN) return BROKEN;
  if (order.procRanges.end(order.proc, GC_SWEEP_BEGIN) < 0) return missing(order);
  order.emitWith(order.arg(0));
  order.out.arg(order.arg(1));
  return ADVANCED;
}

export function gcMarkAssistBegin(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (!order.goroutineRanges.begin(order.goroutine, GC_MARK_ASSIST_BEGIN, 0)) return twice(order);
  return order.emitStack(order.arg(0));
}

/** Like a status it may speak of a goroutine that does not run. */
export function gcMarkAssistActive(order: OrderState): number {
  const id = order.arg(0);
  const row = order.goroutines.ids.find(id);
  if (row < 0 || order.goroutines.status[row] === ABSENT) {
    return order.fail(`GCMarkAssistActive for goroutine ${id}, which is unknown`);
  }
  return active(order, order.goroutineRanges, row, GC_MARK_ASSIST_BEGIN);
}

export function gcMarkAssistEnd(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (order.goroutineRanges.end(order.goroutine, GC_MARK_ASSIST_BEGIN) < 0) return missing(order);
  return order.emit();
}

export function stwBegin(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const kind = order.string(order.arg(0));
  if (kind < 0) return BROKEN;
  if (!order.goroutineRanges.begin(order.goroutine, STW_BEGIN, kind)) return twice(order);
  if (order.emitStack(order.arg(1)) === BROKEN) return BROKEN;
  order.out.arg(kind);
  return ADVANCED;
}

/** The wire does not repeat the kind: it comes from the beginning. */
export function stwEnd(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const kind = order.goroutineRanges.end(order.goroutine, STW_BEGIN);
  return kind < 0 ? missing(order) : order.emitWith(kind);
}

/** In the first generation the range began before the trace; later its beginning was seen. */
function active(order: OrderState, ranges: Ranges, owner: number, type: number): number {
  if (order.isInitial) {
    if (!ranges.begin(owner, type, 0)) return twice(order);
  } else if (!ranges.has(owner, type, 0)) return missing(order);
  return order.emitWith(owner);
}

function twice(order: OrderState): number {
  return order.fail('a range begins that is in progress already');
}

function missing(order: OrderState): number {
  return order.fail('a range ends or goes on that is not in progress');
}
