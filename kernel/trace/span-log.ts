/** Spans of one kind of lane as they begin; `seal` groups them by lane, by counting: span-log.ts of src/trace/timeline. */
import { grown, moved } from './memory';

export const STATE_MASK: u32 = 15;
const SPAN_NONE: u32 = 0;
const SPAN_STATES: i32 = 9;
const SUM_STRIDE: i32 = 64;
/** Nanoseconds by state, then how many spans there are. */
const SUM_BYTES: usize = (<usize>(SPAN_STATES + 1)) << 3;

/** Only spans this near to the last one of all are amended, of goroutines. */
const AMEND_REACH: i32 = 16;

/** What was sealed last; places are of columns of u32, those of `sums` of f64. */
@unmanaged
export class Sealed {
  length: i32;
  laneCount: i32;
  lane: usize;
  from: usize;
  to: usize;
  start: usize;
  word: usize;
  stack: usize;
  sums: usize;
}

export class SpanLog {
  length: i32 = 0;
  /** Spans that only go on. */
  private seedCount: i32 = 0;
  private capacity: i32 = 4096;
  /** 16 bytes by span: lane, start, word, stack. */
  private rows: usize = grown(0, 0, 4096 << 4, 0);
  private laneCapacity: i32 = 256;
  private laneEnd: i32 = 0;
  /** By lane: how many spans it has, then where the next one goes; and its last span. */
  private counts: usize = grown(0, 0, 256 << 2, 0);
  private last: usize = grown(0, 0, 256 << 2, 0);
  private columnCapacity: i32 = 0;
  private columns: usize = 0;
  private lanes: usize = 0;
  private total: usize = heap.alloc(SUM_BYTES);
  /** Where `seal` says what it made. */
  private into: Sealed;
  private isOfGoroutines: bool;

  constructor(into: Sealed, isOfGoroutines: bool) {
    this.into = into;
    this.isOfGoroutines = isOfGoroutines;
  }

  append(lane: i32, start: u32, word: u32, stack: u32): void {
    const row = this.length;
    if (row == this.capacity) this.grow();
    this.length = row + 1;
    const at = this.rows + ((<usize>row) << 4);
    store<i32>(at, lane);
    store<u32>(at, start, 4);
    store<u32>(at, word, 8);
    store<u32>(at, stack, 12);
    if (lane >= this.laneEnd) this.reserve(lane);
    const place = (<usize>lane) << 2;
    store<u32>(this.counts + place, load<u32>(this.counts + place) + 1);
    store<i32>(this.last + place, row);
  }

  /** Gives the last span of a lane another state; false when it only goes on, or is too far back. */
  amend(lane: i32, state: u32): bool {
    if (lane >= this.laneEnd || load<u32>(this.counts + ((<usize>lane) << 2)) == 0) return false;
    const row = load<i32>(this.last + ((<usize>lane) << 2));
    if (row < this.seedCount) return false;
    if (this.isOfGoroutines && row < this.length - AMEND_REACH) return false;
    const at = this.rows + ((<usize>row) << 4);
    store<u32>(at, (load<u32>(at, 8) & ~STATE_MASK) | state, 8);
    return true;
  }

  /** `end` is that of the segment, counted from its base. The log is empty again. */
  seal(end: f64): void {
    const length = this.length;
    this.reserveColumns(length);
    const step = (<usize>this.columnCapacity) << 2;
    const start = this.columns;
    const word = start + step;
    const stack = word + step;
    const sums = stack + step;
    const laneStep = (<usize>this.laneCapacity) << 2;
    const laneColumn = this.lanes;
    const from = laneColumn + laneStep;
    const to = from + laneStep;
    const next = this.counts;
    let behind: u32 = 0;
    let laneCount = 0;
    for (let lane = 0; lane < this.laneEnd; lane++) {
      const count = load<u32>(next + ((<usize>lane) << 2));
      if (count == 0) continue;
      const place = (<usize>laneCount) << 2;
      laneCount++;
      store<i32>(laneColumn + place, lane);
      store<u32>(from + place, behind);
      store<u32>(next + ((<usize>lane) << 2), behind);
      behind += count;
      store<u32>(to + place, behind);
    }
    for (let at = this.rows, rowsEnd = at + ((<usize>length) << 4); at < rowsEnd; at += 16) {
      const slot = next + ((<usize>load<u32>(at)) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<u32>(start + ((<usize>place) << 2), load<u32>(at, 4));
      store<u32>(word + ((<usize>place) << 2), load<u32>(at, 8));
      if (this.isOfGoroutines) store<u32>(stack + ((<usize>place) << 2), load<u32>(at, 12));
    }
    memory.fill(next, 0, (<usize>this.laneEnd) << 2);
    this.length = 0;
    this.seedCount = 0;
    const into = this.into;
    into.length = length;
    into.laneCount = laneCount;
    into.lane = laneColumn;
    into.from = from;
    into.to = to;
    into.start = start;
    into.word = word;
    into.stack = stack;
    into.sums = sums;
    this.sum(end);
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed(): void {
    const sealed = this.into;
    for (let k: usize = 0; k < <usize>sealed.laneCount; k++) {
      const last = (<usize>(load<u32>(sealed.to + (k << 2)) - 1)) << 2;
      const word = load<u32>(sealed.word + last);
      if ((word & STATE_MASK) == SPAN_NONE) continue;
      const stack = this.isOfGoroutines ? load<u32>(sealed.stack + last) : 0;
      this.append(load<i32>(sealed.lane + (k << 2)), 0, word, stack);
    }
    this.seedCount = this.length;
  }

  clear(): void {
    this.length = 0;
    this.seedCount = 0;
    memory.fill(this.counts, 0, (<usize>this.laneEnd) << 2);
    this.laneEnd = 0;
  }

  /** As `sumsOf` of span-columns.ts computes them. */
  private sum(end: f64): void {
    const sealed = this.into;
    const total = this.total;
    memory.fill(total, 0, SUM_BYTES);
    let idle = 0;
    for (let k: usize = 0; k < <usize>sealed.laneCount; k++) {
      let span = load<i32>(sealed.from + (k << 2));
      const last = load<i32>(sealed.to + (k << 2)) - 1;
      let begin = <f64>load<u32>(sealed.start + ((<usize>span) << 2));
      for (; span <= last; span++) {
        if (span % SUM_STRIDE == 0) this.storeSum(span / SUM_STRIDE, span - idle);
        const until =
          span == last ? end : <f64>load<u32>(sealed.start + ((<usize>(span + 1)) << 2));
        const state = load<u32>(sealed.word + ((<usize>span) << 2)) & STATE_MASK;
        const at = total + ((<usize>state) << 3);
        store<f64>(at, load<f64>(at) + (until - begin));
        if (state == SPAN_NONE) idle++;
        begin = until;
      }
    }
    const rows = (sealed.length + SUM_STRIDE - 1) / SUM_STRIDE + 1;
    this.storeSum(rows - 1, sealed.length - idle);
  }

  private storeSum(row: i32, count: i32): void {
    store<f64>(this.total + ((<usize>SPAN_STATES) << 3), count);
    memory.copy(this.into.sums + <usize>row * SUM_BYTES, this.total, SUM_BYTES);
  }

  private reserve(lane: i32): void {
    this.laneEnd = lane + 1;
    if (lane < this.laneCapacity) return;
    const old = (<usize>this.laneCapacity) << 2;
    while (this.laneCapacity <= lane) this.laneCapacity <<= 1;
    const size = (<usize>this.laneCapacity) << 2;
    this.counts = grown(this.counts, old, size, 0);
    this.last = grown(this.last, old, size, 0);
  }

  private reserveColumns(length: i32): void {
    if (this.lanes != 0) heap.free(this.lanes);
    this.lanes = heap.alloc(((<usize>this.laneCapacity) << 2) * 3);
    if (length <= this.columnCapacity) return;
    if (this.columns != 0) heap.free(this.columns);
    // Even, so that sums lie where doubles may.
    this.columnCapacity = (length + (length >> 3) + SUM_STRIDE) & ~1;
    const sumRows = <usize>(this.columnCapacity / SUM_STRIDE + 2);
    this.columns = heap.alloc(((<usize>this.columnCapacity) << 2) * 3 + sumRows * SUM_BYTES + 8);
  }

  private grow(): void {
    const old = (<usize>this.capacity) << 4;
    this.capacity <<= 1;
    this.rows = moved(this.rows, old, old << 1);
  }
}
