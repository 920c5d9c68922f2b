import type { TraceFlame, TracePlace } from '../../protocol/timeline.ts';
import type { TraceSession } from './trace-session.ts';

interface Node {
  readonly frame: number;
  weight: number;
  /** By string row of the function. */
  readonly children: Map<number, Node>;
}

/**
 * A flame graph from weights by stack: frames of one function are one, callers above. What is narrower than a pixel is
 * left out; a range has at most some thousands of stacks.
 */
export function flameOf(
  session: TraceSession,
  weights: Float64Array,
  source: TraceFlame['source'],
  widthPixels: number,
): TraceFlame {
  const root = treeOf(session, weights);
  const row: number[] = [];
  const x: number[] = [];
  const width: number[] = [];
  const place: TracePlace[] = [];
  let depth = 0;
  const narrowest = root.weight / Math.max(1, widthPixels);
  const add = (node: Node, level: number, from: number): void => {
    let at = from;
    const children = [...node.children.values()].sort((a, b) => b.weight - a.weight);
    for (const child of children) {
      if (child.weight >= narrowest) {
        row.push(level);
        x.push(at / root.weight);
        width.push(child.weight / root.weight);
        place.push(session.frame(child.frame));
        depth = Math.max(depth, level + 1);
        add(child, level + 1, at);
      }
      at += child.weight;
    }
  };
  if (root.weight > 0) add(root, 0, 0);
  return {
    source,
    weight: root.weight,
    length: row.length,
    row: Uint16Array.from(row),
    x: Float64Array.from(x),
    width: Float64Array.from(width),
    place,
    depth,
  };
}

function treeOf({ timeline }: TraceSession, weights: Float64Array): Node {
  const { stacks, frames } = timeline;
  const root: Node = { frame: -1, weight: 0, children: new Map() };
  for (let stack = 1; stack < weights.length; stack++) {
    const weight = weights[stack] ?? 0;
    if (weight === 0) continue;
    root.weight += weight;
    let node = root;
    // Stacks are leaf first.
    const first = stacks.start[stack] ?? 0;
    for (let at = (stacks.start[stack + 1] ?? 0) - 1; at >= first; at--) {
      const frame = stacks.frame[at] ?? 0;
      const name = frames.function[frame] ?? 0;
      let child = node.children.get(name);
      if (!child) {
        child = { frame, weight: 0, children: new Map() };
        node.children.set(name, child);
      }
      child.weight += weight;
      node = child;
    }
  }
  return root;
}
