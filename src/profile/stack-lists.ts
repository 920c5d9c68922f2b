/**
 * Lists of location ids as files have them, packed varints, each kept once: what is kept grows with the different
 * stacks of a file, not with its samples, and the ids of a stack are read once, however many samples share it.
 * Lists that say the same ids in other bytes, which no writer does, are different lists.
 *
 * Open addressing with linear probing, at most half full; lists are compared only where hashes are equal. Hashes that
 * were made to collide cost no more than `LONGEST_PROBE` looks: then a list is kept again.
 */
export class StackLists {
  length = 0;
  #bytes: Uint8Array;
  #view: DataView;
  /** Where each list begins, and where the last one ends. */
  #start = new Uint32Array(1024);
  /** Pairs: one more than the number of a list, or 0 for none, and its hash. */
  #slots = new Uint32Array(2 * 2048);

  /** `size` is how many bytes there may be; memory that is not touched costs nothing. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(Math.max(4096, size));
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Finds the list in a stretch of bytes, or keeps it, and tells its number. */
  settle(list: DataView, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    const hash = hashOf(list, from, to);
    let slot = hash & mask;
    let left = LONGEST_PROBE;
    for (; left > 0; left--) {
      const known = (slots[2 * slot] ?? 0) - 1;
      if (known < 0) break;
      if (slots[2 * slot + 1] === hash && this.#equals(known, list, from, to)) return known;
      slot = (slot + 1) & mask;
    }
    const row = this.#keep(list, from, to);
    if (left === 0) return row;
    slots[2 * slot] = row + 1;
    slots[2 * slot + 1] = hash;
    if (row * 4 >= slots.length) this.#growSlots();
    return row;
  }

  /** All lists; list i goes from `starts[i]` to `starts[i + 1] - 1`. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#start[this.length]);
  }

  starts(): Uint32Array {
    return this.#start.subarray(0, this.length + 1);
  }

  #keep(list: DataView, from: number, to: number): number {
    const begin = this.#start[this.length] ?? 0;
    const end = begin + to - from;
    if (end > this.#bytes.length) this.#growBytes(end);
    const bytes = this.#bytes;
    const view = this.#view;
    let at = begin;
    let k = from;
    for (; k + 4 <= to; k += 4, at += 4) view.setInt32(at, list.getInt32(k));
    for (; k < to; k++) bytes[at++] = list.getUint8(k);
    const row = this.length++;
    if (row + 1 === this.#start.length) this.#growStarts();
    this.#start[row + 1] = end;
    return row;
  }

  #equals(known: number, list: DataView, from: number, to: number): boolean {
    let at = this.#start[known] ?? 0;
    if ((this.#start[known + 1] ?? 0) - at !== to - from) return false;
    const view = this.#view;
    let k = from;
    for (; k + 4 <= to; k += 4, at += 4) {
      if (view.getInt32(at) !== list.getInt32(k)) return false;
    }
    for (; k < to; k++, at++) if (view.getUint8(at) !== list.getUint8(k)) return false;
    return true;
  }

  #growBytes(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  #growStarts(): void {
    const start = new Uint32Array(this.#start.length * 2);
    start.set(this.#start);
    this.#start = start;
  }

  #growSlots(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 4);
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < old.length; from += 2) {
      const hash = old[from + 1] ?? 0;
      let slot = hash & mask;
      let left = old[from] === 0 ? 0 : LONGEST_PROBE;
      for (; left > 0 && (slots[2 * slot] ?? 0) > 0; left--) slot = (slot + 1) & mask;
      if (left === 0) continue;
      slots[2 * slot] = old[from] ?? 0;
      slots[2 * slot + 1] = hash;
    }
    this.#slots = slots;
  }
}

const LONGEST_PROBE = 256;

function hashOf(list: DataView, from: number, to: number): number {
  let hash = to - from;
  let k = from;
  // An odd constant with well spread bits (Knuth); turning brings high bits to where the product spreads them.
  for (; k + 4 <= to; k += 4) {
    hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ list.getInt32(k), 0x9e3779b1);
  }
  for (; k < to; k++) {
    hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ list.getUint8(k), 0x9e3779b1);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
