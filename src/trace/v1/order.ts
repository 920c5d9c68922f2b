/**
 * The order of the events of an old trace (parseEventBatches and stateTransition in internal/trace/internal/tracev1 of
 * Go 1.26). The events of a proc are in order; between procs, events that change the state of a goroutine carry a
 * number, and that decides:
 *
 * 1. The next event of each proc waits until its goroutine is in the state, and at the number, that it follows.
 * 2. Of those that do not wait the earliest one is next.
 * 3. It changes the state of its goroutine: whoever waits for that goroutine is asked again.
 *
 * When all wait, the trace is broken, or the end of it is missing.
 */
import type { Problem } from '../../base/problem.ts';
import { Frontier } from '../frontier.ts';
import { BLOCKS } from './event-sets.ts';
import * as types from './event-types.ts';
import { offsetOf, type OldFile } from './old-file.ts';
import { ProcCursors } from './proc-cursors.ts';
import { oldEventName } from './specs.ts';

/** Rows of events in their order, and why there are not all of them. */
export interface OldOrder {
  readonly rows: Uint32Array;
  readonly problem: Problem | null;
}

/** Problems: `order-broken`, `order-stuck`, `time-order`. */
export function orderEvents(file: OldFile): OldOrder {
  return new Merger(file).merge();
}

const DEAD = 0;
const RUNNABLE = 1;
const RUNNING = 2;
const WAITING = 3;

/** In place of a sequence number. */
const ANY = -1;

class Merger {
  readonly #file: OldFile;
  readonly #cursors: ProcCursors;
  readonly #frontier: Frontier;
  /** By goroutine. The GC has a state of its own, behind them. */
  readonly #status: Uint8Array;
  readonly #sequence: Float64Array;
  /** By goroutine the first proc that waits for it, and by proc the next one; -1 for none. */
  readonly #firstWaiting: Int32Array;
  readonly #nextWaiting: Int32Array;
  /** What the event that was looked at needs of which goroutine, and what it makes of it; -1 for none. */
  #subject = -1;
  #needsStatus = DEAD;
  #needsSequence = ANY;
  #becomesStatus = DEAD;
  #step = 0;

  constructor(file: OldFile) {
    this.#file = file;
    this.#cursors = new ProcCursors(file);
    this.#frontier = new Frontier(this.#cursors.time);
    const length = file.goroutines.length + 1;
    this.#status = new Uint8Array(length);
    this.#sequence = new Float64Array(length);
    this.#firstWaiting = new Int32Array(length).fill(-1);
    this.#nextWaiting = new Int32Array(this.#cursors.length).fill(-1);
  }

  merge(): OldOrder {
    const cursors = this.#cursors;
    const frontier = this.#frontier;
    const { length } = this.#file.events;
    const rows = new Uint32Array(length);
    let count = 0;
    let last = Number.NEGATIVE_INFINITY;
    let problem: Problem | null = null;
    for (let cursor = 0; cursor < cursors.length; cursor++) {
      if (cursors.next(cursor)) this.#queue(cursor);
    }
    while (frontier.length > 0) {
      const cursor = frontier.at(0);
      const ticks = cursors.time[cursor] ?? 0;
      const isReady = this.#isReady(cursor);
      if (!isReady || ticks < last) {
        problem = isReady ? this.#backwards(cursor, last - ticks) : this.#impossible(cursor);
        break;
      }
      last = ticks;
      rows[count++] = cursors.event[cursor] ?? 0;
      const subject = this.#subject;
      if (subject >= 0) this.#become(subject);
      frontier.remove(0);
      // As in Go, of events at the same time those that were ready before come first.
      if (subject >= 0 && (this.#firstWaiting[subject] ?? -1) >= 0) this.#wake(subject);
      if (cursors.next(cursor)) this.#queue(cursor);
    }
    if (problem === null && count < length) problem = this.#stuck(length - count);
    return { rows: rows.subarray(0, count), problem };
  }

  /** Looks at the next event of a proc; true when its goroutine is in the state that it follows. */
  #isReady(cursor: number): boolean {
    this.#look(this.#cursors.event[cursor] ?? 0);
    const subject = this.#subject;
    if (subject < 0) return true;
    if (this.#status[subject] !== this.#needsStatus) return false;
    const sequence = this.#needsSequence;
    return sequence === ANY || this.#sequence[subject] === sequence;
  }

  /** The event that was looked at happens. */
  #become(subject: number): void {
    this.#status[subject] = this.#becomesStatus;
    const sequence =
      this.#needsSequence === ANY ? (this.#sequence[subject] ?? 0) : this.#needsSequence;
    this.#sequence[subject] = sequence + this.#step;
  }

  /** The next event of a proc is ready, or waits for its goroutine. */
  #queue(cursor: number): void {
    if (this.#isReady(cursor)) {
      this.#frontier.insert(cursor);
      return;
    }
    this.#nextWaiting[cursor] = this.#firstWaiting[this.#subject] ?? -1;
    this.#firstWaiting[this.#subject] = cursor;
  }

  #wake(subject: number): void {
    let cursor = this.#firstWaiting[subject] ?? -1;
    this.#firstWaiting[subject] = -1;
    while (cursor >= 0) {
      const next = this.#nextWaiting[cursor] ?? -1;
      this.#queue(cursor);
      cursor = next;
    }
  }

  /** What the event needs, and what it makes of its goroutine. */
  #look(row: number): void {
    const { type, goroutine, first, second } = this.#file.events;
    const kind = type[row] ?? 0;
    switch (kind) {
      case types.GO_START:
      case types.GO_START_LABEL:
        this.#rule(goroutine[row] ?? 0, RUNNABLE, second[row] ?? 0, RUNNING, 1);
        break;
      case types.GO_START_LOCAL:
        // It follows an event of the same proc, which has happened.
        this.#rule(goroutine[row] ?? 0, RUNNABLE, ANY, RUNNING, 1);
        break;
      case types.GO_UNBLOCK:
        this.#rule(first[row] ?? 0, WAITING, second[row] ?? 0, RUNNABLE, 1);
        break;
      case types.GO_UNBLOCK_LOCAL:
        this.#rule(first[row] ?? 0, WAITING, ANY, RUNNABLE, 1);
        break;
      case types.GO_SYSCALL_EXIT:
        this.#rule(goroutine[row] ?? 0, WAITING, second[row] ?? 0, RUNNABLE, 1);
        break;
      case types.GO_SYSCALL_EXIT_LOCAL:
        this.#rule(goroutine[row] ?? 0, WAITING, ANY, RUNNABLE, 1);
        break;
      case types.GO_CREATE:
        this.#rule(first[row] ?? 0, DEAD, 0, RUNNABLE, 1);
        break;
      case types.GO_WAITING:
      case types.GO_IN_SYSCALL:
        this.#rule(goroutine[row] ?? 0, RUNNABLE, 1, WAITING, 1);
        break;
      case types.GO_SCHED:
      case types.GO_PREEMPT:
        this.#rule(goroutine[row] ?? 0, RUNNING, ANY, RUNNABLE, 0);
        break;
      case types.GC_START:
        this.#rule(this.#status.length - 1, DEAD, first[row] ?? 0, DEAD, 1);
        break;
      default:
        if (BLOCKS[kind] === 1) this.#rule(goroutine[row] ?? 0, RUNNING, ANY, WAITING, 0);
        else this.#subject = -1;
    }
  }

  #rule(subject: number, status: number, sequence: number, becomes: number, step: number): void {
    this.#subject = subject;
    this.#needsStatus = status;
    this.#needsSequence = sequence;
    this.#becomesStatus = becomes;
    this.#step = step;
  }

  #impossible(cursor: number): Problem {
    return this.#problemOf('order-broken', cursor, 'follows a state that its goroutine is not in');
  }

  #backwards(cursor: number, ticks: number): Problem {
    return this.#problemOf('time-order', cursor, `is ${ticks} ticks before what it follows`);
  }

  #stuck(left: number): Problem {
    const waiting = this.#firstWaiting.find((cursor) => cursor >= 0) ?? 0;
    return this.#problemOf('order-stuck', waiting, `and ${left - 1} more wait for each other`);
  }

  #problemOf(code: string, cursor: number, words: string): Problem {
    const { events, batches, procs } = this.#file;
    const row = this.#cursors.event[cursor] ?? 0;
    const name = oldEventName(events.type[row] ?? 0);
    const message = `processor ${procs.id(events.proc[row] ?? 0)}: ${name} ${words}`;
    return { code, offset: offsetOf(batches, row), message };
  }
}
