/**
 * One cursor per thread over its batches, each with its next event decoded: cursors.ts of src/trace. The cursors that
 * have one are a heap by time, frontier.ts move for move.
 */

/** Answers of `next`. */
export const CURSOR_EVENT: i32 = 0;
export const CURSOR_END: i32 = 1;
export const CURSOR_BROKEN: i32 = 2;

/** A cursor fills a line of the cache: here is what lies at which offset. */
export const CURSOR_BYTES: usize = 64;
export const TIME: usize = 0;
const OFFSET: usize = 8;
const END: usize = 12;
const BATCH: usize = 16;
const BATCH_END: usize = 20;
export const THREAD: usize = 24;
export const TYPE: usize = 28;
export const ARGS: usize = 32;

/** A batch: where it starts and ends in the input, its time in units of the trace clock. */
const BATCH_BYTES: u32 = 16;

/** Arguments by type of event, 255 where there is no such timed event. */
export const argumentCounts: usize = heap.alloc(256);

/** A larger number is not exact as a double. */
const EXACT: i64 = 1 << 53;

export class Clock {
  static nanosPerUnit: f64 = 0;
  static startTime: f64 = 0;
}

export class Frontier {
  static length: i32 = 0;
  static heap: usize = 0;
}

export function nanos(units: f64): f64 {
  return trunc(units * Clock.nanosPerUnit) - Clock.startTime;
}

export function initCursor(cursor: usize, batch: u32, batchEnd: u32, thread: i32): void {
  store<u32>(cursor, 0, OFFSET);
  store<u32>(cursor, 0, END);
  store<u32>(cursor, batch, BATCH);
  store<u32>(cursor, batchEnd, BATCH_END);
  store<i32>(cursor, thread, THREAD);
  memory.fill(cursor + ARGS, 0, 32);
}

/** Decodes the next event of a cursor. */
export function next(cursor: usize): i32 {
  let offset = load<u32>(cursor, OFFSET);
  if (offset == load<u32>(cursor, END)) {
    if (!nextBatch(cursor)) return CURSOR_END;
    offset = load<u32>(cursor, OFFSET);
  }
  const type = load<u8>(offset++);
  const count = load<u8>(argumentCounts + <usize>type);
  if (count == 255) return CURSOR_BROKEN;
  let byte = <u64>load<u8>(offset++);
  let value = byte & 0x7f;
  for (let shift: u64 = 7; byte >= 0x80; shift += 7) {
    byte = <u64>load<u8>(offset++);
    value |= (byte & 0x7f) << shift;
    if (shift >= 56) return CURSOR_BROKEN;
  }
  // Anything that is not exact as a double is left to the other kernel.
  if (<i64>value > EXACT) return CURSOR_BROKEN;
  store<f64>(cursor, load<f64>(cursor) + trunc(<f64>value * Clock.nanosPerUnit));
  store<i32>(cursor, type, TYPE);
  let at = cursor + ARGS;
  for (const end = at + ((<usize>count) << 3); at < end; at += 8) {
    byte = <u64>load<u8>(offset++);
    value = byte & 0x7f;
    for (let shift: u64 = 7; byte >= 0x80; shift += 7) {
      if (shift > 63) return CURSOR_BROKEN;
      byte = <u64>load<u8>(offset++);
      value |= (byte & 0x7f) << shift;
      if (shift == 63 && byte > 1) return CURSOR_BROKEN;
    }
    if (<i64>value > EXACT || <i64>value < -EXACT) return CURSOR_BROKEN;
    store<u64>(at, value);
  }
  store<u32>(cursor, offset, OFFSET);
  return offset > load<u32>(cursor, END) ? CURSOR_BROKEN : CURSOR_EVENT;
}

function nextBatch(cursor: usize): bool {
  const end = load<u32>(cursor, BATCH_END);
  for (let batch = load<u32>(cursor, BATCH); batch < end; batch += BATCH_BYTES) {
    const from = load<u32>(batch);
    const to = load<u32>(batch, 4);
    if (from == to) continue;
    store<u32>(cursor, from, OFFSET);
    store<u32>(cursor, to, END);
    store<f64>(cursor, nanos(load<f64>(batch, 8)));
    store<u32>(cursor, batch + BATCH_BYTES, BATCH);
    return true;
  }
  return false;
}

/** The cursor at a place; place 0 has the earliest. */
export function cursorAt(place: i32): usize {
  return <usize>load<u32>(Frontier.heap + ((<usize>place) << 2));
}

function put(place: i32, cursor: usize): void {
  store<u32>(Frontier.heap + ((<usize>place) << 2), <u32>cursor);
}

export function insert(cursor: usize): void {
  const place = Frontier.length++;
  put(place, cursor);
  siftUp(place);
}

/** The cursor at a place has another time. */
export function update(place: i32): void {
  if (place == 0 || siftUp(place) == place) siftDown(place);
}

/** The cursor at a place has no event any more. */
export function remove(place: i32): void {
  for (let at = place; at > 0;) {
    const parent = (at - 1) >> 1;
    const above = cursorAt(parent);
    put(parent, cursorAt(at));
    put(at, above);
    at = parent;
  }
  Frontier.length--;
  put(0, cursorAt(Frontier.length));
  siftDown(0);
}

/** Stable; a heap is nearly sorted. */
export function sort(): void {
  for (let place = 1; place < Frontier.length; place++) {
    const cursor = cursorAt(place);
    const time = load<f64>(cursor);
    let at = place;
    for (; at > 0 && load<f64>(cursorAt(at - 1)) > time; at--) put(at, cursorAt(at - 1));
    put(at, cursor);
  }
}

function siftUp(place: i32): i32 {
  let at = place;
  const cursor = cursorAt(at);
  const own = load<f64>(cursor);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = cursorAt(parent);
    if (!(load<f64>(above) > own)) break;
    put(at, above);
    at = parent;
  }
  put(at, cursor);
  return at;
}

function siftDown(place: i32): void {
  const length = Frontier.length;
  let at = place;
  if (at >= length) return;
  const cursor = cursorAt(at);
  const own = load<f64>(cursor);
  for (;;) {
    let lowest = at;
    let lowestTime = own;
    const left = 2 * at + 1;
    if (left < length) {
      const leftTime = load<f64>(cursorAt(left));
      if (leftTime < lowestTime) {
        lowestTime = leftTime;
        lowest = left;
      }
      if (left + 1 < length && load<f64>(cursorAt(left + 1)) < lowestTime) lowest = left + 1;
    }
    if (lowest == at) break;
    put(at, cursorAt(lowest));
    at = lowest;
  }
  put(at, cursor);
}
