/**
 * A trace piece by piece, as fast as it goes: with the order kernel as long as the trace is whole. Where it is not, the
 * trace is read again by `TraceReader` alone, which knows what is wrong; what was handed over already is left out then.
 */
import type { Problem } from '../base/problem.ts';
import type { EventTable } from './events.ts';
import type { EventConsumer, EventReader, EventSource, Generation, TraceTables } from './model.ts';
import type { OrderKernel } from './order-kernel.ts';
import { openReader } from './open-reader.ts';
import { type ReaderRange, TraceReader } from './trace-reader.ts';

export class PieceReader implements EventSource {
  readonly #bytes: Uint8Array;
  readonly #range: ReaderRange | null;
  readonly #handed = new Handed();
  #reader: EventReader;

  /** `bytes` and `range` are those of a `TraceReader`; without a kernel it does all by itself. */
  constructor(bytes: Uint8Array, kernel: OrderKernel | null, range: ReaderRange | null = null) {
    this.#bytes = bytes;
    this.#range = range;
    this.#reader = openReader(bytes, kernel, range);
  }

  get version(): number {
    return this.#reader.version;
  }

  get problems(): readonly Problem[] {
    return this.#reader.problems;
  }

  get isComplete(): boolean {
    return this.#reader.isComplete;
  }

  get startTime(): bigint {
    return this.#reader.startTime;
  }

  get tables(): TraceTables {
    return this.#reader.tables;
  }

  timeOf(units: number): number {
    return this.#reader.timeOf(units);
  }

  feed(consumer: EventConsumer): boolean {
    const handed = this.#handed;
    handed.into = consumer;
    const goesOn = this.#reader.feed(handed);
    if (!this.#reader.hasGivenUp) return goesOn;
    this.#reader = new TraceReader(this.#bytes, this.#range);
    handed.startOver();
    while (handed.isBehind) this.#reader.feed(handed);
    return true;
  }
}

/** Counts what goes to a consumer; after `startOver` as much is left out. */
class Handed implements EventConsumer {
  into: EventConsumer | null = null;
  #generations = 0;
  #events = 0;
  #skippedGenerations = 0;
  #skippedEvents = 0;

  get isBehind(): boolean {
    return this.#skippedGenerations > 0;
  }

  startOver(): void {
    this.#skippedGenerations = this.#generations;
    this.#skippedEvents = this.#events;
  }

  startGeneration(generation: Omit<Generation, 'events'>, tables: TraceTables): void {
    if (this.#skippedGenerations > 0) {
      this.#skippedGenerations--;
      return;
    }
    this.#generations++;
    this.into?.startGeneration(generation, tables);
  }

  add(events: EventTable): void {
    const skipped = Math.min(events.length, this.#skippedEvents);
    this.#skippedEvents -= skipped;
    if (skipped === events.length) return;
    this.#events += events.length - skipped;
    this.into?.add(skipped === 0 ? events : eventsFrom(events, skipped));
  }

  /** Whoever does not want what is uncertain is not given it. */
  get startUncertain(): (() => void) | undefined {
    const { into } = this;
    return into?.startUncertain && (() => into.startUncertain?.());
  }
}

function eventsFrom(events: EventTable, row: number): EventTable {
  return {
    length: events.length - row,
    type: events.type.subarray(row),
    time: events.time.subarray(row),
    goroutine: events.goroutine.subarray(row),
    proc: events.proc.subarray(row),
    thread: events.thread.subarray(row),
    stack: events.stack.subarray(row),
    firstArg: events.firstArg.subarray(row),
    args: events.args,
  };
}
