import { Float64Builder } from '../../base/columns.ts';
import * as types from '../event-types.ts';
import { EventBuilder, type EventTable } from '../events.ts';
import type { OrderKernel } from '../order-kernel.ts';
import type { Clock, EventConsumer, EventSource, Generation, TraceTables } from '../model.ts';
import type { GenerationMark, Series, TimelinePart } from './part.ts';
import { KernelSpans } from './kernel-spans.ts';
import { SEGMENT_SPANS, SpanBuilder, type SpanMaker } from './span-builder.ts';
import { StackInterner } from './stack-interner.ts';

/** Builds a part of a timeline: `feed` it to an `EventSource`, then `finish`. */
export class PartBuilder implements EventConsumer {
  readonly #spans: SpanMaker;
  readonly #stacks = new StackInterner();
  readonly #rare = new EventBuilder(1024, -1);
  readonly #heapAlloc = new SeriesBuilder();
  readonly #heapGoal = new SeriesBuilder();
  readonly #procCount = new SeriesBuilder();
  readonly #generations: GenerationMark[] = [];
  readonly #clocks: Clock[] = [];
  readonly #most: number;
  #number = 0;
  #lastTime = 0;

  /** A segment gets about as many spans of goroutines; after `most` of them it has enough. With a kernel, events come from a reader that uses it. */
  constructor(
    kernel: OrderKernel | null = null,
    segmentSpans = SEGMENT_SPANS,
    most = Number.POSITIVE_INFINITY,
  ) {
    this.#most = most;
    this.#spans =
      kernel === null ? new SpanBuilder(segmentSpans) : new KernelSpans(kernel, segmentSpans);
  }

  startGeneration(generation: Omit<Generation, 'events'>, { strings }: TraceTables): void {
    this.#number = generation.number;
    const stackRows = this.#stacks.rowsOf(generation.stacks, generation.frames);
    this.#spans.useTables(stackRows, strings.indexOf('GC (idle)'));
    if (generation.clock !== null) this.#clocks.push(generation.clock);
  }

  get hasEnough(): boolean {
    return this.#spans.segments.length >= this.#most;
  }

  startUncertain(): void {
    this.#spans.startUncertain(this.#lastTime);
  }

  add(events: EventTable): void {
    this.#spans.addAll(events, (row) => this.#keep(events, row));
    if (events.length > 0) this.#lastTime = events.time[events.length - 1] ?? 0;
  }

  /** The part lasts until its last event, or until the next part begins: `until`, a time of the trace. */
  finish(reader: EventSource, until = Number.NaN): TimelinePart {
    const spans = this.#spans;
    const endTime = until > this.#lastTime ? until : this.#lastTime;
    const { strings, goroutines, procs, threads } = reader.tables;
    const goroutineIds = goroutines.slice();
    const procIds = procs.slice();
    const threadIds = threads.slice();
    const made = spans.finish(endTime, goroutineIds.length);
    return {
      version: reader.version,
      startTime: reader.startTime,
      endTime,
      isComplete: reader.isComplete,
      problems: reader.problems,
      generations: this.#generations,
      clocks: this.#clocks,
      strings,
      goroutineIds,
      procIds,
      threadIds,
      ...this.#stacks.take(),
      ...made,
      rare: [this.#rare.copy()],
      heapAlloc: this.#heapAlloc.take(),
      heapGoal: this.#heapGoal.take(),
      procCount: this.#procCount.take(),
    };
  }

  #keep(events: EventTable, row: number): void {
    const time = events.time[row] ?? 0;
    const first = events.firstArg[row] ?? 0;
    switch (events.type[row] ?? 0) {
      case types.SYNC:
        if (this.#number !== 0) this.#generations.push({ number: this.#number, time });
        this.#spans.startGeneration(time);
        break;
      case types.HEAP_ALLOC:
        this.#heapAlloc.push(time, events.args[first] ?? 0);
        break;
      case types.HEAP_GOAL:
        this.#heapGoal.push(time, events.args[first] ?? 0);
        break;
      case types.PROCS_CHANGE:
        this.#procCount.push(time, events.args[first] ?? 0);
        this.#spans.setProcs(events.args[first] ?? 0, time);
        break;
      default: {
        const rare = this.#rare;
        rare.time = time;
        rare.add(
          events.type[row] ?? 0,
          events.goroutine[row] ?? -1,
          events.proc[row] ?? -1,
          events.thread[row] ?? -1,
          this.#spans.stackRows[events.stack[row] ?? 0] ?? 0,
        );
        const end = events.firstArg[row + 1] ?? first;
        for (let k = first; k < end; k++) rare.arg(events.args[k] ?? 0);
      }
    }
  }
}

class SeriesBuilder {
  readonly #time = new Float64Builder(64);
  readonly #value = new Float64Builder(64);

  push(time: number, value: number): void {
    this.#time.push(time);
    this.#value.push(value);
  }

  take(): Series {
    return { length: this.#time.length, time: this.#time.take(), value: this.#value.take() };
  }
}
