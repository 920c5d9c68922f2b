/**
 * The events of a generation in one order (ReadEvent in internal/trace/reader.go of Go 1.26):
 *
 * 1. Decode the first event of each thread; put the cursors into a heap by time. Emit a Sync.
 * 2. A CPU sample that is earlier than the earliest event comes first.
 * 3. Give the earliest event its turn. If it has to wait, sort the heap and try the others in the order of time;
 *    if all wait, the trace is broken. On most machines' clocks nothing ever waits.
 * 4. Decode the next event of that thread and move its cursor to its place in the heap.
 */
import type { Problem } from '../base/problem.ts';
import { CURSOR_BROKEN, CURSOR_EVENT, Cursors } from './cursors.ts';
import { CPU_SAMPLE, SYNC } from './event-types.ts';
import { Frontier } from './frontier.ts';
import type { RawGeneration } from './generation.ts';
import { advance } from './order.ts';
import { advanceLeniently } from './order-lenient.ts';
import { ADVANCED, BLOCKED, BROKEN, type OrderState, PIECE } from './order-state.ts';
import { ARGUMENT_LIMIT, eventName } from './specs.ts';

/**
 * Orders a generation into `order.out`; `startTime`, in absolute nanoseconds, is what times are counted from, and
 * `syncCount` the number of its Sync. What was in order before a problem is kept. Problems: `event-broken`,
 * `order-broken`, `order-stuck`.
 */
export function mergeGeneration(
  order: OrderState,
  bytes: Uint8Array,
  raw: RawGeneration,
  startTime: number,
  syncCount: number,
): Problem | null {
  return new Merger(order, bytes, raw, startTime).merge(syncCount);
}

/**
 * As `mergeGeneration`, of a generation that is not complete: what is there, in the order of time. Returns how many events were ordered so.
 */
export function mergeLeniently(
  order: OrderState,
  bytes: Uint8Array,
  raw: RawGeneration,
  startTime: number,
  syncCount: number,
): number {
  return new Merger(order, bytes, raw, startTime).mergeLeniently(syncCount);
}

class Merger {
  readonly #order: OrderState;
  readonly #raw: RawGeneration;
  readonly #startTime: number;
  readonly #cursors: Cursors;
  readonly #frontier: Frontier;
  /** Row of the thread of each cursor. */
  readonly #thread: Int32Array;
  readonly #sampleTime: Float64Array;
  #sample = 0;
  #problem: Problem | null = null;

  constructor(order: OrderState, bytes: Uint8Array, raw: RawGeneration, startTime: number) {
    this.#order = order;
    this.#raw = raw;
    this.#startTime = startTime;
    this.#cursors = new Cursors(bytes, raw.threads, raw.nanosPerUnit, startTime);
    this.#frontier = new Frontier(this.#cursors.time);
    this.#thread = Int32Array.from(raw.threads, ({ thread }) => order.threads.intern(thread));
    this.#sampleTime = raw.samples.time.map((time) => this.#nanos(time));
    order.startGeneration(raw);
    order.args = this.#cursors.args;
  }

  merge(syncCount: number): Problem | null {
    const cursors = this.#cursors;
    const frontier = this.#frontier;
    for (let cursor = 0; cursor < cursors.length; cursor++) {
      const answer = cursors.next(cursor);
      if (answer === CURSOR_BROKEN) return this.#broken(cursor);
      if (answer === CURSOR_EVENT) frontier.insert(cursor);
    }
    if (frontier.length > 0) this.#order.startEvents();
    const order = this.#order;
    const { out } = order;
    const limit = order.consumer === null ? Number.POSITIVE_INFINITY : PIECE;
    out.time = this.#nanos(this.#raw.startTime);
    out.add(SYNC, -1, -1, -1, 0);
    out.arg(syncCount);
    const samples = this.#sampleTime;
    for (;;) {
      if (this.#sample < samples.length) {
        const time = samples[this.#sample] ?? 0;
        if (frontier.length === 0 || time < (cursors.time[frontier.at(0)] ?? 0)) {
          this.#emitSample(time);
          continue;
        }
      }
      if (frontier.length === 0) return null;
      const answer = this.#tryAdvance(0);
      if (answer === ADVANCED) {
        if (out.length >= limit) order.flush();
        continue;
      }
      if (answer === BROKEN || !this.#advanceAnother()) return this.#problem;
    }
  }

  mergeLeniently(syncCount: number): number {
    const order = this.#order;
    const cursors = this.#cursors;
    const frontier = this.#frontier;
    for (let cursor = 0; cursor < cursors.length; cursor++) {
      if (cursors.next(cursor) === CURSOR_EVENT) frontier.insert(cursor);
    }
    if (frontier.length > 0) order.startEvents();
    order.out.time = this.#nanos(this.#raw.startTime);
    order.out.add(SYNC, -1, -1, -1, 0);
    order.out.arg(syncCount);
    let count = 0;
    while (frontier.length > 0) {
      const cursor = frontier.at(0);
      this.#turn(cursor);
      if (advanceLeniently(order)) count++;
      // A thread whose events cannot be read any more has none.
      if (cursors.next(cursor) === CURSOR_EVENT) frontier.update(0);
      else frontier.remove(0);
      if (order.out.length >= PIECE) order.flush();
    }
    return count;
  }

  #tryAdvance(place: number): number {
    const order = this.#order;
    const cursors = this.#cursors;
    const cursor = this.#frontier.at(place);
    this.#turn(cursor);
    const answer = advance(order);
    if (answer !== ADVANCED) {
      if (answer === BROKEN) this.#outOfOrder(cursor);
      return answer;
    }
    const next = cursors.next(cursor);
    if (next === CURSOR_EVENT) this.#frontier.update(place);
    else if (next === CURSOR_BROKEN) {
      this.#broken(cursor);
      return BROKEN;
    } else this.#frontier.remove(place);
    return ADVANCED;
  }

  /** It is the turn of the next event of a cursor. */
  #turn(cursor: number): void {
    const order = this.#order;
    order.type = this.#cursors.type[cursor] ?? 0;
    order.out.time = this.#cursors.time[cursor] ?? 0;
    order.thread = this.#thread[cursor] ?? -1;
    order.at = cursor * ARGUMENT_LIMIT;
  }

  /** The earliest event has to wait: the others, earliest first. */
  #advanceAnother(): boolean {
    const frontier = this.#frontier;
    frontier.sort();
    for (let place = 1; place < frontier.length; place++) {
      const answer = this.#tryAdvance(place);
      if (answer !== BLOCKED) return answer === ADVANCED;
    }
    this.#stuck();
    return false;
  }

  #emitSample(time: number): void {
    const order = this.#order;
    const { goroutine, proc, thread, stackId } = this.#raw.samples;
    const row = this.#sample++;
    const goroutineId = goroutine[row] ?? -1;
    const procId = proc[row] ?? -1;
    // As in Go a stack that is not there is no reason to stop.
    const stack = Math.max(0, this.#raw.stackRows.row(stackId[row] ?? 0));
    order.out.time = time;
    order.out.add(
      CPU_SAMPLE,
      goroutineId === -1 ? -1 : order.goroutines.intern(goroutineId),
      procId === -1 ? -1 : order.procs.intern(procId),
      order.threads.intern(thread[row] ?? -1),
      stack,
    );
  }

  #nanos(time: number): number {
    return Math.trunc(time * this.#raw.nanosPerUnit) - this.#startTime;
  }

  #broken(cursor: number): Problem {
    const offset = this.#cursors.eventOffset[cursor] ?? 0;
    this.#problem = this.#problemOf('event-broken', offset, cursor, this.#cursors.failure);
    return this.#problem;
  }

  #outOfOrder(cursor: number): void {
    const offset = this.#cursors.eventOffset[cursor] ?? 0;
    const name = eventName(this.#cursors.type[cursor] ?? 0);
    const failure = `${name}: ${this.#order.failure}`;
    this.#problem = this.#problemOf('order-broken', offset, cursor, failure);
  }

  #stuck(): void {
    const cursors = this.#cursors;
    const waiting = Array.from({ length: Math.min(3, this.#frontier.length) }, (_, place) => {
      const cursor = this.#frontier.at(place);
      const thread = this.#raw.threads[cursor]?.thread ?? -1;
      return `thread ${thread} with ${eventName(cursors.type[cursor] ?? 0)}`;
    });
    const first = this.#frontier.at(0);
    const failure = `${this.#frontier.length} threads wait for each other: ${waiting.join(', ')}`;
    const offset = cursors.eventOffset[first] ?? 0;
    this.#problem = this.#problemOf('order-stuck', offset, first, failure);
  }

  #problemOf(code: string, offset: number, cursor: number, failure: string): Problem {
    const thread = this.#raw.threads[cursor]?.thread ?? -1;
    const place = `generation ${this.#raw.number}, thread ${thread}`;
    return { code, offset, message: `${place}: ${failure}` };
  }
}
