import {
  flameLayout,
  LAYOUT_HIT,
  LAYOUT_INLINED,
  matchedTotal,
  matchingNodes,
  NO_FUNCTION,
  pathTo,
} from '../../profile/index.ts';
import { FRAME_HIT, FRAME_INLINED } from '../../protocol/analysis.ts';
import type {
  FlameQuery,
  FlameWindow,
  LocatedFrame,
  SearchQuery,
  SearchResult,
} from '../../protocol/analysis.ts';
import type { ProfileSession } from '../profile-session.ts';
import { beforeOfFrames } from './comparison.ts';

/** A search lists at most this many nodes: nobody steps through more. */
const NODE_LIMIT = 1000;

/** The frames of a flame graph that the view can show. */
export function flameWindow(session: ProfileSession, query: FlameQuery): FlameWindow {
  const figures = session.figures(query.sampleType);
  const { tree } = figures;
  const matching = query.search === '' ? null : session.matches(query.search).matching;
  const layout = flameLayout(tree, { ...query, matching });
  const names = new NameList(session);
  const name = layout.function.map((row) => names.indexOf(row));
  return {
    length: layout.length,
    node: layout.node,
    row: layout.row,
    x: layout.x,
    width: layout.width,
    self: layout.self,
    total: layout.total,
    name,
    kind: Uint8Array.from(layout.function, (row) => session.kinds[row] ?? 0),
    flags: layout.flags.map(
      (flags) =>
        ((flags & LAYOUT_INLINED) === 0 ? 0 : FRAME_INLINED) |
        ((flags & LAYOUT_HIT) === 0 ? 0 : FRAME_HIT),
    ),
    names: names.list,
    depth: layout.depth,
    hidden: layout.hidden,
    path: pathTo(tree, query.root).map((node) => ({
      node,
      name: session.functionName(tree.function[node] ?? NO_FUNCTION),
    })),
    rootTotal: layout.rootTotal,
    profileTotal: session.whole(query.sampleType),
    ...beforeOfFrames(session, query.sampleType, layout.node),
  };
}

/** What a search finds: functions, the value of samples that have one of them, and the nodes to step through. */
export function search(session: ProfileSession, query: SearchQuery): SearchResult {
  const { matching, count, error } = session.matches(query.search);
  const figures = session.figures(query.sampleType);
  return {
    functions: count,
    total: count === 0 ? 0 : matchedTotal(session.profile, figures.values, matching),
    nodes: count === 0 ? new Uint32Array() : matchingNodes(figures.tree, matching, NODE_LIMIT),
    error,
  };
}

/** The widest frame of a function; null when the sample type has none. */
export function locateFunction(
  session: ProfileSession,
  sampleType: number,
  row: number,
): LocatedFrame | null {
  const { tree, widestNodes } = session.figures(sampleType);
  const node = widestNodes[row] ?? -1;
  if (node < 0) return null;
  return {
    function: row,
    node,
    path: pathTo(tree, node).slice(0, -1),
    name: session.functionName(row),
  };
}

/** Functions of a window, each named once. */
class NameList {
  readonly list: string[] = [];
  readonly #session: ProfileSession;
  readonly #indexes = new Map<number, number>();

  constructor(session: ProfileSession) {
    this.#session = session;
  }

  indexOf(row: number): number {
    const known = this.#indexes.get(row);
    if (known !== undefined) return known;
    const index = this.list.length;
    this.list.push(row === NO_FUNCTION ? 'all' : this.#session.functionName(row));
    this.#indexes.set(row, index);
    return index;
  }
}
