/** Reads packed spans, one at a time: see `SpanColumns`. */
import { SPAN_STRIDE, type SpanColumns } from './span-columns.ts';

export class SpanCursor {
  /** Of the current span: its number, nanoseconds since the base of the segment, and what it is. */
  span = 0;
  start = 0;
  end = 0;
  key = 0;
  word = 0;
  stack = 0;
  readonly columns: SpanColumns;
  /** Of the segment, in nanoseconds. */
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #early: number;
  #first = 0;
  #last = 0;
  #at = 0;
  /** Where the current span ends, before `early` is taken off. */
  #until = 0;

  constructor(columns: SpanColumns, length: number) {
    this.columns = columns;
    this.#bytes = columns.bytes;
    this.length = length;
    this.#early = columns.early;
  }

  /** Goes to the first span of the lane at a place of the columns. */
  enter(place: number): void {
    const { from, to, place: places, start, firstKey } = this.columns;
    const first = from[place] ?? 0;
    this.#first = first;
    this.#last = (to[place] ?? 0) - 1;
    this.span = first;
    this.#at = places[place] ?? 0;
    this.#until = start[place] ?? 0;
    this.end = Math.max(0, this.#until - this.#early);
    this.#take(firstKey[place] ?? 0);
  }

  /** Goes where another cursor of the same columns is. */
  follow(other: SpanCursor): void {
    this.span = other.span;
    this.start = other.start;
    this.end = other.end;
    this.key = other.key;
    this.word = other.word;
    this.stack = other.stack;
    this.#first = other.#first;
    this.#last = other.#last;
    this.#at = other.#at;
    this.#until = other.#until;
  }

  /** Goes to the next span of the lane; false, and stays, when there is none. */
  next(): boolean {
    if (this.span === this.#last) return false;
    this.span++;
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    let key = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[this.#at++] ?? 0;
      key |= (byte & 0x7f) << shift;
    }
    this.#take(key >>> 0);
    return true;
  }

  /** Goes to a span of the lane at a place, by its number. */
  go(place: number, span: number): void {
    this.enter(place);
    const mark = Math.floor(span / SPAN_STRIDE);
    if (mark * SPAN_STRIDE > this.#first) this.#toMark(mark);
    while (this.span < span && this.next());
  }

  /** Goes to the last span that starts at an offset or before; false, and at the first one, when there is none. */
  seek(place: number, offset: number): boolean {
    this.enter(place);
    if (this.start > offset) return false;
    const { markStart } = this.columns;
    const wanted = offset + this.#early;
    // The marks behind the first span of the lane; the lowest one stands for the first span itself.
    let low = Math.floor(this.#first / SPAN_STRIDE);
    let high = Math.floor(this.#last / SPAN_STRIDE);
    const lowest = low;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((markStart[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    if (low > lowest) this.#toMark(low);
    while (this.end <= offset && this.next());
    return true;
  }

  #toMark(mark: number): void {
    const { markPlace, markStart } = this.columns;
    this.span = mark * SPAN_STRIDE - 1;
    this.#at = markPlace[mark] ?? 0;
    this.#until = markStart[mark] ?? 0;
    this.end = Math.max(0, this.#until - this.#early);
    this.next();
  }

  /** The current span begins where the one before ended. */
  #take(key: number): void {
    const { words, stacks } = this.columns;
    this.key = key;
    this.word = words[key] ?? 0;
    this.stack = stacks[key] ?? 0;
    this.start = this.end;
    if (this.span === this.#last) {
      this.end = this.length;
      return;
    }
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    let nanos = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[this.#at++] ?? 0;
      nanos |= (byte & 0x7f) << shift;
    }
    this.#until += nanos >>> 0;
    this.end = Math.max(0, this.#until - this.#early);
  }
}

/** Spans by number, as long as they are needed. */
export interface FlatSpans extends Pick<SpanColumns, 'lane' | 'from' | 'to'> {
  readonly start: Uint32Array;
  readonly word: Uint32Array;
}

/** For questions that jump from lane to lane. */
export function unpackSpans(columns: SpanColumns, nanos: number): FlatSpans {
  const { length, lane, from, to } = columns;
  const start = new Uint32Array(length);
  const word = new Uint32Array(length);
  const cursor = new SpanCursor(columns, nanos);
  for (let place = 0; place < lane.length; place++) {
    cursor.enter(place);
    do {
      start[cursor.span] = cursor.start;
      word[cursor.span] = cursor.word;
    } while (cursor.next());
  }
  return { lane, from, to, start, word };
}
