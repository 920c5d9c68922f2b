import { Uint32Builder } from '../base/columns.ts';
import { type CallTree, NO_FUNCTION } from './call-tree.ts';
import type { Profile } from './model.ts';
import { NodeColumns } from './node-columns.ts';
import type { StackValues } from './stack-values.ts';
import { compareText } from './compare-text.ts';
import { doubled, WorkList } from './work-list.ts';

/**
 * Builds the tree without comparing stacks:
 *
 * 1. A node owns a range of `order`, the stacks that pass through it; the root owns all that count.
 * 2. Take the next node. Split its range by the function of the next row, by counting; sum each part.
 * 3. Sort the parts widest first and put them on a work list, the narrowest first, so that the widest is taken
 *    next: nodes are taken in pre-order.
 *
 * Costs one visit per frame of each stack. Stacks deeper than 65,535 frames are cut there.
 */
export function callTreeOf(profile: Profile, values: StackValues): CallTree {
  return new TreeBuilder(profile, values).build();
}

class TreeBuilder {
  readonly #profile: Profile;
  readonly #value: Float64Array;
  /** Stacks, grouped by node as the tree grows. */
  readonly #order: Uint32Array;
  readonly #scratch: Uint32Array;
  /** Function of each stack of the range that is being split. */
  readonly #split: Uint32Array;
  readonly #nameRank: Uint32Array;

  /** Per function, while a range is split. */
  readonly #partOf: Int32Array;
  #partFunction = new Uint32Array(64);
  #partCount = new Uint32Array(64);
  #partInlined = new Uint8Array(64);
  #partTotal = new Float64Array(64);

  readonly #work = new WorkList();
  readonly #nodes: NodeColumns;

  constructor(profile: Profile, { value, magnitude }: StackValues) {
    const { stacks, functions } = profile;
    this.#profile = profile;
    this.#value = value;
    const counted = new Uint32Builder(Math.max(16, stacks.length));
    for (let stack = 0; stack < stacks.length; stack++) {
      if (magnitude[stack] !== 0) counted.push(stack);
    }
    this.#order = counted.take();
    this.#scratch = new Uint32Array(this.#order.length);
    this.#split = new Uint32Array(this.#order.length);
    this.#nameRank = rankNames(functions.names);
    this.#partOf = new Int32Array(functions.length).fill(-1);
    // A large profile has about four nodes for each of its different stacks, or many more.
    this.#nodes = new NodeColumns(Math.min(stacks.frame.length + 1, 4 * this.#order.length));
  }

  build(): CallTree {
    const order = this.#order;
    let total = 0;
    for (const stack of order) total += this.#value[stack] ?? 0;
    const work = this.#work;
    work.push(0, order.length, 0, 0, NO_FUNCTION, 0, total);
    while (work.length > 0) {
      const item = work.length - 1;
      work.length = item;
      this.#grow(item);
    }
    return this.#finish();
  }

  /** Makes the node of a work item and puts its children on the work list; a lone stack becomes a chain. */
  #grow(item: number): void {
    const work = this.#work;
    const from = work.from[item] ?? 0;
    const to = work.to[item] ?? 0;
    const depth = work.depth[item] ?? 0;
    const node = this.#nodes.add(
      work.parent[item] ?? 0,
      work.function[item] ?? 0,
      depth,
      work.inlined[item] ?? 0,
      work.total[item] ?? 0,
    );
    if (to - from === 1) this.#chain(this.#order[from] ?? 0, node, depth);
    else if (depth < DEEPEST) this.#splitRange(from, to, node, depth);
    else this.#nodes.setSelf(node, work.total[item] ?? 0);
  }

  #chain(stack: number, first: number, firstDepth: number): void {
    const { stacks, frames } = this.#profile;
    const value = this.#value[stack] ?? 0;
    const leaf = stacks.start[stack] ?? 0;
    let node = first;
    let depth = firstDepth;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1 - depth; k >= leaf; k--) {
      if (depth === DEEPEST) break;
      const frame = stacks.frame[k] ?? 0;
      depth++;
      node = this.#nodes.add(
        node,
        frames.function[frame] ?? 0,
        depth,
        frames.inlined[frame] ?? 0,
        value,
      );
    }
    this.#nodes.setSelf(node, value);
  }

  #splitRange(from: number, to: number, node: number, depth: number): void {
    const { stacks, frames } = this.#profile;
    const { start, frame } = stacks;
    const order = this.#order;
    const split = this.#split;
    let self = 0;
    let partCount = 0;
    // Stacks that end at the node move to the front of the range.
    let rest = from;
    for (let k = from; k < to; k++) {
      const stack = order[k] ?? 0;
      const value = this.#value[stack] ?? 0;
      const at = (start[stack + 1] ?? 0) - 1 - depth;
      if (at < (start[stack] ?? 0)) {
        self += value;
        order[k] = order[rest] ?? 0;
        split[k] = split[rest] ?? 0;
        order[rest++] = stack;
        continue;
      }
      const row = frames.function[frame[at] ?? 0] ?? 0;
      const inlined = frames.inlined[frame[at] ?? 0] ?? 0;
      split[k] = row;
      let part = this.#partOf[row] ?? -1;
      if (part < 0) part = this.#newPart(partCount++, row);
      this.#partCount[part] = (this.#partCount[part] ?? 0) + 1;
      this.#partTotal[part] = (this.#partTotal[part] ?? 0) + value;
      this.#partInlined[part] = (this.#partInlined[part] ?? 0) & inlined;
    }
    this.#nodes.setSelf(node, self);
    if (partCount > 0) this.#pushParts(rest, to, node, depth + 1, partCount);
  }

  #newPart(part: number, row: number): number {
    if (part === this.#partFunction.length) {
      this.#partFunction = doubled(this.#partFunction, new Uint32Array(part * 2));
      this.#partCount = doubled(this.#partCount, new Uint32Array(part * 2));
      this.#partInlined = doubled(this.#partInlined, new Uint8Array(part * 2));
      this.#partTotal = doubled(this.#partTotal, new Float64Array(part * 2));
    }
    this.#partOf[row] = part;
    this.#partFunction[part] = row;
    this.#partCount[part] = 0;
    this.#partTotal[part] = 0;
    this.#partInlined[part] = 1;
    return part;
  }

  #pushParts(from: number, to: number, node: number, depth: number, partCount: number): void {
    if (partCount === 1) {
      this.#pushPart(0, from, to, node, depth);
      return;
    }
    this.#scatter(from, to, partCount);
    const sorted = new Uint32Array(partCount);
    for (let part = 0; part < partCount; part++) sorted[part] = part;
    sorted.sort((a, b) => this.#wider(b, a));
    for (let k = 0; k < partCount; k++) {
      const part = sorted[k] ?? 0;
      const start = part === 0 ? from : (this.#partCount[part - 1] ?? 0);
      this.#pushPart(part, start, this.#partCount[part] ?? to, node, depth);
    }
  }

  #pushPart(part: number, from: number, to: number, node: number, depth: number): void {
    const row = this.#partFunction[part] ?? 0;
    const inlined = this.#partInlined[part] ?? 0;
    this.#partOf[row] = -1;
    this.#work.push(from, to, node, depth, row, inlined, this.#partTotal[part] ?? 0);
  }

  /** Groups the range by part, stable; leaves the end of each part in `#partCount`. */
  #scatter(from: number, to: number, partCount: number): void {
    const order = this.#order;
    const scratch = this.#scratch;
    const ends = this.#partCount;
    let start = from;
    for (let part = 0; part < partCount; part++) {
      const count = ends[part] ?? 0;
      ends[part] = start;
      start += count;
    }
    for (let k = from; k < to; k++) {
      const part = this.#partOf[this.#split[k] ?? 0] ?? 0;
      const at = ends[part] ?? 0;
      scratch[at] = order[k] ?? 0;
      ends[part] = at + 1;
    }
    for (let k = from; k < to; k++) order[k] = scratch[k] ?? 0;
  }

  #wider(a: number, b: number): number {
    const difference = (this.#partTotal[b] ?? 0) - (this.#partTotal[a] ?? 0);
    if (difference !== 0) return difference;
    const rankOfA = this.#nameRank[this.#partFunction[a] ?? 0] ?? 0;
    return rankOfA - (this.#nameRank[this.#partFunction[b] ?? 0] ?? 0);
  }

  #finish(): CallTree {
    const { length } = this.#nodes;
    const columns = this.#nodes.take();
    const { parent } = columns;
    parent[0] = -1;
    const end = new Uint32Array(length);
    const height = new Uint16Array(length);
    for (let node = length - 1; node >= 0; node--) {
      if (end[node] === 0) end[node] = node + 1;
      const above = parent[node] ?? -1;
      if (above < 0) continue;
      if (end[above] === 0) end[above] = end[node] ?? 0;
      const rows = (height[node] ?? 0) + 1;
      if (rows > (height[above] ?? 0)) height[above] = rows;
    }
    return Object.freeze({ length, ...columns, end, height });
  }
}

/** Deepest row of a tree: depth is 16 bits. */
const DEEPEST = 0xffff;

function rankNames(names: readonly string[]): Uint32Array {
  const rows = names.map((_, row) => row);
  rows.sort((a, b) => compareText(names[a] ?? '', names[b] ?? ''));
  const rank = new Uint32Array(names.length);
  rows.forEach((row, position) => (rank[row] = position));
  return rank;
}
