/**
 * The order kernel in WebAssembly, of kernel/trace: the events of a generation in their order, as `mergeGeneration`
 * yields them, several times faster. It takes only what is whole: at the first contradiction it gives up.
 */
import type { EventTable } from './events.ts';
import type { RawGeneration } from './generation.ts';
import type { IdRows } from './id-rows.ts';
import type { EventConsumer } from './model.ts';
import { ARGUMENT_COUNT } from './specs.ts';

/** What kernel/trace/main.ts exports; its globals are places in the memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly argumentCounts: Place;
  readonly typeColumn: Place;
  readonly timeColumn: Place;
  readonly goroutineColumn: Place;
  readonly procColumn: Place;
  readonly threadColumn: Place;
  readonly stackColumn: Place;
  readonly firstArgColumn: Place;
  readonly argColumn: Place;
  reserve(place: number, size: number): number;
  restart(lastTime: number): void;
  useClock(nanosPerUnit: number, startTime: number): void;
  useRows(strings: number, stringCount: number, stacks: number, stackCount: number): void;
  useSamples(samples: number, count: number): void;
  startGeneration(
    number: number,
    unitsOfSync: number,
    syncCount: number,
    threads: number,
    threadCount: number,
    cursors: number,
  ): void;
  run(): number;
  takePiece(): void;
  pieceLength(): number;
  pieceArgs(): number;
  lastTime(): number;
  makeSpans(segmentSpans: number): void;
  useTimeline(stackRows: number, stackCount: number, idleLabel: number): void;
  finishSpans(end: number): void;
  readonly sealedColumns: Place;
  spanGoroutines(count: number): number;
  spanReasons(): number;
  spanReasonCount(): number;
  lateLanes(): number;
  lateLaneCount(): number;
  starvation(into: number): number;
  stretches(): number;
  goroutineIds(): number;
  goroutineCount(): number;
  procIds(): number;
  procCount(): number;
  threadIds(): number;
  threadCount(): number;
}

interface Place {
  readonly value: number;
}

/** Answers of `run`; the third one is that it gives up. */
const DONE = 0;
const PIECE_IS_FULL = 1;

/** Sizes of what the kernel is given. */
const THREAD_BYTES = 16;
const BATCH_BYTES = 16;
const CURSOR_BYTES = 64;
const SAMPLE_BYTES = 40;
/** The longest event may be read beyond the end of the last batch. */
const PADDING = 64;

/** Takes a segment whose columns the kernel has sealed; they are overwritten after the call. */
export type TakeSegment = (base: number, end: number) => void;

/** One trace at a time: `restart` before its first generation. */
export class OrderKernel {
  readonly #kernel: KernelExports;
  #place = 0;
  #capacity = 0;
  #columns: EventTable | null = null;
  #rowsPlace = 0;
  #takeSegment: TakeSegment | null = null;

  /** `wasm` is what the build makes of kernel/trace. */
  constructor(wasm: Uint8Array<ArrayBuffer>) {
    const abort = (): void => {
      throw new Error('the order kernel failed');
    };
    const sealed = (base = 0, end = 0): void => this.#takeSegment?.(base, end);
    const imports = { env: { abort }, spans: { sealed } };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
    // The build and this file are of one version.
    this.#kernel = instance.exports as unknown as KernelExports;
    const counts = this.#kernel.argumentCounts.value;
    new Uint8Array(this.#kernel.memory.buffer).set(ARGUMENT_COUNT, counts);
  }

  /** `lastTime` is that of the event before the first one. */
  restart(lastTime: number): void {
    this.#kernel.restart(lastTime);
  }

  /** From here on spans are made: events that become spans are not handed over. */
  makeSpans(segmentSpans: number, take: TakeSegment): void {
    this.#takeSegment = take;
    this.#kernel.makeSpans(segmentSpans);
  }

  /** Of the next generation: rows of the timeline by stack, and the label of idle mark workers. */
  useTimeline(stackRows: Uint32Array, idleLabel: number): void {
    const kernel = this.#kernel;
    this.#rowsPlace = kernel.reserve(this.#rowsPlace, stackRows.byteLength);
    new Uint32Array(kernel.memory.buffer, this.#rowsPlace, stackRows.length).set(stackRows);
    kernel.useTimeline(this.#rowsPlace, stackRows.length, idleLabel);
  }

  /** Seals the last segment. */
  finishSpans(end: number): void {
    this.#kernel.finishSpans(end);
    this.#takeSegment = null;
  }

  /** What the kernel made of spans, in its memory: see `KernelSpans`. */
  get spans(): KernelExports {
    return this.#kernel;
  }

  /**
   * Hands the events of a generation over, piece by piece; false when it gives up: what it has handed over is right,
   * the rest is up to the other kernel, from the start.
   */
  order(
    bytes: Uint8Array,
    raw: RawGeneration,
    startTime: number,
    syncCount: number,
    consumer: Pick<EventConsumer, 'add' | 'hasEnough'>,
  ): boolean {
    try {
      if (!this.#load(bytes, raw, startTime, syncCount)) return false;
      for (;;) {
        const answer = this.#kernel.run();
        if (answer !== DONE && answer !== PIECE_IS_FULL) return false;
        consumer.add(this.#piece());
        this.#kernel.takePiece();
        if (answer === DONE || consumer.hasEnough === true) return true;
      }
    } catch (error) {
      // A trap: the kernel has no memory left, or met what it should have refused.
      if (error instanceof Error && error.name === 'RuntimeError') return false;
      throw error;
    }
  }

  get lastTime(): number {
    return this.#kernel.lastTime();
  }

  /** Ids by row so far. */
  get goroutines(): Float64Array {
    const kernel = this.#kernel;
    return new Float64Array(kernel.memory.buffer, kernel.goroutineIds(), kernel.goroutineCount());
  }

  get procs(): Float64Array {
    const kernel = this.#kernel;
    return new Float64Array(kernel.memory.buffer, kernel.procIds(), kernel.procCount());
  }

  get threads(): Float64Array {
    const kernel = this.#kernel;
    return new Float64Array(kernel.memory.buffer, kernel.threadIds(), kernel.threadCount());
  }

  /** False when the tables of the generation are not of the usual kind. */
  #load(bytes: Uint8Array, raw: RawGeneration, startTime: number, syncCount: number): boolean {
    const kernel = this.#kernel;
    const { threads, samples, stringRows, stackRows } = raw;
    const strings = stringRows.dense;
    const stacks = stackRows.dense;
    if (strings.length === 0 || stacks.length === 0) return false;
    const layout = new Layout();
    const input = inputOf(raw);
    const inputAt = layout.add(input.end - input.start + PADDING);
    const batchCount = threads.reduce((sum, { batches }) => sum + batches.length, 0);
    const batchesAt = layout.add(batchCount * BATCH_BYTES);
    const threadsAt = layout.add(threads.length * THREAD_BYTES);
    const cursorsAt = layout.add(threads.length * (CURSOR_BYTES + 4));
    const stringsAt = layout.add(strings.byteLength);
    const stacksAt = layout.add(stacks.byteLength);
    const samplesAt = layout.add(samples.length * SAMPLE_BYTES);
    const place = this.#reserve(layout.size);
    const { buffer } = kernel.memory;
    const memory = new Uint8Array(buffer, place + inputAt);
    memory.set(bytes.subarray(input.start, input.end));
    memory.fill(0, input.end - input.start, input.end - input.start + PADDING);
    const view = new DataView(buffer);
    writeThreads(view, raw, {
      threads: place + threadsAt,
      batches: place + batchesAt,
      input: place + inputAt - input.start,
    });
    new Int32Array(buffer, place + stringsAt, strings.length).set(strings);
    new Int32Array(buffer, place + stacksAt, stacks.length).set(stacks);
    writeSamples(
      new Float64Array(buffer, place + samplesAt, samples.length * 5),
      samples,
      stackRows,
    );
    kernel.useClock(raw.nanosPerUnit, startTime);
    kernel.useRows(place + stringsAt, strings.length, place + stacksAt, stacks.length);
    kernel.useSamples(place + samplesAt, samples.length);
    kernel.startGeneration(
      raw.number,
      raw.startTime,
      syncCount,
      place + threadsAt,
      threads.length,
      place + cursorsAt,
    );
    return true;
  }

  #reserve(size: number): number {
    if (size > this.#capacity) {
      // Generations of one trace are of about one size.
      this.#capacity = Math.ceil(size * 1.25);
      this.#place = this.#kernel.reserve(this.#place, this.#capacity);
    }
    return this.#place;
  }

  #piece(): EventTable {
    const kernel = this.#kernel;
    const length = kernel.pieceLength();
    const whole = this.#views();
    return {
      length,
      type: whole.type.subarray(0, length),
      time: whole.time.subarray(0, length),
      goroutine: whole.goroutine.subarray(0, length),
      proc: whole.proc.subarray(0, length),
      thread: whole.thread.subarray(0, length),
      stack: whole.stack.subarray(0, length),
      firstArg: whole.firstArg.subarray(0, length + 1),
      args: whole.args.subarray(0, kernel.pieceArgs()),
    };
  }

  /** Whole columns; anew when the memory has grown. */
  #views(): EventTable {
    const kernel = this.#kernel;
    const { buffer } = kernel.memory;
    if (this.#columns?.type.buffer === buffer) return this.#columns;
    this.#columns = {
      length: ROOM,
      type: new Uint8Array(buffer, kernel.typeColumn.value, ROOM),
      time: new Float64Array(buffer, kernel.timeColumn.value, ROOM),
      goroutine: new Int32Array(buffer, kernel.goroutineColumn.value, ROOM),
      proc: new Int32Array(buffer, kernel.procColumn.value, ROOM),
      thread: new Int32Array(buffer, kernel.threadColumn.value, ROOM),
      stack: new Uint32Array(buffer, kernel.stackColumn.value, ROOM),
      firstArg: new Uint32Array(buffer, kernel.firstArgColumn.value, ROOM),
      args: new Float64Array(buffer, kernel.argColumn.value, ROOM * 4),
    };
    return this.#columns;
  }
}

/** As in kernel/trace/events.ts. */
const ROOM = (1 << 14) + 4;

/** Places one after the other, each on a line of the cache. */
class Layout {
  size = 0;

  add(bytes: number): number {
    const place = this.size;
    this.size = place + Math.ceil(bytes / 64) * 64;
    return place;
  }
}

/** The bytes from the first batch of a thread to the last one. */
function inputOf({ threads }: RawGeneration): { readonly start: number; readonly end: number } {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { batches } of threads) {
    for (const batch of batches) {
      start = Math.min(start, batch.start);
      end = Math.max(end, batch.end);
    }
  }
  return { start: Math.min(start, end), end };
}

function writeThreads(
  view: DataView,
  { threads }: RawGeneration,
  at: { readonly threads: number; readonly batches: number; readonly input: number },
): void {
  let batchAt = at.batches;
  for (const [k, { thread, batches }] of threads.entries()) {
    const threadAt = at.threads + k * THREAD_BYTES;
    view.setFloat64(threadAt, thread, true);
    view.setUint32(threadAt + 8, batchAt, true);
    for (const { start, end, time } of batches) {
      view.setUint32(batchAt, at.input + start, true);
      view.setUint32(batchAt + 4, at.input + end, true);
      view.setFloat64(batchAt + 8, time, true);
      batchAt += BATCH_BYTES;
    }
    view.setUint32(threadAt + 12, batchAt, true);
  }
}

function writeSamples(
  into: Float64Array,
  { length, time, goroutine, proc, thread, stackId }: RawGeneration['samples'],
  stackRows: IdRows,
): void {
  for (let row = 0; row < length; row++) {
    const at = row * 5;
    into[at] = time[row] ?? 0;
    into[at + 1] = goroutine[row] ?? -1;
    into[at + 2] = proc[row] ?? -1;
    into[at + 3] = thread[row] ?? -1;
    // As in Go a stack that is not there is no reason to stop.
    into[at + 4] = Math.max(0, stackRows.row(stackId[row] ?? 0));
  }
}
