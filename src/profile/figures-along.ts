import type { CallTree } from './call-tree.ts';
import type { StackPaths } from './stack-paths.ts';
import type { StackValues } from './stack-values.ts';

/** Per node of a tree. */
export interface NodeFigures {
  readonly total: Float64Array;
  readonly self: Float64Array;
}

/**
 * What the values of stacks sum to on the nodes of a tree, each stack once per node. What runs on stacks that the
 * tree does not have counts for the last node that it does.
 */
export function figuresAlong(
  tree: CallTree,
  { profile: { stacks, frames, functions }, stackOf }: StackPaths,
  { value, magnitude }: StackValues,
): NodeFigures {
  const total = new Float64Array(tree.length);
  const self = new Float64Array(tree.length);
  const seen = new Int32Array(tree.length).fill(-1);
  const ended = new Int32Array(tree.length).fill(-1);
  // Both factors are far below 2^26, so that the products are exact.
  const width = functions.length + 1;
  const children = new Map<number, number>();
  for (let node = 1; node < tree.length; node++) {
    children.set((tree.parent[node] ?? 0) * width + (tree.function[node] ?? 0), node);
  }
  for (let path = 0; path < stacks.length; path++) {
    const stack = stackOf[path] ?? 0;
    if (magnitude[stack] === 0) continue;
    const amount = value[stack] ?? 0;
    let node = 0;
    let k = stacks.start[path + 1] ?? 0;
    const last = stacks.start[path] ?? 0;
    for (;;) {
      if (seen[node] !== stack) total[node] = (total[node] ?? 0) + amount;
      seen[node] = stack;
      if (--k < last) break;
      const row = frames.function[stacks.frame[k] ?? 0] ?? 0;
      const child = children.get(node * width + row);
      if (child === undefined) break;
      node = child;
    }
    if (ended[node] !== stack) self[node] = (self[node] ?? 0) + amount;
    ended[node] = stack;
  }
  return { total, self };
}

/** Figures of one node for any number of sample types, from one pass over the paths. */
export function figuresOfNode(
  tree: CallTree,
  { profile: { stacks, frames }, stackOf }: StackPaths,
  node: number,
  types: readonly StackValues[],
): { readonly total: Float64Array; readonly self: Float64Array } {
  const wanted: number[] = [];
  for (let at = node; at > 0; at = tree.parent[at] ?? 0) wanted.push(tree.function[at] ?? 0);
  wanted.reverse();
  const total = new Float64Array(types.length);
  const self = new Float64Array(types.length);
  let lastTotal = -1;
  let lastSelf = -1;
  for (let path = 0; path < stacks.length; path++) {
    const from = stacks.start[path] ?? 0;
    const to = stacks.start[path + 1] ?? 0;
    if (to - from < wanted.length) continue;
    let row = 0;
    while (row < wanted.length) {
      if (frames.function[stacks.frame[to - 1 - row] ?? 0] !== wanted[row]) break;
      row++;
    }
    if (row < wanted.length) continue;
    const stack = stackOf[path] ?? 0;
    if (stack !== lastTotal) addValues(total, types, stack);
    lastTotal = stack;
    if (to - from > wanted.length) continue;
    if (stack !== lastSelf) addValues(self, types, stack);
    lastSelf = stack;
  }
  return { total, self };
}

function addValues(sums: Float64Array, types: readonly StackValues[], stack: number): void {
  for (let type = 0; type < types.length; type++) {
    sums[type] = (sums[type] ?? 0) + (types[type]?.value[stack] ?? 0);
  }
}
