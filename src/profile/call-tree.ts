/** Function of the root of a call tree. */
export const NO_FUNCTION = 0xffff_ffff;

/**
 * Call tree in pre-order, by function. Row 0 is the root, whose total is that of all stacks.
 * Invariants: parent[i] < i, parent[0] = -1; the subtree of i is i to end[i] - 1; children of a node come widest
 * first, then by name; total = self + the children's totals.
 */
export interface CallTree {
  readonly length: number;
  readonly parent: Int32Array;
  /** One past the last node of the subtree. */
  readonly end: Uint32Array;
  readonly function: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** 0 for the root. */
  readonly depth: Uint16Array;
  /** Rows below the node that its deepest descendant is. */
  readonly height: Uint16Array;
  /** 1 where the function was inlined into the parent in all stacks of the node. */
  readonly inlined: Uint8Array;
}

/** The widest node of each function; -1 where it has none. */
export function widestNodes(tree: CallTree, functionCount: number): Int32Array {
  const widest = new Int32Array(functionCount).fill(-1);
  for (let node = 1; node < tree.length; node++) {
    const row = tree.function[node] ?? 0;
    const known = widest[row] ?? -1;
    if (known < 0 || (tree.total[node] ?? 0) > (tree.total[known] ?? 0)) widest[row] = node;
  }
  return widest;
}

/** Nodes from the root to `node`, both included. */
export function pathTo(tree: CallTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at >= 0 && at < tree.length; at = tree.parent[at] ?? -1) path.push(at);
  return path.toReversed();
}
