/**
 * A trace, generation by generation (internal/trace/reader.go of Go 1.26). What is complete is handed out; a
 * generation in which the order breaks is handed out up to that point; after it nothing can be trusted. Whoever takes
 * what is uncertain gets the rest of that generation all the same; the next one is up to a new reader: `resumeAt`.
 *
 * Times are counted from the first event, whose absolute time is kept as a bigint: nanoseconds since boot exceed
 * the 53 bits of a double after 104 days. Differences of two such times are exact, and small.
 */
import { type Problem, ProblemList } from '../base/problem.ts';
import { StringTable } from '../base/string-table.ts';
import { SYNC } from './event-types.ts';
import { EventBuilder } from './events.ts';
import type { RawGeneration } from './generation.ts';
import {
  type BrokenGeneration,
  GenerationReader,
  type NextGeneration,
} from './generation-reader.ts';
import { readHeader } from './header.ts';
import { mergeByForce, mergeGeneration, mergeWithForce } from './merge.ts';
import type { Clock, EventConsumer, EventReader, Generation, TraceTables } from './model.ts';
import type { OrderKernel } from './order-kernel.ts';
import { OrderState, PIECE } from './order-state.ts';

/** Generations of a file that are read for themselves. */
export interface ReaderRange {
  /** Of the file. */
  readonly version: number;
  /** Where the bytes begin in it. */
  readonly offset: number;
}

export class TraceReader implements EventReader {
  readonly version: number;
  readonly #bytes: Uint8Array;
  readonly #generations: GenerationReader | null;
  readonly #problems = new ProblemList();
  readonly #strings = new StringTable();
  readonly #order = new OrderState();
  /** Absolute nanoseconds, a whole number; NaN before the first generation. */
  #start = Number.NaN;
  /** Nothing before the first event. */
  #lastTime = -1;
  #syncCount = 0;
  /** Of the bytes in the file. */
  #offset = 0;
  #nanosPerUnit = Number.NaN;
  #isDone = false;
  #isComplete = true;
  #hasExperiments = false;
  #mayOverwrite = false;
  readonly #kernel: OrderKernel | null;
  #hasGivenUp = false;
  #number = 0;
  #resumeAt: number | null = null;

  /**
   * With a `range`, the bytes are those of some generations; without, they are a whole file. With a `kernel`, the
   * reader can only be fed from, and gives up where the trace is broken. Problems: those of `readHeader`.
   */
  constructor(
    bytes: Uint8Array,
    range: ReaderRange | null = null,
    kernel: OrderKernel | null = null,
  ) {
    this.#bytes = bytes;
    this.#kernel = kernel;
    kernel?.restart(this.#lastTime);
    if (range !== null) {
      this.version = range.version;
      this.#offset = range.offset;
      this.#generations = new GenerationReader(bytes, 0, range.version, this.#strings);
      return;
    }
    const header = readHeader(bytes, this.#problems);
    this.version = header?.version ?? 0;
    this.#generations =
      header === null
        ? null
        : new GenerationReader(bytes, header.end, header.version, this.#strings);
    this.#isComplete = header !== null;
  }

  /** Of everything read so far. */
  get problems(): readonly Problem[] {
    return this.#problems.list();
  }

  /** False as soon as events are known to be missing. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Absolute time of the first event in nanoseconds, once the first generation was read. */
  get startTime(): bigint {
    return Number.isNaN(this.#start) ? 0n : BigInt(this.#start);
  }

  /** A time in units of the trace clock as events have it; NaN before the first generation. */
  timeOf(units: number): number {
    return Math.trunc(units * this.#nanosPerUnit) - this.#start;
  }

  /** The kernel does not go on from here: the trace must be read again without it. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  /** Where in the bytes a generation begins that another reader can read; null where nothing follows. */
  get resumeAt(): number | null {
    return this.#resumeAt;
  }

  /** The tables so far. */
  get tables(): TraceTables {
    const { strings } = this.#strings;
    if (this.#kernel !== null) {
      const { goroutines, procs, threads } = this.#kernel;
      return { strings, goroutines, procs, threads };
    }
    return {
      strings,
      goroutines: this.#order.goroutines.ids.view(),
      procs: this.#order.procs.ids.view(),
      threads: this.#order.threads.ids.view(),
    };
  }

  /**
   * The columns of the last generation are not needed any more: the next one may overwrite them. Whoever reads a
   * large trace once saves memory, and the time it takes to get it.
   */
  release(): void {
    this.#mayOverwrite = this.#syncCount > 0;
  }

  /** The next generation, or null after the last one. */
  next(): Generation | null {
    if (this.#isDone || this.#generations === null) return null;
    const next = this.#generations.next();
    if (next.kind === 'generation') return this.#whole(next.generation);
    if (next.kind === 'broken') this.#stop(next.problem);
    this.#isDone = true;
    return this.#closing();
  }

  /** As `next`, but hands the events over piece by piece; false after the last generation. */
  feed(consumer: EventConsumer): boolean {
    if (this.#isDone || this.#generations === null) return false;
    const next = this.#generations.next();
    const isBroken = next.kind === 'broken' || this.#isGap(next, consumer);
    if (isBroken && this.#kernel !== null) {
      this.#hasGivenUp = true;
      this.#isDone = true;
    } else if (next.kind === 'generation' && !isBroken) {
      this.#number = next.generation.number;
      if (this.#kernel === null) this.#inPieces(next.generation, consumer);
      else this.#byKernel(this.#kernel, next.generation, consumer);
    } else {
      if (next.kind === 'broken') this.#salvage(next, consumer);
      else if (next.kind === 'generation') this.#noteGap(next.generation);
      this.#isDone = true;
      const { events, ...closing } = this.#closing();
      consumer.startGeneration(closing, this.tables);
      consumer.add(events);
    }
    return true;
  }

  /** What follows a generation that is missing is in no order with what was before. Go notices that later, or not. */
  #isGap(next: NextGeneration, { startUncertain }: EventConsumer): boolean {
    return (
      next.kind === 'generation' &&
      startUncertain !== undefined &&
      this.#number !== 0 &&
      next.generation.number !== this.#number + 1
    );
  }

  #noteGap({ number, offset }: RawGeneration): void {
    if (number > this.#number) {
      const message = `generation ${number} follows generation ${this.#number}: what was between them is missing`;
      this.#stop({ code: 'generation-missing', offset, message });
      this.#resumeAt = offset;
      return;
    }
    const message = `generation ${number} comes after generation ${this.#number}; it is left out`;
    this.#stop({ code: 'generation-again', offset, message });
    this.#resumeAt = this.#generations?.offset ?? null;
  }

  #whole(raw: RawGeneration): Generation {
    const order = this.#order;
    if (this.#mayOverwrite) order.out.restart();
    else order.out = new EventBuilder(capacityFor(raw), this.#lastTime);
    this.#mayOverwrite = false;
    this.#order.consumer = null;
    const generation = this.#tablesOf(raw);
    this.#merge(raw);
    return { ...generation, events: order.out.take() };
  }

  #inPieces(raw: RawGeneration, consumer: EventConsumer): void {
    const order = this.#order;
    // A switch of coroutines is three events.
    if (order.consumer === null) order.out = new EventBuilder(PIECE + 2, this.#lastTime);
    order.consumer = consumer;
    consumer.startGeneration(this.#tablesOf(raw), this.tables);
    const { startUncertain } = consumer;
    if (startUncertain === undefined) this.#merge(raw);
    else this.#mergeAll(raw, startUncertain.bind(consumer));
    order.flush();
  }

  /** Problem: `order-forced`. */
  #mergeAll(raw: RawGeneration, startUncertain: () => void): void {
    const order = this.#order;
    this.#nanosPerUnit = raw.nanosPerUnit;
    const sync = ++this.#syncCount;
    const forced = mergeWithForce(order, this.#bytes, raw, this.#start, sync, startUncertain);
    this.#lastTime = order.out.lastTime;
    if (forced === null) return;
    if (forced.problem !== null) this.#stop(forced.problem);
    this.#problems.push({
      code: 'order-forced',
      offset: raw.offset + this.#offset,
      message: `the other ${forced.eventCount} events of generation ${raw.number} are shown all the same, ${forced.forcedCount} of them in the order of time`,
    });
    this.#resumeAt = this.#generations?.offset ?? null;
  }

  #byKernel(kernel: OrderKernel, raw: RawGeneration, consumer: EventConsumer): void {
    consumer.startGeneration(this.#tablesOf(raw), this.tables);
    this.#nanosPerUnit = raw.nanosPerUnit;
    const isOrdered = kernel.order(this.#bytes, raw, this.#start, ++this.#syncCount, consumer);
    this.#hasGivenUp = !isOrdered;
    this.#isDone = !isOrdered;
    this.#lastTime = kernel.lastTime;
  }

  /** Problem: `generation-salvaged`. */
  #salvage(broken: BrokenGeneration, consumer: EventConsumer): void {
    if (consumer.startUncertain === undefined || this.#generations === null) {
      this.#stop(broken.problem);
      return;
    }
    const { generation, next, problems } = this.#generations.recover(broken);
    const isOther =
      problems[0]?.code === 'another-trace' && problems[0].offset === broken.problem.offset;
    for (const problem of isOther ? problems : [broken.problem, ...problems]) this.#stop(problem);
    this.#resumeAt = next;
    if (generation.batchCount === 0) return;
    const raw = this.#withClock(generation.salvage(this.#nanosPerUnit));
    const order = this.#order;
    if (order.consumer === null) order.out = new EventBuilder(PIECE + 2, this.#lastTime);
    order.consumer = consumer;
    consumer.startGeneration(this.#tablesOf(raw), this.tables);
    consumer.startUncertain();
    const sync = ++this.#syncCount;
    const { eventCount } = mergeByForce(order, this.#bytes, raw, this.#start, sync);
    order.flush();
    this.#lastTime = order.out.lastTime;
    const names = raw.stacks.length > 1 ? '' : ', without stacks';
    this.#problems.push({
      code: 'generation-salvaged',
      offset: raw.offset + this.#offset,
      message: `generation ${raw.number} is not complete: ${eventCount} of its events are shown in the order of time${names}`,
    });
  }

  /** Where no clock was read, that of most platforms. Problem: `clock-assumed`. */
  #withClock(raw: RawGeneration): RawGeneration {
    if (!Number.isNaN(raw.nanosPerUnit)) return raw;
    this.#problems.push({
      code: 'clock-assumed',
      offset: raw.offset + this.#offset,
      message: `the clock of generation ${raw.number} is lost: its times are right unless they were measured on Windows`,
    });
    return { ...raw, nanosPerUnit: USUAL_NANOS_PER_UNIT };
  }

  #merge(raw: RawGeneration): void {
    const order = this.#order;
    this.#nanosPerUnit = raw.nanosPerUnit;
    const problem = mergeGeneration(order, this.#bytes, raw, this.#start, ++this.#syncCount);
    if (problem !== null) this.#stop(problem);
    this.#lastTime = order.out.lastTime;
  }

  #tablesOf(raw: RawGeneration): Omit<Generation, 'events'> {
    if (Number.isNaN(this.#start)) {
      // Times start above 0: that is what "after the last event" means at the beginning.
      this.#start = Math.max(1, Math.trunc(raw.startTime * raw.nanosPerUnit));
    }
    this.#noteExperiments(raw);
    return {
      number: raw.number,
      stacks: raw.stacks,
      frames: raw.frames,
      clock: this.#clockOf(raw),
      experimental: raw.experimental,
    };
  }

  /** Whether it ended well or not, a trace ends with a Sync. */
  #closing(): Generation {
    if (Number.isNaN(this.#start)) this.#start = 1;
    const out = new EventBuilder(1, this.#lastTime);
    out.time = this.#lastTime;
    out.add(SYNC, -1, -1, -1, 0);
    out.arg(++this.#syncCount);
    return { ...NO_GENERATION, events: out.take() };
  }

  #clockOf({ snapshot, nanosPerUnit }: RawGeneration): Clock | null {
    if (snapshot === null) return null;
    const { mono, wall } = snapshot;
    return { time: Math.trunc(snapshot.time * nanosPerUnit) - this.#start, mono, wall };
  }

  #stop(problem: Problem): void {
    this.#problems.push({ ...problem, offset: (problem.offset ?? 0) + this.#offset });
    this.#isDone = true;
    this.#isComplete = false;
  }

  #noteExperiments({ experimental, number }: RawGeneration): void {
    const first = experimental[0];
    if (first === undefined || this.#hasExperiments) return;
    this.#hasExperiments = true;
    this.#problems.push({
      code: 'experimental-batch',
      offset: first.start + this.#offset,
      message: `generation ${number} has ${experimental.length} batches of experiment ${first.experiment}, which are kept but not interpreted`,
    });
  }
}

/** Of everything but Windows (traceTimeDiv in runtime/tracetime.go of Go 1.26). */
const USUAL_NANOS_PER_UNIT = 64;

/** Four bytes are a small event: ordinary ones have five to six. The table grows where that is not enough. */
function capacityFor({ threads, samples }: RawGeneration): number {
  let size = 0;
  for (const { batches } of threads) for (const { start, end } of batches) size += end - start;
  return size / 4 + samples.length + 16;
}

const NO_ROWS = new Uint32Array(0);
/** Of the closing Sync: nothing but itself. */
export const NO_GENERATION: Omit<Generation, 'events'> = {
  number: 0,
  stacks: { length: 1, start: new Uint32Array(2), frame: NO_ROWS },
  frames: {
    length: 0,
    pcLow: NO_ROWS,
    pcHigh: NO_ROWS,
    function: NO_ROWS,
    file: NO_ROWS,
    line: NO_ROWS,
  },
  clock: null,
  experimental: [],
};
