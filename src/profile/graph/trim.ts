/**
 * The graph that a report shows (report.newTrimmedGraph of pprof vendored in Go 1.26).
 *
 * 1. Build everything; drop nodes below the node fraction of the flat total, and build again without them.
 * 2. Sort; take the first `nodeCount` nodes, and build again with those.
 * 3. Drop edges below the edge fraction; in a drawing, also residual edges that another path replaces.
 */
import { buildGraph, type CallGraph, type GraphInput, keptGraph } from './call-graph.ts';
import { buildTreeGraph, trimTree } from './call-tree-graph.ts';
import { type NodeOrder, sortedEdges, sortNodes } from './order.ts';
import { addTags, countedTags, type NodeTags, trimTags } from './tags.ts';

export interface TrimOptions {
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly cumSort: boolean;
  /** A drawing: nodes in the order of their entropy, with tags. */
  readonly visual: boolean;
  readonly callTree: boolean;
  /** Only edges into nodes that are inlined somewhere: all that a table shows of edges. */
  readonly onlyInlineEdges: boolean;
  /** Text of a numeric tag of a drawing. */
  readonly formatTag: (value: number, unit: string) => string;
}

export interface TrimmedGraph {
  readonly graph: CallGraph;
  /** Nodes before the limit of their number. */
  readonly nodesBefore: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
  /** Tags by node; none unless the graph is a drawing. They cost a pass over all samples. */
  readonly tags: () => readonly (NodeTags | undefined)[];
}

export function trimmedGraph(input: GraphInput, options: TrimOptions): TrimmedGraph {
  const { callTree, visual } = options;
  const order: NodeOrder = visual ? 'entropy' : options.cumSort ? 'cum' : 'flat';
  const edges = options.onlyInlineEdges ? { into: everInlined(input), atLeast: 0 } : null;
  let graph = callTree ? buildTreeGraph(input) : buildGraph(input, edges);
  let total = 0;
  for (const node of graph.nodes) total += graph.flat[node] ?? 0;
  const nodeCutoff = Math.abs(Math.trunc(total * options.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(total * options.edgeFraction));
  if (edges) edges.atLeast = edgeCutoff;
  const all = graph.nodes.length;
  const large = graph.nodes.filter((node) => Math.abs(graph.cum[node] ?? 0) >= nodeCutoff);
  const droppedNodes = nodeCutoff > 0 ? all - large.length : 0;
  if (droppedNodes > 0) graph = rebuilt(graph, large);
  const nodesBefore = graph.nodes.length;
  sortNodes(graph, order);
  if (options.nodeCount > 0) {
    const tags = tagsOf(graph);
    if (visual || callTree) trimEdges(graph, edgeCutoff);
    const first = graph.nodes.slice(0, nodeLimit(graph, tags, options));
    if (first.length < graph.nodes.length) {
      graph = rebuilt(graph, first);
      sortNodes(graph, order);
    }
  }
  const droppedEdges = trimEdges(graph, edgeCutoff);
  if (visual) removeRedundantEdges(graph);
  return { graph, nodesBefore, droppedNodes, droppedEdges, tags: () => tagsOf(graph) };

  function rebuilt(from: CallGraph, nodes: readonly number[]): CallGraph {
    const kept = new Uint8Array(from.flat.length);
    for (const node of nodes) kept[node] = 1;
    if (!callTree) return keptGraph(input, from, kept, edges);
    const trimmed = trimTree(from, kept);
    removeRedundantEdges(trimmed);
    return trimmed;
  }

  function tagsOf(from: CallGraph): readonly (NodeTags | undefined)[] {
    const tags = visual && !callTree ? addTags(input, from, options.formatTag) : [];
    trimTags(tags, nodeCutoff);
    return tags;
  }
}

/** 1 per node that has an inlined frame. */
function everInlined({ profile: { frames }, keys }: GraphInput): Uint8Array {
  const inlined = new Uint8Array(keys.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.inlined[frame] === 1) inlined[keys.nodeOf[frame] ?? 0] = 1;
  }
  return inlined;
}

/** How many of the sorted nodes a report takes (graph.selectTopNodes): in a drawing tags count as nodes. */
function nodeLimit(
  graph: CallGraph,
  tags: readonly (NodeTags | undefined)[],
  { nodeCount, visual }: TrimOptions,
): number {
  if (!visual) return nodeCount;
  let count = 0;
  for (let k = 0; k < graph.nodes.length; k++) {
    count += Math.min(countedTags(tags[graph.nodes[k] ?? 0]), MOST_TAGS) + 1;
    if (count >= nodeCount) return k + 1;
  }
  return nodeCount;
}

/** graph.maxNodelets. */
export const MOST_TAGS = 4;

/** Takes edges below the cutoff out and tells how many they were. */
function trimEdges(graph: CallGraph, cutoff: number): number {
  const { weight, removed } = graph.edges;
  let dropped = 0;
  for (const node of graph.nodes) {
    for (const edge of graph.incoming(node)) {
      if (Math.abs(weight[edge] ?? 0) >= cutoff) continue;
      removed[edge] = 1;
      dropped++;
    }
  }
  return dropped;
}

/** graph.RemoveRedundantEdges: takes the lightest residual edges out whose ends stay connected. */
function removeRedundantEdges(graph: CallGraph): void {
  const { residual, removed } = graph.edges;
  for (const node of graph.nodes.toReversed()) {
    for (const edge of sortedEdges(graph, graph.incoming(node)).toReversed()) {
      if (residual[edge] !== 1) break;
      if (isRedundant(graph, edge)) removed[edge] = 1;
    }
  }
}

function isRedundant(graph: CallGraph, edge: number): boolean {
  const source = graph.edges.caller[edge] ?? 0;
  const seen = new Set([graph.edges.callee[edge] ?? 0]);
  for (const node of seen) {
    for (const incoming of graph.incoming(node)) {
      const caller = graph.edges.caller[incoming] ?? 0;
      if (incoming === edge || seen.has(caller)) continue;
      if (caller === source) return true;
      seen.add(caller);
    }
  }
  return false;
}
