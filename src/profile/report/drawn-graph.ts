/** The graph of a drawing as plain figures: what `pprof -dot` prints, without the language of Graphviz. */
import { cumOf, flatOf, quotient } from '../graph/call-graph.ts';
import { sortedEdges } from '../graph/order.ts';
import type { Report } from './report.ts';
import { reportGraph } from './report.ts';

export interface DrawnGraph {
  /** In the order of the report: what matters most comes first. */
  readonly nodes: readonly DrawnNode[];
  /** Heaviest first. */
  readonly edges: readonly DrawnEdge[];
  /** Nodes above the fraction, before the limit of their number. */
  readonly nodesBefore: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

export interface DrawnNode {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** Ends are indexes into the nodes. */
export interface DrawnEdge {
  readonly caller: number;
  readonly callee: number;
  readonly weight: number;
  /** Every call was inlined. */
  readonly isInlined: boolean;
  /** Calls between the ends were left out. */
  readonly isResidual: boolean;
}

/** `report` is one for `dot`. */
export function drawnGraph(report: Report): DrawnGraph {
  const { graph, nodesBefore, droppedNodes, droppedEdges } = reportGraph(report);
  const { edges, names } = graph;
  const indexes = new Map(graph.nodes.map((node, index) => [node, index]));
  const nodes = graph.nodes.map((node) => ({
    name: names.printableName(node),
    flat: flatOf(graph, node),
    cum: cumOf(graph, node),
  }));
  const outgoing = graph.nodes.flatMap((node) => graph.outgoing(node));
  const drawn = sortedEdges(graph, outgoing).map((edge) => ({
    caller: indexes.get(edges.caller[edge] ?? 0) ?? 0,
    callee: indexes.get(edges.callee[edge] ?? 0) ?? 0,
    weight: quotient(edges.weight[edge] ?? 0, edges.weightDivisor[edge] ?? 0),
    isInlined: edges.inline[edge] === 1,
    isResidual: edges.residual[edge] === 1,
  }));
  return { nodes, edges: drawn, nodesBefore, droppedNodes, droppedEdges };
}
