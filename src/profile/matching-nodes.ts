import { throwIfCancelledAt } from '../base/cancellation.ts';
import { CallTree } from './call-tree.ts';

/**
 * Nodes of matching functions, widest first, then in tree order; at most `limit`.
 *
 * 1. Whatever passes through such a node has its function: a tree of only those paths has the same nodes, and is
 *    small where few match.
 * 2. It grows to nodes of a thousandth of its width, and only where those are too few further.
 * 3. What was found is looked up in the tree itself, along one of its paths.
 */
export function matchingNodes(tree: CallTree, matching: Uint8Array, limit: number): Uint32Array {
  const { paths, values, token } = tree;
  const few = new CallTree(paths, values, { having: matching, token });
  let found = new WidestPlaces(limit);
  for (const share of [2 ** -10, 2 ** -15, -Infinity]) {
    found = new WidestPlaces(limit);
    collect(few, matching, (few.nodes.width[0] ?? 0) * share, found);
    if (found.isFull) break;
  }
  const nodes = found.take().map(({ path, depth }) => tree.follow(path, depth));
  const { width } = tree.nodes;
  nodes.sort((a, b) => (width[b] ?? 0) - (width[a] ?? 0) || tree.id(a) - tree.id(b));
  return Uint32Array.from(nodes);
}

/** Matching nodes that are at least so wide. */
function collect(tree: CallTree, matching: Uint8Array, least: number, found: WidestPlaces): void {
  const { nodes } = tree;
  const waiting: number[] = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    throwIfCancelledAt(node, tree.token);
    const width = nodes.width[node] ?? 0;
    const depth = nodes.depth[node] ?? 0;
    const path = tree.pathOf(node);
    if (node > 0 && matching[nodes.function[node] ?? 0] === 1) found.add(path, depth, width);
    if (tree.isLone(node)) {
      // The rest of a lone path needs no nodes.
      for (let row = depth; ; row++) {
        const next = tree.functionAt(path, row);
        if (next < 0) break;
        if (matching[next] === 1) found.add(path, row + 1, width);
      }
      continue;
    }
    tree.grow(node);
    const first = nodes.firstChild[node] ?? 0;
    const end = first + (nodes.childCount[node] ?? 0);
    for (let child = first; child < end && (nodes.width[child] ?? 0) >= least; child++) {
      waiting.push(child);
    }
  }
}

interface Place {
  readonly path: number;
  readonly depth: number;
  readonly width: number;
}

/** A graph of a million frames may match in all of them: what cannot be among the widest is not kept. */
class WidestPlaces {
  readonly #limit: number;
  #places: Place[] = [];
  #least = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#places.length >= this.#limit;
  }

  add(path: number, depth: number, width: number): void {
    if (width <= this.#least) return;
    this.#places.push({ path, depth, width });
    if (this.#places.length < 8 * this.#limit) return;
    this.#places = this.take();
    this.#least = this.#places.at(-1)?.width ?? 0;
  }

  take(): Place[] {
    return this.#places.sort((a, b) => b.width - a.width).slice(0, this.#limit);
  }
}
