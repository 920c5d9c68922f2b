/** Orders of nodes and edges in reports (graph.Nodes.Sort and graph.EdgeMap.Sort of pprof vendored in Go 1.26). */
import { compareText } from '../compare-text.ts';
import { type CallGraph, infoText } from './call-graph.ts';

export type NodeOrder = 'flat' | 'cum' | 'entropy';

/** Sorts the nodes of the graph in place. */
export function sortNodes(graph: CallGraph, order: NodeOrder): void {
  const { flat, cum } = graph;
  const size = (column: Float64Array, node: number): number => Math.abs(column[node] ?? 0);
  if (order === 'flat') {
    graph.nodes.sort(
      (a, b) =>
        size(flat, b) - size(flat, a) ||
        compareNames(graph, a, b) ||
        size(cum, b) - size(cum, a) ||
        compareInfos(graph, a, b),
    );
    return;
  }
  const score = order === 'cum' ? cum.map(Math.abs) : entropyScores(graph);
  const isHuge = (node: number): boolean => score[node] === Infinity;
  graph.nodes.sort(
    (a, b) =>
      (isHuge(a) && isHuge(b)
        ? size(flat, a) - size(flat, b)
        : (score[b] ?? 0) - (score[a] ?? 0)) ||
      compareNames(graph, a, b) ||
      size(flat, b) - size(flat, a) ||
      compareInfos(graph, a, b),
  );
}

/** Edges by falling weight, then by the names of their ends. */
export function sortedEdges(graph: CallGraph, edges: readonly number[]): number[] {
  const { weight } = graph.edges;
  const { printableName } = graph.names;
  const size = (edge: number): number => Math.abs(weight[edge] ?? 0);
  return [...edges].sort((a, b) => {
    if (weight[a] !== weight[b]) return size(b) - size(a);
    return (
      compareText(
        printableName(graph.edges.caller[a] ?? 0),
        printableName(graph.edges.caller[b] ?? 0),
      ) ||
      compareText(
        printableName(graph.edges.callee[a] ?? 0),
        printableName(graph.edges.callee[b] ?? 0),
      )
    );
  });
}

function compareNames({ names }: CallGraph, a: number, b: number): number {
  return compareText(names.printableName(a), names.printableName(b));
}

export function compareInfos({ names }: Pick<CallGraph, 'names'>, a: number, b: number): number {
  return compareText(infoText(names.info(a)), infoText(names.info(b)));
}

/** Sizes of graph.entropyScore: nodes that only pass values on count for little. */
function entropyScores(graph: CallGraph): Float64Array {
  const scores = new Float64Array(graph.cum.length);
  for (const node of graph.nodes) {
    const incoming = graph.incoming(node);
    const outgoing = graph.outgoing(node);
    const flat = graph.flat[node] ?? 0;
    let score = incoming.length === 0 ? 1 : edgeEntropy(graph, incoming, 0);
    score += outgoing.length === 0 ? 1 : edgeEntropy(graph, outgoing, flat);
    // An edge of weight 0 makes the score NaN, which is the least integer in Go: with a flat value added, its
    // size is above all others; without one it stays negative.
    if (Number.isNaN(score)) scores[node] = flat === 0 ? -1 : Infinity;
    else scores[node] = Math.abs(Math.trunc(score * (graph.cum[node] ?? 0)) + flat);
  }
  return scores;
}

function edgeEntropy({ edges }: CallGraph, list: readonly number[], self: number): number {
  let total = self;
  for (const edge of list) total += Math.max(0, edges.weight[edge] ?? 0);
  if (total === 0) return 0;
  let score = 0;
  const add = (value: number): void => {
    const share = Math.abs(value) / total;
    score += -share * Math.log2(share);
  };
  for (const edge of list) add(edges.weight[edge] ?? 0);
  if (self > 0) add(self);
  return score;
}
