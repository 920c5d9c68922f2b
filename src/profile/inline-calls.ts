import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

export interface CallsQuery {
  /** Node per frame of the profile. */
  readonly nodeOf: Uint32Array;
  /** 1 per node that stays; others are skipped over. */
  readonly kept: Uint8Array;
  /** Calls whose absolute weight is below this do not count. */
  readonly cutoff: number;
}

export const NOT_INLINE = 0;
export const ONLY_INLINE = 1;
export const PARTIAL_INLINE = 2;

/** How each node is called: NOT_INLINE, ONLY_INLINE or PARTIAL_INLINE (graph.newGraph, report.TextItems). */
export function incomingCalls(
  profile: Profile,
  values: StackValues,
  { nodeOf, kept, cutoff }: CallsQuery,
): Uint8Array {
  const edges = collectEdges(profile, values, nodeOf, kept);
  const inline = new Uint8Array(kept.length);
  const plain = new Uint8Array(kept.length);
  for (const edge of edges.values()) {
    if (Math.abs(edge.weight) < cutoff) continue;
    if (edge.inline) inline[edge.to] = 1;
    else plain[edge.to] = 1;
  }
  return inline.map((isInline, node) =>
    isInline === 0 ? NOT_INLINE : plain[node] === 1 ? PARTIAL_INLINE : ONLY_INLINE,
  );
}

interface Edge {
  readonly to: number;
  weight: number;
  /** No call seen so far was a real one. */
  inline: boolean;
  /** The stack that added last: an edge counts once per stack. */
  stack: number;
}

/** Only edges into nodes that are inlined anywhere matter for the labels, and they are few. */
function collectEdges(
  { stacks, frames }: Profile,
  { value, magnitude }: StackValues,
  nodeOf: Uint32Array,
  kept: Uint8Array,
): ReadonlyMap<number, Edge> {
  const everInlined = new Uint8Array(kept.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.inlined[frame] === 1) everInlined[nodeOf[frame] ?? 0] = 1;
  }
  const edges = new Map<number, Edge>();
  for (let stack = 0; stack < stacks.length; stack++) {
    if (magnitude[stack] === 0) continue;
    const leaf = stacks.start[stack] ?? 0;
    let above = -1;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      const node = nodeOf[frame] ?? 0;
      if (kept[node] !== 1) continue;
      if (above >= 0 && above !== node && everInlined[node] === 1) {
        addEdge(edges, above * kept.length + node, node, {
          stack,
          value: value[stack] ?? 0,
          inlined: frames.inlined[frame] === 1,
        });
      }
      above = node;
    }
  }
  return edges;
}

function addEdge(
  edges: Map<number, Edge>,
  key: number,
  to: number,
  {
    stack,
    value,
    inlined,
  }: { readonly stack: number; readonly value: number; readonly inlined: boolean },
): void {
  const edge = edges.get(key);
  if (!edge) {
    edges.set(key, { to, weight: value, inline: inlined, stack });
    return;
  }
  if (edge.stack === stack) return;
  edge.stack = stack;
  edge.weight += value;
  if (!inlined) edge.inline = false;
}
