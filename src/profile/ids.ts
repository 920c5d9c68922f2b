import type { ProblemList } from '../base/problem.ts';

/**
 * From ids of the file to rows. Ids are nearly always 1 to n: those below twice the count are looked up in an
 * array, the others in a map.
 */
export class IdIndex {
  readonly #dense: Int32Array;
  readonly #sparse = new Map<number, number>();

  /** Problems: `id-zero`, `id-duplicate` (then the last one counts, as in pprof). */
  constructor(kind: string, ids: ArrayLike<number>, problems: ProblemList) {
    this.#dense = new Int32Array(ids.length * 2 + 16).fill(-1);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] ?? 0;
      if (id === 0) {
        problems.push({ code: 'id-zero', message: `${kind} ${row + 1} of ${ids.length} has id 0` });
      } else if (this.row(id) >= 0) {
        problems.push({
          code: 'id-duplicate',
          message: `${kind} ${row + 1} of ${ids.length} has id ${id}, which ${kind} ${this.row(id) + 1} has too`,
        });
      }
      if (id < this.#dense.length) this.#dense[id] = row;
      else this.#sparse.set(id, row);
    }
  }

  /** The row of an id, or -1. */
  row(id: number): number {
    return id < this.#dense.length ? (this.#dense[id] ?? -1) : (this.#sparse.get(id) ?? -1);
  }
}
