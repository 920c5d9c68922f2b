/**
 * A node per path of calls instead of one per function (graph.newTree and TrimTree of pprof vendored in Go 1.26).
 */
import { type CallGraph, type GraphInput, graphOf, newSums } from './call-graph.ts';
import { EdgeTable } from './edge-table.ts';
import { TupleInterner } from '../tuple-interner.ts';

export function buildTreeGraph({ profile, values, keys, dropNegative }: GraphInput): CallGraph {
  const { stacks, frames } = profile;
  const paths = new TupleInterner(2);
  const edges = new EdgeTable();
  const counted: number[] = [];
  const leafOf = new Int32Array(stacks.length).fill(-1);
  const call = { caller: 0, callee: 0, stack: 0, value: 0, divisor: 0, inline: 0, residual: 0 };
  for (let stack = 0; stack < stacks.length; stack++) {
    if (values.counted[stack] !== 1) continue;
    counted.push(stack);
    const leaf = stacks.start[stack] ?? 0;
    call.stack = stack;
    call.value = values.value[stack] ?? 0;
    call.divisor = values.divisor?.[stack] ?? 0;
    let above = -1;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      // The root of a path has no parent: 0; others have theirs, from 1.
      paths.key[0] = above + 1;
      paths.key[1] = keys.nodeOf[frame] ?? 0;
      const node = paths.intern();
      if (above >= 0) {
        call.caller = above;
        call.callee = node;
        call.inline = frames.inlined[frame] ?? 0;
        edges.add(call);
      }
      above = node;
    }
    leafOf[stack] = above;
  }
  const sums = newSums(paths.length);
  for (const stack of counted) {
    const value = values.value[stack] ?? 0;
    const divisor = values.divisor?.[stack] ?? 0;
    const leaf = leafOf[stack] ?? -1;
    if (leaf < 0) continue;
    sums.flat[leaf] = (sums.flat[leaf] ?? 0) + value;
    sums.flatDivisor[leaf] = (sums.flatDivisor[leaf] ?? 0) + divisor;
    for (let node = leaf; node >= 0; node = paths.element(node, 0) - 1) {
      sums.cum[node] = (sums.cum[node] ?? 0) + value;
      sums.cumDivisor[node] = (sums.cumDivisor[node] ?? 0) + divisor;
    }
  }
  const names = {
    info: (node: number) => keys.info(paths.element(node, 1)),
    printableName: (node: number) => keys.printableName(paths.element(node, 1)),
    functionKey: (node: number) =>
      `${paths.element(node, 0)} ${keys.functionKey(paths.element(node, 1))}`,
  };
  return graphOf(sums, () => edges, names, dropNegative);
}

/** The tree with the kept nodes only; edges over others are residual and go to the next ancestor. */
export function trimTree(graph: CallGraph, kept: Uint8Array): CallGraph {
  const edges = new EdgeTable();
  const call = { caller: 0, callee: 0, stack: 0, value: 0, divisor: 0, inline: 0, residual: 0 };
  const nodes = graph.nodes.filter((node) => kept[node] === 1);
  for (const node of nodes) {
    let edge = graph.incoming(node)[0];
    if (edge === undefined) continue;
    call.value = graph.edges.weight[edge] ?? 0;
    call.divisor = graph.edges.weightDivisor[edge] ?? 0;
    call.inline = graph.edges.inline[edge] ?? 0;
    call.residual = graph.edges.residual[edge] ?? 0;
    let caller = graph.edges.caller[edge] ?? 0;
    while (kept[caller] !== 1) {
      edge = graph.incoming(caller)[0];
      if (edge === undefined) break;
      call.residual = 1;
      if (graph.edges.inline[edge] !== 1) call.inline = 0;
      caller = graph.edges.caller[edge] ?? 0;
    }
    if (kept[caller] !== 1) continue;
    call.caller = caller;
    call.callee = node;
    call.stack = node;
    edges.add(call);
  }
  const trimmed = graphOf(graph, () => edges, graph.names, false);
  trimmed.nodes = nodes;
  return trimmed;
}
