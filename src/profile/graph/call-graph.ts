/**
 * Stacks summed to nodes and edges (graph.newGraph of pprof vendored in Go 1.26).
 *
 * 1. Each stack that counts adds its value to the cum of its nodes, once for each of them, and to the flat of its
 *    leaf.
 * 2. Nodes that are not kept are skipped: the edge over them is residual, and a leaf among them has no flat.
 * 3. Nodes whose flat and cum are 0 are none.
 * 4. Edges add the value once per stack; most reports need few of them.
 */
import { type CancellationToken, throwIfCancelledAt } from '../../base/cancellation.ts';
import type { Profile } from '../model.ts';
import type { CountedStacks } from './counted-stacks.ts';
import { collectEdges, type EdgeSelection } from './collect-edges.ts';
import type { EdgeTable } from './edge-table.ts';
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
  readonly token: CancellationToken;
}

/** Edges cost a second pass, when they are first asked for. */
export function buildGraph(input: GraphInput, selection: EdgeSelection | null = null): CallGraph {
  return graphOf(
    nodeSums(input),
    () => collectEdges(input, null, selection),
    input.keys,
    input.dropNegative,
  );
}

/** The graph without nodes that are not marked with 1. The others keep their sums: these count once per stack. */
export function keptGraph(
  input: GraphInput,
  from: NodeSums,
  kept: Uint8Array,
  selection: EdgeSelection | null,
): CallGraph {
  const ofKept = (column: Float64Array): Float64Array =>
    column.map((value, node) => (kept[node] === 1 ? value : 0));
  const sums = {
    flat: ofKept(from.flat),
    flatDivisor: ofKept(from.flatDivisor),
    cum: ofKept(from.cum),
    cumDivisor: ofKept(from.cumDivisor),
  };
  const makeEdges = (): EdgeTable => collectEdges(input, kept, selection);
  return graphOf(sums, makeEdges, input.keys, input.dropNegative);
}

function nodeSums({ profile, values, keys, token }: GraphInput): NodeSums {
  const { start, frame, length } = profile.stacks;
  const sums = newSums(keys.length);
  const { flat, flatDivisor, cum, cumDivisor } = sums;
  const { nodeOf } = keys;
  const seen = new Int32Array(keys.length).fill(-1);
  for (let stack = 0; stack < length; stack++) {
    throwIfCancelledAt(stack, token);
    if (values.counted[stack] !== 1) continue;
    const value = values.value[stack] ?? 0;
    const divisor = values.divisor?.[stack] ?? 0;
    const leaf = start[stack] ?? 0;
    const end = start[stack + 1] ?? 0;
    for (let k = leaf; k < end; k++) {
      const node = nodeOf[frame[k] ?? 0] ?? 0;
      if (seen[node] === stack) continue;
      seen[node] = stack;
      cum[node] = (cum[node] ?? 0) + value;
      if (divisor !== 0) cumDivisor[node] = (cumDivisor[node] ?? 0) + divisor;
    }
    if (leaf === end) continue;
    const node = nodeOf[frame[leaf] ?? 0] ?? 0;
    flat[node] = (flat[node] ?? 0) + value;
    if (divisor !== 0) flatDivisor[node] = (flatDivisor[node] ?? 0) + divisor;
  }
  return sums;
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
  makeEdges: () => EdgeTable,
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
  return new Graph(nodes, sums, makeEdges, names);
}

class Graph implements CallGraph {
  nodes: number[];
  readonly names: NodeNames;
  readonly flat: Float64Array;
  readonly flatDivisor: Float64Array;
  readonly cum: Float64Array;
  readonly cumDivisor: Float64Array;
  readonly #makeEdges: () => EdgeTable;
  #edges: EdgeTable | undefined;
  #ends: { readonly incoming: EdgeLists; readonly outgoing: EdgeLists } | undefined;

  constructor(nodes: number[], sums: NodeSums, makeEdges: () => EdgeTable, names: NodeNames) {
    this.nodes = nodes;
    this.names = names;
    this.flat = sums.flat;
    this.flatDivisor = sums.flatDivisor;
    this.cum = sums.cum;
    this.cumDivisor = sums.cumDivisor;
    this.#makeEdges = makeEdges;
  }

  get edges(): EdgeTable {
    return (this.#edges ??= this.#makeEdges());
  }

  incoming(node: number): readonly number[] {
    return this.#list(this.#bothEnds().incoming, node);
  }

  outgoing(node: number): readonly number[] {
    return this.#list(this.#bothEnds().outgoing, node);
  }

  #bothEnds(): { readonly incoming: EdgeLists; readonly outgoing: EdgeLists } {
    const { caller, callee, length } = this.edges;
    return (this.#ends ??= {
      incoming: listsBy(callee, length, this.flat.length),
      outgoing: listsBy(caller, length, this.flat.length),
    });
  }

  #list({ start, edge }: EdgeLists, node: number): readonly number[] {
    const { removed } = this.edges;
    const list: number[] = [];
    const end = start[node + 1] ?? 0;
    for (let k = start[node] ?? 0; k < end; k++) {
      const row = edge[k] ?? 0;
      if (removed[row] !== 1) list.push(row);
    }
    return list;
  }
}

/** Edges of node i: `edge[start[i]]` to `edge[start[i + 1] - 1]`. */
interface EdgeLists {
  readonly start: Uint32Array;
  readonly edge: Uint32Array;
}

function listsBy(ends: Uint32Array, length: number, nodeCount: number): EdgeLists {
  const start = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < length; edge++) {
    const node = ends[edge] ?? 0;
    start[node + 1] = (start[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodeCount; node++) {
    start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  }
  const next = start.slice();
  const list = new Uint32Array(length);
  for (let edge = 0; edge < length; edge++) {
    const node = ends[edge] ?? 0;
    const at = next[node] ?? 0;
    list[at] = edge;
    next[node] = at + 1;
  }
  return { start, edge: list };
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
