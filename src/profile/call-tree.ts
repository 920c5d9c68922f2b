/**
 * A call tree that grows where it is looked at: a node's children are made when they are first asked for, so that a
 * graph of a million different stacks costs what a screen shows of it.
 *
 * 1. A node owns a range of `#order`, the paths that pass through it; the root owns all that count.
 * 2. To grow it, its range is split by the function of the next row, by counting; each part is summed.
 * 3. Paths that end at the node come first, then the parts, widest first, then by name. So wherever one looks first,
 *    the same paths come to lie in the same places.
 *
 *     paths in order   main a        main a b      main c       frames and one: 3, 4, 3
 *     lead             0             3             7
 *     ids              main 1, a 2   b 3 + 3 = 6   c 7 + 2 = 9
 *
 * 4. A node's id is the lead of its range plus its depth. Ids ascend in pre-order, are the same for the same profile
 *    whatever was looked at, and lead to the node from the root. That of the root is 0.
 */
import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import { compareText } from './compare-text.ts';
import type { Profile } from './model.ts';
import { NodeColumns } from './node-columns.ts';
import { DEEPEST, PathOrder } from './path-order.ts';
import { PathParts } from './path-parts.ts';
import { type StackPaths, wholePaths } from './stack-paths.ts';
import type { StackValues } from './stack-values.ts';

/** Function of the root of a call tree. */
export const NO_FUNCTION = 0xffff_ffff;

export interface CallTreeOptions {
  /** Other values that nodes have besides: those before, in a comparison. */
  readonly before?: StackValues | null;
  /** 1 per function: only paths that have one of them are in the tree. */
  readonly having?: Uint8Array | null;
  /** Whoever asks the tree something may be told to stop; what has grown stays. */
  readonly token?: CancellationToken;
}

/** The tree of all stacks, from their roots. */
export function callTreeOf(profile: Profile, values: StackValues): CallTree {
  return new CallTree(wholePaths(profile), values);
}

/** Rows are numbered as they are made; parents precede children, and the children of a node follow each other. */
export class CallTree {
  readonly paths: StackPaths;
  readonly values: StackValues;
  readonly token: CancellationToken;
  readonly nodes = new NodeColumns();
  /** Ids are below this. */
  readonly idLimit: number;
  /** Paths, grouped by node as the tree grows. */
  readonly #order: PathOrder;
  readonly #parts: PathParts;
  #nameRank: Uint32Array | undefined;

  constructor(paths: StackPaths, values: StackValues, options: CallTreeOptions = {}) {
    this.paths = paths;
    this.values = values;
    this.token = options.token ?? neverCancelled;
    const before = options.before ?? null;
    const counted = countedPaths(paths, values, before, options);
    this.#order = new PathOrder(paths, counted, values);
    this.#parts = new PathParts(paths, this.#order, values, before);
    const root = this.#parts.sumAll();
    this.idLimit = Math.max(1, root.lead);
    const all = { from: 0, to: this.#order.length, lead: 0, inlined: 0 };
    this.nodes.add(-1, NO_FUNCTION, 0, { ...root, ...all });
  }

  /** Makes the children of a node; they are the rows from `nodes.firstChild` on, `nodes.childCount` of them. */
  grow(node: number): void {
    const { nodes } = this;
    if (nodes.firstChild[node] !== 0) return;
    throwIfCancelled(this.token);
    const from = nodes.from[node] ?? 0;
    const to = nodes.to[node] ?? 0;
    const depth = nodes.depth[node] ?? 0;
    const parts = this.#parts;
    parts.split(from, to, depth);
    const sorted = parts.sortedBy((a, b) => this.#compareNames(a, b));
    parts.arrange(from, to);
    nodes.self[node] = parts.ended.total;
    nodes.firstChild[node] = nodes.length;
    nodes.childCount[node] = sorted.length;
    let start = from + parts.ended.count;
    let lead = (nodes.lead[node] ?? 0) + parts.ended.lead;
    for (const part of sorted) {
      const { count, width, total, before, inlined, lead: own } = parts.at(part);
      const range = { from: start, to: start + count, lead, width, total, before, inlined };
      nodes.add(node, parts.functionOf(part), depth + 1, range);
      start += count;
      lead += own;
    }
  }

  id(node: number): number {
    return (this.nodes.lead[node] ?? 0) + (this.nodes.depth[node] ?? 0);
  }

  /** The node of an id; -1 where there is none. */
  find(id: number): number {
    const { nodes } = this;
    let node = 0;
    while (this.id(node) < id) {
      this.grow(node);
      let low = nodes.firstChild[node] ?? 0;
      let high = low + (nodes.childCount[node] ?? 0) - 1;
      if (high < low || (nodes.lead[low] ?? 0) > id) return -1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((nodes.lead[middle] ?? 0) <= id) low = middle;
        else high = middle - 1;
      }
      node = low;
    }
    return this.id(node) === id ? node : -1;
  }

  /** The node at a depth of a path that is in the tree. */
  follow(path: number, depth: number): number {
    const { nodes } = this;
    let node = 0;
    for (let row = 0; row < depth; row++) {
      this.grow(node);
      const wanted = this.functionAt(path, row);
      let child = nodes.firstChild[node] ?? 0;
      const end = child + (nodes.childCount[node] ?? 0);
      while (child < end && nodes.function[child] !== wanted) child++;
      if (child === end) return node;
      node = child;
    }
    return node;
  }

  /** Rows below a node that its deepest descendant is. */
  height(node: number): number {
    let deepest = 0;
    const to = this.nodes.to[node] ?? 0;
    for (let k = this.nodes.from[node] ?? 0; k < to; k++) {
      const rows = this.#order.rows[k] ?? 0;
      if (rows > deepest) deepest = rows;
    }
    return deepest - (this.nodes.depth[node] ?? 0);
  }

  /** Some path through a node; the only one where `isLone`. */
  pathOf(node: number): number {
    return this.#order.path[this.nodes.from[node] ?? 0] ?? 0;
  }

  isLone(node: number): boolean {
    return (this.nodes.to[node] ?? 0) - (this.nodes.from[node] ?? 0) === 1;
  }

  /** Function of a path at a row, counted from the root of the tree; -1 behind its end. */
  functionAt(path: number, row: number): number {
    const { stacks, frames } = this.paths.profile;
    const leaf = stacks.start[path] ?? 0;
    const end = stacks.start[path + 1] ?? 0;
    if (row >= Math.min(DEEPEST, end - leaf)) return -1;
    const at = this.paths.isFromLeaf ? leaf + row : end - 1 - row;
    return frames.function[stacks.frame[at] ?? 0] ?? 0;
  }

  #compareNames(a: number, b: number): number {
    const rank = (this.#nameRank ??= rankNames(this.paths.profile.functions.names));
    return (rank[a] ?? 0) - (rank[b] ?? 0);
  }
}

/** Nodes from the root to `node`, both included. */
export function pathTo({ nodes }: CallTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at >= 0; at = nodes.parent[at] ?? -1) path.push(at);
  return path.toReversed();
}

function countedPaths(
  { profile: { stacks, frames }, stackOf }: StackPaths,
  { magnitude }: StackValues,
  before: StackValues | null,
  { having = null, token = neverCancelled }: CallTreeOptions,
): Uint32Array {
  const counted = new Uint32Array(stacks.length);
  let length = 0;
  for (let path = 0; path < stacks.length; path++) {
    throwIfCancelledAt(path, token);
    const stack = stackOf[path] ?? 0;
    if (magnitude[stack] === 0 && (before === null || before.magnitude[stack] === 0)) continue;
    if (having !== null) {
      const end = stacks.start[path + 1] ?? 0;
      let k = stacks.start[path] ?? 0;
      while (k < end && having[frames.function[stacks.frame[k] ?? 0] ?? 0] !== 1) k++;
      if (k === end) continue;
    }
    counted[length++] = path;
  }
  return counted.slice(0, length);
}

function rankNames(names: readonly string[]): Uint32Array {
  const rows = names.map((_, row) => row);
  rows.sort((a, b) => compareText(names[a] ?? '', names[b] ?? ''));
  const rank = new Uint32Array(names.length);
  rows.forEach((row, position) => (rank[row] = position));
  return rank;
}
