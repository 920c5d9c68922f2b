import { Uint32Builder } from '../base/columns.ts';

/**
 * Lists of location ids and of labels, as bytes of the file, each kept once: what is kept grows with the different
 * lists of a file, not with its samples, and a list is read once, however many samples share it. Lists that say the
 * same in other bytes, which no writer does, are different lists.
 *
 * Open addressing with linear probing, at most half full; lists are compared only where hashes are equal. Hashes that
 * were made to collide cost no more than `LONGEST_PROBE` looks: then a list is kept again.
 */
export class VarintLists {
  /** How many there are, but for those that wait. */
  length = 0;
  #bytes: Uint8Array;
  #view: DataView;
  /** Where list i begins is at i + 1, and where it ends at i + 2. */
  #start = new Uint32Array(1024);
  /** Pairs: one more than the number of a list, or 0 for none, and its hash. */
  #slots: Int32Array;
  /** Lists that were added and not looked for yet lie behind those that are kept. */
  #waiting = 0;
  #end = 0;
  readonly #hashes = new Int32Array(BLOCK);
  readonly #ends = new Uint32Array(BLOCK);
  readonly #near = new Int32Array(BLOCK);
  readonly #rows = new Uint32Builder();

  /** `size` is how many bytes there may be; memory that is not touched costs nothing. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(Math.max(4096, size));
    this.#view = new DataView(this.#bytes.buffer);
    // Room for as many lists as there usually are: at least 128 bytes of a file for each.
    this.#slots = new Int32Array(2 * 2 ** Math.max(11, Math.ceil(Math.log2(size / 64))));
  }

  /** Finds the list in a stretch of bytes, or keeps it, and tells its number. Not to be mixed with `add`. */
  settle(list: DataView, from: number, to: number): number {
    const begin = this.#end;
    const hash = this.#copy(list, from, to - from);
    const row = this.#find(hash, begin, to - from);
    this.#end = this.#start[this.length + 1] ?? 0;
    return row;
  }

  /** Likewise, but its number is told by `take`: lists are looked for many at a time. */
  add(list: DataView, from: number, to: number): void {
    const hash = this.#copy(list, from, to - from);
    const at = this.#waiting++;
    this.#hashes[at] = hash;
    this.#ends[at] = this.#end += to - from;
    if (at === BLOCK - 1) this.#settleWaiting();
  }

  /** All lists; list i is the bytes from `starts[i]` to `starts[i + 1] - 1`. `rows` are the numbers of those added. */
  take(): { readonly bytes: Uint8Array; readonly starts: Uint32Array; readonly rows: Uint32Array } {
    this.#settleWaiting();
    return {
      bytes: this.#bytes.subarray(0, this.#end),
      starts: this.#start.subarray(1, this.length + 2),
      rows: this.#rows.take(),
    };
  }

  /**
   * Each look goes to a place of memory that is far away. The first loops only fetch what the last one needs: a
   * processor fetches from many places at a time, as long as none depends on the other.
   */
  #settleWaiting(): void {
    const count = this.#waiting;
    const near = this.#near;
    const hashes = this.#hashes;
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    for (let k = 0; k < count; k++) near[k] = slots[2 * ((hashes[k] ?? 0) & mask)] ?? 0;
    for (let k = 0; k < count; k++) near[k] = this.#start[near[k] ?? 0] ?? 0;
    for (let k = 0; k < count; k++) near[k] = this.#bytes[near[k] ?? 0] ?? 0;
    let begin = this.#start[this.length + 1] ?? 0;
    for (let k = 0; k < count; k++) {
      const end = this.#ends[k] ?? 0;
      this.#rows.push(this.#find(hashes[k] ?? 0, begin, end - begin));
      begin = end;
    }
    this.#waiting = 0;
    this.#end = this.#start[this.length + 1] ?? 0;
  }

  #copy(list: DataView, from: number, size: number): number {
    if (this.#end + size > this.#bytes.length) this.#growBytes(this.#end + size);
    return copyHashing(list, from, this.#view, this.#end, size);
  }

  /** The number of the list at `from`, which is kept unless there is one like it. */
  #find(hash: number, from: number, size: number): number {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    let slot = hash & mask;
    let left = LONGEST_PROBE;
    for (; left > 0; left--) {
      const known = (slots[2 * slot] ?? 0) - 1;
      if (known < 0) break;
      if (slots[2 * slot + 1] === hash && this.#equals(known, from, size)) return known;
      slot = (slot + 1) & mask;
    }
    const row = this.#keep(from, size);
    if (left === 0) return row;
    slots[2 * slot] = row + 1;
    slots[2 * slot + 1] = hash;
    if (row * 4 >= slots.length) this.#growSlots();
    return row;
  }

  #keep(from: number, size: number): number {
    const begin = this.#start[this.length + 1] ?? 0;
    if (begin < from) this.#bytes.copyWithin(begin, from, from + size);
    const row = this.length++;
    if (row + 2 === this.#start.length) this.#growStarts();
    this.#start[row + 2] = begin + size;
    return row;
  }

  #equals(known: number, from: number, size: number): boolean {
    let at = this.#start[known + 1] ?? 0;
    if ((this.#start[known + 2] ?? 0) - at !== size) return false;
    const view = this.#view;
    const end = from + size;
    let k = from;
    for (; k + 4 <= end; k += 4, at += 4) if (view.getInt32(at) !== view.getInt32(k)) return false;
    for (; k < end; k++, at++) if (view.getUint8(at) !== view.getUint8(k)) return false;
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
    const slots = new Int32Array(old.length * 2);
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
/** So many lists, and what is looked at for them, fit into the nearest cache. */
const BLOCK = 64;

/** Copies a list and hashes it on the way: eight bytes at a time, the last eight again where they do not add up. */
function copyHashing(from: DataView, at: number, to: DataView, into: number, size: number): number {
  let even = size;
  let odd = 0;
  if (size < 8) {
    for (let k = 0; k < size; k++) {
      const byte = from.getUint8(at + k);
      to.setUint8(into + k, byte);
      even = mixed(even, byte);
    }
  } else {
    const last = size - 8;
    for (let k = 0; ; k = Math.min(k + 8, last)) {
      const first = from.getInt32(at + k, true);
      const second = from.getInt32(at + k + 4, true);
      to.setInt32(into + k, first, true);
      to.setInt32(into + k + 4, second, true);
      even = mixed(even, first);
      odd = mixed(odd, second);
      if (k === last) break;
    }
  }
  const hash = mixed(even, odd);
  return hash ^ (hash >>> 15);
}

/** An odd constant with well spread bits (Knuth); turning brings high bits to where the product spreads them. */
function mixed(hash: number, word: number): number {
  return Math.imul(((hash << 13) | (hash >>> 19)) ^ word, 0x9e3779b1);
}
