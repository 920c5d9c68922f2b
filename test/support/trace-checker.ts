/**
 * Re-derives, from the columns alone, what must hold in any trace, whatever produced the columns: the rules of
 * internal/trace/testtrace/validation.go of Go 1.26, and those of our own tables.
 */
import * as types from '../../src/trace/event-types.ts';
import { type EventTable } from '../../src/trace/events.ts';
import type { Generation, Trace } from '../../src/trace/model.ts';
import { EVENT_KINDS } from '../../src/trace/specs.ts';
import { createTransition, readTransition, type Transition } from '../../src/trace/transitions.ts';

/** What is wrong with a trace, one line each; at most some. */
export function checkTrace(trace: Trace): readonly string[] {
  const checker = new Checker(trace);
  for (const generation of trace.generations) {
    checker.checkColumns(generation);
    checker.checkEvents(generation);
  }
  return checker.complaints;
}

/** Only what holds of broken input as well: rising times, rows that exist, as many arguments as there should be. */
export function checkColumns(trace: Trace): readonly string[] {
  const checker = new Checker(trace);
  for (const generation of trace.generations) checker.checkColumns(generation);
  return checker.complaints;
}

/** How many arguments each event keeps. */
const ARGUMENTS = new Uint8Array(256);
for (const type of [10, 15, 16, 19, 20, 21, 45, 46, 26, 27, 28, 29, 30, 31, 34])
  ARGUMENTS[type] = 1;
for (const type of [9, 37, 38, 39, 130, 133, 136, types.SYNC]) ARGUMENTS[type] = 1;
for (const type of [14, 47, 33, 42, 43, 131, 132, 134, 135]) ARGUMENTS[type] = 2;
for (const type of [12, 13, 25, 48, 40, 41, 44, 128, 129]) ARGUMENTS[type] = 3;

/** Running and in a syscall, of goroutines; running, of procs. */
const isExecuting = (isProc: boolean, state: number): boolean =>
  isProc ? state === 2 : state === 3 || state === 5;

class Checker {
  readonly complaints: string[] = [];
  readonly #trace: Trace;
  readonly #transition = createTransition();
  #lastTime = -1;
  #syncs = 0;
  #place = '';
  /** State by row, and the thread on which it executes. */
  readonly #state = { goroutine: new Map<number, number>(), proc: new Map<number, number>() };
  readonly #binding = { goroutine: new Map<number, number>(), proc: new Map<number, number>() };
  readonly #onThread = { goroutine: new Map<number, number>(), proc: new Map<number, number>() };
  readonly #ranges = new Set<string>();
  readonly #tasks = new Map<number, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  checkColumns(generation: Generation): void {
    const { events, stacks, frames } = generation;
    const { strings, goroutines, procs, threads } = this.#trace;
    if (events.firstArg.length !== events.length + 1) this.#complain('firstArg has no end');
    for (let row = 0; row < events.length; row++) {
      const type = events.type[row] ?? 0;
      this.#at(generation, row);
      const time = events.time[row] ?? 0;
      if (!(time > this.#lastTime) || !Number.isInteger(time)) this.#complain(`time ${time}`);
      this.#lastTime = time;
      this.#inRange('goroutine', events.goroutine[row], -1, goroutines.length);
      this.#inRange('proc', events.proc[row], -1, procs.length);
      this.#inRange('thread', events.thread[row], -1, threads.length);
      this.#inRange('stack', events.stack[row], 0, stacks.length);
      const argCount = (events.firstArg[row + 1] ?? 0) - (events.firstArg[row] ?? 0);
      if (argCount !== ARGUMENTS[type]) this.#complain(`${argCount} arguments`);
      if ((type === types.SYNC) !== (row === 0)) this.#complain('a Sync opens each generation');
      if (EVENT_KINDS[type] === 0) this.#complain('an event that has no kind');
    }
    if (generation.number === 0 && events.length !== 1) this.#complain('the end is one Sync');
    for (const frame of stacks.frame) this.#inRange('frame', frame, 0, frames.length);
    for (const text of frames.function) this.#inRange('function', text, 0, strings.length);
    for (const text of frames.file) this.#inRange('file', text, 0, strings.length);
  }

  checkEvents(generation: Generation): void {
    const { events } = generation;
    for (let row = 0; row < events.length; row++) {
      this.#at(generation, row);
      this.#event(events, row, events.type[row] ?? 0);
    }
  }

  #at({ number, events }: Generation, row: number): void {
    this.#place = `generation ${number}, row ${row}, type ${events.type[row]}`;
  }

  #event(events: EventTable, row: number, type: number): void {
    const first = events.firstArg[row] ?? 0;
    const args = events.args.subarray(first, events.firstArg[row + 1]);
    if (type === types.SYNC) {
      if (args[0] !== ++this.#syncs) this.#complain(`Sync ${args[0]} after ${this.#syncs - 1}`);
    } else if (readTransition(events, row, this.#transition)) {
      this.#resource(this.#transition, events.thread[row] ?? -1);
      this.#inRange('reason', this.#transition.reason, 0, this.#trace.strings.length);
    } else if (type === types.USER_TASK_BEGIN) this.#tasks.set(args[0] ?? 0, args[2] ?? 0);
    else if (type === types.USER_TASK_END) {
      const name = this.#tasks.get(args[0] ?? 0);
      if (name !== undefined && name !== args[2]) this.#complain('the task had another name');
      this.#tasks.delete(args[0] ?? 0);
    } else if (type >= types.STW_BEGIN && type <= types.GC_MARK_ASSIST_END) {
      this.#range(type, args, events.goroutine[row] ?? -1, events.proc[row] ?? -1);
    }
  }

  #resource({ isProc, resource, from, to }: Transition, thread: number): void {
    const kind = isProc ? 'proc' : 'goroutine';
    const name = `${kind} row ${resource}`;
    const known = this.#state[kind].get(resource);
    if (to === 0) this.#complain(`${name} becomes undetermined`);
    if (from === 0 && this.#syncs > 1) this.#complain(`${name} is undetermined after the start`);
    if (known === undefined ? from > 1 : from !== known) {
      this.#complain(`${name} comes from ${from}, it was in ${known}`);
    }
    this.#state[kind].set(resource, to);
    const onThread = this.#onThread[kind];
    const binding = this.#binding[kind];
    if (isExecuting(isProc, to)) {
      const other = onThread.get(thread) ?? -1;
      if (thread < 0) this.#complain(`${name} executes without a thread`);
      if (other !== -1 && other !== resource)
        this.#complain(`${name} on a thread that has ${other}`);
      onThread.set(thread, resource);
      binding.set(resource, thread);
    } else if (isExecuting(isProc, from)) {
      const bound = binding.get(resource);
      if (bound === undefined) this.#complain(`${name} stops, but is on no thread`);
      else if (onThread.get(bound) !== resource)
        this.#complain(`${name} stops on a foreign thread`);
      if (bound !== undefined) onThread.delete(bound);
      binding.delete(resource);
    }
    if (
      !isProc &&
      to === 1 &&
      [...RANGES_OF_GOROUTINES].some((type) => this.#ranges.has(`${type} ${resource}`))
    ) {
      this.#complain(`${name} ends with a range in progress`);
    }
  }

  #range(type: number, args: Float64Array, goroutine: number, proc: number): void {
    const isActive = type === types.GC_SWEEP_ACTIVE || type === types.GC_MARK_ASSIST_ACTIVE;
    const isOfGC = type >= types.GC_ACTIVE && type <= types.GC_END;
    const isOfProc = type >= types.GC_SWEEP_ACTIVE && type <= types.GC_SWEEP_END;
    let owner = isOfProc ? proc : goroutine;
    if (isActive) owner = args[0] ?? -1;
    if (isOfGC) owner = 0;
    const key = `${BEGIN_OF[type] ?? type} ${owner}`;
    const isEnd = BEGIN_OF[type] !== undefined && !isActive && type !== types.GC_ACTIVE;
    if (isEnd) {
      if (!this.#ranges.delete(key)) this.#complain(`range ${key} ends, but is not in progress`);
    } else if (isActive || type === types.GC_ACTIVE) this.#ranges.add(key);
    else if (this.#ranges.has(key)) this.#complain(`range ${key} begins twice`);
    else this.#ranges.add(key);
  }

  #inRange(what: string, value: number | undefined, from: number, to: number): void {
    if (value === undefined || value < from || value >= to) {
      this.#complain(`${what} ${value} is not in ${from} to ${to - 1}`);
    }
  }

  #complain(message: string): void {
    if (this.complaints.length < 20) this.complaints.push(`${this.#place}: ${message}`);
  }
}

/** The event that begins a range, by the one that continues or ends it. */
const BEGIN_OF: Readonly<Record<number, number>> = {
  [types.STW_END]: types.STW_BEGIN,
  [types.GC_ACTIVE]: types.GC_BEGIN,
  [types.GC_END]: types.GC_BEGIN,
  [types.GC_SWEEP_ACTIVE]: types.GC_SWEEP_BEGIN,
  [types.GC_SWEEP_END]: types.GC_SWEEP_BEGIN,
  [types.GC_MARK_ASSIST_ACTIVE]: types.GC_MARK_ASSIST_BEGIN,
  [types.GC_MARK_ASSIST_END]: types.GC_MARK_ASSIST_BEGIN,
};

const RANGES_OF_GOROUTINES = [types.STW_BEGIN, types.GC_MARK_ASSIST_BEGIN];
