import type { CallTree } from '../../src/profile/index.ts';

/** All nodes of a tree, which grows to its full size, in pre-order. */
export function allNodes(tree: CallTree): number[] {
  const list: number[] = [];
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    list.push(node);
    waiting.push(...childrenOf(tree, node).toReversed());
  }
  return list;
}

/** Widest first. */
export function childrenOf(tree: CallTree, node: number): number[] {
  tree.grow(node);
  const { firstChild, childCount } = tree.nodes;
  return Array.from({ length: childCount[node] ?? 0 }, (_, k) => (firstChild[node] ?? 0) + k);
}
