/**
 * Ids in the order in which they first appear, as `IdTable` of src/trace has them: the same rows for the same bytes.
 * Open addressing with linear probing, at most half full.
 */
import { grown } from './memory';

const INITIAL: i32 = 1024;

export class IdTable {
  length: i32 = 0;
  capacity: i32 = INITIAL;
  /** f64 by row. */
  ids: usize = grown(0, 0, INITIAL << 3, 0);
  /** i32 rows; -1 where there is none. */
  private slots: usize = grown(0, 0, INITIAL << 3, -1);
  private mask: u32 = INITIAL * 2 - 1;

  /** The row of an id, or -1. */
  @inline
  find(id: i64): i32 {
    const slots = this.slots;
    const mask = this.mask;
    const ids = this.ids;
    const wanted = <f64>id;
    let slot = hashOf(id) & mask;
    let row = load<i32>(slots + ((<usize>slot) << 2));
    while (row >= 0) {
      if (load<f64>(ids + ((<usize>row) << 3)) == wanted) break;
      slot = (slot + 1) & mask;
      row = load<i32>(slots + ((<usize>slot) << 2));
    }
    return row;
  }

  /** The row of an id, a new one if need be. */
  intern(id: i64): i32 {
    const known = this.find(id);
    if (known >= 0) return known;
    if (this.length == this.capacity) this.grow();
    const row = this.length++;
    store<f64>(this.ids + ((<usize>row) << 3), <f64>id);
    this.place(row);
    return row;
  }

  /** The id of a row, or -1 for row -1. */
  id(row: i32): i64 {
    return row < 0 ? -1 : <i64>load<f64>(this.ids + ((<usize>row) << 3));
  }

  clear(): void {
    this.length = 0;
    memory.fill(this.slots, 0xff, (<usize>this.capacity) << 3);
  }

  private place(row: i32): void {
    const mask = this.mask;
    let slot = hashOf(<i64>load<f64>(this.ids + ((<usize>row) << 3))) & mask;
    while (load<i32>(this.slots + ((<usize>slot) << 2)) >= 0) slot = (slot + 1) & mask;
    store<i32>(this.slots + ((<usize>slot) << 2), row);
  }

  private grow(): void {
    const old = (<usize>this.capacity) << 3;
    this.capacity <<= 1;
    this.ids = grown(this.ids, old, old << 1, 0);
    heap.free(this.slots);
    this.slots = grown(0, 0, old << 1, -1);
    this.mask = <u32>this.capacity * 2 - 1;
    for (let row = 0; row < this.length; row++) this.place(row);
  }
}

/** Blocks of 1,024 ids stay together, the blocks are scattered. */
function hashOf(id: i64): u32 {
  const low = <u32>id;
  return (low & 0x3ff) | (((low >> 10) * 0x9e3779b1) << 10);
}
