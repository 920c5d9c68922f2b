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
    let zeros = 0;
    let duplicates = 0;
    let firstDuplicate = -1;
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] ?? 0;
      if (id === 0) zeros++;
      else if (this.row(id) >= 0 && duplicates++ === 0) firstDuplicate = row;
      if (id < this.#dense.length) this.#dense[id] = row;
      else this.#sparse.set(id, row);
    }
    if (zeros > 0) {
      problems.push({ code: 'id-zero', message: `${zeros} of ${ids.length} ${kind}s have id 0` });
    }
    if (duplicates > 0) {
      problems.push({
        code: 'id-duplicate',
        message: `${duplicates} of ${ids.length} ${kind}s have the id of one before; the first is ${kind} ${firstDuplicate + 1} with id ${ids[firstDuplicate]}`,
      });
    }
  }

  /** The row of an id, or -1. */
  row(id: number): number {
    return id < this.#dense.length ? (this.#dense[id] ?? -1) : (this.#sparse.get(id) ?? -1);
  }
}
