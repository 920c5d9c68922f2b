import { Float64Builder, Uint32Builder } from '../../base/columns.ts';
import type { TimelineSlices } from '../../protocol/timeline.ts';

export interface SliceRow {
  readonly lane: number;
  readonly start: number;
  readonly end: number;
  readonly state: number;
  readonly count: number;
  readonly flags: number;
  /** Empty for none. */
  readonly label: string;
  /** Row; -1 for none. */
  readonly goroutine: number;
}

/** Collects slices as columns; equal labels are kept once. At most what a screen shows. */
export class SliceColumns {
  readonly labels: string[] = [''];
  readonly #labelOf = new Map<string, number>([['', 0]]);
  readonly #lane = new Uint32Builder();
  readonly #start = new Float64Builder();
  readonly #end = new Float64Builder();
  readonly #state = new Uint32Builder();
  readonly #count = new Uint32Builder();
  readonly #flags = new Uint32Builder();
  readonly #label = new Uint32Builder();
  readonly #goroutine = new Float64Builder();

  add(row: SliceRow): void {
    this.#lane.push(row.lane);
    this.#start.push(row.start);
    this.#end.push(row.end);
    this.#state.push(row.state);
    this.#count.push(row.count);
    this.#flags.push(row.flags);
    this.#label.push(this.#indexOf(row.label));
    this.#goroutine.push(row.goroutine);
  }

  take(): TimelineSlices {
    return {
      length: this.#lane.length,
      lane: this.#lane.take(),
      start: this.#start.take(),
      end: this.#end.take(),
      state: Uint8Array.from(this.#state.take()),
      count: this.#count.take(),
      flags: Uint8Array.from(this.#flags.take()),
      label: this.#label.take(),
      goroutine: Int32Array.from(this.#goroutine.take()),
    };
  }

  #indexOf(label: string): number {
    const known = this.#labelOf.get(label);
    if (known !== undefined) return known;
    const index = this.labels.push(label) - 1;
    this.#labelOf.set(label, index);
    return index;
  }
}
