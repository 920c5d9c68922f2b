/** Transitions to spans: span-builder.ts of src/trace/timeline, which says why. */
import * as types from '../../src/trace/event-types';
import {
  argColumn,
  firstArgColumn,
  goroutineColumn,
  procColumn,
  stackColumn,
  threadColumn,
  timeColumn,
  typeColumn,
} from './events';
import { grown } from './memory';
import { Sealed, SpanLog, STATE_MASK } from './span-log';
import { Starvation } from './starvation';

/** The host takes what was sealed: a segment from `base` to `end`. */
declare function sealed(base: f64, end: f64): void;

const NONE: u32 = 0;
const RUNNING: u32 = 1;
const RUNNABLE: u32 = 2;
const BLOCKED: u32 = 3;
const SYSCALL: u32 = 4;
const SYSCALL_BLOCKED: u32 = 5;
const ASSIST: u32 = 6;
const GC_WORKER: u32 = 7;
const GC_IDLE: u32 = 8;
const UNKNOWN: u32 = 255;

const SEGMENT_NANOS: f64 = 4294967295;
const HAS_REASON: u32 = 16;
const REASON_LIMIT: i32 = 256;
const PROC_STATE_RUNNING: f64 = 2;
const PROC_STATE_IDLE: f64 = 3;

/** What is known of a goroutine: 48 bytes, here is what lies at which offset. */
const GOROUTINE_BYTES: usize = 48;
const STATE: usize = 0;
const ASSISTS: usize = 4;
const SYSCALL_PROC: usize = 8;
const CREATOR: usize = 12;
const CREATED: usize = 16;
const SEEN: usize = 24;
const ENDED: usize = 32;
const CREATION_STACK: usize = 40;
const START_STACK: usize = 44;

/** Of a proc: 16 bytes. */
const SYSCALL_GOROUTINE: usize = 0;
const SYSCALL_STACK: usize = 4;
const THREAD_OF: usize = 8;

const SEALED_BYTES: usize = 52;
/** What was sealed, of goroutines, procs and threads. */
export const sealedColumns: usize = heap.alloc(SEALED_BYTES * 3);
const goroutineLog: SpanLog = new SpanLog(changetype<Sealed>(sealedColumns), true);
const procLog: SpanLog = new SpanLog(changetype<Sealed>(sealedColumns + SEALED_BYTES), false);
const threadLog: SpanLog = new SpanLog(changetype<Sealed>(sealedColumns + SEALED_BYTES * 2), false);

let goroutineCapacity: i32 = 0;
let goroutineRows: usize = 0;
let procCapacity: i32 = 0;
let procRows: usize = 0;
let threadCapacity: i32 = 0;
/** i32 by thread: its proc. */
let procOf: usize = 0;

/** u8 by string row. */
let reasonCapacity: i32 = 0;
let reasonRows: usize = 0;
let reasonCount: i32 = 1;
const reasonStrings: usize = grown(0, 0, REASON_LIMIT << 2, 0);

let lateCapacity: i32 = 0;
let lateRows: usize = 0;
let lateCount: i32 = 0;

export class Spans {
  /** Whether spans are made at all. */
  static isOn: bool = false;
  static segmentSpans: i32 = 0;
  /** Of this generation: u32 rows of the timeline by row of the stack. */
  static stackRows: usize = 0;
  static stackCount: u32 = 0;
  static idleLabel: i32 = -1;
  static began: f64 = NaN;
  static isFirstGeneration: bool = true;
  static base: f64 = 0;
  static segmentLimit: f64 = SEGMENT_NANOS;
  static segments: i32 = 0;
  static offset: u32 = 0;
  static time: f64 = 0;
}

export function clearSpans(): void {
  goroutineLog.clear();
  procLog.clear();
  threadLog.clear();
  Starvation.clear();
  for (let row = 0; row < goroutineCapacity; row++) clearGoroutine(row);
  for (let row = 0; row < procCapacity; row++) clearProc(row);
  if (threadCapacity > 0) memory.fill(procOf, 0xff, (<usize>threadCapacity) << 2);
  if (reasonCapacity > 0) memory.fill(reasonRows, 0, reasonCapacity);
  reasonCount = 1;
  lateCount = 0;
  Spans.idleLabel = -1;
  Spans.began = NaN;
  Spans.isFirstGeneration = true;
  Spans.base = 0;
  Spans.segmentLimit = SEGMENT_NANOS;
  Spans.segments = 0;
  Spans.offset = 0;
  Spans.time = 0;
}

/** Makes spans of the event of a row; false when the host need not know of it. */
export function takeEvent(row: usize): bool {
  const now = load<f64>(timeColumn + (row << 3));
  if (now > Spans.segmentLimit || goroutineLog.length > Spans.segmentSpans) cut(now);
  Spans.time = now;
  Spans.offset = <u32>(now - Spans.base);
  const type = <i32>load<u8>(typeColumn + row);
  const goroutine = load<i32>(goroutineColumn + (row << 2));
  const proc = load<i32>(procColumn + (row << 2));
  const args = argColumn + ((<usize>load<u32>(firstArgColumn + (row << 2))) << 3);
  const stack = load<u32>(stackColumn + (row << 2));
  switch (type) {
    case types.GO_START:
      run(<i32>load<f64>(args), proc, 0);
      return false;
    case types.GO_BLOCK:
    case types.GO_STOP: {
      const place = stackRow(stack);
      if (place != 0) note(goroutine, place);
      const reason = reasonRow(<i32>load<f64>(args));
      const state = type == types.GO_BLOCK ? BLOCKED : RUNNABLE;
      set(goroutine, state | HAS_REASON | (reason << 5), place);
      if (proc >= 0) procLog.append(proc, Spans.offset, NONE, 0);
      return false;
    }
    case types.GO_UNBLOCK:
      set(<i32>load<f64>(args), link(RUNNABLE, goroutine), stackRow(stack));
      return false;
    case types.GO_SYSCALL_BEGIN:
      enterSyscall(goroutine, proc, stackRow(stack), true);
      return false;
    case types.GO_SYSCALL_END:
      leaveSyscall(goroutine);
      run(goroutine, proc, 0);
      return false;
    default:
      return takeRarer(type, row, goroutine, proc, args, stackRow(stack));
  }
}

/** Ends the last segment. */
export function finishSpans(end: f64): void {
  seal(end);
  startGeneration(end);
  Starvation.queue(-Starvation.runnable, end);
}

function takeRarer(
  type: i32,
  row: usize,
  goroutine: i32,
  proc: i32,
  args: usize,
  stack: u32,
): bool {
  const thread = load<i32>(threadColumn + (row << 2));
  const argument = <i32>load<f64>(args);
  switch (type) {
    case types.GO_SWITCH:
    case types.GO_SWITCH_DESTROY:
      set(argument, link(RUNNABLE, goroutine), 0);
      return false;
    case types.GO_CREATE:
    case types.GO_CREATE_BLOCKED: {
      const isBlocked = type == types.GO_CREATE_BLOCKED;
      create(argument, Spans.time, goroutine, stack, stackRow(<u32>load<f64>(args, 8)));
      set(argument, isBlocked ? BLOCKED : link(RUNNABLE, goroutine), stack);
      return false;
    }
    case types.GO_DESTROY:
    case types.GO_DESTROY_SYSCALL:
      endGoroutine(goroutine, proc);
      return false;
    case types.GO_SYSCALL_END_BLOCKED:
      leaveSyscall(goroutine);
      set(goroutine, RUNNABLE, 0);
      if (proc >= 0) procLog.append(proc, Spans.offset, NONE, 0);
      if (thread >= 0 && load<i32>(threadAt(thread)) < 0) setThread(thread, NONE, -1);
      return false;
    case types.GO_CREATE_SYSCALL:
      create(argument, Spans.time, -1, 0, 0);
      enterSyscall(argument, proc, 0, false);
      setThread(thread, SYSCALL_BLOCKED, argument);
      return false;
    case types.GO_STATUS:
    case types.GO_STATUS_STACK:
      goroutineStatus(argument, args, proc, thread, stack);
      return false;
    case types.PROC_START:
      bind(argument, thread);
      return false;
    case types.PROC_STOP:
      loseProc(proc);
      return false;
    case types.PROC_STEAL:
      if (load<f64>(args, 8) != PROC_STATE_IDLE) loseProc(argument);
      return false;
    case types.PROC_STATUS:
      if (Spans.isFirstGeneration) Spans.offset = 0;
      if (load<f64>(args, 16) == PROC_STATE_RUNNING) bind(argument, thread);
      return false;
    default:
      mark(type, goroutine, proc, args, stack);
      return true;
  }
}

/** What the host keeps may be a way of running as well. */
function mark(type: i32, goroutine: i32, proc: i32, args: usize, stack: u32): void {
  switch (type) {
    case types.SYNC:
      startGeneration(Spans.time);
      break;
    case types.PROCS_CHANGE:
      Starvation.resize(load<f64>(args), Spans.time);
      break;
    case types.GC_MARK_ASSIST_BEGIN:
      assist(goroutine, proc, 1, stack);
      break;
    case types.GC_MARK_ASSIST_END:
      assist(goroutine, proc, 0, 0);
      break;
    case types.GC_MARK_ASSIST_ACTIVE:
      store<u32>(goroutineAt(<i32>load<f64>(args)), 1, ASSISTS);
      break;
    case types.GO_LABEL:
      if (goroutine >= 0 && load<u32>(goroutineAt(goroutine), STATE) == RUNNING) {
        label(goroutine, proc, <i32>load<f64>(args));
      }
      break;
    default:
  }
}

function startGeneration(time: f64): void {
  if (isNaN(Spans.began)) {
    Spans.began = time;
    Spans.base = time;
    Spans.segmentLimit = time + SEGMENT_NANOS;
  } else Spans.isFirstGeneration = false;
}

function label(goroutine: i32, proc: i32, text: i32): void {
  const state = text == Spans.idleLabel ? GC_IDLE : GC_WORKER;
  store<u32>(goroutineAt(goroutine), state, STATE);
  if (!goroutineLog.amend(goroutine, state)) set(goroutine, link(state, proc), 0);
  if (proc >= 0 && !procLog.amend(proc, state)) {
    procLog.append(proc, Spans.offset, link(state, goroutine), 0);
  }
}

function assist(goroutine: i32, proc: i32, assists: u32, stack: u32): void {
  if (goroutine < 0) return;
  const at = goroutineAt(goroutine);
  store<u32>(at, assists, ASSISTS);
  const doing = load<u32>(at, STATE);
  // Mark workers do not assist: whoever does was labelled because the one before on its processor was one.
  if (doing == RUNNING || (doing >= ASSIST && doing <= GC_IDLE)) run(goroutine, proc, stack);
}

function run(goroutine: i32, proc: i32, stack: u32): void {
  if (goroutine < 0) return;
  const state = load<u32>(goroutineAt(goroutine), ASSISTS) == 1 ? ASSIST : RUNNING;
  set(goroutine, link(state, proc), stack);
  if (proc >= 0) procLog.append(proc, Spans.offset, link(state, goroutine), 0);
}

function endGoroutine(goroutine: i32, proc: i32): void {
  if (goroutine < 0) return;
  leaveSyscall(goroutine);
  set(goroutine, NONE, 0);
  const at = goroutineAt(goroutine);
  store<u32>(at, 0, ASSISTS);
  store<f64>(at, Spans.time, ENDED);
  if (proc >= 0) procLog.append(proc, Spans.offset, NONE, 0);
}

function enterSyscall(goroutine: i32, proc: i32, stack: u32, hasProc: bool): void {
  if (stack != 0) note(goroutine, stack);
  set(goroutine, link(SYSCALL, proc), stack);
  store<i32>(goroutineAt(goroutine), proc, SYSCALL_PROC);
  if (proc < 0) return;
  const at = procAt(proc);
  store<i32>(at, goroutine, SYSCALL_GOROUTINE);
  store<u32>(at, stack, SYSCALL_STACK);
  if (hasProc) procLog.append(proc, Spans.offset, link(SYSCALL, goroutine), 0);
}

function leaveSyscall(goroutine: i32): void {
  const at = goroutineAt(goroutine);
  const proc = load<i32>(at, SYSCALL_PROC);
  if (proc < 0) return;
  store<i32>(at, -1, SYSCALL_PROC);
  const place = procAt(proc);
  if (load<i32>(place, SYSCALL_GOROUTINE) == goroutine) store<i32>(place, -1, SYSCALL_GOROUTINE);
}

function bind(proc: i32, thread: i32): void {
  if (proc < 0 || thread < 0) return;
  const at = procAt(proc);
  const before = load<i32>(at, THREAD_OF);
  if (before == thread) return;
  if (before < 0) Starvation.use(1, Spans.time);
  store<i32>(at, thread, THREAD_OF);
  store<i32>(threadAt(thread), proc);
  setThread(thread, RUNNING, proc);
}

/** The proc is idle now; a goroutine that went into a syscall with it goes on without. */
function loseProc(proc: i32): void {
  if (proc < 0) return;
  procLog.append(proc, Spans.offset, NONE, 0);
  const at = procAt(proc);
  const goroutine = load<i32>(at, SYSCALL_GOROUTINE);
  const isInSyscall = goroutine >= 0 && load<u32>(goroutineAt(goroutine), STATE) == SYSCALL;
  if (isInSyscall) set(goroutine, SYSCALL_BLOCKED, load<u32>(at, SYSCALL_STACK));
  store<i32>(at, -1, SYSCALL_GOROUTINE);
  const thread = load<i32>(at, THREAD_OF);
  store<i32>(at, -1, THREAD_OF);
  if (thread < 0) return;
  Starvation.use(-1, Spans.time);
  store<i32>(threadAt(thread), -1);
  if (isInSyscall) setThread(thread, SYSCALL_BLOCKED, goroutine);
  else setThread(thread, NONE, -1);
}

/** Only the first status of a goroutine says something new. */
function goroutineStatus(goroutine: i32, args: usize, proc: i32, thread: i32, stack: u32): void {
  const from = <i32>load<f64>(args, 8);
  const isNew = load<u32>(goroutineAt(goroutine), STATE) == UNKNOWN;
  if (from > 1 && !isNew) return;
  const state = spanState(<i32>load<f64>(args, 16));
  if (isNew) {
    create(goroutine, Spans.began, -1, 0, 0);
    store<f64>(goroutineAt(goroutine), Spans.time, SEEN);
  }
  if (stack != 0) note(goroutine, stack);
  const offset = Spans.offset;
  if (isNew && Spans.isFirstGeneration) {
    noteLate(goroutine, state, stack);
    Spans.offset = 0;
    if (state == RUNNABLE) Starvation.depthNanos += Spans.time - Spans.began;
  }
  const isOnProc = proc >= 0 && load<i32>(procAt(proc), THREAD_OF) == thread;
  if (state == RUNNING) run(goroutine, proc, stack);
  else if (state == SYSCALL) {
    enterSyscall(goroutine, proc, stack, isOnProc);
    if (!isOnProc) setThread(thread, SYSCALL_BLOCKED, goroutine);
  } else set(goroutine, state, stack);
  Spans.offset = offset;
}

/** By GO_STATE_…. */
function spanState(state: i32): u32 {
  if (state == 2) return RUNNABLE;
  if (state == 3) return RUNNING;
  if (state == 5) return SYSCALL;
  return state > 1 ? BLOCKED : NONE;
}

function setThread(thread: i32, state: u32, to: i32): void {
  if (thread >= 0) threadLog.append(thread, Spans.offset, link(state, to), 0);
}

function set(goroutine: i32, word: u32, stack: u32): void {
  if (goroutine < 0) return;
  const at = goroutineAt(goroutine);
  const state = word & STATE_MASK;
  const before = load<u32>(at, STATE);
  if (state == RUNNABLE) {
    if (before != state) Starvation.queue(1, Spans.time);
  } else if (before == RUNNABLE) Starvation.queue(-1, Spans.time);
  store<u32>(at, state, STATE);
  goroutineLog.append(goroutine, Spans.offset, word, stack);
}

function create(goroutine: i32, time: f64, creator: i32, stack: u32, start: u32): void {
  const at = goroutineAt(goroutine);
  store<f64>(at, time, CREATED);
  store<f64>(at, NaN, SEEN);
  store<f64>(at, NaN, ENDED);
  store<i32>(at, creator, CREATOR);
  store<u32>(at, stack, CREATION_STACK);
  store<u32>(at, start, START_STACK);
}

/** Any stack of a goroutine ends where it started. */
function note(goroutine: i32, stack: u32): void {
  if (goroutine < 0) return;
  const at = goroutineAt(goroutine);
  if (load<u32>(at, START_STACK) == 0) store<u32>(at, stack, START_STACK);
}

function noteLate(goroutine: i32, state: u32, stack: u32): void {
  if (Spans.segments == 0) return;
  if (lateCount == lateCapacity) {
    const old = (<usize>lateCapacity) << 4;
    lateCapacity = lateCapacity == 0 ? 256 : lateCapacity << 1;
    lateRows = grown(lateRows, old, (<usize>lateCapacity) << 4, 0);
  }
  const at = lateRows + ((<usize>lateCount) << 4);
  lateCount++;
  store<i32>(at, Spans.segments);
  store<i32>(at, goroutine, 4);
  store<u32>(at, state, 8);
  store<u32>(at, stack, 12);
}

function cut(time: f64): void {
  seal(time);
  Spans.base = time;
  Spans.segmentLimit = time + SEGMENT_NANOS;
  goroutineLog.seed();
  procLog.seed();
  threadLog.seed();
}

function seal(end: f64): void {
  const length = end - Spans.base;
  goroutineLog.seal(length);
  procLog.seal(length);
  threadLog.seal(length);
  Spans.segments++;
  sealed(Spans.base, end);
}

function link(state: u32, to: i32): u32 {
  return state | ((<u32>(to + 1)) << 5);
}

function stackRow(stack: u32): u32 {
  return stack < Spans.stackCount ? load<u32>(Spans.stackRows + ((<usize>stack) << 2)) : 0;
}

function reasonRow(text: i32): u32 {
  if (text == 0) return 0;
  if (text >= reasonCapacity) {
    const old = reasonCapacity;
    reasonCapacity = max(text * 2, 256);
    reasonRows = grown(reasonRows, old, reasonCapacity, 0);
  }
  const known = load<u8>(reasonRows + <usize>text);
  if (known != 0) return known;
  if (reasonCount == REASON_LIMIT) return 0;
  store<u8>(reasonRows + <usize>text, <u8>reasonCount);
  store<u32>(reasonStrings + ((<usize>reasonCount) << 2), text);
  return reasonCount++;
}

function goroutineAt(row: i32): usize {
  if (row >= goroutineCapacity) {
    const old = goroutineCapacity;
    goroutineCapacity = max(row + 1, max(old * 2, 256));
    const size = <usize>old * GOROUTINE_BYTES;
    goroutineRows = grown(goroutineRows, size, <usize>goroutineCapacity * GOROUTINE_BYTES, 0);
    for (let k = old; k < goroutineCapacity; k++) clearGoroutine(k);
  }
  return goroutineRows + <usize>row * GOROUTINE_BYTES;
}

function clearGoroutine(row: i32): void {
  const at = goroutineRows + <usize>row * GOROUTINE_BYTES;
  store<u32>(at, UNKNOWN, STATE);
  store<u32>(at, 0, ASSISTS);
  store<i32>(at, -1, SYSCALL_PROC);
  store<i32>(at, -1, CREATOR);
  store<f64>(at, NaN, CREATED);
  store<f64>(at, NaN, SEEN);
  store<f64>(at, NaN, ENDED);
  store<u64>(at, 0, CREATION_STACK);
}

function procAt(row: i32): usize {
  if (row >= procCapacity) {
    const old = procCapacity;
    procCapacity = max(row + 1, max(old * 2, 64));
    procRows = grown(procRows, (<usize>old) << 4, (<usize>procCapacity) << 4, 0);
    for (let k = old; k < procCapacity; k++) clearProc(k);
  }
  return procRows + ((<usize>row) << 4);
}

function clearProc(row: i32): void {
  const at = procRows + ((<usize>row) << 4);
  store<i32>(at, -1, SYSCALL_GOROUTINE);
  store<u32>(at, 0, SYSCALL_STACK);
  store<i32>(at, -1, THREAD_OF);
}

function threadAt(row: i32): usize {
  if (row >= threadCapacity) {
    const old = threadCapacity;
    threadCapacity = max(row + 1, max(old * 2, 64));
    procOf = grown(procOf, (<usize>old) << 2, (<usize>threadCapacity) << 2, -1);
  }
  return procOf + ((<usize>row) << 2);
}

/** Makes sure that there are so many goroutines, and where they are. */
export function spanGoroutines(count: i32): usize {
  if (count > 0) goroutineAt(count - 1);
  return goroutineRows;
}

export function spanReasons(): usize {
  return reasonStrings;
}

export function spanReasonCount(): i32 {
  return reasonCount;
}

export function lateLanes(): usize {
  return lateRows;
}

export function lateLaneCount(): i32 {
  return lateCount;
}
