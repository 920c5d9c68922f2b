/** Interns label lists: samples with the same labels share a set, so that filters look at each list once. */
import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import type { LabelTable } from './model.ts';
import type { RawProfile } from './raw.ts';
import type { Texts } from './texts.ts';

export function internLabels(
  { samples, labels: raw }: RawProfile,
  texts: Texts,
): { readonly labels: LabelTable; readonly setOf: Uint32Array } {
  const starts = raw.start.view();
  const rows = {
    key: raw.key.view(),
    text: raw.text.view(),
    number: raw.number.view(),
    unit: raw.unit.view(),
  };
  const interner = new LabelInterner();
  const setOfList = starts.map((from, list) =>
    interner.intern(rows, from, starts[list + 1] ?? rows.key.length),
  );
  const setOf = samples.labels.view().map((list) => setOfList[list] ?? 0);
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

/** Label lists by content. Set 0 is the empty list. Open addressing with linear probing, at most half full. */
export class LabelInterner {
  readonly #start = new Uint32Builder();
  readonly #key = new Uint32Builder();
  readonly #text = new Uint32Builder();
  readonly #number = new Float64Builder();
  readonly #unit = new Uint32Builder();
  readonly #hashes = new Uint32Builder();
  #slots = new Int32Array(256).fill(-1);

  constructor() {
    this.#start.push(0);
    this.#start.push(0);
    this.#hashes.push(0);
  }

  /** The set of the rows `from` to `to - 1`. */
  intern(rows: LabelRows, from: number, to: number): number {
    if (from === to) return 0;
    const hash = hashOf(rows, from, to);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let known = this.#slots[slot] ?? -1; known >= 0; known = this.#slots[slot] ?? -1) {
      if (this.#hashes.at(known) === hash && this.#equals(known, rows, from, to)) return known;
      slot = (slot + 1) & mask;
    }
    const set = this.#hashes.length;
    this.#slots[slot] = set;
    this.#hashes.push(hash);
    for (let row = from; row < to; row++) {
      this.#key.push(rows.key[row] ?? 0);
      this.#text.push(rows.text[row] ?? 0);
      this.#number.push(rows.number[row] ?? 0);
      this.#unit.push(rows.unit[row] ?? 0);
    }
    this.#start.push(this.#key.length);
    if (set * 2 >= this.#slots.length) this.#grow();
    return set;
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

  #equals(set: number, rows: LabelRows, from: number, to: number): boolean {
    let at = this.#start.at(set);
    if (this.#start.at(set + 1) - at !== to - from) return false;
    for (let row = from; row < to; row++, at++) {
      if (this.#number.at(at) !== rows.number[row]) return false;
      if (this.#text.at(at) !== rows.text[row] || this.#key.at(at) !== rows.key[row]) return false;
      if (this.#unit.at(at) !== rows.unit[row]) return false;
    }
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let set = 1; set < this.#hashes.length; set++) {
      let slot = this.#hashes.at(set) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = set;
    }
    this.#slots = slots;
  }
}

function hashOf({ key, text, number, unit }: LabelRows, from: number, to: number): number {
  let hash = 0;
  for (let row = from; row < to; row++) {
    const value = number[row] ?? 0;
    hash = Math.imul(hash ^ (key[row] ?? 0), 0x9e3779b1);
    hash = Math.imul(hash ^ (text[row] ?? 0), 0x9e3779b1);
    hash = Math.imul(hash ^ value ^ (value / 2 ** 32), 0x9e3779b1);
    hash = Math.imul(hash ^ (unit[row] ?? 0), 0x9e3779b1);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
