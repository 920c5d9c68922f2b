/** The event whose turn it is, and the tables that all turns change: `OrderState` of src/trace. */
import { add, arg } from './events';
import { NO_RANGE, Regions, Resources, Tasks, Threads } from './states';

/** The event took its turn. */
export const ADVANCED: i32 = 0;
/** Something on another thread has to happen before. */
export const BLOCKED: i32 = 1;
/** The trace contradicts itself, or says what this kernel does not know. */
export const REFUSED: i32 = 2;

export const GC_UNDETERMINED: i32 = 0;
export const GC_NOT_RUNNING: i32 = 1;
export const GC_RUNNING: i32 = 2;

export const goroutines: Resources = new Resources();
export const procs: Resources = new Resources();
export const threads: Threads = new Threads();
export const regions: Regions = new Regions();
export const tasks: Tasks = new Tasks();

export class Turn {
  static type: i32 = 0;
  /** Rows, before the transition of the event; -1 for none. */
  static goroutine: i32 = -1;
  static proc: i32 = -1;
  static thread: i32 = -1;
  /** Its arguments, i64. */
  static args: usize = 0;

  static gcSequence: i64 = 0;
  static gcState: i32 = GC_UNDETERMINED;
  static generation: f64 = 0;
  static initialGeneration: f64 = 0;

  /** i32 rows by id. */
  static stringRows: usize = 0;
  static stringCount: i64 = 0;
  static stackRows: usize = 0;
  static stackCount: i64 = 0;
}

export function argument(index: usize): i64 {
  return load<i64>(Turn.args + (index << 3));
}

export function isInitial(): bool {
  return Turn.generation == Turn.initialGeneration;
}

export function emit(): i32 {
  add(Turn.type, Turn.goroutine, Turn.proc, Turn.thread, 0);
  return ADVANCED;
}

export function emitWith(value: i64): i32 {
  add(Turn.type, Turn.goroutine, Turn.proc, Turn.thread, 0);
  arg(<f64>value);
  return ADVANCED;
}

/** With the stack of that id: arguments come after it, if it is there. */
export function emitStack(id: i64): i32 {
  const stack = stackRow(id);
  if (stack < 0) return REFUSED;
  add(Turn.type, Turn.goroutine, Turn.proc, Turn.thread, stack);
  return ADVANCED;
}

export function stackRow(id: i64): i32 {
  return <u64>id < <u64>Turn.stackCount ? load<i32>(Turn.stackRows + ((<usize>id) << 2)) : -1;
}

export function stringRow(id: i64): i32 {
  return <u64>id < <u64>Turn.stringCount ? load<i32>(Turn.stringRows + ((<usize>id) << 2)) : -1;
}

export function bindGoroutine(goroutine: i32): void {
  if (Turn.thread >= 0) threads.setGoroutine(Turn.thread, goroutine);
}

export function bindProc(proc: i32): void {
  if (Turn.thread >= 0) threads.setProc(Turn.thread, proc);
}

export function hasProc(): bool {
  return Turn.thread >= 0 && Turn.proc >= 0;
}

export function hasGoroutine(): bool {
  return Turn.goroutine >= 0 && Turn.proc >= 0;
}

/** The goroutine is gone, with its ranges and regions; its id may come again. */
export function forget(goroutine: i32): void {
  goroutines.setStatus(goroutine, 5);
  store<i32>(goroutines.stop + ((<usize>goroutine) << 2), NO_RANGE);
  store<i32>(goroutines.range + ((<usize>goroutine) << 2), NO_RANGE);
  const region = goroutines.region + ((<usize>goroutine) << 2);
  let node = load<i32>(region);
  while (node >= 0) node = regions.end(node);
  store<i32>(region, -1);
}
