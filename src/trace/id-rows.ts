/**
 * From ids of a generation's table to rows, and whether an id is there at all. Id 0 always means "none" and is
 * row 0. Ids are nearly always 1 to n, in any order: after `compact` they are looked up in an array (dataTable
 * in internal/trace/base.go).
 */
export class IdRows {
  #sparse = new Map<number, number>();
  #dense = new Int32Array(0);

  /** False when the id has a row already. */
  insert(id: number, row: number): boolean {
    if (id === 0 || this.#sparse.has(id)) return false;
    this.#sparse.set(id, row);
    return true;
  }

  /** Called once, after the last `insert`. */
  compact(): void {
    let highest = 0;
    for (const id of this.#sparse.keys()) if (id > highest) highest = id;
    // At most four times the memory of a table without gaps.
    if (highest > this.#sparse.size * 4 + 64) return;
    this.#dense = new Int32Array(highest + 1).fill(-1);
    this.#dense[0] = 0;
    for (const [id, row] of this.#sparse) this.#dense[id] = row;
    this.#sparse = new Map();
  }

  /** Rows by id, -1 where there is none; empty where ids are too far apart. */
  get dense(): Int32Array {
    return this.#dense;
  }

  /** The row of an id, or -1. */
  row(id: number): number {
    if (id < this.#dense.length) return this.#dense[id] ?? -1;
    return id === 0 ? 0 : (this.#sparse.get(id) ?? -1);
  }
}
