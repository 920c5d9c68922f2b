import { throwIfCancelledAt } from '../base/cancellation.ts';
import { type CallTree, pathTo } from './call-tree.ts';
import type { StackValues } from './stack-values.ts';

/** Figures of one node for any number of sample types, from one pass over the paths. */
export function figuresOfNode(
  tree: CallTree,
  node: number,
  types: readonly StackValues[],
): { readonly total: Float64Array; readonly self: Float64Array } {
  const { profile, stackOf } = tree.paths;
  const { stacks } = profile;
  const wanted = pathTo(tree, node)
    .slice(1)
    .map((step) => tree.nodes.function[step] ?? 0);
  const total = new Float64Array(types.length);
  const self = new Float64Array(types.length);
  let lastTotal = -1;
  let lastSelf = -1;
  for (let path = 0; path < stacks.length; path++) {
    throwIfCancelledAt(path, tree.token);
    const from = stacks.start[path] ?? 0;
    const to = stacks.start[path + 1] ?? 0;
    if (to - from < wanted.length) continue;
    let row = 0;
    while (row < wanted.length && tree.functionAt(path, row) === wanted[row]) row++;
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
