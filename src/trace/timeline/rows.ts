/** Rows under construction, as lists of numbers by column; typed arrays at the end. */
export class Rows<Column extends string> {
  length = 0;
  readonly #columns: Record<Column, number[]>;
  readonly #names: readonly Column[];
  readonly #lists: readonly number[][];

  constructor(columns: readonly Column[]) {
    const entries = columns.map((column) => [column, []]);
    this.#columns = Object.fromEntries(entries) as Record<Column, number[]>; // One per column.
    this.#names = columns;
    this.#lists = columns.map((column) => this.#columns[column]);
  }

  /** The number of the new row. */
  add(values: Readonly<Record<Column, number>>): number {
    const names = this.#names;
    const lists = this.#lists;
    for (let k = 0; k < names.length; k++) {
      const name = names[k];
      if (name !== undefined) lists[k]?.push(values[name]);
    }
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
    make: (list: readonly number[]) => T,
  ): Record<Wanted, T> {
    const entries = wanted.map((column) => [column, make(this.#columns[column])]);
    return Object.fromEntries(entries) as Record<Wanted, T>; // One per wanted column.
  }
}
