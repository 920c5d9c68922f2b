/** What the host calls: merge.ts of src/trace. See README.md. */
import * as types from '../../src/trace/event-types';
import * as cursors from './cursors';
import { add, arg, closePiece, Out, PIECE, startPiece } from './events';
import * as rarer from './order-rarer';
import * as order from './order-states';
import { clearSpans, Spans, takeEvent } from './spans';
import { Starvation } from './starvation';
import {
  ADVANCED,
  BLOCKED,
  GC_UNDETERMINED,
  goroutines,
  procs,
  REFUSED,
  regions,
  tasks,
  threads,
  Turn,
} from './turn';

export {
  argColumn,
  firstArgColumn,
  goroutineColumn,
  procColumn,
  stackColumn,
  threadColumn,
  timeColumn,
  typeColumn,
} from './events';
export { argumentCounts } from './cursors';
export {
  finishSpans,
  lateLaneCount,
  lateLanes,
  sealedColumns,
  spanGoroutines,
  spanReasonCount,
  spanReasons,
} from './spans';

/** Answers of `run`. */
const DONE: i32 = 0;
const PIECE_IS_FULL: i32 = 1;
const GAVE_UP: i32 = 2;

/** CPU samples of the generation, f64 each: time in units, ids of goroutine, proc and thread, row of the stack. */
const SAMPLE_BYTES: usize = 40;
let sample: usize = 0;
let sampleEnd: usize = 0;
let isBroken: bool = false;

/** Memory of the host; freed by the next call with that place. */
export function reserve(place: usize, size: usize): usize {
  if (place != 0) heap.free(place);
  return heap.alloc(size);
}

/** A new trace. */
export function restart(lastTime: f64): void {
  goroutines.clear();
  procs.clear();
  threads.clear();
  regions.clear();
  tasks.clear();
  Turn.gcSequence = 0;
  Turn.gcState = GC_UNDETERMINED;
  Turn.generation = 0;
  Turn.initialGeneration = 0;
  Out.lastTime = lastTime;
  startPiece();
  Spans.isOn = false;
}

/** Of the trace that was restarted, spans are made; events that become spans do not go out. */
export function makeSpans(segmentSpans: i32): void {
  clearSpans();
  Spans.isOn = true;
  Spans.segmentSpans = segmentSpans;
}

/** Rows of the timeline by stack of the generation, and the string row of the label of idle mark workers. */
export function useTimeline(stackRows: usize, stackCount: i32, idleLabel: i32): void {
  Spans.stackRows = stackRows;
  Spans.stackCount = stackCount;
  Spans.idleLabel = idleLabel;
}

/** f64 each: total, count, deepest, its time, depth times nanoseconds; the stretches follow. */
export function starvation(into: usize): i32 {
  store<f64>(into, Starvation.total);
  store<f64>(into, Starvation.count, 8);
  store<f64>(into, <f64>Starvation.deepest, 16);
  store<f64>(into, Starvation.deepestTime, 24);
  store<f64>(into, Starvation.depthNanos, 32);
  return Starvation.stretches;
}

/** Starts, and 10,000 doubles behind them the ends. */
export function stretches(): usize {
  return Starvation.starts;
}

export function useClock(nanosPerUnit: f64, startTime: f64): void {
  cursors.Clock.nanosPerUnit = nanosPerUnit;
  cursors.Clock.startTime = startTime;
}

export function useRows(strings: usize, stringCount: i32, stacks: usize, stackCount: i32): void {
  Turn.stringRows = strings;
  Turn.stringCount = stringCount;
  Turn.stackRows = stacks;
  Turn.stackCount = stackCount;
}

export function useSamples(samples: usize, count: i32): void {
  sample = samples;
  sampleEnd = samples + <usize>count * SAMPLE_BYTES;
}

/**
 * Starts a generation. A thread is 16 bytes: its id as f64, where its batches begin and end. `cursorMemory` has room
 * for the cursors and then, by four bytes each, for the heap.
 */
export function startGeneration(
  number: f64,
  unitsOfSync: f64,
  syncCount: i32,
  thread: usize,
  threadCount: i32,
  cursorMemory: usize,
): void {
  if (number != Turn.generation) {
    goroutines.startGeneration();
    procs.startGeneration();
  }
  Turn.generation = number;
  cursors.Frontier.length = 0;
  cursors.Frontier.heap = cursorMemory + <usize>threadCount * cursors.CURSOR_BYTES;
  isBroken = false;
  // Rows are given in the order of the threads, before any event.
  for (let k = 0; k < threadCount; k++) {
    const from = thread + ((<usize>k) << 4);
    const row = threads.intern(<i64>load<f64>(from));
    const cursor = cursorMemory + <usize>k * cursors.CURSOR_BYTES;
    cursors.initCursor(cursor, load<u32>(from, 8), load<u32>(from, 12), row);
  }
  for (let k = 0; k < threadCount; k++) {
    const cursor = cursorMemory + <usize>k * cursors.CURSOR_BYTES;
    const answer = cursors.next(cursor);
    if (answer == cursors.CURSOR_BROKEN) isBroken = true;
    if (answer == cursors.CURSOR_EVENT) cursors.insert(cursor);
  }
  if (cursors.Frontier.length > 0 && Turn.initialGeneration == 0) Turn.initialGeneration = number;
  Out.time = cursors.nanos(unitsOfSync);
  add(types.SYNC, -1, -1, -1, 0);
  arg(syncCount);
  if (Spans.isOn) toSpans(0, 0);
}

/** Fills the columns. */
export function run(): i32 {
  if (isBroken) return GAVE_UP;
  // The host may have enough when a segment is sealed.
  const segments = Spans.segments;
  while (Out.length < PIECE && Spans.segments == segments) {
    if (sample < sampleEnd) {
      const time = cursors.nanos(load<f64>(sample));
      if (cursors.Frontier.length == 0 || time < load<f64>(cursors.cursorAt(0))) {
        const row = Out.length;
        emitSample(time);
        if (Spans.isOn) toSpans(row, Out.argCount);
        continue;
      }
    }
    if (cursors.Frontier.length == 0) return ended(DONE);
    const length = Out.length;
    const argCount = Out.argCount;
    const answer = tryAdvance(0);
    if (answer != ADVANCED && (answer == REFUSED || !advanceAnother())) return GAVE_UP;
    if (Spans.isOn) toSpans(length, argCount);
  }
  return ended(PIECE_IS_FULL);
}

/** The host has read the columns. */
export function takePiece(): void {
  startPiece();
}

export function pieceLength(): i32 {
  return Out.length;
}

export function pieceArgs(): i32 {
  return Out.argCount;
}

export function lastTime(): f64 {
  return Out.lastTime;
}

export function goroutineIds(): usize {
  return goroutines.ids.ids;
}

export function goroutineCount(): i32 {
  return goroutines.ids.length;
}

export function procIds(): usize {
  return procs.ids.ids;
}

export function procCount(): i32 {
  return procs.ids.length;
}

export function threadIds(): usize {
  return threads.ids.ids;
}

export function threadCount(): i32 {
  return threads.ids.length;
}

/** Events of one turn, from a row on: they are kept, or become spans. */
function toSpans(length: i32, argCount: u32): void {
  let isKept = false;
  for (let row = length; row < Out.length; row++) if (takeEvent(row)) isKept = true;
  if (isKept) return;
  Out.length = length;
  Out.argCount = argCount;
}

function ended(answer: i32): i32 {
  closePiece();
  return answer;
}

function tryAdvance(place: i32): i32 {
  const cursor = cursors.cursorAt(place);
  const thread = load<i32>(cursor, cursors.THREAD);
  Out.time = load<f64>(cursor);
  Turn.type = load<i32>(cursor, cursors.TYPE);
  Turn.args = cursor + cursors.ARGS;
  Turn.thread = thread;
  if (thread < 0) {
    Turn.goroutine = -1;
    Turn.proc = -1;
  } else {
    threads.enter(thread);
    Turn.goroutine = threads.goroutine(thread);
    Turn.proc = threads.proc(thread);
  }
  const answer = advance(Turn.type);
  if (answer != ADVANCED) return answer;
  const next = cursors.next(cursor);
  if (next == cursors.CURSOR_EVENT) cursors.update(place);
  else if (next == cursors.CURSOR_BROKEN) return REFUSED;
  else cursors.remove(place);
  return ADVANCED;
}

/** The earliest event has to wait: the others, earliest first. */
function advanceAnother(): bool {
  cursors.sort();
  for (let place = 1; place < cursors.Frontier.length; place++) {
    const answer = tryAdvance(place);
    if (answer != BLOCKED) return answer == ADVANCED;
  }
  return false;
}

function emitSample(time: f64): void {
  const goroutine = <i64>load<f64>(sample, 8);
  const proc = <i64>load<f64>(sample, 16);
  Out.time = time;
  add(
    types.CPU_SAMPLE,
    goroutine == -1 ? -1 : goroutines.intern(goroutine),
    proc == -1 ? -1 : procs.intern(proc),
    threads.intern(<i64>load<f64>(sample, 24)),
    <i32>load<f64>(sample, 32),
  );
  sample += SAMPLE_BYTES;
}

function advance(type: i32): i32 {
  switch (type) {
    case types.GO_START:
      return order.goStart();
    case types.GO_BLOCK:
    case types.GO_STOP:
    case types.GO_DESTROY:
      return order.goStop();
    case types.GO_UNBLOCK:
      return order.goUnblock();
    case types.GO_SYSCALL_BEGIN:
      return order.goSyscallBegin();
    case types.GO_SYSCALL_END:
      return order.goSyscallEnd();
    case types.GO_CREATE:
    case types.GO_CREATE_BLOCKED:
      return order.goCreate();
    case types.PROC_START:
      return order.procStart();
    case types.PROC_STOP:
      return order.procStop();
    case types.PROC_STEAL:
      return order.procSteal();
    case types.PROC_STATUS:
      return order.procStatus();
    case types.GO_STATUS:
    case types.GO_STATUS_STACK:
      return order.goStatus();
    case types.GO_SWITCH:
    case types.GO_SWITCH_DESTROY:
      return order.goSwitch();
    case types.GO_SYSCALL_END_BLOCKED:
      return order.goSyscallEndBlocked();
    case types.GO_CREATE_SYSCALL:
      return order.goCreateSyscall();
    case types.GO_DESTROY_SYSCALL:
      return order.goDestroySyscall();
    default:
      return advanceRarer(type);
  }
}

function advanceRarer(type: i32): i32 {
  switch (type) {
    case types.HEAP_ALLOC:
    case types.HEAP_GOAL:
      return rarer.heapMetric();
    case types.PROCS_CHANGE:
      return rarer.procsChange();
    case types.GO_LABEL:
      return rarer.goLabel();
    case types.USER_TASK_BEGIN:
      return rarer.userTaskBegin();
    case types.USER_TASK_END:
      return rarer.userTaskEnd();
    case types.USER_REGION_BEGIN:
      return rarer.userRegionBegin();
    case types.USER_REGION_END:
      return rarer.userRegionEnd();
    case types.USER_LOG:
      return rarer.userLog();
    case types.GC_ACTIVE:
      return rarer.gcActive();
    case types.GC_BEGIN:
      return rarer.gcBegin();
    case types.GC_END:
      return rarer.gcEnd();
    case types.GC_SWEEP_BEGIN:
      return rarer.gcSweepBegin();
    case types.GC_SWEEP_ACTIVE:
      return rarer.gcSweepActive();
    case types.GC_SWEEP_END:
      return rarer.gcSweepEnd();
    case types.GC_MARK_ASSIST_BEGIN:
      return rarer.gcMarkAssistBegin();
    case types.GC_MARK_ASSIST_ACTIVE:
      return rarer.gcMarkAssistActive();
    case types.GC_MARK_ASSIST_END:
      return rarer.gcMarkAssistEnd();
    case types.STW_BEGIN:
      return rarer.stwBegin();
    case types.STW_END:
      return rarer.stwEnd();
    default:
      if (type < types.SPAN || type > types.GOROUTINE_STACK_FREE) return REFUSED;
      return rarer.experimental(<i32>load<u8>(cursors.argumentCounts + <usize>type));
  }
}
