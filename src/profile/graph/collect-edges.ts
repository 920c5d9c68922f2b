/** Edges of a graph: one walk over the stacks, and before it one that finds out which edges are too light. */
import { throwIfCancelledAt } from '../../base/cancellation.ts';
import type { GraphInput } from './call-graph.ts';
import { EdgeBounds, EdgeTable } from './edge-table.ts';

/** Which edges are wanted, for reports that show few of them. */
export interface EdgeSelection {
  /** 1 per node whose incoming edges count. */
  readonly into: Uint8Array;
  /** Edges whose weight is below this may be left out. */
  atLeast: number;
}

/** `kept` marks with 1 the nodes that edges go between; null for all. */
export function collectEdges(
  input: GraphInput,
  kept: Uint8Array | null,
  selection: EdgeSelection | null,
): EdgeTable {
  const codes = codesOf(input, kept, selection?.into ?? null);
  // Most edges of a large profile are too light to be shown: sums by hash rule them out before they cost a row.
  const isLarge = input.profile.stacks.frame.length > MANY_FRAMES;
  const canBeLight = isLarge && selection !== null && selection.atLeast > 0;
  const isBounded = canBeLight && input.values.value.every((value) => value >= 0);
  const bounds = isBounded ? boundsOf(input, codes, selection.atLeast) : null;
  return edgesOf(input, codes, bounds);
}

/** With fewer of them, sums by hash cost more than rows. */
const MANY_FRAMES = 2 ** 16;

/** What the walks over stacks look up of a frame, in one number: its node, and these; -1 where the node is not kept. */
const CODE_INLINED = 1;
const CODE_WANTED = 2;
const CODE_NODE = 4;

function codesOf(
  { profile: { frames }, keys }: GraphInput,
  kept: Uint8Array | null,
  into: Uint8Array | null,
): Int32Array {
  const codes = new Int32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const node = keys.nodeOf[frame] ?? 0;
    const isKept = kept === null || kept[node] === 1;
    const inlined = frames.inlined[frame] === 1 ? CODE_INLINED : 0;
    const wanted = into === null || into[node] === 1 ? CODE_WANTED : 0;
    codes[frame] = isKept ? CODE_NODE * node + inlined + wanted : -1;
  }
  return codes;
}

/** Calls between kept nodes, each stack from its root on; without those that the bounds rule out. */
function edgesOf(
  { profile: { stacks }, values, token }: GraphInput,
  codes: Int32Array,
  bounds: EdgeBounds | null,
): EdgeTable {
  const edges = new EdgeTable();
  const { start, frame } = stacks;
  const call = { caller: 0, callee: 0, stack: 0, value: 0, divisor: 0, inline: 0, residual: 0 };
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    if (values.counted[stack] !== 1) continue;
    const leaf = start[stack] ?? 0;
    call.stack = stack;
    call.value = values.value[stack] ?? 0;
    call.divisor = values.divisor?.[stack] ?? 0;
    call.residual = 0;
    let above = -1;
    for (let k = (start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const code = codes[frame[k] ?? 0] ?? -1;
      if (code < 0) {
        call.residual = 1;
        continue;
      }
      const node = code >> 2;
      if (
        above >= 0 &&
        above !== node &&
        (code & CODE_WANTED) !== 0 &&
        bounds?.isTooLight(above, node) !== true
      ) {
        call.caller = above;
        call.callee = node;
        call.inline = code & CODE_INLINED;
        edges.add(call);
      }
      above = node;
      call.residual = 0;
    }
  }
  return edges;
}

/** The same walk as `edgesOf`, with nothing but the sums. */
function boundsOf(
  { profile: { stacks }, values, token }: GraphInput,
  codes: Int32Array,
  atLeast: number,
): EdgeBounds {
  const bounds = new EdgeBounds();
  const { start, frame } = stacks;
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    if (values.counted[stack] !== 1) continue;
    const value = values.value[stack] ?? 0;
    const leaf = start[stack] ?? 0;
    let above = -1;
    for (let k = (start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const code = codes[frame[k] ?? 0] ?? -1;
      if (code < 0) continue;
      const node = code >> 2;
      const isWanted = (code & CODE_WANTED) !== 0;
      if (above >= 0 && above !== node && isWanted) bounds.add(above, node, value);
      above = node;
    }
  }
  bounds.settle(atLeast);
  return bounds;
}
