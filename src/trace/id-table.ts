/**
 * Ids of goroutines, threads or procs in the order in which they first appear; columns hold rows of this table.
 * An id is a double, exact below 2^53. Open addressing with linear probing, at most half full.
 */
export class IdTable {
  length = 0;
  #ids = new Float64Array(INITIAL);
  #slots = new Int32Array(INITIAL * 2).fill(-1);

  /** The row of an id, or -1. */
  find(id: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(id) & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? -1;
      if (row < 0 || this.#ids[row] === id) return row;
    }
  }

  /** The row of an id, a new one if need be. */
  intern(id: number): number {
    const known = this.find(id);
    if (known >= 0) return known;
    const row = this.length++;
    if (row === this.#ids.length) this.#grow();
    this.#ids[row] = id;
    this.#place(row);
    return row;
  }

  /** The id of a row; -1, "none", for row -1. */
  id(row: number): number {
    return row < 0 ? -1 : (this.#ids[row] ?? -1);
  }

  /** The ids by row, without a copy. */
  view(): Float64Array {
    return this.#ids.subarray(0, this.length);
  }

  #place(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(this.#ids[row] ?? 0) & mask;
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    slots[slot] = row;
  }

  #grow(): void {
    const ids = new Float64Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
    this.#slots = new Int32Array(ids.length * 2).fill(-1);
    for (let row = 0; row < this.length - 1; row++) this.#place(row);
  }
}

const INITIAL = 256;

/**
 * Goroutine ids follow one another, and so do accesses to them: blocks of 1,024 ids stay together, the blocks are
 * scattered (Fibonacci hashing). Of ids beyond 2^32 the low half is enough.
 */
function hashOf(id: number): number {
  const low = id | 0;
  return (low & 0x3ff) | (Math.imul(low >>> 10, 0x9e3779b1) << 10);
}
