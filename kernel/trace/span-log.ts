/**
 * Spans of one kind of lane as they begin; `seal` groups them by lane, by counting, and packs them: span-log.ts and
 * span-packer.ts of src/trace/timeline.
 */
import { grown, moved } from './memory';
import { SpanKeys } from './span-keys';

export const STATE_MASK: u32 = 15;
const SPAN_NONE: u32 = 0;
const SPAN_STATES: i32 = 9;
const SPAN_STRIDE: i32 = 128;
/** Nanoseconds by state, then how many spans there are. */
const SUM_BYTES: usize = (<usize>(SPAN_STATES + 1)) << 3;
/** Five bytes each for a key and a length of time. */
const SPAN_BYTES: usize = 10;
const LANE_COLUMNS: usize = 7;

/** Only spans this near to the last one of all are amended, of goroutines. */
const AMEND_REACH: i32 = 16;

/** What was sealed last: columns of u32, those of `sums` of f64. */
@unmanaged
export class Sealed {
  length: i32;
  laneCount: i32;
  byteCount: u32;
  keyCount: i32;
  /** Bytes from one column of the lanes to the next, and the first one: see `SpanColumns` for their order. */
  laneStep: usize;
  lane: usize;
  bytes: usize;
  words: usize;
  stacks: usize;
  /** f64 by key: what all its spans take. */
  nanos: usize;
  /** Every SPAN_STRIDE spans: where they lie, when they start. */
  markPlace: usize;
  markStart: usize;
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
  private packedCapacity: i32 = 0;
  private packed: usize = 0;
  private lanes: usize = 0;
  private keys: SpanKeys = new SpanKeys();
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
    const order = this.sortByLane();
    this.pack(order, end);
    memory.fill(this.counts, 0, (<usize>this.laneEnd) << 2);
    this.length = 0;
    this.seedCount = 0;
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed(): void {
    const sealed = this.into;
    const lastKey = sealed.lane + sealed.laneStep * 6;
    for (let k: usize = 0; k < <usize>sealed.laneCount; k++) {
      const key = (<usize>load<u32>(lastKey + (k << 2))) << 2;
      const word = load<u32>(sealed.words + key);
      if ((word & STATE_MASK) == SPAN_NONE) continue;
      this.append(load<i32>(sealed.lane + (k << 2)), 0, word, load<u32>(sealed.stacks + key));
    }
    this.seedCount = this.length;
  }

  clear(): void {
    this.length = 0;
    this.seedCount = 0;
    memory.fill(this.counts, 0, (<usize>this.laneEnd) << 2);
    this.laneEnd = 0;
  }

  /** Rows by lane, and the first three columns of the lanes. */
  private sortByLane(): usize {
    const length = this.length;
    const laneEnd = this.laneEnd;
    const counts = this.counts;
    this.reservePacked(length);
    const into = this.into;
    let behind: u32 = 0;
    let laneCount = 0;
    for (let lane = 0; lane < laneEnd; lane++) {
      const slot = counts + ((<usize>lane) << 2);
      const count = load<u32>(slot);
      if (count == 0) continue;
      const place = into.lane + ((<usize>laneCount) << 2);
      laneCount++;
      store<i32>(place, lane);
      store<u32>(place + into.laneStep, behind);
      store<u32>(slot, behind);
      behind += count;
      store<u32>(place + into.laneStep * 2, behind);
    }
    into.length = length;
    into.laneCount = laneCount;
    const order = this.packed;
    let at = this.rows;
    for (let row = 0; row < length; row++) {
      const slot = counts + ((<usize>load<u32>(at)) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<i32>(order + ((<usize>place) << 2), row);
      at += 16;
    }
    return order;
  }

  /** See `SpanColumns` for what lies where. */
  private pack(order: usize, end: f64): void {
    const into = this.into;
    const keys = this.keys;
    const rows = this.rows;
    const total = this.total;
    keys.clear();
    memory.fill(total, 0, SUM_BYTES);
    let idle = 0;
    let at = into.bytes;
    for (let k: usize = 0; k < <usize>into.laneCount; k++) {
      const lane = into.lane + (k << 2);
      const first = load<i32>(lane + into.laneStep);
      const behind = load<i32>(lane + into.laneStep * 2);
      store<u32>(lane + into.laneStep * 3, <u32>(at - into.bytes));
      let begin: u32 = 0;
      let state: usize = 0;
      let key: i32 = 0;
      let before: i32 = 0;
      for (let span = first; span < behind; span++) {
        const row = rows + ((<usize>load<u32>(order + ((<usize>span) << 2))) << 4);
        const start = load<u32>(row, 4);
        const word = load<u32>(row, 8);
        key = keys.keyOf(word, load<u32>(row, 12));
        if (span == first) {
          store<u32>(lane + into.laneStep * 4, start);
          store<i32>(lane + into.laneStep * 5, key);
        } else {
          at = write(at, start - begin);
          add(total, state, <f64>(start - begin));
          add(keys.nanos, before, <f64>(start - begin));
        }
        if (span % SPAN_STRIDE == 0) this.mark(span, at, start, span - idle);
        if (span != first) at = write(at, key);
        before = key;
        state = <usize>(word & STATE_MASK);
        if (state == <usize>SPAN_NONE) idle++;
        begin = start;
      }
      store<i32>(lane + into.laneStep * 6, key);
      add(total, state, end - <f64>begin);
      add(keys.nanos, key, end - <f64>begin);
    }
    into.byteCount = <u32>(at - into.bytes);
    into.keyCount = keys.length;
    into.words = keys.words;
    into.stacks = keys.stacks;
    into.nanos = keys.nanos;
    const marks = (into.length + SPAN_STRIDE - 1) / SPAN_STRIDE;
    this.storeSum(marks, into.length - idle);
  }

  private mark(span: i32, at: usize, start: u32, count: i32): void {
    const into = this.into;
    const row = span / SPAN_STRIDE;
    store<u32>(into.markPlace + ((<usize>row) << 2), <u32>(at - into.bytes));
    store<u32>(into.markStart + ((<usize>row) << 2), start);
    this.storeSum(row, count);
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

  /** Memory that nobody touches takes none: most spans are packed to half of what they may take. */
  private reservePacked(length: i32): void {
    const into = this.into;
    if (this.lanes != 0) heap.free(this.lanes);
    into.laneStep = (<usize>this.laneCapacity) << 2;
    this.lanes = heap.alloc(into.laneStep * LANE_COLUMNS);
    into.lane = this.lanes;
    if (length <= this.packedCapacity) return;
    if (this.packed != 0) heap.free(this.packed);
    this.packedCapacity = length + (length >> 3) + SPAN_STRIDE;
    const marks = <usize>(this.packedCapacity / SPAN_STRIDE + 2);
    const spans = <usize>this.packedCapacity;
    // First the order, then what is sealed; sums lie where doubles may.
    this.packed = heap.alloc((spans + marks * 2 + 2) * 4 + marks * SUM_BYTES + spans * SPAN_BYTES);
    into.markPlace = this.packed + (spans << 2);
    into.markStart = into.markPlace + (marks << 2);
    into.sums = (into.markStart + (marks << 2) + 7) & ~7;
    into.bytes = into.sums + marks * SUM_BYTES;
  }

  private grow(): void {
    const old = (<usize>this.capacity) << 4;
    this.capacity <<= 1;
    this.rows = moved(this.rows, old, old << 1);
  }
}

/** Seven bits a byte, the lowest first; where the next one goes. */
function write(at: usize, value: u32): usize {
  let left = value;
  while (left >= 0x80) {
    store<u8>(at++, <u8>(left | 0x80));
    left >>= 7;
  }
  store<u8>(at++, <u8>left);
  return at;
}

function add(total: usize, state: usize, nanos: f64): void {
  const at = total + (state << 3);
  store<f64>(at, load<f64>(at) + nanos);
}
