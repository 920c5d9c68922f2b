/** Spans that the order kernel makes itself, in its memory: what `SpanBuilder` makes of the same events. */
import type { EventTable } from '../events.ts';
import type { OrderKernel } from '../order-kernel.ts';
import type { GoroutineTable } from './goroutine-builder.ts';
import { LateLanes } from './late-lanes.ts';
import type { MadeSpans, SpanMaker } from './span-builder.ts';
import { type Segment, SPAN_STRIDE, type SpanColumns } from './span-columns.ts';
import { SUM_WIDTH } from './span-sums.ts';
import type { Starvation } from './starvation.ts';

/** As in kernel/trace/spans.ts: sizes and offsets in bytes. */
const SEALED_BYTES = 52;
const GOROUTINE_BYTES = 48;
const CREATOR = 12;
const CREATED = 16;
const SEEN = 24;
const ENDED = 32;
const CREATION_STACK = 40;
const START_STACK = 44;
/** As in kernel/trace/starvation.ts. */
const STRETCHES = 10_000;

export class KernelSpans implements SpanMaker {
  stackRows: Uint32Array = new Uint32Array(1);
  readonly #kernel: OrderKernel;
  readonly segments: Segment[] = [];

  constructor(kernel: OrderKernel, segmentSpans: number) {
    this.#kernel = kernel;
    kernel.makeSpans(segmentSpans, (base, end) => this.#takeSegment(base, end));
  }

  useTables(stackRows: Uint32Array, idleLabel: number): void {
    this.stackRows = stackRows;
    this.#kernel.useTimeline(stackRows, idleLabel);
  }

  /** The kernel has seen it. */
  startGeneration(): void {}

  /** The kernel has seen it. */
  setProcs(): void {}

  /** A kernel gives up before anything is uncertain. */
  startUncertain(): void {}

  addAll({ length }: EventTable, keep: (row: number) => void): void {
    for (let row = 0; row < length; row++) keep(row);
  }

  finish(end: number, goroutineCount: number): MadeSpans {
    this.#kernel.finishSpans(end);
    this.#addLate();
    return {
      segments: this.segments,
      goroutines: this.#goroutines(goroutineCount),
      reasons: this.#reasons(),
      starvation: this.#starvation(),
    };
  }

  #takeSegment(base: number, end: number): void {
    this.segments.push({
      base,
      end,
      goroutines: this.#columns(0),
      procs: this.#columns(1),
      threads: this.#columns(2),
      isUncertain: false,
    });
  }

  #columns(kind: number): SpanColumns {
    const { memory, sealedColumns } = this.#kernel.spans;
    const { buffer } = memory;
    const [length = 0, laneCount, byteCount, keyCount, laneStep = 0, lane = 0, ...places] =
      new Uint32Array(buffer, sealedColumns.value + kind * SEALED_BYTES, SEALED_BYTES / 4);
    const [bytes, words, stacks, nanos, markPlace, markStart, sums] = places;
    const marks = Math.ceil(length / SPAN_STRIDE);
    const copied = (place: number | undefined, count: number | undefined): Uint32Array =>
      new Uint32Array(buffer, place, count).slice();
    const ofLanes = (column: number): Uint32Array => copied(lane + column * laneStep, laneCount);
    return {
      length,
      lane: ofLanes(0),
      from: ofLanes(1),
      to: ofLanes(2),
      place: ofLanes(3),
      start: ofLanes(4),
      firstKey: ofLanes(5),
      lastKey: ofLanes(6),
      bytes: new Uint8Array(buffer, bytes, byteCount).slice(),
      words: copied(words, keyCount),
      stacks: copied(stacks, keyCount),
      markPlace: copied(markPlace, marks),
      markStart: copied(markStart, marks),
      early: 0,
      memo: {
        sums: {
          rows: new Float64Array(buffer, sums, (marks + 1) * SUM_WIDTH).slice(),
          byKey: new Float64Array(buffer, nanos, keyCount).slice(),
        },
      },
    };
  }

  /** Goroutines of which the first generation told after a segment was sealed. */
  #addLate(): void {
    const kernel = this.#kernel.spans;
    const count = kernel.lateLaneCount() * 4;
    const rows = new Uint32Array(kernel.memory.buffer, kernel.lateLanes(), count);
    const late = new LateLanes();
    for (let at = 0; at < rows.length; at += 4) {
      late.note(rows[at] ?? 0, rows[at + 1] ?? 0, rows[at + 2] ?? 0, rows[at + 3] ?? 0);
    }
    if (rows.length > 0) late.addTo(this.segments);
  }

  #goroutines(length: number): GoroutineTable {
    const kernel = this.#kernel.spans;
    const place = kernel.spanGoroutines(length);
    const view = new DataView(kernel.memory.buffer, place, length * GOROUTINE_BYTES);
    const table = {
      length,
      created: new Float64Array(length),
      seen: new Float64Array(length),
      ended: new Float64Array(length),
      creator: new Int32Array(length),
      creationStack: new Uint32Array(length),
      startStack: new Uint32Array(length),
    };
    for (let row = 0; row < length; row++) {
      const at = row * GOROUTINE_BYTES;
      table.created[row] = view.getFloat64(at + CREATED, true);
      table.seen[row] = view.getFloat64(at + SEEN, true);
      table.ended[row] = view.getFloat64(at + ENDED, true);
      table.creator[row] = view.getInt32(at + CREATOR, true);
      table.creationStack[row] = view.getUint32(at + CREATION_STACK, true);
      table.startStack[row] = view.getUint32(at + START_STACK, true);
    }
    return table;
  }

  #reasons(): number[] {
    const kernel = this.#kernel.spans;
    return [
      ...new Uint32Array(kernel.memory.buffer, kernel.spanReasons(), kernel.spanReasonCount()),
    ];
  }

  #starvation(): Starvation {
    const kernel = this.#kernel.spans;
    const place = kernel.reserve(0, 40);
    const count = kernel.starvation(place);
    const { buffer } = kernel.memory;
    const [total = 0, stretches = 0, deepest = 0, deepestTime = 0, depthNanos = 0] =
      new Float64Array(buffer, place, 5);
    const starts = kernel.stretches();
    kernel.reserve(place, 8);
    return {
      total,
      count: stretches,
      start: new Float64Array(buffer, starts, count).slice(),
      end: new Float64Array(buffer, starts + STRETCHES * 8, count).slice(),
      deepest,
      deepestTime,
      depthNanos,
    };
  }
}
