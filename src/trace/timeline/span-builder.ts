/**
 * Transitions to spans:
 *
 * 1. Each transition of a goroutine begins a span of it, and says what its proc does from then on.
 * 2. A goroutine first known by its status was in that state since the part of the trace began.
 * 3. A proc that is lost during a syscall leaves the goroutine in a syscall without one, as in Go's Summarizer.
 * 4. Spans are sealed by segment: when there are many, or when the time since the base leaves 32 bits. The next
 *    segment begins with what every lane was doing.
 */
import * as types from '../event-types.ts';
import {
  type EventTable,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_UNDETERMINED,
  GO_STATE_NOT_EXIST,
  PROC_STATE_IDLE,
  PROC_STATE_RUNNING,
} from '../events.ts';
import { GoroutineBuilder, type GoroutineTable } from './goroutine-builder.ts';
import { ReasonTable } from './reason-table.ts';
import { LateLanes } from './late-lanes.ts';
import { linkWord, reasonWord, type Segment, stateOf } from './span-columns.ts';
import { type Starvation, StarvationBuilder } from './starvation.ts';
import { SpanLog } from './span-log.ts';
import * as states from './span-states.ts';

/** How many spans of goroutines a segment has, about. */
export const SEGMENT_SPANS = 1 << 19;
/** The longest time between the base of a segment and a span. */
const SEGMENT_NANOS = 2 ** 32 - 1;

/** What transitions became. */
export interface MadeSpans {
  readonly segments: Segment[];
  readonly goroutines: GoroutineTable;
  /** String rows by reason. */
  readonly reasons: readonly number[];
  readonly starvation: Starvation;
}

/** Makes spans of the events of a trace, here or in the kernel. */
export interface SpanMaker {
  /** Rows of the timeline by stack of the generation that starts. */
  stackRows: Uint32Array;
  /** Those that are sealed. */
  readonly segments: readonly Segment[];
  /** The string row of the label of a mark worker that only uses what is idle; -1 while there is none. */
  useTables(stackRows: Uint32Array, idleLabel: number): void;
  /** Called with the time of the Sync of each generation. */
  startGeneration(time: number): void;
  /** GOMAXPROCS is told. */
  setProcs(count: number, time: number): void;
  startUncertain(time: number): void;
  /** Takes a piece of events; those that are no transitions go to `keep`. */
  addAll(events: EventTable, keep: (row: number) => void): void;
  /** Ends the last segment. */
  finish(end: number, goroutineCount: number): MadeSpans;
}

export class SpanBuilder implements SpanMaker {
  readonly segments: Segment[] = [];
  readonly goroutines = new GoroutineBuilder();
  readonly reasons = new ReasonTable();
  stackRows: Uint32Array = new Uint32Array(1);
  #idleLabel = -1;
  #isUncertain = false;
  readonly starvation = new StarvationBuilder();
  readonly #goroutineLog = new SpanLog(AMEND_REACH);
  readonly #procLog = new SpanLog();
  readonly #threadLog = new SpanLog();
  readonly #late = new LateLanes();
  /** Where the first generation begins; NaN before it. */
  #began = Number.NaN;
  #isFirstGeneration = true;
  #base = 0;
  #offset = 0;
  #time = 0;
  #segmentLimit = SEGMENT_NANOS;
  /** By row: state of goroutines, and whether they assist the GC; UNKNOWN before the first word on one. */
  #state = new Uint8Array(256).fill(UNKNOWN);
  #assists = new Uint8Array(256);
  /** By goroutine the proc, and by proc the goroutine, that went into a syscall; -1 for none. */
  #syscallProc = new Int32Array(256).fill(-1);
  readonly #syscallGoroutine: number[] = [];
  readonly #syscallStack: number[] = [];
  readonly #segmentSpans: number;
  /** By proc its thread, and by thread its proc. */
  readonly #threadOf: number[] = [];
  readonly #procOf: number[] = [];

  constructor(segmentSpans: number) {
    this.#segmentSpans = segmentSpans;
  }

  useTables(stackRows: Uint32Array, idleLabel: number): void {
    this.stackRows = stackRows;
    this.#idleLabel = idleLabel;
  }

  setProcs(count: number, time: number): void {
    this.starvation.resize(count, time);
  }

  startGeneration(time: number): void {
    if (Number.isNaN(this.#began)) {
      this.#began = time;
      this.#base = time;
      this.#segmentLimit = time + SEGMENT_NANOS;
    } else if (this.#isFirstGeneration) {
      this.#isFirstGeneration = false;
      this.#late.addTo(this.segments);
    }
  }

  /** All that comes is uncertain; it gets a segment of its own. */
  startUncertain(time: number): void {
    if (!Number.isNaN(this.#began)) this.#cut(Math.max(time, this.#base));
    this.#isUncertain = true;
  }

  addAll(events: EventTable, keep: (row: number) => void): void {
    const { length, type, time, goroutine, proc, stack, firstArg, args } = events;
    const log = this.#goroutineLog;
    const procLog = this.#procLog;
    for (let row = 0; row < length; row++) {
      const now = time[row] ?? 0;
      if (now > this.#segmentLimit || log.length > this.#segmentSpans) this.#cut(now);
      this.#time = now;
      const offset = now - this.#base;
      this.#offset = offset;
      const kind = type[row] ?? 0;
      // The first four are most of a trace.
      if (kind === types.GO_START) {
        this.#run(args[firstArg[row] ?? 0] ?? 0, proc[row] ?? -1, 0);
      } else if (kind === types.GO_BLOCK || kind === types.GO_STOP) {
        const owner = goroutine[row] ?? -1;
        const reason = this.reasons.row(args[firstArg[row] ?? 0] ?? 0);
        const place = this.stackRows[stack[row] ?? 0] ?? 0;
        if (place !== 0) this.goroutines.note(owner, place);
        const state = kind === types.GO_BLOCK ? states.SPAN_BLOCKED : states.SPAN_RUNNABLE;
        this.#set(owner, reasonWord(state, reason), place);
        const used = proc[row] ?? -1;
        if (used >= 0) procLog.append(used, offset, NO_LINK);
      } else if (kind === types.GO_UNBLOCK) {
        const word = linkWord(states.SPAN_RUNNABLE, goroutine[row] ?? -1);
        const place = this.stackRows[stack[row] ?? 0] ?? 0;
        this.#set(args[firstArg[row] ?? 0] ?? 0, word, place);
      } else if (!this.#addRarer(events, row, firstArg[row] ?? 0)) keep(row);
    }
  }

  finish(end: number, goroutineCount: number): MadeSpans {
    this.#seal(end);
    this.startGeneration(end);
    this.goroutines.reserve(goroutineCount);
    return {
      segments: this.segments,
      goroutines: this.goroutines.take(),
      reasons: this.reasons.strings,
      starvation: this.starvation.take(end),
    };
  }

  #addRarer(events: EventTable, row: number, first: number): boolean {
    const goroutine = events.goroutine[row] ?? -1;
    const proc = events.proc[row] ?? -1;
    const thread = events.thread[row] ?? -1;
    const argument = events.args[first] ?? 0;
    switch (events.type[row] ?? 0) {
      case types.GO_SYSCALL_BEGIN:
        this.#enterSyscall(goroutine, proc, this.#stackRow(events.stack[row]), true);
        return true;
      case types.GO_SYSCALL_END:
        this.#leaveSyscall(goroutine);
        this.#run(goroutine, proc, 0);
        return true;
      case types.GO_SWITCH:
      case types.GO_SWITCH_DESTROY:
        this.#set(argument, linkWord(states.SPAN_RUNNABLE, goroutine), 0);
        return true;
      case types.GO_CREATE:
      case types.GO_CREATE_BLOCKED:
        this.#create(events, row, first);
        return true;
      case types.GO_DESTROY:
      case types.GO_DESTROY_SYSCALL:
        this.#end(goroutine, proc);
        return true;
      case types.GO_SYSCALL_END_BLOCKED:
        this.#leaveSyscall(goroutine);
        this.#set(goroutine, linkWord(states.SPAN_RUNNABLE, -1), 0);
        if (proc >= 0) this.#procLog.append(proc, this.#offset, NO_LINK);
        if ((this.#procOf[thread] ?? -1) < 0) this.#thread(thread, states.SPAN_NONE, -1);
        return true;
      case types.GO_CREATE_SYSCALL:
        this.goroutines.create(argument, this.#time, -1, 0, 0);
        this.#enterSyscall(argument, proc, 0, false);
        this.#thread(thread, states.SPAN_SYSCALL_BLOCKED, argument);
        return true;
      case types.GO_STATUS:
      case types.GO_STATUS_STACK:
        this.#goroutineStatus(events, row, first);
        return true;
      case types.PROC_START:
        this.#bind(argument, thread);
        return true;
      case types.PROC_STOP:
        this.#loseProc(proc);
        return true;
      case types.PROC_STEAL:
        if (events.args[first + 1] !== PROC_STATE_IDLE) this.#loseProc(argument);
        return true;
      case types.PROC_STATUS:
        // Known procs only repeat their state, except that one may be found on another thread.
        if (this.#isFirstGeneration) this.#offset = 0;
        if (events.args[first + 2] === PROC_STATE_RUNNING) this.#bind(argument, thread);
        return true;
      default:
        return this.#markRange(events, row, first);
    }
  }

  /** Assists and mark workers are ways of running; the events themselves are kept elsewhere as well. */
  #markRange(events: EventTable, row: number, first: number): boolean {
    const goroutine = events.goroutine[row] ?? -1;
    const proc = events.proc[row] ?? -1;
    switch (events.type[row] ?? 0) {
      case types.GC_MARK_ASSIST_BEGIN:
        this.#assist(goroutine, proc, 1, this.#stackRow(events.stack[row]));
        break;
      case types.GC_MARK_ASSIST_END:
        this.#assist(goroutine, proc, 0, 0);
        break;
      case types.GC_MARK_ASSIST_ACTIVE:
        this.#reserve(events.args[first] ?? 0);
        this.#assists[events.args[first] ?? 0] = 1;
        break;
      case types.GO_LABEL:
        // Only the runtime labels: its workers, as soon as they start.
        if (this.#state[goroutine] === states.SPAN_RUNNING) {
          this.#label(goroutine, proc, events.args[first] ?? 0);
        }
        break;
      default:
    }
    return false;
  }

  #label(goroutine: number, proc: number, label: number): void {
    const state = label === this.#idleLabel ? states.SPAN_GC_IDLE : states.SPAN_GC_WORKER;
    this.#state[goroutine] = state;
    if (!this.#goroutineLog.amend(goroutine, state)) this.#set(goroutine, linkWord(state, proc), 0);
    if (proc >= 0 && !this.#procLog.amend(proc, state)) {
      this.#procLog.append(proc, this.#offset, linkWord(state, goroutine));
    }
  }

  #assist(goroutine: number, proc: number, assists: number, stack: number): void {
    if (goroutine < 0) return;
    this.#reserve(goroutine);
    this.#assists[goroutine] = assists;
    // Mark workers do not assist: whoever does was labelled because the one before on its processor was one.
    if (RUNNING.has(this.#state[goroutine] ?? 0)) this.#run(goroutine, proc, stack);
  }

  #run(goroutine: number, proc: number, stack: number): void {
    const state = this.#assists[goroutine] === 1 ? states.SPAN_ASSIST : states.SPAN_RUNNING;
    this.#set(goroutine, linkWord(state, proc), stack);
    if (proc >= 0) this.#procLog.append(proc, this.#offset, linkWord(state, goroutine));
  }

  #create(events: EventTable, row: number, first: number): void {
    const created = events.args[first] ?? 0;
    const creator = events.goroutine[row] ?? -1;
    const creationStack = this.#stackRow(events.stack[row]);
    const startStack = this.#stackRow(events.args[first + 1]);
    this.goroutines.create(created, this.#time, creator, creationStack, startStack);
    const isBlocked = events.type[row] === types.GO_CREATE_BLOCKED;
    const state = isBlocked ? states.SPAN_BLOCKED : states.SPAN_RUNNABLE;
    this.#set(created, linkWord(state, isBlocked ? -1 : creator), creationStack);
  }

  #end(goroutine: number, proc: number): void {
    if (goroutine < 0) return;
    this.#leaveSyscall(goroutine);
    this.#set(goroutine, NO_LINK, 0);
    this.#assists[goroutine] = 0;
    this.goroutines.end(goroutine, this.#time);
    if (proc >= 0) this.#procLog.append(proc, this.#offset, NO_LINK);
  }

  #enterSyscall(goroutine: number, proc: number, stack: number, hasProc: boolean): void {
    if (stack !== 0) this.goroutines.note(goroutine, stack);
    this.#set(goroutine, linkWord(states.SPAN_SYSCALL, proc), stack);
    this.#syscallProc[goroutine] = proc;
    if (proc < 0) return;
    this.#syscallGoroutine[proc] = goroutine;
    this.#syscallStack[proc] = stack;
    if (hasProc) this.#procLog.append(proc, this.#offset, linkWord(states.SPAN_SYSCALL, goroutine));
  }

  #leaveSyscall(goroutine: number): void {
    const proc = this.#syscallProc[goroutine] ?? -1;
    if (proc < 0) return;
    this.#syscallProc[goroutine] = -1;
    if (this.#syscallGoroutine[proc] === goroutine) this.#syscallGoroutine[proc] = -1;
  }

  #bind(proc: number, thread: number): void {
    if (proc < 0 || thread < 0 || this.#threadOf[proc] === thread) return;
    if ((this.#threadOf[proc] ?? -1) < 0) this.starvation.use(1, this.#time);
    this.#threadOf[proc] = thread;
    this.#procOf[thread] = proc;
    this.#thread(thread, states.SPAN_RUNNING, proc);
  }

  /** The proc is idle now; a goroutine that went into a syscall with it goes on without. */
  #loseProc(proc: number): void {
    if (proc < 0) return;
    this.#procLog.append(proc, this.#offset, NO_LINK);
    const goroutine = this.#syscallGoroutine[proc] ?? -1;
    const isInSyscall = goroutine >= 0 && this.#state[goroutine] === states.SPAN_SYSCALL;
    if (isInSyscall) {
      const stack = this.#syscallStack[proc] ?? 0;
      this.#set(goroutine, linkWord(states.SPAN_SYSCALL_BLOCKED, -1), stack);
    }
    this.#syscallGoroutine[proc] = -1;
    const thread = this.#threadOf[proc] ?? -1;
    this.#threadOf[proc] = -1;
    if (thread < 0) return;
    this.starvation.use(-1, this.#time);
    this.#procOf[thread] = -1;
    if (isInSyscall) this.#thread(thread, states.SPAN_SYSCALL_BLOCKED, goroutine);
    else this.#thread(thread, states.SPAN_NONE, -1);
  }

  /** Only the first status of a goroutine says something new. */
  #goroutineStatus(events: EventTable, row: number, first: number): void {
    const goroutine = events.args[first] ?? 0;
    const from = events.args[first + 1] ?? 0;
    this.#reserve(goroutine);
    const isKnown = from !== GO_STATE_UNDETERMINED && from !== GO_STATE_NOT_EXIST;
    const isNew = this.#state[goroutine] === UNKNOWN;
    if (isKnown && !isNew) return;
    const state = STATES[events.args[first + 2] ?? 0] ?? states.SPAN_NONE;
    const proc = events.proc[row] ?? -1;
    const thread = events.thread[row] ?? -1;
    const stack = this.#stackRow(events.stack[row]);
    if (isNew) this.goroutines.find(goroutine, this.#began, this.#time);
    if (stack !== 0) this.goroutines.note(goroutine, stack);
    const offset = this.#offset;
    if (isNew && this.#isFirstGeneration) {
      this.#late.note(this.segments.length, goroutine, state, stack);
      this.#offset = 0;
      if (state === states.SPAN_RUNNABLE) this.starvation.found(this.#time - this.#began);
    }
    const isOnProc = proc >= 0 && this.#threadOf[proc] === thread;
    if (state === states.SPAN_RUNNING) this.#run(goroutine, proc, stack);
    else if (state === states.SPAN_SYSCALL) {
      this.#enterSyscall(goroutine, proc, stack, isOnProc);
      if (!isOnProc) this.#thread(thread, states.SPAN_SYSCALL_BLOCKED, goroutine);
    } else this.#set(goroutine, linkWord(state, -1), stack);
    this.#offset = offset;
  }

  #thread(thread: number, state: number, link: number): void {
    if (thread >= 0) this.#threadLog.append(thread, this.#offset, linkWord(state, link));
  }

  /** `word` is of `linkWord` or `reasonWord`. */
  #set(goroutine: number, word: number, stack: number): void {
    if (goroutine < 0) return;
    if (goroutine >= this.#state.length) this.#reserve(goroutine);
    const state = stateOf(word);
    const before = this.#state[goroutine];
    if (state === states.SPAN_RUNNABLE) {
      if (before !== state) this.starvation.queue(1, this.#time);
    } else if (before === states.SPAN_RUNNABLE) this.starvation.queue(-1, this.#time);
    this.#state[goroutine] = state;
    this.#goroutineLog.append(goroutine, this.#offset, word, stack);
  }

  #cut(time: number): void {
    const { goroutines, procs, threads } = this.#seal(time);
    this.#base = time;
    this.#segmentLimit = time + SEGMENT_NANOS;
    this.#goroutineLog.seed(goroutines);
    this.#procLog.seed(procs);
    this.#threadLog.seed(threads);
  }

  #seal(end: number): Segment {
    const segment = {
      base: this.#base,
      end,
      goroutines: this.#goroutineLog.seal(),
      procs: this.#procLog.seal(),
      threads: this.#threadLog.seal(),
      isUncertain: this.#isUncertain,
    };
    this.segments.push(segment);
    return segment;
  }

  #stackRow(stack = 0): number {
    return this.stackRows[stack] ?? 0;
  }

  #reserve(goroutine: number): void {
    const length = this.#state.length;
    if (goroutine < length) return;
    const capacity = Math.max(goroutine + 1, length * 2);
    const state = new Uint8Array(capacity).fill(UNKNOWN, length);
    state.set(this.#state);
    this.#state = state;
    const assists = new Uint8Array(capacity);
    assists.set(this.#assists);
    this.#assists = assists;
    const syscallProc = new Int32Array(capacity).fill(-1, length);
    syscallProc.set(this.#syscallProc);
    this.#syscallProc = syscallProc;
  }
}

const UNKNOWN = 255;

const RUNNING: ReadonlySet<number> = new Set([
  states.SPAN_RUNNING,
  states.SPAN_ASSIST,
  states.SPAN_GC_WORKER,
  states.SPAN_GC_IDLE,
]);

/** A label that comes later than so many spans begins a span of its own. */
const AMEND_REACH = 16;

/** Does nothing. */
const NO_LINK = linkWord(states.SPAN_NONE, -1);

/** By GO_STATE_…. */
const STATES: readonly number[] = Array.from({ length: 6 }, (_, state) => {
  if (state === GO_STATE_RUNNABLE) return states.SPAN_RUNNABLE;
  if (state === GO_STATE_RUNNING) return states.SPAN_RUNNING;
  if (state === GO_STATE_SYSCALL) return states.SPAN_SYSCALL;
  return state > GO_STATE_NOT_EXIST ? states.SPAN_BLOCKED : states.SPAN_NONE;
});
