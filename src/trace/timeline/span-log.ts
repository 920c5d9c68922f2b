/** Spans of goroutines as they begin, in the order of time; `seal` groups them by lane, by counting. */
import { type SpanColumns, STATE_MASK, stateOf } from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';

export class SpanLog {
  length = 0;
  /** Spans that only go on. */
  #seedCount = 0;
  #capacity: number;
  #lane: Uint32Array<ArrayBuffer>;
  #start: Uint32Array<ArrayBuffer>;
  #word: Uint32Array<ArrayBuffer>;
  #stack: Uint32Array<ArrayBuffer>;
  /** By lane how many spans it has, in `seal` where the next one goes. */
  #counts = new Uint32Array(1024);
  /** Lanes that have spans, in the order of their first one. */
  #lanes: number[] = [];

  constructor() {
    const capacity = 4096;
    this.#capacity = capacity;
    this.#lane = new Uint32Array(capacity);
    this.#start = new Uint32Array(capacity);
    this.#word = new Uint32Array(capacity);
    this.#stack = new Uint32Array(capacity);
  }

  append(lane: number, start: number, word: number, stack: number): void {
    const row = this.length;
    if (row === this.#capacity) this.#grow();
    this.length = row + 1;
    this.#lane[row] = lane;
    this.#start[row] = start;
    this.#word[row] = word;
    this.#stack[row] = stack;
    if (lane >= this.#counts.length) this.#reserve(lane);
    const count = this.#counts[lane] ?? 0;
    if (count === 0) this.#lanes.push(lane);
    this.#counts[lane] = count + 1;
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

  /** What was appended, by lane; the log is empty again. */
  seal(): SpanColumns {
    const { length } = this;
    const next = this.#counts;
    const lane = Uint32Array.from(this.#lanes).sort();
    const from = new Uint32Array(lane.length);
    const to = new Uint32Array(lane.length);
    let behind = 0;
    for (let k = 0; k < lane.length; k++) {
      const owner = lane[k] ?? 0;
      from[k] = behind;
      behind += next[owner] ?? 0;
      to[k] = behind;
      next[owner] = from[k] ?? 0;
    }
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
    for (const owner of lane) next[owner] = 0;
    this.#lanes = [];
    return { length, lane, from, to, start, word, stack, memo: { sums: null } };
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

  #reserve(lane: number): void {
    const counts = new Uint32Array(Math.max(lane + 1, this.#counts.length * 2));
    counts.set(this.#counts);
    this.#counts = counts;
  }

  #grow(): void {
    this.#capacity *= GROWTH;
    this.#lane = grown(this.#lane);
    this.#start = grown(this.#start);
    this.#word = grown(this.#word);
    this.#stack = grown(this.#stack);
  }
}

/** Memory that is not used yet costs nothing. */
const GROWTH = 4;

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(column.length * GROWTH);
  bigger.set(column);
  return bigger;
}
