/**
 * Columns for the hot loops: room is made once per list, items are then stored directly, and nothing is copied
 * at the end. `items` beyond `length` are spare; it changes with `reserve`.
 */
export class GrowingIds {
  items: Uint32Array;
  length = 0;

  constructor(capacity = 0) {
    this.items = new Uint32Array(Math.max(4096, Math.ceil(capacity)));
  }

  /** Makes room for as many items more. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.items.length) return;
    const bigger = new Uint32Array(Math.max(needed, this.items.length * 2));
    bigger.set(this.items);
    this.items = bigger;
  }

  /** What is in use, without a copy. */
  view(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}

/** Like `GrowingIds`, for signed 64-bit values as doubles. */
export class GrowingValues {
  items: Float64Array;
  length = 0;

  constructor(capacity = 0) {
    this.items = new Float64Array(Math.max(4096, Math.ceil(capacity)));
  }

  /** Makes room for as many items more. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.items.length) return;
    const bigger = new Float64Array(Math.max(needed, this.items.length * 2));
    bigger.set(this.items);
    this.items = bigger;
  }

  /** What is in use, without a copy. */
  view(): Float64Array {
    return this.items.subarray(0, this.length);
  }
}

/** `into`, which is larger, with the items of `from` at its start. */
export function widened<
  T extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array,
>(from: T, into: T): T {
  into.set(from);
  return into;
}
