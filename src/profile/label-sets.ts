/** Interns label lists: samples with the same labels share a set, so that filters look at each list once. */
import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import type { LabelTable } from './model.ts';
import type { RawProfile } from './raw.ts';
import type { Texts } from './texts.ts';

export function internLabels(
  { samples, labels: raw }: RawProfile,
  texts: Texts,
): { readonly labels: LabelTable; readonly setOf: Uint32Array } {
  const starts = samples.labelStart.take();
  const rows = {
    key: raw.key.take(),
    text: raw.text.take(),
    number: raw.number.take(),
    unit: raw.unit.take(),
  };
  const setOf = new Uint32Array(starts.length);
  const interner = new LabelInterner();
  for (let sample = 0; sample < starts.length; sample++) {
    const from = starts[sample] ?? 0;
    const to = starts[sample + 1] ?? rows.key.length;
    if (from < to) setOf[sample] = interner.intern(rows, from, to);
  }
  const labels = interner.take(texts.strings);
  for (let row = 0; row < labels.key.length; row++) {
    texts.find(labels.key[row] ?? 0, 'label key');
    texts.find(labels.text[row] ?? 0, 'label text');
    texts.find(labels.unit[row] ?? 0, 'label unit');
  }
  return { labels, setOf };
}

export interface LabelRows {
  readonly key: Uint32Array;
  readonly text: Uint32Array;
  readonly number: Float64Array;
  readonly unit: Uint32Array;
}

/** Label lists by content. Set 0 is the empty list. */
export class LabelInterner {
  readonly #start = new Uint32Builder();
  readonly #key = new Uint32Builder();
  readonly #text = new Uint32Builder();
  readonly #number = new Float64Builder();
  readonly #unit = new Uint32Builder();
  /** Sets by hash. */
  readonly #known = new Map<number, number[]>();

  constructor() {
    this.#start.push(0);
    this.#start.push(0);
  }

  /** The set of the rows `from` to `to - 1`. */
  intern(rows: LabelRows, from: number, to: number): number {
    const mark = this.#key.length;
    let hash = 0;
    for (let row = from; row < to; row++) {
      const key = rows.key[row] ?? 0;
      const text = rows.text[row] ?? 0;
      const number = rows.number[row] ?? 0;
      const unit = rows.unit[row] ?? 0;
      this.#key.push(key);
      this.#text.push(text);
      this.#number.push(number);
      this.#unit.push(unit);
      hash = Math.imul(hash ^ key, 0x01000193);
      hash = Math.imul(hash ^ text, 0x01000193);
      hash = Math.imul(hash ^ number ^ (number / 2 ** 32), 0x01000193);
      hash = Math.imul(hash ^ unit, 0x01000193);
    }
    return this.#settle(mark, hash);
  }

  take(strings: readonly string[]): LabelTable {
    return {
      length: this.#start.length - 1,
      start: this.#start.take(),
      key: this.#key.take(),
      text: this.#text.take(),
      number: this.#number.take(),
      unit: this.#unit.take(),
      strings,
    };
  }

  /** The rows from `mark` on as a set: a known one, then they are taken back, or a new one. */
  #settle(mark: number, hash: number): number {
    const length = this.#key.length - mark;
    if (length === 0) return 0;
    const sets = this.#known.get(hash);
    for (const set of sets ?? []) {
      if (!this.#equals(set, mark, length)) continue;
      for (const column of [this.#key, this.#text, this.#number, this.#unit]) column.length = mark;
      return set;
    }
    const set = this.#start.length - 1;
    this.#start.push(this.#key.length);
    if (sets) sets.push(set);
    else this.#known.set(hash, [set]);
    return set;
  }

  #equals(set: number, mark: number, length: number): boolean {
    const from = this.#start.at(set);
    if (this.#start.at(set + 1) - from !== length) return false;
    for (let k = 0; k < length; k++) {
      if (this.#key.at(from + k) !== this.#key.at(mark + k)) return false;
      if (this.#text.at(from + k) !== this.#text.at(mark + k)) return false;
      if (this.#number.at(from + k) !== this.#number.at(mark + k)) return false;
      if (this.#unit.at(from + k) !== this.#unit.at(mark + k)) return false;
    }
    return true;
  }
}
