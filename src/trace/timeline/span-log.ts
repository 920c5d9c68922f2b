/** Spans of one kind of lane as they begin, in the order of time; `seal` groups them by lane, by counting. */
import { type SpanColumns, STATE_MASK, stateOf } from './span-columns.ts';
import { packSpans } from './span-packer.ts';
import { SPAN_NONE } from './span-states.ts';

export class SpanLog {
  length = 0;
  /** Only spans this near to the last one of all are amended. */
  readonly #reach: number;
  /** Spans that only go on. */
  #seedCount = 0;
  #lane = new Uint32Array(4096);
  #start = new Uint32Array(4096);
  #word = new Uint32Array(4096);
  #stack = new Uint32Array(4096);
  /** By lane how many spans it has, and its last one. */
  #counts = new Uint32Array(1024);
  #last = new Uint32Array(1024);
  /** Lanes that have spans, in the order of their first one. */
  #lanes: number[] = [];

  constructor(reach = Number.POSITIVE_INFINITY) {
    this.#reach = reach;
  }

  append(lane: number, start: number, word: number, stack = 0): void {
    const row = this.length;
    if (row === this.#lane.length) this.#grow();
    this.length = row + 1;
    this.#lane[row] = lane;
    this.#start[row] = start;
    this.#word[row] = word;
    this.#stack[row] = stack;
    if (lane >= this.#counts.length) this.#reserve(lane);
    const count = this.#counts[lane] ?? 0;
    if (count === 0) this.#lanes.push(lane);
    this.#counts[lane] = count + 1;
    this.#last[lane] = row;
  }

  /** Gives the last span of a lane another state; false when it only goes on, or is too far back. */
  amend(lane: number, state: number): boolean {
    if ((this.#counts[lane] ?? 0) === 0) return false;
    const row = this.#last[lane] ?? 0;
    if (row < this.#seedCount || row < this.length - this.#reach) return false;
    this.#word[row] = ((this.#word[row] ?? 0) & ~STATE_MASK) | state;
    return true;
  }

  /** What was appended, by lane; the log is empty again. */
  seal(): SpanColumns {
    const lane = Uint32Array.from(this.#lanes).sort();
    const next = this.#counts;
    const from = new Uint32Array(lane.length);
    const to = new Uint32Array(lane.length);
    let behind = 0;
    for (const [place, owner] of lane.entries()) {
      from[place] = behind;
      behind += next[owner] ?? 0;
      to[place] = behind;
      next[owner] = from[place] ?? 0;
    }
    const order = new Uint32Array(this.length);
    for (let row = 0; row < order.length; row++) {
      const owner = this.#lane[row] ?? 0;
      const place = next[owner] ?? 0;
      next[owner] = place + 1;
      order[place] = row;
    }
    for (const owner of lane) next[owner] = 0;
    this.#lanes = [];
    this.length = 0;
    this.#seedCount = 0;
    const rows = { start: this.#start, word: this.#word, stack: this.#stack };
    return packSpans({ lane, from, to }, order, rows);
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed({ lane, lastKey, words, stacks }: SpanColumns): void {
    for (const [place, row] of lane.entries()) {
      const key = lastKey[place] ?? 0;
      const word = words[key] ?? 0;
      if (stateOf(word) !== SPAN_NONE) this.append(row, 0, word, stacks[key] ?? 0);
    }
    this.#seedCount = this.length;
  }

  #reserve(lane: number): void {
    const capacity = Math.max(lane + 1, this.#counts.length * 2);
    this.#counts = grown(this.#counts, capacity);
    this.#last = grown(this.#last, capacity);
  }

  #grow(): void {
    const capacity = this.#lane.length * 4;
    this.#lane = grown(this.#lane, capacity);
    this.#start = grown(this.#start, capacity);
    this.#word = grown(this.#word, capacity);
    this.#stack = grown(this.#stack, capacity);
  }
}

/** Memory that is not used yet costs nothing. */
function grown(column: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(capacity);
  bigger.set(column);
  return bigger;
}
