import {
  flameLayout,
  LAYOUT_HIT,
  LAYOUT_INLINED,
  matchedTotal,
  matchingNodes,
  NO_FUNCTION,
  pathTo,
} from '../../profile/index.ts';
import type { FlameLayout, FlameLayoutQuery } from '../../profile/index.ts';
import { FRAME_HIT, FRAME_INLINED } from '../../protocol/analysis.ts';
import type {
  FlameQuery,
  FlameRests,
  FlameShape,
  FlameWindow,
  FrameFigures,
  FrameQuery,
  LocatedFrame,
  SearchQuery,
  SearchResult,
} from '../../protocol/analysis.ts';
import type { FlameGraph, FlameHalf } from '../flame-graph.ts';
import type { ProfileSession } from '../profile-session.ts';

/** A search lists at most this many nodes: nobody steps through more. */
const NODE_LIMIT = 1000;

/** The frames of a flame graph that the view can show. */
export function flameWindow(session: ProfileSession, query: FlameQuery): FlameWindow {
  const { sampleType } = query;
  const graph = session.figures(sampleType).graph(query.shape);
  const matching = query.search === '' ? null : session.matches(query.search).matching;
  const parts = graph.halves.map((half) => {
    const span = half.isAbove ? query.spanAbove : query.span;
    // Only the graph from one root has other roots to zoom to.
    const root = graph.around === null ? query.root : 0;
    return partOf(half, { ...query, root, matching, ...(span && { span }) });
  });
  const names = new NameList(session, graph.around);
  const columns = joined(parts);
  const name = columns.function.map((row) => names.indexOf(row));
  const [below] = parts;
  const before = session.before(sampleType);
  return {
    length: columns.node.length,
    node: columns.node,
    row: columns.row,
    x: columns.x,
    width: columns.width,
    self: columns.self,
    total: columns.total,
    name,
    kind: Uint8Array.from(columns.function, (row) => session.kinds[row] ?? 0),
    flags: columns.flags,
    names: names.list,
    functions: Uint32Array.from(names.rows),
    depth: below?.layout.depth ?? 0,
    height: parts[1]?.layout.depth ?? 0,
    hidden: parts.reduce((sum, { layout }) => sum + layout.hidden, 0),
    rests: joinedRests(parts),
    path: pathOf(session, graph, query.root),
    rootTotal: below?.layout.rootTotal ?? 0,
    profileTotal: session.whole(sampleType),
    ...(before !== null && { before: columns.before, beforeTotal: session.whole(before) }),
  };
}

/** What a search finds: functions, the value of samples that have one of them, and the nodes to step through. */
export function search(session: ProfileSession, query: SearchQuery): SearchResult {
  const { matching, count, error } = session.matches(query.search);
  const figures = session.figures(query.sampleType);
  if (count === 0) return { functions: 0, total: 0, nodes: new Uint32Array(), error };
  const nodes = figures.graph(query.shape).halves.flatMap((half) =>
    Array.from(matchingNodes(half.tree, matching, NODE_LIMIT), (node) => ({
      node: half.numberOf(node),
      total: half.tree.nodes.width[node] ?? 0,
    })),
  );
  nodes.sort((a, b) => b.total - a.total || a.node - b.node);
  return {
    functions: count,
    total: matchedTotal(session.profile, figures.values, matching, session.token),
    nodes: Uint32Array.from(nodes.slice(0, NODE_LIMIT), ({ node }) => node),
    error,
  };
}

/** The widest frame of a function; null when the graph has none. */
export function locateFunction(
  session: ProfileSession,
  sampleType: number,
  row: number,
  shape: FlameShape = 'callees',
): LocatedFrame | null {
  const figures = session.figures(sampleType);
  const graph = figures.graph(shape);
  const name = session.functionName(row);
  if (graph.around === row) return { function: row, node: 0, path: [], name };
  const wanted = new Uint8Array(session.profile.functions.length);
  wanted[row] = 1;
  let best: { half: FlameHalf; node: number; width: number } | null = null;
  for (const half of graph.halves) {
    const [node] = matchingNodes(half.tree, wanted, 1);
    if (node === undefined) continue;
    const width = half.tree.nodes.width[node] ?? 0;
    if (best === null || width > best.width) best = { half, node, width };
  }
  if (best === null) return null;
  const { half, node } = best;
  const path = pathTo(half.tree, node).slice(0, -1);
  return {
    function: row,
    node: half.numberOf(node),
    path: path.map((step) => (step === 0 ? 0 : half.numberOf(step))),
    name,
  };
}

/** What a frame measures in all sample types, for the card beside the pointer. */
export function frameFigures(session: ProfileSession, query: FrameQuery): FrameFigures {
  const figures = session.figures(query.sampleType);
  const place = figures.graph(query.shape).at(query.node);
  const row = place?.half.tree.nodes.function[place.node] ?? NO_FUNCTION;
  const types = session.profile.sampleTypes.map((_, type) => session.figures(type).values);
  return {
    node: query.node,
    file: session.functionFile(row),
    line: session.profile.functions.startLine[row] || (figures.hottestLines[row] ?? 0),
    ...(place?.half.figuresOf(place.node, types) ?? {
      self: new Float64Array(types.length),
      total: new Float64Array(types.length),
    }),
  };
}

/** Function of a node; NO_FUNCTION for the root of everything. */
export function functionOfNode(
  session: ProfileSession,
  { node, sampleType, shape }: FrameQuery,
): number {
  const graph = session.figures(sampleType).graph(shape);
  if (node === 0) return graph.around ?? NO_FUNCTION;
  const place = graph.at(node);
  return place?.half.tree.nodes.function[place.node] ?? NO_FUNCTION;
}

/** The frames of one half. */
interface Part {
  readonly half: FlameHalf;
  readonly layout: FlameLayout;
}

function partOf(half: FlameHalf, query: FlameLayoutQuery): Part {
  // The root belongs to the half below.
  const firstRow = half.isAbove ? Math.max(1, query.firstRow) : query.firstRow;
  return { half, layout: flameLayout(half.tree, { ...query, firstRow }) };
}

/** The columns of all halves, one after the other. */
function joined(parts: readonly Part[]) {
  const length = parts.reduce((sum, { layout }) => sum + layout.length, 0);
  const columns = {
    node: new Uint32Array(length),
    row: new Int32Array(length),
    x: new Float64Array(length),
    width: new Float64Array(length),
    self: new Float64Array(length),
    total: new Float64Array(length),
    function: new Uint32Array(length),
    flags: new Uint8Array(length),
    before: new Float64Array(length),
  };
  let at = 0;
  for (const { half, layout } of parts) {
    columns.x.set(layout.x, at);
    columns.width.set(layout.width, at);
    columns.self.set(layout.self, at);
    columns.total.set(layout.total, at);
    columns.before.set(layout.before, at);
    columns.function.set(layout.function, at);
    for (let frame = 0; frame < layout.length; frame++, at++) {
      const node = layout.node[frame] ?? 0;
      const row = layout.row[frame] ?? 0;
      const flags = layout.flags[frame] ?? 0;
      columns.node[at] = node + half.firstNode;
      columns.row[at] = half.isAbove ? -row : row;
      columns.flags[at] =
        ((flags & LAYOUT_INLINED) === 0 ? 0 : FRAME_INLINED) |
        ((flags & LAYOUT_HIT) === 0 ? 0 : FRAME_HIT);
    }
  }
  return columns;
}

function joinedRests(parts: readonly Part[]): FlameRests {
  const all = parts.flatMap(({ half, layout: { rests } }) =>
    Array.from(rests.row, (row, at) => ({
      row: half.isAbove ? -row : row,
      x: rests.x[at] ?? 0,
      width: rests.width[at] ?? 0,
      count: rests.count[at] ?? 0,
    })),
  );
  return {
    length: all.length,
    row: Int32Array.from(all, ({ row }) => row),
    x: Float64Array.from(all, ({ x }) => x),
    width: Float64Array.from(all, ({ width }) => width),
    count: Uint32Array.from(all, ({ count }) => count),
  };
}

function pathOf(session: ProfileSession, graph: FlameGraph, root: number): FlameWindow['path'] {
  const { around } = graph;
  if (around !== null) return [{ node: 0, name: session.functionName(around) }];
  const tree = graph.halves[0]?.tree;
  if (tree === undefined) return [];
  return pathTo(tree, Math.max(0, tree.find(root))).map((node) => ({
    node: tree.id(node),
    name: session.functionName(tree.nodes.function[node] ?? NO_FUNCTION),
  }));
}

/** Functions of a window, each named once. */
class NameList {
  readonly list: string[] = [];
  readonly rows: number[] = [];
  readonly #session: ProfileSession;
  readonly #root: number;
  readonly #indexes = new Map<number, number>();

  constructor(session: ProfileSession, around: number | null) {
    this.#session = session;
    this.#root = around ?? NO_FUNCTION;
  }

  indexOf(functionRow: number): number {
    const row = functionRow === NO_FUNCTION ? this.#root : functionRow;
    const known = this.#indexes.get(row);
    if (known !== undefined) return known;
    const index = this.list.length;
    this.list.push(row === NO_FUNCTION ? 'all' : this.#session.functionName(row));
    this.rows.push(row);
    this.#indexes.set(row, index);
    return index;
  }
}
