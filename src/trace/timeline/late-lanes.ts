/**
 * Goroutines of which the first generation tells late: they were there all the time, in segments that are sealed
 * already.
 */
import { type Segment, type SpanColumns, sumsOf } from './span-columns.ts';

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
      const goroutines = this.#added(segment.goroutines, late, segment.end - segment.base);
      segments[index] = { ...segment, goroutines };
    }
  }

  /** One span each, behind all others; `lane` stays ascending. */
  #added(old: SpanColumns, late: readonly number[], end: number): SpanColumns {
    const places = [
      ...Array.from(old.lane, (lane, k) => ({ lane, from: old.from[k] ?? 0, to: old.to[k] ?? 0 })),
      ...late.map((k, place) => {
        const from = old.length + place;
        return { lane: this.#lane[k] ?? 0, from, to: from + 1 };
      }),
    ];
    // In the order of the spans, which is what the sums follow.
    const bySpan = columnsOf(places);
    const rest = {
      length: old.length + late.length,
      start: joined(old.start, new Uint32Array(late.length), Uint32Array),
      word: joined(old.word, this.#of(this.#state, late), Uint32Array),
      stack: joined(old.stack, this.#of(this.#stack, late), Uint32Array),
    };
    const sums = sumsOf({ ...bySpan, ...rest }, end);
    return { ...columnsOf(places.sort((a, b) => a.lane - b.lane)), ...rest, sums };
  }

  #of(column: readonly number[], late: readonly number[]): number[] {
    return late.map((k) => column[k] ?? 0);
  }
}

function columnsOf(
  places: readonly { readonly lane: number; readonly from: number; readonly to: number }[],
): Pick<SpanColumns, 'lane' | 'from' | 'to'> {
  return {
    lane: Uint32Array.from(places, ({ lane }) => lane),
    from: Uint32Array.from(places, ({ from }) => from),
    to: Uint32Array.from(places, ({ to }) => to),
  };
}

function joined<T extends { set(from: ArrayLike<number>, at?: number): void }>(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  column: new (length: number) => T,
): T {
  const both = new column(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
