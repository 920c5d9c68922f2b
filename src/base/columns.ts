/** A column that grows by doubling while it is built; `take()` hands over exactly what was pushed. */
export class Uint32Builder {
  #items: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#items = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const bigger = new Uint32Array(this.#items.length * 2);
      bigger.set(this.#items);
      this.#items = bigger;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  /** A copy without the spare capacity. */
  take(): Uint32Array {
    return this.#items.slice(0, this.length);
  }

  /** What was pushed, without a copy: for columns that are read once, or nearly fill their capacity. */
  view(): Uint32Array {
    return this.#items.subarray(0, this.length);
  }
}

/** Like `Uint32Builder`, for values that may be negative, fractional or above 2^32. */
export class Float64Builder {
  #items: Float64Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#items = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const bigger = new Float64Array(this.#items.length * 2);
      bigger.set(this.#items);
      this.#items = bigger;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  /** A copy without the spare capacity. */
  take(): Float64Array {
    return this.#items.slice(0, this.length);
  }

  /** What was pushed, without a copy. */
  view(): Float64Array {
    return this.#items.subarray(0, this.length);
  }
}
