/** Spans as they begin, in the order of time; `seal` groups them by lane, by counting. */
import { type SpanColumns, sumsOf } from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';

export class SpanLog {
  length = 0;
  readonly #hasDetails: boolean;
  /** Spans that only go on. */
  #seedCount = 0;
  #capacity = 1024;
  #lane = new Uint32Array(this.#capacity);
  #start = new Uint32Array(this.#capacity);
  #state = new Uint8Array(this.#capacity);
  #reason = new Uint8Array(0);
  #stack = new Uint32Array(0);
  #link = new Int32Array(this.#capacity);

  /** Details are reason and stack. */
  constructor(hasDetails: boolean) {
    this.#hasDetails = hasDetails;
    if (hasDetails) {
      this.#reason = new Uint8Array(this.#capacity);
      this.#stack = new Uint32Array(this.#capacity);
    }
  }

  append(lane: number, start: number, state: number, link: number): void {
    const row = this.length;
    if (row === this.#capacity) this.#grow();
    this.length = row + 1;
    this.#lane[row] = lane;
    this.#start[row] = start;
    this.#state[row] = state;
    this.#link[row] = link;
  }

  /** Of the span that was appended last. */
  detail(reason: number, stack: number): void {
    const row = this.length - 1;
    this.#reason[row] = reason;
    this.#stack[row] = stack;
  }

  /** Gives the last span of a lane another state; false when it is not among the last ones of this segment. */
  amend(lane: number, state: number): boolean {
    const first = Math.max(this.#seedCount, this.length - 16);
    for (let row = this.length - 1; row >= first; row--) {
      if (this.#lane[row] !== lane) continue;
      this.#state[row] = state;
      return true;
    }
    return false;
  }

  /** What was appended, by lane; the log is empty again. `end` is in nanoseconds since the base. */
  seal(end: number): SpanColumns {
    const { length } = this;
    const { next, lane, from, to } = this.#lanes();
    const start = new Uint32Array(length);
    const state = new Uint8Array(length);
    const reason = new Uint8Array(this.#hasDetails ? length : 0);
    const stack = new Uint32Array(this.#hasDetails ? length : 0);
    const link = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      const owner = this.#lane[row] ?? 0;
      const place = next[owner] ?? 0;
      next[owner] = place + 1;
      start[place] = this.#start[row] ?? 0;
      state[place] = this.#state[row] ?? 0;
      link[place] = this.#link[row] ?? 0;
      if (!this.#hasDetails) continue;
      reason[place] = this.#reason[row] ?? 0;
      stack[place] = this.#stack[row] ?? 0;
    }
    this.length = 0;
    this.#seedCount = 0;
    const columns = { length, lane, from, to, start, state, reason, stack, link };
    return { ...columns, sums: sumsOf(columns, end) };
  }

  /** Begins again where sealed spans ended: each lane that is doing something goes on with it. */
  seed({ lane, to, state, reason, stack, link }: SpanColumns): void {
    for (let k = 0; k < lane.length; k++) {
      const last = (to[k] ?? 0) - 1;
      const doing = state[last] ?? SPAN_NONE;
      if (doing === SPAN_NONE) continue;
      this.append(lane[k] ?? 0, 0, doing, link[last] ?? -1);
      if (this.#hasDetails) this.detail(reason[last] ?? 0, stack[last] ?? 0);
    }
    this.#seedCount = this.length;
  }

  /** Lanes that occur, ascending, and by row of a lane the place of its first span. */
  #lanes(): Pick<SpanColumns, 'lane' | 'from' | 'to'> & { readonly next: Uint32Array } {
    let highest = -1;
    for (let row = 0; row < this.length; row++) {
      const lane = this.#lane[row] ?? 0;
      if (lane > highest) highest = lane;
    }
    const next = new Uint32Array(highest + 1);
    let laneCount = 0;
    for (let row = 0; row < this.length; row++) {
      const lane = this.#lane[row] ?? 0;
      const known = next[lane] ?? 0;
      if (known === 0) laneCount++;
      next[lane] = known + 1;
    }
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
    const capacity = this.#capacity * 2;
    this.#capacity = capacity;
    this.#lane = copied(this.#lane, new Uint32Array(capacity));
    this.#start = copied(this.#start, new Uint32Array(capacity));
    this.#state = copied(this.#state, new Uint8Array(capacity));
    this.#link = copied(this.#link, new Int32Array(capacity));
    if (!this.#hasDetails) return;
    this.#reason = copied(this.#reason, new Uint8Array(capacity));
    this.#stack = copied(this.#stack, new Uint32Array(capacity));
  }
}

function copied<T extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: T,
): T {
  to.set(from);
  return to;
}
