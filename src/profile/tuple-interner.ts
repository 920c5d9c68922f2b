/**
 * Numbers tuples of 32-bit integers in the order of their first occurrence: equal tuples get the same number.
 * Open addressing with linear probing, at most half full; tuples lie one behind the other in one array.
 */
export class TupleInterner {
  readonly width: number;
  length = 0;
  #tuples: Uint32Array;
  #slots = new Int32Array(2048).fill(-1);
  /** The tuple that is looked up next: fill it, then call `intern`. */
  readonly key: Uint32Array;

  constructor(width: number) {
    this.width = width;
    this.key = new Uint32Array(width);
    this.#tuples = new Uint32Array(1024 * width);
  }

  /** The number of the tuple in `key`. */
  intern(): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(this.key, 0) & mask;
    for (;;) {
      const known = this.#slots[slot] ?? -1;
      if (known < 0) break;
      if (this.#equals(known)) return known;
      slot = (slot + 1) & mask;
    }
    const row = this.length++;
    this.#slots[slot] = row;
    this.#tuples.set(this.key, row * this.width);
    if (this.length * 2 >= this.#slots.length) this.#grow();
    return row;
  }

  /** Element `at` of tuple `row`. */
  element(row: number, at: number): number {
    return this.#tuples[row * this.width + at] ?? 0;
  }

  /** Element `at` of all tuples. */
  column(at: number): Uint32Array {
    const column = new Uint32Array(this.length);
    for (let row = 0; row < this.length; row++) column[row] = this.element(row, at);
    return column;
  }

  #equals(row: number): boolean {
    const from = row * this.width;
    for (let k = 0; k < this.width; k++) if (this.#tuples[from + k] !== this.key[k]) return false;
    return true;
  }

  #hash(tuples: Uint32Array, from: number): number {
    let hash = 0;
    for (let k = 0; k < this.width; k++) {
      // The constants of MurmurHash3 spread bits well.
      hash = Math.imul(hash ^ Math.imul(tuples[from + k] ?? 0, 0xcc9e2d51), 0x1b873593);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  }

  #grow(): void {
    const tuples = new Uint32Array(this.#slots.length * this.width);
    tuples.set(this.#tuples.subarray(0, this.length * this.width));
    this.#tuples = tuples;
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.length; row++) {
      let slot = this.#hash(tuples, row * this.width) & mask;
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row;
    }
  }
}
