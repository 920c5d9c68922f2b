import { SUM_COUNT } from './span-sums.ts';
import {
  SPAN_ASSIST,
  SPAN_GC_IDLE,
  SPAN_GC_WORKER,
  SPAN_NONE,
  SPAN_RUNNING,
  SPAN_STATES,
  SPAN_SYSCALL,
} from './span-states.ts';
import type { LaneKind } from './timeline.ts';

/** The slice stands for `count` slices. */
export const SLICE_MERGED = 1;
/** Order was forced where the trace gives none: it may be wrong. */
export const SLICE_UNCERTAIN = 2;

/** Slices of some lanes, lane by lane, in the order of time. */
export interface SliceWindow {
  readonly length: number;
  /** Index into the lanes of the query. */
  readonly lane: Uint32Array;
  /** Nanoseconds of the trace; a slice may begin before the window and end behind it. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** SPAN_…; of a block the one that took most of the time. */
  readonly state: Uint8Array;
  /** How many slices it is. */
  readonly count: Uint32Array;
  /** Share of the time that `state` took; 1 for a single slice. */
  readonly share: Float32Array;
  /** Row of the timeline's reasons; 0 for none. */
  readonly reason: Uint8Array;
  /** 0 for none; see `SpanColumns.stack`. */
  readonly stack: Uint32Array;
  /** Procs and threads: who runs; runnable goroutines: who made it so. -1 for none. */
  readonly goroutine: Int32Array;
  /** Goroutines: where it runs; threads: what it has. -1 for none. */
  readonly proc: Int32Array;
  /** SLICE_… */
  readonly flags: Uint8Array;
}

export class SliceBuilder {
  /** Of what is added next. */
  lane = 0;
  kind: LaneKind = 'goroutine';
  #length = 0;
  #columns = createColumns(256);

  get lastStart(): number {
    return this.#columns.start[this.#length - 1] ?? 0;
  }

  single(start: number, end: number, state: number, isUncertain: boolean): void {
    this.#add(start, end, state, isUncertain ? SLICE_UNCERTAIN : 0);
  }

  /** Of the last slice. */
  detail(reason: number, stack: number, link: number): void {
    const row = this.#length - 1;
    const columns = this.#columns;
    const state = columns.state[row] ?? 0;
    columns.reason[row] = reason;
    columns.stack[row] = stack;
    if (linksProc(this.kind, state)) columns.proc[row] = link;
    else columns.goroutine[row] = link;
  }

  /** `sums` are the figures of all spans in it. */
  block(start: number, end: number, sums: Float64Array, isUncertain: boolean): void {
    let state = SPAN_NONE + 1;
    for (let key = state + 1; key < SPAN_STATES; key++) {
      if ((sums[key] ?? 0) > (sums[state] ?? 0)) state = key;
    }
    this.#add(start, end, state, SLICE_MERGED | (isUncertain ? SLICE_UNCERTAIN : 0));
    const row = this.#length - 1;
    this.#columns.count[row] = sums[SUM_COUNT] ?? 0;
    this.#columns.share[row] = end > start ? (sums[state] ?? 0) / (end - start) : 1;
  }

  startLast(start: number): void {
    this.#columns.start[this.#length - 1] = start;
  }

  endLast(end: number): void {
    this.#columns.end[this.#length - 1] = end;
  }

  take(): SliceWindow {
    const length = this.#length;
    const columns = this.#columns;
    return {
      length,
      lane: columns.lane.slice(0, length),
      start: columns.start.slice(0, length),
      end: columns.end.slice(0, length),
      state: columns.state.slice(0, length),
      count: columns.count.slice(0, length),
      share: columns.share.slice(0, length),
      reason: columns.reason.slice(0, length),
      stack: columns.stack.slice(0, length),
      goroutine: columns.goroutine.slice(0, length),
      proc: columns.proc.slice(0, length),
      flags: columns.flags.slice(0, length),
    };
  }

  #add(start: number, end: number, state: number, flags: number): void {
    const row = this.#length++;
    if (row === this.#columns.start.length) this.#grow();
    const columns = this.#columns;
    columns.lane[row] = this.lane;
    columns.start[row] = start;
    columns.end[row] = end;
    columns.state[row] = state;
    columns.count[row] = 1;
    columns.share[row] = 1;
    columns.goroutine[row] = -1;
    columns.proc[row] = -1;
    columns.flags[row] = flags;
  }

  #grow(): void {
    const old = this.#columns;
    const columns = createColumns(old.start.length * 2);
    columns.lane.set(old.lane);
    columns.start.set(old.start);
    columns.end.set(old.end);
    columns.state.set(old.state);
    columns.count.set(old.count);
    columns.share.set(old.share);
    columns.reason.set(old.reason);
    columns.stack.set(old.stack);
    columns.goroutine.set(old.goroutine);
    columns.proc.set(old.proc);
    columns.flags.set(old.flags);
    this.#columns = columns;
  }
}

/** Whether the link of a slice is a proc. */
export function linksProc(kind: LaneKind, state: number): boolean {
  if (kind === 'goroutine') return ON_PROC.has(state);
  return kind === 'thread' && state === SPAN_RUNNING;
}

const ON_PROC: ReadonlySet<number> = new Set([
  SPAN_RUNNING,
  SPAN_SYSCALL,
  SPAN_ASSIST,
  SPAN_GC_WORKER,
  SPAN_GC_IDLE,
]);

type Columns = Omit<SliceWindow, 'length'>;

function createColumns(length: number): Columns {
  return {
    lane: new Uint32Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    state: new Uint8Array(length),
    count: new Uint32Array(length),
    share: new Float32Array(length),
    reason: new Uint8Array(length),
    stack: new Uint32Array(length),
    goroutine: new Int32Array(length),
    proc: new Int32Array(length),
    flags: new Uint8Array(length),
  };
}
