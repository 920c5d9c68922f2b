/** Turns of the GC, ranges, metrics and annotations: order-ranges.ts and order-annotations.ts of src/trace. */
import { arg } from './events';
import { ABSENT, NO_RANGE } from './states';
import {
  ADVANCED,
  argument,
  BLOCKED,
  emit,
  emitStack,
  emitWith,
  GC_NOT_RUNNING,
  GC_RUNNING,
  GC_UNDETERMINED,
  goroutines,
  hasGoroutine,
  hasProc,
  isInitial,
  procs,
  REFUSED,
  regions,
  stringRow,
  tasks,
  Turn,
} from './turn';

export function gcActive(): i32 {
  const sequence = argument(0);
  if (isInitial()) {
    if (Turn.gcState != GC_UNDETERMINED) return REFUSED;
    Turn.gcState = GC_RUNNING;
  } else {
    if (sequence != Turn.gcSequence + 1) return BLOCKED;
    if (Turn.gcState != GC_RUNNING || !hasGoroutine()) return REFUSED;
  }
  Turn.gcSequence = sequence;
  return emitWith(sequence);
}

export function gcBegin(): i32 {
  const sequence = argument(0);
  if (Turn.gcState != GC_UNDETERMINED) {
    if (sequence != Turn.gcSequence + 1) return BLOCKED;
    if (Turn.gcState == GC_RUNNING || !hasGoroutine()) return REFUSED;
  }
  Turn.gcSequence = sequence;
  Turn.gcState = GC_RUNNING;
  if (emitStack(argument(1)) != ADVANCED) return REFUSED;
  arg(<f64>sequence);
  return ADVANCED;
}

export function gcEnd(): i32 {
  const sequence = argument(0);
  if (sequence != Turn.gcSequence + 1) return BLOCKED;
  if (Turn.gcState != GC_RUNNING || !hasGoroutine()) return REFUSED;
  Turn.gcSequence = sequence;
  Turn.gcState = GC_NOT_RUNNING;
  return emitWith(sequence);
}

export function gcSweepBegin(): i32 {
  if (!hasProc() || !begin(procs.range, Turn.proc, 0)) return REFUSED;
  return emitStack(argument(0));
}

export function gcSweepActive(): i32 {
  const row = procs.ids.find(argument(0));
  if (row < 0 || procs.statusOf(row) == ABSENT) return REFUSED;
  return active(procs.range, row);
}

export function gcSweepEnd(): i32 {
  if (!hasProc() || end(procs.range, Turn.proc) < 0) return REFUSED;
  emitWith(argument(0));
  arg(<f64>argument(1));
  return ADVANCED;
}

export function gcMarkAssistBegin(): i32 {
  if (!hasGoroutine() || !begin(goroutines.range, Turn.goroutine, 0)) return REFUSED;
  return emitStack(argument(0));
}

export function gcMarkAssistActive(): i32 {
  const row = goroutines.ids.find(argument(0));
  if (row < 0 || goroutines.statusOf(row) == ABSENT) return REFUSED;
  return active(goroutines.range, row);
}

export function gcMarkAssistEnd(): i32 {
  if (!hasGoroutine() || end(goroutines.range, Turn.goroutine) < 0) return REFUSED;
  return emit();
}

/** Two kinds at once on one goroutine are left to the other kernel. */
export function stwBegin(): i32 {
  if (!hasGoroutine()) return REFUSED;
  const kind = stringRow(argument(0));
  if (kind < 0 || !begin(goroutines.stop, Turn.goroutine, kind)) return REFUSED;
  if (emitStack(argument(1)) != ADVANCED) return REFUSED;
  arg(kind);
  return ADVANCED;
}

export function stwEnd(): i32 {
  if (!hasGoroutine()) return REFUSED;
  const kind = end(goroutines.stop, Turn.goroutine);
  return kind < 0 ? REFUSED : emitWith(kind);
}

/** In the first generation the range began before the trace; later its beginning was seen. */
function active(column: usize, owner: i32): i32 {
  if (isInitial()) {
    if (!begin(column, owner, 0)) return REFUSED;
  } else if (load<i32>(column + ((<usize>owner) << 2)) == NO_RANGE) return REFUSED;
  return emitWith(owner);
}

function begin(column: usize, owner: i32, detail: i32): bool {
  const at = column + ((<usize>owner) << 2);
  if (load<i32>(at) != NO_RANGE) return false;
  store<i32>(at, detail);
  return true;
}

function end(column: usize, owner: i32): i32 {
  const at = column + ((<usize>owner) << 2);
  const detail = load<i32>(at);
  store<i32>(at, NO_RANGE);
  return detail;
}

export function procsChange(): i32 {
  if (!hasGoroutine() || emitStack(argument(1)) != ADVANCED) return REFUSED;
  arg(<f64>argument(0));
  return ADVANCED;
}

export function heapMetric(): i32 {
  return hasProc() ? emitWith(argument(0)) : REFUSED;
}

export function goLabel(): i32 {
  const label = stringRow(argument(0));
  return label >= 0 && hasGoroutine() ? emitWith(label) : REFUSED;
}

export function userTaskBegin(): i32 {
  const task = argument(0);
  if (tasks.find(task) >= 0) return REFUSED;
  const parent: i64 = argument(1) == 0 ? -1 : argument(1);
  const name = stringRow(argument(2));
  if (name < 0 || !hasGoroutine()) return REFUSED;
  tasks.begin(task, parent, name);
  if (emitStack(argument(3)) != ADVANCED) return REFUSED;
  return emitTask(task, parent, name);
}

export function userTaskEnd(): i32 {
  const task = argument(0);
  const row = tasks.find(task);
  let parent: i64 = -1;
  let name = 0;
  if (row >= 0) {
    parent = tasks.parent(row);
    name = tasks.name(row);
    tasks.end(row);
  }
  if (!hasGoroutine() || emitStack(argument(1)) != ADVANCED) return REFUSED;
  return emitTask(task, parent, name);
}

function emitTask(task: i64, parent: i64, name: i32): i32 {
  arg(<f64>task);
  arg(<f64>parent);
  arg(name);
  return ADVANCED;
}

export function userRegionBegin(): i32 {
  if (!hasGoroutine()) return REFUSED;
  const name = stringRow(argument(1));
  if (name < 0) return REFUSED;
  const at = goroutines.region + ((<usize>Turn.goroutine) << 2);
  store<i32>(at, regions.begin(load<i32>(at), argument(0), name));
  return emitRegion(name);
}

/** Without any region on the goroutine it began before the trace. */
export function userRegionEnd(): i32 {
  if (!hasGoroutine()) return REFUSED;
  const name = stringRow(argument(1));
  if (name < 0) return REFUSED;
  const at = goroutines.region + ((<usize>Turn.goroutine) << 2);
  const node = load<i32>(at);
  if (node >= 0) {
    if (!regions.is(node, argument(0), name)) return REFUSED;
    store<i32>(at, regions.end(node));
  }
  return emitRegion(name);
}

function emitRegion(name: i32): i32 {
  if (emitStack(argument(2)) != ADVANCED) return REFUSED;
  arg(<f64>argument(0));
  arg(name);
  return ADVANCED;
}

export function userLog(): i32 {
  if (!hasGoroutine()) return REFUSED;
  const category = stringRow(argument(1));
  const message = stringRow(argument(2));
  if (category < 0 || message < 0 || emitStack(argument(3)) != ADVANCED) return REFUSED;
  arg(<f64>argument(0));
  arg(category);
  arg(message);
  return ADVANCED;
}

/** Handed on as it is. */
export function experimental(count: i32): i32 {
  if (Turn.thread < 0) return REFUSED;
  emit();
  for (let index = 0; index < count; index++) arg(<f64>argument(index));
  return ADVANCED;
}
