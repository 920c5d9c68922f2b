/**
 * How each goroutine spent its time (internal/trace/summary.go of Go 1.26, without tasks and regions):
 *
 * 1. A goroutine that was there before the trace counts from the last Sync, in the state it is first seen in.
 * 2. A transition closes the time in the old state and opens the new one. In a syscall the time after the proc
 *    was lost is syscall-block time.
 * 3. Ranges count in full, whatever the goroutine did meanwhile. A sweep is of the proc: it counts if it ends on
 *    the goroutine on which it began.
 * 4. A goroutine that ends, or blocks for ever, is closed; the others are closed at the end of the trace.
 */
import * as types from './event-types.ts';
import {
  type EventTable,
  GO_STATE_NOT_EXIST,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_UNDETERMINED,
  GO_STATE_WAITING,
  PROC_STATE_IDLE,
} from './events.ts';
import type { Generation, TraceTables } from './model.ts';
import { addTo, mapOf, SummaryState } from './summary-state.ts';
import { RANGE_OF_EVENT, rangeKey, rangeName } from './summary-ranges.ts';
import { createTransition, readTransition, type Transition } from './transitions.ts';

/** Times by reason or by range, in nanoseconds. */
export interface NamedTime {
  readonly name: string;
  readonly nanos: number;
}

/** One goroutine; times in nanoseconds, moments since `Trace.startTime`, null where there is none. */
export interface GoroutineSummary {
  readonly id: number;
  /** The function it started with; empty when no stack was seen. */
  readonly name: string;
  readonly creation: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly total: number;
  readonly execution: number;
  readonly schedulerWait: number;
  readonly syscall: number;
  readonly syscallBlock: number;
  readonly blocked: readonly NamedTime[];
  /** Mark assists, sweeps and stop-the-worlds; they overlap with the other times. */
  readonly ranges: readonly NamedTime[];
}

/** Give it every generation, in order, then ask once. */
export class Summarizer {
  readonly #state = new SummaryState();
  readonly #transition = createTransition();
  /** Proc and goroutine in a syscall, in both directions. */
  readonly #goroutineInSyscall = new Map<number, number>();
  readonly #procInSyscall = new Map<number, number>();
  /** The goroutine on which a sweep of a proc began. */
  readonly #sweeps = new Map<number, number>();
  #forever = -1;
  #syncTime = 0;
  #lastTime = 0;

  add({ events, stacks, frames }: Generation, tables: TraceTables): void {
    this.#state.reserve(tables.goroutines.length);
    if (this.#forever < 0) this.#forever = tables.strings.indexOf('forever');
    const transition = this.#transition;
    for (let row = 0; row < events.length; row++) {
      const time = events.time[row] ?? 0;
      this.#lastTime = time;
      const type = events.type[row] ?? 0;
      if (type === types.SYNC) this.#syncTime = time;
      else if (readTransition(events, row, transition)) {
        if (transition.from === transition.to) continue;
        if (transition.isProc) this.#proc(transition, time);
        else {
          const last = (stacks.start[transition.stack + 1] ?? 0) - 1;
          const hasStack = last >= (stacks.start[transition.stack] ?? 0);
          const name = hasStack ? (frames.function[stacks.frame[last] ?? 0] ?? 0) : 0;
          this.#goroutine(transition, time, events.proc[row] ?? -1, name);
        }
      } else if (RANGE_OF_EVENT[type] !== undefined) this.#range(events, row, type, time);
    }
  }

  /** The goroutines by the rows of their ids, those only named by others left out. */
  finish({ goroutines, strings }: TraceTables): GoroutineSummary[] {
    const { times, isKnown, name, blocked, ranges } = this.#state;
    const moment = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value);
    const summaries: GoroutineSummary[] = [];
    for (let row = 0; row < goroutines.length; row++) {
      if (isKnown[row] !== 1) continue;
      this.#close(row, this.#lastTime);
      summaries.push({
        id: goroutines[row] ?? -1,
        name: strings[name[row] ?? 0] ?? '',
        creation: times.creation[row] ?? 0,
        start: moment(times.start[row]),
        end: moment(times.end[row]),
        total: times.total[row] ?? 0,
        execution: times.execution[row] ?? 0,
        schedulerWait: times.schedulerWait[row] ?? 0,
        syscall: times.syscall[row] ?? 0,
        syscallBlock: times.syscallBlock[row] ?? 0,
        blocked: named(blocked[row], (reason) => strings[reason] ?? ''),
        ranges: named(ranges[row], (range) => rangeName(range, strings)),
      });
    }
    return summaries;
  }

  #goroutine(transition: Transition, time: number, proc: number, name: number): void {
    const state = this.#state;
    const { resource: row, from } = transition;
    if (from === GO_STATE_UNDETERMINED) this.#appear(transition, time, proc);
    else if (from === GO_STATE_NOT_EXIST) state.create(row, time);
    else if (state.isKnown[row] === 1) this.#leave(row, from, time);
    else return;
    // The outermost frame of every stack of a goroutine is where it started.
    if (state.name[row] === 0) state.name[row] = name;
    this.#enter(transition, time, proc);
  }

  #appear({ resource: row, to, reason }: Transition, time: number, proc: number): void {
    const state = this.#state;
    const before = time - this.#syncTime;
    state.create(row, this.#syncTime);
    if (to === GO_STATE_RUNNING) state.add('execution', row, before);
    else if (to === GO_STATE_RUNNABLE) state.add('schedulerWait', row, before);
    else if (to === GO_STATE_WAITING) addTo(state.blocked, row, reason, before);
    else if (to === GO_STATE_SYSCALL) {
      state.add(proc < 0 ? 'syscallBlock' : 'syscall', row, before);
    }
  }

  #leave(row: number, from: number, time: number): void {
    const state = this.#state;
    const { times } = state;
    if (from === GO_STATE_RUNNING) state.addSince('execution', 'lastStart', row, time);
    else if (from === GO_STATE_RUNNABLE) state.addSince('schedulerWait', 'lastRunnable', row, time);
    else if (from === GO_STATE_WAITING) {
      const since = times.lastBlock[row] ?? Number.NaN;
      if (Number.isNaN(since)) return;
      addTo(state.blocked, row, state.lastBlockReason[row] ?? 0, time - since);
      times.lastBlock[row] = Number.NaN;
    } else if (from === GO_STATE_SYSCALL) {
      if (Number.isNaN(times.lastSyscall[row] ?? Number.NaN)) return;
      const lost = times.lastSyscallBlock[row] ?? Number.NaN;
      state.addSince('syscall', 'lastSyscall', row, Number.isNaN(lost) ? time : lost);
      state.addSince('syscallBlock', 'lastSyscallBlock', row, time);
      this.#goroutineInSyscall.delete(this.#procInSyscall.get(row) ?? -1);
      this.#procInSyscall.delete(row);
    }
  }

  #enter({ resource: row, to, reason }: Transition, time: number, proc: number): void {
    const { times, lastBlockReason } = this.#state;
    if (to === GO_STATE_RUNNING) {
      times.lastStart[row] = time;
      if (Number.isNaN(times.start[row] ?? Number.NaN)) times.start[row] = time;
    } else if (to === GO_STATE_RUNNABLE) times.lastRunnable[row] = time;
    else if (to === GO_STATE_SYSCALL) {
      this.#goroutineInSyscall.set(proc, row);
      this.#procInSyscall.set(row, proc);
      times.lastSyscall[row] = time;
    } else if (to === GO_STATE_WAITING && reason !== this.#forever) {
      times.lastBlock[row] = time;
      lastBlockReason[row] = reason;
    } else {
      // To block for ever is like the end.
      times.end[row] = time;
      this.#close(row, time);
    }
  }

  /** A proc that goes idle while its goroutine is in a syscall: from here on the goroutine is blocked. */
  #proc({ resource, to }: Transition, time: number): void {
    if (to !== PROC_STATE_IDLE) return;
    const goroutine = this.#goroutineInSyscall.get(resource);
    if (goroutine === undefined) return;
    this.#state.times.lastSyscallBlock[goroutine] = time;
    this.#goroutineInSyscall.delete(resource);
  }

  #range(events: EventTable, row: number, type: number, time: number): void {
    const state = this.#state;
    const argument = events.args[events.firstArg[row] ?? 0] ?? 0;
    const key = rangeKey(type, argument);
    const current = events.goroutine[row] ?? -1;
    const step = RANGE_OF_EVENT[type]?.step;
    let goroutine = type === types.GC_MARK_ASSIST_ACTIVE ? argument : current;
    if (RANGE_OF_EVENT[type]?.isOfProc === true) {
      const proc = type === types.GC_SWEEP_ACTIVE ? argument : (events.proc[row] ?? -1);
      if (step === 'end') {
        if (this.#sweeps.get(proc) !== current) goroutine = -1;
        this.#sweeps.delete(proc);
      } else if (state.isKnown[current] === 1) this.#sweeps.set(proc, current);
    }
    if (state.isKnown[goroutine] !== 1) return;
    const last = mapOf(state.lastRange, goroutine);
    const since = last.get(key);
    if (step === 'begin') last.set(key, time);
    else if (step === 'active') {
      if (since !== undefined) addTo(state.ranges, goroutine, key, this.#syncTime - since);
      last.set(key, this.#syncTime);
    } else if (since !== undefined) {
      addTo(state.ranges, goroutine, key, time - since);
      last.delete(key);
    }
  }

  /** Counts what is open up to a moment; a second time there is nothing open. */
  #close(row: number, time: number): void {
    const state = this.#state;
    const { times } = state;
    if (times.total[row] === 0) times.total[row] = time - (times.creation[row] ?? 0);
    state.addSince('execution', 'lastStart', row, time);
    state.addSince('schedulerWait', 'lastRunnable', row, time);
    this.#leave(row, GO_STATE_WAITING, time);
    state.addSince('syscall', 'lastSyscall', row, time);
    // As in Go, where an open syscall without a proc counts as both.
    state.addSince('schedulerWait', 'lastSyscallBlock', row, time);
    for (const [range, since] of state.lastRange[row] ?? []) {
      addTo(state.ranges, row, range, time - since);
    }
    state.lastRange[row] = undefined;
  }
}

function named(times: Map<number, number> | undefined, name: (key: number) => string): NamedTime[] {
  return Array.from(times ?? [], ([key, nanos]) => ({ name: name(key), nanos })).sort(
    (a, b) => b.nanos - a.nanos,
  );
}
