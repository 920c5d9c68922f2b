/**
 * Goroutines of which the first generation tells late: they were there all the time, in segments that are sealed
 * already.
 */
import type { Segment, SpanColumns } from './span-columns.ts';
import { sumsOf } from './span-sums.ts';

export class LateLanes {
  readonly #sealed: number[] = [];
  readonly #lane: number[] = [];
  readonly #state: number[] = [];
  readonly #stack: number[] = [];

  /** `sealed` segments came before. */
  note(sealed: number, goroutine: number, state: number, stack: number): void {
    if (sealed === 0) return;
    this.#sealed.push(sealed);
    this.#lane.push(goroutine);
    this.#state.push(state);
    this.#stack.push(stack);
  }

  addTo(segments: Segment[]): void {
    for (const [index, segment] of segments.entries()) {
      const late = Array.from(this.#lane.keys()).filter((k) => (this.#sealed[k] ?? 0) > index);
      if (late.length === 0) continue;
      const goroutines = this.#added(segment.goroutines, late);
      // Where there were sums, whoever merges parts need not find them.
      if (segment.goroutines.memo.sums !== null) sumsOf(goroutines, segment.end - segment.base);
      segments[index] = { ...segment, goroutines };
    }
  }

  /** One span each, behind all others; `lane` stays ascending. */
  #added(old: SpanColumns, late: readonly number[]): SpanColumns {
    const count = late.length;
    const numbers = late.map((_, k) => old.length + k);
    const keys = late.map((_, k) => old.words.length + k);
    const lane = joined(
      old.lane,
      late.map((k) => this.#lane[k] ?? 0),
    );
    const order = Uint32Array.from(lane.keys()).sort((a, b) => (lane[a] ?? 0) - (lane[b] ?? 0));
    const sorted = (column: Uint32Array, values: ArrayLike<number>): Uint32Array => {
      const both = joined(column, values);
      return order.map((place) => both[place] ?? 0);
    };
    return {
      ...old,
      length: old.length + count,
      lane: sorted(old.lane, lane.subarray(old.lane.length)),
      from: sorted(old.from, numbers),
      to: sorted(
        old.to,
        numbers.map((span) => span + 1),
      ),
      place: sorted(old.place, new Uint32Array(count)),
      start: sorted(old.start, new Uint32Array(count)),
      firstKey: sorted(old.firstKey, keys),
      lastKey: sorted(old.lastKey, keys),
      words: joined(
        old.words,
        late.map((k) => this.#state[k] ?? 0),
      ),
      stacks: joined(
        old.stacks,
        late.map((k) => this.#stack[k] ?? 0),
      ),
      memo: { sums: null },
    };
  }
}

function joined(first: Uint32Array, second: ArrayLike<number>): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
