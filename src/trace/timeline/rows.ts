/** Rows under construction, as lists of numbers by column; typed arrays at the end. */
export class Rows<Column extends string> {
  length = 0;
  readonly #columns: Record<Column, number[]>;

  constructor(columns: readonly Column[]) {
    const entries = columns.map((column) => [column, []]);
    this.#columns = Object.fromEntries(entries) as Record<Column, number[]>; // One per column.
  }

  /** The number of the new row. */
  add(values: Readonly<Record<Column, number>>): number {
    const columns = this.#columns;
    for (const column in columns) columns[column].push(values[column]);
    return this.length++;
  }

  get(column: Column, row: number): number {
    return this.#columns[column][row] ?? 0;
  }

  set(column: Column, row: number, value: number): void {
    this.#columns[column][row] = value;
  }

  bytes<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Uint8Array> {
    return this.#typed(wanted, (list) => Uint8Array.from(list));
  }

  signed<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Int32Array> {
    return this.#typed(wanted, (list) => Int32Array.from(list));
  }

  unsigned<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Uint32Array> {
    return this.#typed(wanted, (list) => Uint32Array.from(list));
  }

  doubles<Wanted extends Column>(...wanted: Wanted[]): Record<Wanted, Float64Array> {
    return this.#typed(wanted, (list) => Float64Array.from(list));
  }

  #typed<Wanted extends Column, T>(
    wanted: readonly Wanted[],
    make: (list: readonly number[]) => T,
  ): Record<Wanted, T> {
    const entries = wanted.map((column) => [column, make(this.#columns[column])]);
    return Object.fromEntries(entries) as Record<Wanted, T>; // One per wanted column.
  }
}
