/** Rows under construction, as doubles by column; other typed arrays at the end. */
export class Rows<Column extends string> {
  length = 0;
  readonly #names: readonly Column[];
  readonly #columns: Record<Column, Float64Array>;
  #capacity = 64;

  constructor(columns: readonly Column[]) {
    const entries = columns.map((column) => [column, new Float64Array(this.#capacity)]);
    this.#columns = Object.fromEntries(entries) as Record<Column, Float64Array>; // One per column.
    this.#names = columns;
  }

  /** The number of the new row; it holds zeros. */
  add(): number {
    if (this.length === this.#capacity) this.#grow();
    return this.length++;
  }

  get(column: Column, row: number): number {
    return this.#columns[column][row] ?? 0;
  }

  set(column: Column, row: number, value: number): void {
    this.#columns[column][row] = value;
  }

  bytes<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Uint8Array> {
    return this.#typed(wanted, (list) => new Uint8Array(list));
  }

  signed<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Int32Array> {
    return this.#typed(wanted, (list) => new Int32Array(list));
  }

  unsigned<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Uint32Array> {
    return this.#typed(wanted, (list) => new Uint32Array(list));
  }

  doubles<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Float64Array> {
    return this.#typed(wanted, (list) => new Float64Array(list));
  }

  #typed<Wanted extends Column, T>(
    wanted: readonly Wanted[],
    make: (list: Float64Array) => T,
  ): Record<Wanted, T> {
    const entries = wanted.map((column) => [
      column,
      make(this.#columns[column].subarray(0, this.length)),
    ]);
    return Object.fromEntries(entries) as Record<Wanted, T>; // One per wanted column.
  }

  #grow(): void {
    this.#capacity *= 2;
    for (const name of this.#names) {
      const bigger = new Float64Array(this.#capacity);
      bigger.set(this.#columns[name]);
      this.#columns[name] = bigger;
    }
  }
}
