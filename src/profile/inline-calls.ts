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
  query: CallsQuery,
): Uint8Array {
  const { kept, cutoff } = query;
  const edges = collectEdges(profile, values, query);
  const inline = new Uint8Array(kept.length);
  const plain = new Uint8Array(kept.length);
  for (let edge = 0; edge < edges.length; edge++) {
    if (Math.abs(edges.weight[edge] ?? 0) < cutoff) continue;
    const callee = edges.callee[edge] ?? 0;
    if (edges.inline[edge] === 1) inline[callee] = 1;
    else plain[callee] = 1;
  }
  return inline.map((isInline, node) => {
    if (isInline === 0) return NOT_INLINE;
    return plain[node] === 1 ? PARTIAL_INLINE : ONLY_INLINE;
  });
}

/** Only edges into nodes that are inlined anywhere matter for the labels, and they are few. */
function collectEdges(
  { stacks, frames }: Profile,
  { value, magnitude }: StackValues,
  { nodeOf, kept }: CallsQuery,
): EdgeTable {
  const everInlined = new Uint8Array(kept.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.inlined[frame] === 1) everInlined[nodeOf[frame] ?? 0] = 1;
  }
  const edges = new EdgeTable();
  for (let stack = 0; stack < stacks.length; stack++) {
    if (magnitude[stack] === 0) continue;
    const amount = value[stack] ?? 0;
    const leaf = stacks.start[stack] ?? 0;
    let above = -1;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      const node = nodeOf[frame] ?? 0;
      if (kept[node] !== 1) continue;
      if (above >= 0 && above !== node && everInlined[node] === 1) {
        const edge = edges.find(above, node);
        // An edge counts once per stack, with the call nearest to the root.
        if (edges.lastStack[edge] !== stack) {
          edges.lastStack[edge] = stack;
          edges.weight[edge] = (edges.weight[edge] ?? 0) + amount;
          if (frames.inlined[frame] !== 1) edges.inline[edge] = 0;
        }
      }
      above = node;
    }
  }
  return edges;
}

/** Edges as columns, found by an open-addressing hash table that is kept at most half full. */
class EdgeTable {
  length = 0;
  caller = new Uint32Array(1024);
  callee = new Uint32Array(1024);
  weight = new Float64Array(1024);
  /** 1 as long as no real call was seen. */
  inline = new Uint8Array(1024);
  /** The stack that added last, or -1. */
  lastStack = new Int32Array(1024);
  #slots = new Int32Array(2048).fill(-1);

  find(caller: number, callee: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(caller, callee) & mask;
    for (;;) {
      const edge = this.#slots[slot] ?? -1;
      if (edge < 0) break;
      if (this.caller[edge] === caller && this.callee[edge] === callee) return edge;
      slot = (slot + 1) & mask;
    }
    const edge = this.length++;
    this.#slots[slot] = edge;
    this.caller[edge] = caller;
    this.callee[edge] = callee;
    this.inline[edge] = 1;
    this.lastStack[edge] = -1;
    if (this.length === this.caller.length) this.#grow();
    return edge;
  }

  #grow(): void {
    const size = this.caller.length * 2;
    this.caller = widened(this.caller, new Uint32Array(size));
    this.callee = widened(this.callee, new Uint32Array(size));
    this.weight = widened(this.weight, new Float64Array(size));
    this.inline = widened(this.inline, new Uint8Array(size));
    this.lastStack = widened(this.lastStack, new Int32Array(size));
    const slots = new Int32Array(size * 2).fill(-1);
    const mask = slots.length - 1;
    for (let edge = 0; edge < this.length; edge++) {
      let slot = hashOf(this.caller[edge] ?? 0, this.callee[edge] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = edge;
    }
    this.#slots = slots;
  }
}

function hashOf(caller: number, callee: number): number {
  // Two odd constants with well spread bits (Knuth; MurmurHash3).
  const mixed = Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function widened<T extends Uint32Array | Int32Array | Uint8Array | Float64Array>(
  from: T,
  into: T,
): T {
  into.set(from);
  return into;
}
