import type { StackPaths } from './stack-paths.ts';
import type { StackValues } from './stack-values.ts';

/** Deepest row of a tree: depth is 16 bits. Paths are cut there. */
export const DEEPEST = 0xffff;

/** So many rows of a path are read at a time: they lie side by side, but those of paths far apart. */
export const AHEAD = 4;

/** Paths in the order of a tree, as columns: what is walked row by row lies one behind the other. */
export class PathOrder {
  readonly length: number;
  readonly path: Uint32Array;
  /** Where the frame of the first row is; those of the others follow by `step`. */
  readonly first: Uint32Array;
  readonly step: 1 | -1;
  /** Rows. */
  readonly rows: Uint16Array;
  /** What of the value of its stack is drawn. */
  readonly width: Float64Array;
  /** Per path what is read ahead, for whoever splits it. */
  readonly ahead: Uint32Array;
  readonly #scratch: {
    path: Uint32Array;
    first: Uint32Array;
    rows: Uint16Array;
    width: Float64Array;
    ahead: Uint32Array;
  };

  /** Of the paths that are named. */
  constructor(paths: StackPaths, named: Uint32Array, { value }: StackValues) {
    const { length } = named;
    const { start } = paths.profile.stacks;
    const { stackOf, shareOf } = paths;
    this.length = length;
    this.path = named;
    this.first = new Uint32Array(length);
    this.step = paths.isFromLeaf ? 1 : -1;
    this.rows = new Uint16Array(length);
    this.width = new Float64Array(length);
    this.ahead = new Uint32Array(AHEAD * length);
    this.#scratch = {
      path: new Uint32Array(length),
      first: new Uint32Array(length),
      rows: new Uint16Array(length),
      width: new Float64Array(length),
      ahead: new Uint32Array(AHEAD * length),
    };
    for (let k = 0; k < length; k++) {
      const path = named[k] ?? 0;
      const leaf = start[path] ?? 0;
      const end = start[path + 1] ?? 0;
      this.first[k] = paths.isFromLeaf ? leaf : end - 1;
      this.rows[k] = Math.min(DEEPEST, end - leaf);
      this.width[k] = (value[stackOf[path] ?? 0] ?? 0) / (shareOf[path] ?? 1);
    }
  }

  /** Groups the range by part; `next` says where each part begins, and is used up. Within a part nothing moves. */
  arrange(from: number, to: number, partOf: Uint32Array, next: Uint32Array): void {
    const { path, first, rows, width, ahead } = this;
    const scratch = this.#scratch;
    for (let k = from; k < to; k++) {
      const part = partOf[k] ?? 0;
      const at = next[part] ?? 0;
      next[part] = at + 1;
      scratch.path[at] = path[k] ?? 0;
      scratch.first[at] = first[k] ?? 0;
      scratch.rows[at] = rows[k] ?? 0;
      scratch.width[at] = width[k] ?? 0;
      for (let row = 0; row < AHEAD; row++) {
        scratch.ahead[AHEAD * at + row] = ahead[AHEAD * k + row] ?? 0;
      }
    }
    path.set(scratch.path.subarray(from, to), from);
    first.set(scratch.first.subarray(from, to), from);
    rows.set(scratch.rows.subarray(from, to), from);
    width.set(scratch.width.subarray(from, to), from);
    ahead.set(scratch.ahead.subarray(AHEAD * from, AHEAD * to), AHEAD * from);
  }
}
