import { linesOfFunction, neighboursOfFunction, NO_FUNCTION } from '../../profile/index.ts';
import type { Neighbours } from '../../profile/index.ts';
import { LINE_FRESH } from '../../protocol/analysis.ts';
import type {
  FunctionDetail,
  FunctionQuery,
  Neighbour,
  SourceExcerpt,
} from '../../protocol/analysis.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';
import { lineNow } from '../source-stretches.ts';
import { functionOfNode } from './flame.ts';

/** The pane beside the graph shows at most so many callers, callees and lines of source. */
const NEIGHBOUR_LIMIT = 50;
const LINE_LIMIT = 40;
/** Lines shown above and below those with figures. */
const MARGIN = 2;

/** Row of the function a query names; NO_FUNCTION for the root of the graph. */
export function targetFunction(
  session: ProfileSession,
  { target, ...scope }: FunctionQuery,
): number {
  return 'function' in target
    ? target.function
    : functionOfNode(session, { ...scope, node: target.node });
}

/** Everything about a function that the pane shows. `file` is its source where it is on this disk. */
export function functionDetail(
  session: ProfileSession,
  query: FunctionQuery,
  row: number,
  source: (FigureFile & { readonly path: string }) | null,
): FunctionDetail {
  const { profile } = session;
  const figures = session.figures(query.sampleType);
  const typeBefore = session.before(query.sampleType);
  const around = neighboursOfFunction(profile, figures.values, row);
  const aroundBefore =
    typeBefore === null
      ? null
      : neighboursOfFunction(profile, session.figures(typeBefore).values, row);
  const hottestLine = figures.hottestLines[row] ?? 0;
  return {
    function: row,
    name: row === NO_FUNCTION ? 'all' : session.functionName(row),
    kind: session.kinds[row] ?? 0,
    file: session.functionFile(row),
    line: profile.functions.startLine[row] || hottestLine,
    hottestLine,
    callSites: figures.top.callSites[row] ?? 0,
    self: perType(session, (sampleType) => session.figures(sampleType).top.flat[row] ?? 0),
    total: perType(session, (sampleType) => session.figures(sampleType).top.cum[row] ?? 0),
    callers: neighbours(session, around.callers, aroundBefore?.callers),
    callees: neighbours(session, around.callees, aroundBefore?.callees),
    source: source && excerpt(session, query.sampleType, row, source),
  };
}

/** Widest first; of a comparison those of either side. */
function neighbours(
  session: ProfileSession,
  after: Neighbours['callers'],
  before: Neighbours['callers'] | undefined,
): Neighbour[] {
  const known = new Map(before?.map(({ function: row, value }) => [row, value]));
  const here = new Set(after.map(({ function: row }) => row));
  const gone = before?.filter(({ function: row }) => !here.has(row)) ?? [];
  const all = [...after, ...gone.map((one) => ({ ...one, value: 0 }))].map((one) => ({
    ...one,
    name: session.functionName(one.function),
    ...(before && { before: known.get(one.function) ?? 0 }),
  }));
  if (before) all.sort((a, b) => widest(b) - widest(a));
  return all.slice(0, NEIGHBOUR_LIMIT);
}

function widest({ value, before = 0 }: Neighbour): number {
  return Math.max(Math.abs(value), Math.abs(before));
}

function perType(session: ProfileSession, figure: (sampleType: number) => number): Float64Array {
  return Float64Array.from(session.profile.sampleTypes, (_, sampleType) => figure(sampleType));
}

/** The lines of the function with figures, and a few around them; centred on the hottest when there are many. */
function excerpt(
  session: ProfileSession,
  sampleType: number,
  row: number,
  file: FigureFile & { readonly path: string },
): SourceExcerpt | null {
  const { stretches, between, functions } = trackFile(session, file);
  const totalsOf = (type: number): Map<number, number> => {
    const window = linesOfFunction(session.profile, session.figures(type).lines, row);
    return new Map(Array.from(window.line, (line, index) => [line, window.cum[index] ?? 0]));
  };
  const typeBefore = session.before(sampleType);
  const after = totalsOf(sampleType);
  const before = typeBefore === null ? null : totalsOf(typeBefore);
  const places = [...new Set([...after.keys(), ...(before?.keys() ?? [])])]
    .map((line) => ({
      ...lineNow(line, stretches, between),
      cum: after.get(line) ?? 0,
      before: before?.get(line) ?? 0,
    }))
    .filter(({ line }) => line >= 1 && line <= file.lines.length);
  if (places.length === 0) return null;
  const start = functions.find((candidate) => candidate.function === row)?.line;
  const lines = places.map(({ line }) => line);
  const [first, last] = clamp(
    Math.min(start ?? Infinity, ...lines.map((line) => line - MARGIN)),
    Math.max(...lines) + MARGIN,
    places.reduce((hottest, place) => (hotter(place) > hotter(hottest) ? place : hottest)).line,
    file.lines.length,
  );
  const count = last - first + 1;
  const cum = new Float64Array(count);
  const cumBefore = new Float64Array(count);
  for (const place of places) {
    if (place.line < first || place.line > last) continue;
    cum[place.line - first] = place.cum;
    cumBefore[place.line - first] = place.before;
  }
  return {
    path: file.path,
    firstLine: first,
    text: file.lines.slice(first - 1, last),
    cum,
    ...(before && { cumBefore }),
    stale: places.some(({ state }) => state !== LINE_FRESH),
  };
}

function hotter({ cum, before }: { readonly cum: number; readonly before: number }): number {
  return Math.max(cum, before);
}

function clamp(from: number, to: number, hottest: number, lineCount: number): [number, number] {
  const first = Math.max(1, from);
  const last = Math.min(lineCount, to);
  if (last - first < LINE_LIMIT) return [first, last];
  const start = Math.max(first, Math.min(hottest - LINE_LIMIT / 2, last - LINE_LIMIT + 1));
  return [start, start + LINE_LIMIT - 1];
}
