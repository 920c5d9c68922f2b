/**
 * A trace of Go 1.11 to 1.21, as one generation. None of it can be ordered before all of it was read: stacks and the
 * frequency of the clock are the last things in the file. What is complete is handed out, up to the first contradiction.
 *
 *     decode → order → settle → checker → translator
 */
import { type Problem, ProblemList } from '../../base/problem.ts';
import { StringTable } from '../../base/string-table.ts';
import { SYNC } from '../event-types.ts';
import { EventBuilder } from '../events.ts';
import { readHeader } from '../header.ts';
import type { EventConsumer, EventReader, Generation, TraceTables } from '../model.ts';
import { PIECE } from '../order-state.ts';
import { NO_GENERATION, type ReaderRange } from '../trace-reader.ts';
import { OldChecker } from './checker.ts';
import { decodeOldTrace } from './decode.ts';
import { offsetOf, type OldFile } from './old-file.ts';
import { orderEvents } from './order.ts';
import { settleSyscalls } from './settle.ts';
import { oldEventName } from './specs.ts';
import { type Purpose, Translator } from './translator.ts';

/** Events in their order, with what their times need. */
interface OldTrace {
  readonly file: OldFile;
  readonly rows: Uint32Array;
  readonly nanosPerTick: number;
  /** The clock is guessed. */
  readonly isUncertain: boolean;
}

/** Where the file does not tell: of 64 cycles at 3.2 GHz, as most machines have it. */
const GUESSED_NANOS = 20;
/** Times are exact up to here, and there is room behind it for those that must rise. */
const TIME_LIMIT = 2 ** 53 - 2 ** 32;
/** An old event becomes up to three; a piece is handed over when it has as many as this at least. */
const MOST_AT_ONCE = 3;

export class OldReader implements EventReader {
  readonly version: number;
  readonly hasGivenUp = false;
  readonly #bytes: Uint8Array;
  readonly #purpose: Purpose;
  readonly #problems = new ProblemList();
  readonly #strings = new StringTable();
  /** Where the first batch begins in the bytes. */
  readonly #begin: number;
  /** Of the bytes in the file. */
  readonly #offset: number;
  #out = new EventBuilder(1, -1);
  #ids: () => Omit<TraceTables, 'strings'> = () => NO_IDS;
  #isRead = false;
  #isDone: boolean;
  #isComplete: boolean;
  #syncCount = 0;

  /**
   * With a `range`, the bytes are those behind the header of a file; without, they are the file. Problems: those of
   * `readHeader`.
   */
  constructor(bytes: Uint8Array, range: ReaderRange | null, purpose: Purpose) {
    this.#bytes = bytes;
    this.#purpose = purpose;
    const header = range === null ? readHeader(bytes, this.#problems) : { end: 0, ...range };
    this.version = header?.version ?? 0;
    this.#begin = header?.end ?? 0;
    this.#offset = range?.offset ?? 0;
    this.#isDone = header === null;
    this.#isComplete = header !== null;
  }

  /** Of everything read so far. */
  get problems(): readonly Problem[] {
    return this.#problems.list();
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The clock begins with the first event; the Sync before it is 1 ns earlier. */
  get startTime(): bigint {
    return this.#ids === NO_EVENTS ? 0n : -1n;
  }

  get tables(): TraceTables {
    return { strings: this.#strings.strings, ...this.#ids() };
  }

  /** There are no parts that could begin somewhere. */
  timeOf(): number {
    return Number.NaN;
  }

  /** There is no other generation that could use the memory. */
  release(): void {}

  next(): Generation | null {
    if (this.#isDone) return null;
    const trace = this.#read(false);
    if (trace === null) return this.#closing();
    this.#out = new EventBuilder(trace.rows.length * 1.2, -1);
    this.#translate(trace, null);
    return { ...generationOf(trace), events: this.#out.take() };
  }

  /** False after the last generation. */
  feed(consumer: EventConsumer): boolean {
    if (this.#isDone) return false;
    const trace = this.#read(consumer.startUncertain !== undefined);
    if (trace === null) {
      const { events, ...closing } = this.#closing();
      consumer.startGeneration(closing, this.tables);
      consumer.add(events);
      return true;
    }
    this.#out = new EventBuilder(PIECE + MOST_AT_ONCE, -1);
    this.#translate(trace, consumer);
    return true;
  }

  /** Null when there are no events, or when they were read before. Problem: `no-frequency`. */
  #read(takesUncertain: boolean): OldTrace | null {
    if (this.#isRead) return null;
    this.#isRead = true;
    const file = decodeOldTrace(this.#bytes, this.#begin, this.version, this.#strings);
    const { ticksPerSecond, problem, dropped, events } = file;
    if (problem !== null) this.#stop(problem);
    if (dropped > 0) this.#stop({ code: 'event-limit', message: tooMany(events.length, dropped) });
    const isUncertain = ticksPerSecond === 0;
    if (isUncertain) {
      const message = `the file ends before the frequency of its clock: a tick is taken for ${GUESSED_NANOS} ns, times may be off by a factor`;
      this.#stop({ code: 'no-frequency', offset: this.#bytes.length, message });
      if (!takesUncertain) return null;
    }
    const order = settleSyscalls(file, orderEvents(file));
    // Of a file that was cut, the batches that others wait for are missing.
    const isExpected = order.problem?.code === 'order-stuck' && !this.#isComplete;
    if (order.problem !== null && !isExpected) this.#stop(order.problem);
    const nanosPerTick = isUncertain ? GUESSED_NANOS : 1e9 / ticksPerSecond;
    return order.rows.length === 0 ? null : { file, rows: order.rows, nanosPerTick, isUncertain };
  }

  /** Problem: `order-broken`; what comes before is kept. */
  #translate(trace: OldTrace, consumer: EventConsumer | null): void {
    const { file, rows, nanosPerTick } = trace;
    const out = this.#out;
    const { version } = this;
    const options = { version, purpose: this.#purpose, strings: this.#strings, out };
    const checker = new OldChecker(file);
    const translator = new Translator(file, options);
    const goroutines = file.goroutines.view().subarray(1);
    this.#ids = () => ({
      goroutines,
      procs: translator.procs,
      threads: translator.threads.view(),
    });
    consumer?.startGeneration(generationOf(trace), this.tables);
    if (trace.isUncertain) consumer?.startUncertain?.();
    out.time = 0;
    out.add(SYNC, -1, -1, -1, 0);
    out.arg(++this.#syncCount);
    const { ticks } = file.events;
    const first = ticks[rows[0] ?? 0] ?? 0;
    for (const row of rows) {
      const failure = checker.check(row);
      const time = Math.trunc(((ticks[row] ?? 0) - first) * nanosPerTick) + 1;
      if (failure !== '' || !(time < TIME_LIMIT)) {
        this.#stop(contradiction(file, row, failure === '' ? `${time} ns are too many` : failure));
        break;
      }
      out.time = time;
      translator.add(row, checker.proc);
      if (consumer !== null && out.length >= PIECE) flush(out, consumer);
    }
    if (consumer !== null) flush(out, consumer);
    const { procs } = translator;
    const threads = translator.threads.view();
    // The rest of the translator is not needed any more.
    this.#ids = () => ({ goroutines, procs, threads });
  }

  /** Whether it ended well or not, a trace ends with a Sync. */
  #closing(): Generation {
    this.#isDone = true;
    if (this.#syncCount === 0) this.#ids = NO_EVENTS;
    const out = new EventBuilder(1, this.#out.lastTime);
    out.time = this.#out.lastTime;
    out.add(SYNC, -1, -1, -1, 0);
    out.arg(++this.#syncCount);
    return { ...NO_GENERATION, events: out.take() };
  }

  #stop(problem: Problem): void {
    this.#isComplete = false;
    const { offset } = problem;
    const place = offset === undefined ? {} : { offset: offset + this.#offset };
    this.#problems.push({ ...problem, ...place });
  }
}

const NO_IDS = {
  goroutines: new Float64Array(0),
  procs: new Float64Array(0),
  threads: new Float64Array(0),
};
const NO_EVENTS = (): typeof NO_IDS => NO_IDS;

function generationOf({ file }: OldTrace): Omit<Generation, 'events'> {
  return { ...NO_GENERATION, number: 1, stacks: file.stacks, frames: file.frames };
}

function flush(out: EventBuilder, consumer: EventConsumer): void {
  consumer.add(out.take());
  out.restart();
}

function contradiction(file: OldFile, row: number, failure: string): Problem {
  const { events, goroutines, procs, batches } = file;
  const name = oldEventName(events.type[row] ?? 0);
  const goroutine = goroutines.id(events.goroutine[row] ?? 0);
  const proc = procs.id(events.proc[row] ?? 0);
  const message = `${name} of goroutine ${goroutine} on processor ${proc}: ${failure}`;
  return { code: 'order-broken', offset: offsetOf(batches, row), message };
}

function tooMany(kept: number, dropped: number): string {
  return `${kept} events are shown, ${dropped} more are too many`;
}
