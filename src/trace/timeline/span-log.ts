/** Spans of goroutines as they begin, in the order of time; `seal` groups them by lane, by counting. */
import { type SpanColumns, STATE_MASK, stateOf, sumsOf } from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';

export class SpanLog {
  length = 0;
  /** Spans that only go on. */
  #seedCount = 0;
  #capacity = 1024;
  #lane = new Uint32Array(this.#capacity);
  #start = new Uint32Array(this.#capacity);
  #word = new Uint32Array(this.#capacity);
  #stack = new Uint32Array(this.#capacity);

  append(lane: number, start: number, word: number, stack: number): void {
    const row = this.length;
    if (row === this.#capacity) this.#grow();
    this.length = row + 1;
    this.#lane[row] = lane;
    this.#start[row] = start;
    this.#word[row] = word;
    this.#stack[row] = stack;
  }

  /** Gives the last span of a lane another state; false when it is not among the last ones of this segment. */
  amend(lane: number, state: number): boolean {
    const first = Math.max(this.#seedCount, this.length - 16);
    for (let row = this.length - 1; row >= first; row--) {
      if (this.#lane[row] !== lane) continue;
      this.#word[row] = ((this.#word[row] ?? 0) & ~STATE_MASK) | state;
      return true;
    }
    return false;
  }

  /** What was appended, by lane; the log is empty again. `end` is in nanoseconds since the base. */
  seal(end: number): SpanColumns {
    const { length } = this;
    const { next, lane, from, to } = this.#lanes();
    const start = new Uint32Array(length);
    const word = new Uint32Array(length);
    const stack = new Uint32Array(length);
    const lanes = this.#lane;
    const starts = this.#start;
    const words = this.#word;
    const stacks = this.#stack;
    for (let row = 0; row < length; row++) {
      const owner = lanes[row] ?? 0;
      const place = next[owner] ?? 0;
      next[owner] = place + 1;
      start[place] = starts[row] ?? 0;
      word[place] = words[row] ?? 0;
      stack[place] = stacks[row] ?? 0;
    }
    this.length = 0;
    this.#seedCount = 0;
    const columns = { length, lane, from, to, start, word, stack };
    return { ...columns, sums: sumsOf(columns, end) };
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed({ lane, to, word, stack }: SpanColumns): void {
    for (let k = 0; k < lane.length; k++) {
      const last = (to[k] ?? 0) - 1;
      const doing = word[last] ?? 0;
      if (stateOf(doing) !== SPAN_NONE) this.append(lane[k] ?? 0, 0, doing, stack[last] ?? 0);
    }
    this.#seedCount = this.length;
  }

  /** Lanes that occur, ascending, and by row of a lane the place of its first span. */
  #lanes(): Pick<SpanColumns, 'lane' | 'from' | 'to'> & { readonly next: Uint32Array } {
    const { length } = this;
    const lanes = this.#lane;
    let highest = -1;
    for (let row = 0; row < length; row++) {
      const lane = lanes[row] ?? 0;
      if (lane > highest) highest = lane;
    }
    const next = new Uint32Array(highest + 1);
    for (let row = 0; row < length; row++) {
      const lane = lanes[row] ?? 0;
      next[lane] = (next[lane] ?? 0) + 1;
    }
    let laneCount = 0;
    for (const count of next) if (count > 0) laneCount++;
    const lane = new Uint32Array(laneCount);
    const from = new Uint32Array(laneCount);
    const to = new Uint32Array(laneCount);
    let place = 0;
    let k = 0;
    for (let row = 0; row <= highest; row++) {
      const spanCount = next[row] ?? 0;
      if (spanCount === 0) continue;
      lane[k] = row;
      from[k] = place;
      next[row] = place;
      place += spanCount;
      to[k++] = place;
    }
    return { next, lane, from, to };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#lane = doubled(this.#lane);
    this.#start = doubled(this.#start);
    this.#word = doubled(this.#word);
    this.#stack = doubled(this.#stack);
  }
}

function doubled(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(column.length * 2);
  bigger.set(column);
  return bigger;
}
