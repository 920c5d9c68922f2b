/**
 * Stacks summed to nodes and edges (graph.newGraph of pprof vendored in Go 1.26).
 *
 * 1. Walk each stack that counts from the root. A node adds the value to its cum once per stack, an edge to its
 *    weight once per stack.
 * 2. Frames of nodes that are not kept are skipped: the edge over them is residual.
 * 3. The leaf adds to its flat, unless it was skipped.
 * 4. Nodes whose flat and cum are 0 are none.
 */
import type { Profile } from '../model.ts';
import type { CountedStacks } from './counted-stacks.ts';
import { EdgeTable } from './edge-table.ts';
import type { NodeInfo, NodeKeys } from './node-keys.ts';

/** Names of the nodes of a graph; the node keys of the profile, or those of the nodes of a tree. */
export type NodeNames = Pick<NodeKeys, 'info' | 'printableName' | 'functionKey'>;

export interface CallGraph {
  /** Nodes that have a figure, in the order of the report. */
  nodes: number[];
  readonly names: NodeNames;
  /** By node; divisors are those of the mean, else 0. */
  readonly flat: Float64Array;
  readonly flatDivisor: Float64Array;
  readonly cum: Float64Array;
  readonly cumDivisor: Float64Array;
  readonly edges: EdgeTable;
  /** Edges that are there, by the node at their end and start. */
  incoming(node: number): readonly number[];
  outgoing(node: number): readonly number[];
}

export interface GraphInput {
  readonly profile: Profile;
  readonly values: CountedStacks;
  readonly keys: NodeKeys;
  readonly dropNegative: boolean;
  readonly sampleType: number;
  readonly mean: boolean;
  /** Unit per key of numeric labels. */
  readonly numericUnits: ReadonlyMap<string, string>;
}

/** `kept` marks the nodes to use with 1; null for all. */
export function buildGraph(input: GraphInput, kept: Uint8Array | null): CallGraph {
  const { profile, values, keys } = input;
  const { stacks, frames } = profile;
  const sums = newSums(keys.length);
  const { flat, flatDivisor, cum, cumDivisor } = sums;
  const edges = new EdgeTable();
  const seen = new Int32Array(keys.length).fill(-1);
  const call = { caller: 0, callee: 0, stack: 0, value: 0, divisor: 0, inline: 0, residual: 0 };
  for (let stack = 0; stack < stacks.length; stack++) {
    if (values.counted[stack] !== 1) continue;
    const value = values.value[stack] ?? 0;
    const divisor = values.divisor?.[stack] ?? 0;
    const leaf = stacks.start[stack] ?? 0;
    call.stack = stack;
    call.value = value;
    call.divisor = divisor;
    call.residual = 0;
    let above = -1;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      const node = keys.nodeOf[frame] ?? 0;
      if (kept !== null && kept[node] !== 1) {
        call.residual = 1;
        continue;
      }
      if (seen[node] !== stack) {
        seen[node] = stack;
        cum[node] = (cum[node] ?? 0) + value;
        cumDivisor[node] = (cumDivisor[node] ?? 0) + divisor;
      }
      if (above >= 0 && above !== node) {
        call.caller = above;
        call.callee = node;
        call.inline = frames.inlined[frame] ?? 0;
        edges.add(call);
      }
      above = node;
      call.residual = 0;
    }
    if (above < 0 || call.residual === 1) continue;
    flat[above] = (flat[above] ?? 0) + value;
    flatDivisor[above] = (flatDivisor[above] ?? 0) + divisor;
  }
  return graphOf(sums, edges, keys, input.dropNegative);
}

export interface NodeSums {
  readonly flat: Float64Array;
  readonly flatDivisor: Float64Array;
  readonly cum: Float64Array;
  readonly cumDivisor: Float64Array;
}

export function newSums(length: number): NodeSums {
  return {
    flat: new Float64Array(length),
    flatDivisor: new Float64Array(length),
    cum: new Float64Array(length),
    cumDivisor: new Float64Array(length),
  };
}

/** Selects the nodes that have a figure (graph.selectNodesForGraph). */
export function graphOf(
  sums: NodeSums,
  edges: EdgeTable,
  names: NodeNames,
  dropNegative: boolean,
): CallGraph {
  const { flat, cum } = sums;
  const nodes: number[] = [];
  for (let node = 0; node < flat.length; node++) {
    const own = flat[node] ?? 0;
    const all = cum[node] ?? 0;
    if (own === 0 && all === 0) continue;
    if (dropNegative && (own < 0 || (own === 0 && all < 0))) continue;
    nodes.push(node);
  }
  let ends: { incoming: number[][]; outgoing: number[][] } | undefined;
  return {
    nodes,
    names,
    ...sums,
    edges,
    incoming: (node) => present((ends ??= endsOf(edges)).incoming[node]),
    outgoing: (node) => present((ends ??= endsOf(edges)).outgoing[node]),
  };

  function present(list: readonly number[] = []): readonly number[] {
    return list.some((edge) => edges.removed[edge] === 1)
      ? list.filter((edge) => edges.removed[edge] !== 1)
      : list;
  }
}

function endsOf(edges: EdgeTable): { incoming: number[][]; outgoing: number[][] } {
  const incoming: number[][] = [];
  const outgoing: number[][] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    (incoming[edges.callee(edge)] ??= []).push(edge);
    (outgoing[edges.caller(edge)] ??= []).push(edge);
  }
  return { incoming, outgoing };
}

/** A sum, or the mean where there is a divisor; halves go towards zero as in Go. */
export function quotient(value: number, divisor: number): number {
  return divisor === 0 ? value : (value - (value % divisor)) / divisor;
}

export function flatOf(graph: CallGraph, node: number): number {
  return quotient(graph.flat[node] ?? 0, graph.flatDivisor[node] ?? 0);
}

export function cumOf(graph: CallGraph, node: number): number {
  return quotient(graph.cum[node] ?? 0, graph.cumDivisor[node] ?? 0);
}

/** graph.compareNodes: the Go representation of a node's info decides between equal names. */
export function infoText(info: NodeInfo): string {
  const { name, address, file, startLine, line, column, binary } = info;
  return `{${name}  ${address} ${file} ${startLine} ${line} ${column} ${binary}}`;
}
