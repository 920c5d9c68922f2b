/** Metrics, labels, tasks, regions, logs and experiments: advanceAnnotation and its neighbours in internal/trace/order.go of Go 1.26. */
import { ADVANCED, BROKEN, NO_THREAD, type OrderState } from './order-state.ts';
import { ARGUMENT_COUNT } from './specs.ts';

/** GOMAXPROCS changed. */
export function procsChange(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (order.emitStack(order.arg(1)) === BROKEN) return BROKEN;
  order.out.arg(order.arg(0));
  return ADVANCED;
}

export function heapMetric(order: OrderState): number {
  if (order.requireProc() === BROKEN) return BROKEN;
  return order.emitWith(order.arg(0));
}

export function goLabel(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const label = order.string(order.arg(0));
  return label < 0 ? BROKEN : order.emitWith(label);
}

/** Tasks need no beginning and may end more than once; only a second beginning is wrong. */
export function userTaskBegin(order: OrderState): number {
  const task = order.arg(0);
  if (order.tasks.has(task)) return order.fail(`task ${task} begins, but it has begun already`);
  // 0 means no parent here, not the background task.
  const parent = order.arg(1) === 0 ? NO_TASK : order.arg(1);
  const name = order.string(order.arg(2));
  if (name < 0) return BROKEN;
  order.tasks.set(task, { parent, name });
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (order.emitStack(order.arg(3)) === BROKEN) return BROKEN;
  return emitTask(order, task, parent, name);
}

/** Parent and name come from the beginning, perhaps generations ago. */
export function userTaskEnd(order: OrderState): number {
  const task = order.arg(0);
  const { parent, name } = order.tasks.get(task) ?? UNKNOWN_TASK;
  order.tasks.delete(task);
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  if (order.emitStack(order.arg(1)) === BROKEN) return BROKEN;
  return emitTask(order, task, parent, name);
}

export function userRegionBegin(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const name = order.string(order.arg(1));
  if (name < 0) return BROKEN;
  order.regions.begin(order.goroutine, order.arg(0), name);
  return emitRegion(order, name);
}

export function userRegionEnd(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const name = order.string(order.arg(1));
  if (name < 0) return BROKEN;
  if (!order.regions.end(order.goroutine, order.arg(0), name)) {
    return order.fail('a region ends that is not the innermost one of its goroutine');
  }
  return emitRegion(order, name);
}

export function userLog(order: OrderState): number {
  if (order.requireGoroutine() === BROKEN) return BROKEN;
  const category = order.string(order.arg(1));
  const message = order.string(order.arg(2));
  if (category < 0 || message < 0) return BROKEN;
  if (order.emitStack(order.arg(3)) === BROKEN) return BROKEN;
  order.out.arg(order.arg(0));
  order.out.arg(category);
  order.out.arg(message);
  return ADVANCED;
}

/** Events of an experiment are handed on as they are. */
export function experimental(order: OrderState): number {
  if (order.thread < 0) return order.fail(NO_THREAD);
  order.emit();
  const count = ARGUMENT_COUNT[order.type] ?? 0;
  for (let index = 0; index < count; index++) order.out.arg(order.arg(index));
  return ADVANCED;
}

const NO_TASK = -1;
const UNKNOWN_TASK = { parent: NO_TASK, name: 0 };

function emitTask(order: OrderState, task: number, parent: number, name: number): number {
  order.out.arg(task);
  order.out.arg(parent);
  order.out.arg(name);
  return ADVANCED;
}

function emitRegion(order: OrderState, name: number): number {
  if (order.emitStack(order.arg(2)) === BROKEN) return BROKEN;
  order.out.arg(order.arg(0));
  order.out.arg(name);
  return ADVANCED;
}
