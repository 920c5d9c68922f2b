/**
 * Processors that idle while goroutines are runnable, and how many those are: counted while the transitions pass by,
 * because afterwards they lie in the order of goroutines.
 */
import { Float64Builder } from '../../base/columns.ts';

export interface Starvation {
  /** Nanoseconds in which a processor was idle and a goroutine runnable at the same time. */
  readonly total: number;
  /** How often that began. */
  readonly count: number;
  /** The stretches of at least `STARVATION_NANOS`, at most some thousands: the first ones. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** The most goroutines that were runnable at once, and when. */
  readonly deepest: number;
  readonly deepestTime: number;
  /** Runnable goroutines times nanoseconds: divided by the length of the trace, the mean depth of the queues. */
  readonly depthNanos: number;
}

/** Shorter stretches are only counted: to wake a thread takes some microseconds. */
export const STARVATION_NANOS = 50_000;

const STRETCHES = 10_000;

export class StarvationBuilder {
  readonly #start = new Float64Builder(16);
  readonly #end = new Float64Builder(16);
  #runnable = 0;
  #used = 0;
  /** GOMAXPROCS; NaN before the trace tells. */
  #procs = Number.NaN;
  #since = Number.NaN;
  #total = 0;
  #count = 0;
  #deepest = 0;
  #deepestTime = 0;
  #depthNanos = 0;
  #depthTime = 0;

  /** A goroutine becomes runnable, or ceases to be. */
  queue(change: number, time: number): void {
    this.#depthNanos += this.#runnable * (time - this.#depthTime);
    this.#depthTime = time;
    this.#runnable += change;
    if (this.#runnable > this.#deepest) {
      this.#deepest = this.#runnable;
      this.#deepestTime = time;
    }
    if (this.#runnable <= 1) this.#update(time);
  }

  /** A goroutine was runnable for so long before the trace first told of it. */
  found(nanos: number): void {
    this.#depthNanos += nanos;
  }

  /** A processor gets a thread, or loses it. */
  use(change: number, time: number): void {
    this.#used += change;
    this.#update(time);
  }

  resize(procs: number, time: number): void {
    this.#procs = procs;
    this.#update(time);
  }

  take(endTime: number): Starvation {
    this.queue(-this.#runnable, endTime);
    return {
      total: this.#total,
      count: this.#count,
      start: this.#start.take(),
      end: this.#end.take(),
      deepest: this.#deepest,
      deepestTime: this.#deepestTime,
      depthNanos: this.#depthNanos,
    };
  }

  #update(time: number): void {
    const starves = this.#runnable > 0 && this.#used < this.#procs;
    if (starves !== Number.isNaN(this.#since)) return;
    if (starves) {
      this.#since = time;
      this.#count++;
      return;
    }
    const nanos = time - this.#since;
    this.#total += nanos;
    if (nanos >= STARVATION_NANOS && this.#start.length < STRETCHES) {
      this.#start.push(this.#since);
      this.#end.push(time);
    }
    this.#since = Number.NaN;
  }
}
