/**
 * Splits a range of the paths of a tree by their functions at a row; sums of each part. Used over and over:
 * `split`, then `sortedBy`, then `arrange`, then the sums are read.
 */
import { widened } from './growing.ts';
import { AHEAD, type PathOrder } from './path-order.ts';
import type { StackPaths } from './stack-paths.ts';
import type { StackValues } from './stack-values.ts';

/** What the paths of a part sum to. */
export interface PartSums {
  readonly count: number;
  /** Frames of the paths, and one for each. */
  readonly lead: number;
  readonly width: number;
  /** Each stack once. */
  readonly total: number;
  /** Likewise, by the values before. */
  readonly before: number;
  /** 1 where the function was inlined in all of them. */
  readonly inlined: number;
}

export class PathParts {
  readonly #paths: StackPaths;
  readonly #order: PathOrder;
  readonly #value: Float64Array;
  readonly #before: Float64Array | null;
  /** Each path is a stack of its own, and there are no values before: a total is a width. */
  readonly #isPlain: boolean;
  /** Function of each frame, twice, and one where it was inlined. */
  readonly #codes: Uint32Array;
  /** Part of each path of the range. */
  readonly #partOfPath: Uint32Array;
  /** Part of each function while a range is split; the last one is that of paths that end. */
  readonly #partOf: Int32Array;
  /** Parts except the one of paths that end, in order. */
  #sorted = new Uint32Array(0);
  #ended = -1;
  #length = 0;
  #function = new Uint32Array(64);
  #count = new Uint32Array(64);
  #lead = new Float64Array(64);
  #width = new Float64Array(64);
  #total = new Float64Array(64);
  #beforeSum = new Float64Array(64);
  #inlined = new Uint32Array(64);

  constructor(
    paths: StackPaths,
    order: PathOrder,
    { value }: StackValues,
    before: StackValues | null,
  ) {
    this.#paths = paths;
    this.#order = order;
    this.#value = value;
    this.#before = before?.value ?? null;
    this.#isPlain = before === null && !paths.isShared;
    this.#codes = codesOf(paths);
    this.#partOfPath = new Uint32Array(order.length);
    this.#partOf = new Int32Array(paths.profile.functions.length + 1).fill(-1);
  }

  /** Sums of all paths. */
  sumAll(): PartSums {
    this.#length = 0;
    const part = this.#newPart(0);
    const { rows, width, length } = this.#order;
    let lead = length;
    let sum = 0;
    for (let k = 0; k < length; k++) {
      lead += rows[k] ?? 0;
      sum += width[k] ?? 0;
    }
    this.#count[part] = length;
    this.#lead[part] = lead;
    this.#width[part] = sum;
    this.#sumStacks(0, length);
    return this.at(part);
  }

  /** Finds the parts of the range `from` to `to - 1`, whose paths have `depth` rows in common. */
  split(from: number, to: number, depth: number): void {
    if (depth % AHEAD === 0) this.#lookAhead(from, to, depth);
    const { rows, width, ahead } = this.#order;
    const partOf = this.#partOf;
    const partOfPath = this.#partOfPath;
    const none = partOf.length - 1;
    this.#length = 0;
    let [counts, leads, widths, inlined] = this.#columns();
    for (let k = from; k < to; k++) {
      const rowCount = rows[k] ?? 0;
      const code = ahead[AHEAD * k + (depth % AHEAD)] ?? 0;
      const row = code >>> 1;
      let part = partOf[row] ?? -1;
      if (part < 0) {
        part = this.#newPart(row);
        partOf[row] = part;
        [counts, leads, widths, inlined] = this.#columns();
      }
      partOfPath[k] = part;
      counts[part] = (counts[part] ?? 0) + 1;
      leads[part] = (leads[part] ?? 0) + rowCount + 1;
      widths[part] = (widths[part] ?? 0) + (width[k] ?? 0);
      inlined[part] = (inlined[part] ?? 0) & code;
    }
    this.#ended = partOf[none] ?? -1;
    for (let part = 0; part < this.#length; part++) partOf[this.#function[part] ?? 0] = -1;
    this.#sumStacks(from, to);
  }

  /** Reads the codes of the next rows of paths. */
  #lookAhead(from: number, to: number, depth: number): void {
    const { first, step, rows, ahead } = this.#order;
    const { frame } = this.#paths.profile.stacks;
    const codes = this.#codes;
    const none = 2 * (this.#partOf.length - 1);
    for (let k = from; k < to; k++) {
      const left = (rows[k] ?? 0) - depth;
      const at = (first[k] ?? 0) + step * depth;
      for (let row = 0; row < AHEAD; row++) {
        ahead[AHEAD * k + row] = row < left ? (codes[frame[at + step * row] ?? 0] ?? 0) : none;
      }
    }
  }

  /** Parts, widest first; `compare` decides between functions whose parts are equally wide. */
  sortedBy(compare: (a: number, b: number) => number): Uint32Array {
    const parts = new Uint32Array(this.#length);
    let length = 0;
    for (let part = 0; part < this.#length; part++) {
      if (part !== this.#ended) parts[length++] = part;
    }
    const width = this.#width;
    const rows = this.#function;
    this.#sorted = parts.subarray(0, length).sort((a, b) => {
      return (width[b] ?? 0) - (width[a] ?? 0) || compare(rows[a] ?? 0, rows[b] ?? 0);
    });
    return this.#sorted;
  }

  /** Groups the paths of the range: those that end, then the parts as they were sorted. */
  arrange(from: number, to: number): void {
    if (this.#length === 1) return;
    const next = new Uint32Array(this.#length);
    let start = from;
    if (this.#ended >= 0) {
      next[this.#ended] = start;
      start += this.#count[this.#ended] ?? 0;
    }
    for (const part of this.#sorted) {
      next[part] = start;
      start += this.#count[part] ?? 0;
    }
    this.#order.arrange(from, to, this.#partOfPath, next);
  }

  /** The paths that end. */
  get ended(): PartSums {
    return this.#ended < 0 ? NOTHING : this.at(this.#ended);
  }

  at(part: number): PartSums {
    const width = this.#width[part] ?? 0;
    return {
      count: this.#count[part] ?? 0,
      lead: this.#lead[part] ?? 0,
      width,
      total: this.#isPlain ? width : (this.#total[part] ?? 0),
      before: this.#beforeSum[part] ?? 0,
      inlined: (this.#inlined[part] ?? 0) & 1,
    };
  }

  functionOf(part: number): number {
    return this.#function[part] ?? 0;
  }

  /** Sums each stack once per part: the paths of a stack follow each other, and stay so. */
  #sumStacks(from: number, to: number): void {
    if (this.#isPlain) return;
    const { path } = this.#order;
    const { stackOf } = this.#paths;
    const last = new Int32Array(this.#length).fill(-1);
    for (let k = from; k < to; k++) {
      const part = this.#length === 1 ? 0 : (this.#partOfPath[k] ?? 0);
      const stack = stackOf[path[k] ?? 0] ?? 0;
      if (last[part] === stack) continue;
      last[part] = stack;
      this.#total[part] = (this.#total[part] ?? 0) + (this.#value[stack] ?? 0);
      this.#beforeSum[part] = (this.#beforeSum[part] ?? 0) + (this.#before?.[stack] ?? 0);
    }
  }

  /** What the loop over paths sums in; replaced when they grow. */
  #columns(): [Uint32Array, Float64Array, Float64Array, Uint32Array] {
    return [this.#count, this.#lead, this.#width, this.#inlined];
  }

  #newPart(row: number): number {
    const part = this.#length++;
    if (part === this.#function.length) this.#grow(part * 2);
    this.#function[part] = row;
    this.#count[part] = 0;
    this.#lead[part] = 0;
    this.#width[part] = 0;
    this.#total[part] = 0;
    this.#beforeSum[part] = 0;
    this.#inlined[part] = 1;
    return part;
  }

  #grow(size: number): void {
    this.#function = widened(this.#function, new Uint32Array(size));
    this.#count = widened(this.#count, new Uint32Array(size));
    this.#lead = widened(this.#lead, new Float64Array(size));
    this.#width = widened(this.#width, new Float64Array(size));
    this.#total = widened(this.#total, new Float64Array(size));
    this.#beforeSum = widened(this.#beforeSum, new Float64Array(size));
    this.#inlined = widened(this.#inlined, new Uint32Array(size));
  }
}

const NOTHING: PartSums = { count: 0, lead: 0, width: 0, total: 0, before: 0, inlined: 0 };

function codesOf({ profile: { frames } }: StackPaths): Uint32Array {
  const codes = new Uint32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    codes[frame] = 2 * (frames.function[frame] ?? 0) + (frames.inlined[frame] ?? 0);
  }
  return codes;
}
