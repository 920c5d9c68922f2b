/**
 * Goroutines of which the first generation tells late: they were there all the time, in segments that are sealed
 * already.
 */
import type { Segment, SpanColumns } from './span-columns.ts';

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
      segments[index] = { ...segment, goroutines };
    }
  }

  /** One span each, behind all others; `lane` stays ascending. */
  #added(old: SpanColumns, late: readonly number[]): SpanColumns {
    const lane = joined(old.lane, this.#of(this.#lane, late));
    const from = joined(
      old.from,
      Array.from(late.keys(), (place) => old.length + place),
    );
    const to = joined(
      old.to,
      Array.from(late.keys(), (place) => old.length + place + 1),
    );
    const order = Uint32Array.from(lane.keys()).sort((a, b) => (lane[a] ?? 0) - (lane[b] ?? 0));
    return {
      length: old.length + late.length,
      lane: order.map((place) => lane[place] ?? 0),
      from: order.map((place) => from[place] ?? 0),
      to: order.map((place) => to[place] ?? 0),
      start: joined(old.start, new Uint32Array(late.length)),
      word: joined(old.word, this.#of(this.#state, late)),
      stack: joined(old.stack, this.#of(this.#stack, late)),
      memo: { sums: null },
    };
  }

  #of(column: readonly number[], late: readonly number[]): number[] {
    return late.map((k) => column[k] ?? 0);
  }
}

function joined(first: Uint32Array, second: ArrayLike<number>): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
