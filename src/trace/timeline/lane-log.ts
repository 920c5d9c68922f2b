/** Spans of procs or threads as they begin: few lanes, so that each has columns of its own from the start. */
import { type SpanColumns, STATE_MASK, stateOf } from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';

export class LaneLog {
  readonly #lanes: (LaneSpans | undefined)[] = [];

  append(lane: number, start: number, word: number): void {
    const spans = (this.#lanes[lane] ??= new LaneSpans());
    spans.append(start, word);
  }

  /** Gives the last span of a lane another state; false when it only goes on, or when there is none. */
  amend(lane: number, state: number): boolean {
    return this.#lanes[lane]?.amend(state) ?? false;
  }

  /** What was appended, by lane. */
  seal(): SpanColumns {
    const lanes = [...this.#lanes.entries()].filter(([, spans]) => (spans?.length ?? 0) > 0);
    const length = lanes.reduce((sum, [, spans]) => sum + (spans?.length ?? 0), 0);
    const lane = new Uint32Array(lanes.length);
    const from = new Uint32Array(lanes.length);
    const to = new Uint32Array(lanes.length);
    const start = new Uint32Array(length);
    const word = new Uint32Array(length);
    let place = 0;
    for (const [k, [row, spans]] of lanes.entries()) {
      lane[k] = row;
      from[k] = place;
      spans?.take(start, word, place);
      place += spans?.length ?? 0;
      to[k] = place;
      spans?.restart();
    }
    const stack = new Uint32Array(0);
    return { length, lane, from, to, start, word, stack, memo: { sums: null } };
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed({ lane, to, word }: SpanColumns): void {
    for (let k = 0; k < lane.length; k++) {
      const doing = word[(to[k] ?? 0) - 1] ?? 0;
      if (stateOf(doing) !== SPAN_NONE) this.#lanes[lane[k] ?? 0]?.seed(doing);
    }
  }
}

class LaneSpans {
  length = 0;
  #seedCount = 0;
  #start = new Uint32Array(16);
  #word = new Uint32Array(16);

  append(start: number, word: number): void {
    const row = this.length;
    if (row === this.#start.length) this.#grow();
    this.length = row + 1;
    this.#start[row] = start;
    this.#word[row] = word;
  }

  amend(state: number): boolean {
    const row = this.length - 1;
    if (row < this.#seedCount) return false;
    this.#word[row] = ((this.#word[row] ?? 0) & ~STATE_MASK) | state;
    return true;
  }

  take(start: Uint32Array, word: Uint32Array, place: number): void {
    start.set(this.#start.subarray(0, this.length), place);
    word.set(this.#word.subarray(0, this.length), place);
  }

  restart(): void {
    this.length = 0;
    this.#seedCount = 0;
  }

  seed(word: number): void {
    this.append(0, word);
    this.#seedCount = this.length;
  }

  #grow(): void {
    const start = new Uint32Array(this.length * 2);
    start.set(this.#start);
    this.#start = start;
    const word = new Uint32Array(this.length * 2);
    word.set(this.#word);
    this.#word = word;
  }
}
