import type { CallTree } from './call-tree.ts';
import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

/**
 * Per node of a tree what other values sum to on its stacks; what runs on stacks that the tree does not have counts
 * for the last node that it does.
 */
export function valuesAlong(
  tree: CallTree,
  { stacks, frames, functions }: Profile,
  { value, magnitude }: StackValues,
): Float64Array {
  const totals = new Float64Array(tree.length);
  // Both factors are far below 2^26, so that the products are exact.
  const width = functions.length + 1;
  const children = new Map<number, number>();
  for (let node = 1; node < tree.length; node++) {
    children.set((tree.parent[node] ?? 0) * width + (tree.function[node] ?? 0), node);
  }
  for (let stack = 0; stack < stacks.length; stack++) {
    if (magnitude[stack] === 0) continue;
    const amount = value[stack] ?? 0;
    let node = 0;
    totals[0] = (totals[0] ?? 0) + amount;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= (stacks.start[stack] ?? 0); k--) {
      const functionRow = frames.function[stacks.frame[k] ?? 0] ?? 0;
      const child = children.get(node * width + functionRow);
      if (child === undefined) break;
      node = child;
      totals[node] = (totals[node] ?? 0) + amount;
    }
  }
  return totals;
}
