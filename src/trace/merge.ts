/**
 * The events of a generation in one order (ReadEvent in internal/trace/reader.go of Go 1.26):
 *
 * 1. Decode the first event of each thread; put the cursors into a heap by time. Emit a Sync.
 * 2. A CPU sample that is earlier than the earliest event comes first.
 * 3. Give the earliest event its turn. If it has to wait, sort the heap and try the others in the order of time;
 *    if all wait, the trace is broken. On most machines' clocks nothing ever waits.
 * 4. Decode the next event of that thread and move its cursor to its place in the heap.
 *
 * Where the trace is broken Go stops. `Merger.force` goes on: what cannot be read is left out, and the event that
 * contradicts, or the earliest of those that wait for each other, happens by force (`order-lenient`).
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

/** What became of a generation that is broken. */
export interface Forced {
  /** The first thing that is wrong; null when it was only known to be incomplete. */
  readonly problem: Problem | null;
  /** How many events were ordered after that, and how many of them by force. */
  readonly eventCount: number;
  readonly forcedCount: number;
}

/**
 * As `mergeGeneration`, but goes on where the order breaks, after it has called `startUncertain`. Null when nothing
 * broke.
 */
export function mergeWithForce(
  order: OrderState,
  bytes: Uint8Array,
  raw: RawGeneration,
  startTime: number,
  syncCount: number,
  startUncertain: () => void,
): Forced | null {
  const merger = new Merger(order, bytes, raw, startTime, PATIENCE_NANOS);
  const problem = merger.merge(syncCount);
  if (problem === null) return null;
  order.flush();
  startUncertain();
  return { problem, ...merger.force(syncCount) };
}

/** As `mergeWithForce`, of a generation that is known to be broken. */
export function mergeByForce(
  order: OrderState,
  bytes: Uint8Array,
  raw: RawGeneration,
  startTime: number,
  syncCount: number,
): Forced {
  const merger = new Merger(order, bytes, raw, startTime, PATIENCE_NANOS);
  // Without texts and stacks nearly every event contradicts: only time is left.
  const limit = raw.stacks.length > 1 ? FORCE_LIMIT : 0;
  return { problem: null, ...merger.force(syncCount, limit) };
}

/**
 * In a trace that is known to be broken an event does not wait for one that comes so much later: a wrong time would
 * take all others with it.
 */
const PATIENCE_NANOS = 10e6;

/** So many events are given their turn by force; the rest simply happens in the order of time. */
const FORCE_LIMIT = 20_000;

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
  #hasSync = false;
  /** How many nanoseconds later what an event waits for may be. */
  readonly #patience: number;
  /** The cursor whose next event cannot be read; it has left the frontier. */
  #lost = -1;

  constructor(
    order: OrderState,
    bytes: Uint8Array,
    raw: RawGeneration,
    startTime: number,
    patience = Number.POSITIVE_INFINITY,
  ) {
    this.#patience = patience;
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
      if (answer === CURSOR_BROKEN) {
        this.#lost = cursor;
        return this.#broken(cursor);
      }
      if (answer === CURSOR_EVENT) frontier.insert(cursor);
    }
    if (frontier.length > 0) this.#order.startEvents();
    const order = this.#order;
    const { out } = order;
    const limit = order.consumer === null ? Number.POSITIVE_INFINITY : PIECE;
    this.#sync(syncCount);
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

  /** What `merge` has left, or all of it. */
  force(
    syncCount: number,
    limit = FORCE_LIMIT,
  ): { readonly eventCount: number; readonly forcedCount: number } {
    const order = this.#order;
    const frontier = this.#frontier;
    if (!this.#hasSync) this.#beginAgain(syncCount);
    const samples = this.#sampleTime;
    let [eventCount, forcedCount] = [0, 0];
    for (;;) {
      this.#skipLost();
      if (frontier.length === 0) break;
      const sampleTime = samples[this.#sample] ?? Number.POSITIVE_INFINITY;
      if (sampleTime < (this.#cursors.time[frontier.at(0)] ?? 0)) {
        this.#emitSample(sampleTime);
        continue;
      }
      const isForced = forcedCount >= limit || !this.#advanceAny();
      if (isForced) forcedCount++;
      if (!isForced || this.#forceFirst()) eventCount++;
      if (order.out.length >= PIECE) order.flush();
    }
    return { eventCount, forcedCount };
  }

  /** Not even the first events could all be read. */
  #beginAgain(syncCount: number): void {
    const frontier = this.#frontier;
    const cursors = this.#cursors;
    const known = new Set(
      Array.from({ length: frontier.length }, (_, place) => frontier.at(place)),
    );
    for (let cursor = 0; cursor < cursors.length; cursor++) {
      if (known.has(cursor)) continue;
      const isThere =
        cursor === this.#lost
          ? cursors.skipBatch(cursor) === CURSOR_EVENT
          : cursors.nextReadable(cursor);
      if (isThere) frontier.insert(cursor);
    }
    this.#lost = -1;
    if (frontier.length > 0) this.#order.startEvents();
    this.#sync(syncCount);
  }

  #skipLost(): void {
    const lost = this.#lost;
    if (lost < 0) return;
    this.#lost = -1;
    const answer = this.#cursors.skipBatch(lost);
    const isThere =
      answer === CURSOR_BROKEN ? this.#cursors.nextReadable(lost) : answer === CURSOR_EVENT;
    if (isThere) this.#frontier.insert(lost);
  }

  /** Whether some event could take its turn. One that contradicts what came before is the first one afterwards. */
  #advanceAny(): boolean {
    const frontier = this.#frontier;
    const { threads } = this.#order;
    const thread = this.#thread[frontier.at(0)] ?? -1;
    const goroutine = threads.goroutine[thread] ?? -1;
    const proc = threads.proc[thread] ?? -1;
    const answer = this.#tryAdvance(0);
    // The event before one that cannot be read took its turn.
    if (answer === ADVANCED || this.#lost >= 0) return true;
    if (answer === BROKEN) {
      if (thread >= 0) {
        threads.goroutine[thread] = goroutine;
        threads.proc[thread] = proc;
      }
      return false;
    }
    return this.#tryOthers() === ADVANCED || this.#lost >= 0;
  }

  /** All but the first, earliest first; BLOCKED when each has to wait. */
  #tryOthers(): number {
    const frontier = this.#frontier;
    const { time } = this.#cursors;
    frontier.sort();
    const last = (time[frontier.at(0)] ?? 0) + this.#patience;
    for (let place = 1; place < frontier.length; place++) {
      if ((time[frontier.at(place)] ?? 0) > last) break;
      const answer = this.#tryAdvance(place);
      if (answer !== BLOCKED) return answer;
    }
    return BLOCKED;
  }

  /** False when the earliest event says nothing without what is missing. */
  #forceFirst(): boolean {
    const cursor = this.#frontier.at(0);
    this.#turn(cursor);
    const isThere = advanceLeniently(this.#order);
    if (this.#cursors.nextReadable(cursor)) this.#frontier.update(0);
    else this.#frontier.remove(0);
    return isThere;
  }

  #sync(count: number): void {
    const { out } = this.#order;
    out.time = this.#nanos(this.#raw.startTime);
    out.add(SYNC, -1, -1, -1, 0);
    out.arg(count);
    this.#hasSync = true;
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
      this.#frontier.remove(place);
      this.#lost = cursor;
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
    const answer = this.#tryOthers();
    if (answer === BLOCKED) this.#stuck();
    return answer === ADVANCED;
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
