import { GrowingIds } from './growing.ts';

/**
 * Lists of location ids, each kept once: a list is appended to `ids`, then `settle` finds an equal one and takes it
 * back, or keeps it. So what is kept grows with the different stacks of a file, not with its samples.
 *
 * Open addressing with linear probing, at most half full; lists are compared only where hashes are equal.
 */
export class StackLists {
  readonly ids: GrowingIds;
  length = 0;
  /** Where each list begins, and where the last one ends. */
  #start = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  #slots = new Int32Array(2048).fill(-1);

  constructor(capacity: number) {
    this.ids = new GrowingIds(capacity);
  }

  /** Makes a list of the ids behind the last one, and tells its number. */
  settle(): number {
    const from = this.#start[this.length] ?? 0;
    const to = this.ids.length;
    const ids = this.ids.items;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = hashOf(ids, from, to);
    let slot = hash & mask;
    for (;;) {
      const known = slots[slot] ?? -1;
      if (known < 0) break;
      if (this.#hashes[known] === hash && this.#equals(known, from, to)) {
        this.ids.length = from;
        return known;
      }
      slot = (slot + 1) & mask;
    }
    const row = this.length++;
    slots[slot] = row;
    this.#hashes[row] = hash;
    this.#start[row + 1] = to;
    if (row + 2 === this.#start.length) this.#grow();
    return row;
  }

  /** Takes the ids behind the last list back. */
  discard(): void {
    this.ids.length = this.#start[this.length] ?? 0;
  }

  /** List i goes from `starts[i]` to `starts[i + 1] - 1`. */
  starts(): Uint32Array {
    return this.#start.subarray(0, this.length + 1);
  }

  #equals(known: number, from: number, to: number): boolean {
    const ids = this.ids.items;
    const start = this.#start[known] ?? 0;
    const end = this.#start[known + 1] ?? 0;
    if (end - start !== to - from) return false;
    for (let k = start, other = from; k < end; k++, other++) {
      if (ids[k] !== ids[other]) return false;
    }
    return true;
  }

  #grow(): void {
    const size = this.#start.length * 2;
    const start = new Uint32Array(size);
    start.set(this.#start);
    this.#start = start;
    const hashes = new Uint32Array(size);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const slots = new Int32Array(size * 2).fill(-1);
    const mask = slots.length - 1;
    for (let row = 0; row < this.length; row++) {
      let slot = (hashes[row] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

function hashOf(ids: Uint32Array, from: number, to: number): number {
  let hash = to - from;
  // An odd constant with well spread bits (Knuth).
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ (ids[k] ?? 0), 0x9e3779b1);
  return (hash ^ (hash >>> 15)) >>> 0;
}
