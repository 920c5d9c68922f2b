import { parseGoSymbol } from '../../base/go-symbol.ts';
import { compareText } from '../../profile/index.ts';
import type { Top } from '../../profile/index.ts';
import { FRAME_INLINED } from '../../protocol/analysis.ts';
import type { TableQuery, TableSort, TableWindow } from '../../protocol/analysis.ts';
import type { ProfileSession } from '../profile-session.ts';

/** Rows of the function table that the view can show. */
export function tableWindow(session: ProfileSession, query: TableQuery): TableWindow {
  const figures = session.figures(query.sampleType);
  const { top } = figures;
  const before = topBefore(session, query.sampleType);
  const rows = sortedRows(session, query);
  const start = Math.min(Math.max(0, query.start), rows.length);
  const shown = rows.subarray(start, start + query.count);
  const { startLine } = session.profile.functions;
  return {
    rowCount: rows.length,
    start,
    length: shown.length,
    function: shown,
    self: Float64Array.from(shown, (row) => top.flat[row] ?? 0),
    total: Float64Array.from(shown, (row) => top.cum[row] ?? 0),
    line: Uint32Array.from(shown, (row) => figures.hottestLines[row] || (startLine[row] ?? 0)),
    kind: Uint8Array.from(shown, (row) => session.kinds[row] ?? 0),
    flags: Uint8Array.from(shown, (row) => (top.inlined[row] === 1 ? FRAME_INLINED : 0)),
    names: Array.from(shown, (row) => session.functionName(row)),
    files: Array.from(shown, (row) => session.functionFile(row)),
    ...(before && {
      selfBefore: Float64Array.from(shown, (row) => before.flat[row] ?? 0),
      totalBefore: Float64Array.from(shown, (row) => before.cum[row] ?? 0),
    }),
    largestSelf: Math.abs(top.flat[figures.order[0] ?? 0] ?? 0),
    profileTotal: session.whole(query.sampleType),
  };
}

/** Functions that occur and match the search, in the order asked for. `order` is by self already. */
function sortedRows(session: ProfileSession, query: TableQuery): Uint32Array {
  const { order, top, hottestLines } = session.figures(query.sampleType);
  const matching = query.search === '' ? null : session.matches(query.search).matching;
  const before = topBefore(session, query.sampleType);
  const all = before ? withGone(order, top, before) : order;
  const rows = matching ? all.filter((row) => matching[row] === 1) : all.slice();
  const packageOf = (row: number): string => parseGoSymbol(session.functionName(row)).packagePath;
  const factor = query.beforeFactor ?? 1;
  const change = (side: 'flat' | 'cum', row: number): number =>
    (top[side][row] ?? 0) - (before?.[side][row] ?? 0) * factor;
  const compare: Record<TableSort, (a: number, b: number) => number> = {
    self: () => 0,
    total: (a, b) => Math.abs(top.cum[b] ?? 0) - Math.abs(top.cum[a] ?? 0),
    before: (a, b) => (before?.flat[b] ?? 0) - (before?.flat[a] ?? 0),
    change: (a, b) => Math.abs(change('flat', b)) - Math.abs(change('flat', a)),
    totalChange: (a, b) => Math.abs(change('cum', b)) - Math.abs(change('cum', a)),
    name: (a, b) =>
      compareText(
        parseGoSymbol(session.functionName(b)).name,
        parseGoSymbol(session.functionName(a)).name,
      ),
    package: (a, b) => compareText(packageOf(b), packageOf(a)),
    line: (a, b) =>
      compareText(session.functionFile(b), session.functionFile(a)) ||
      (hottestLines[b] ?? 0) - (hottestLines[a] ?? 0),
  };
  if (query.sort !== 'self') rows.sort(compare[query.sort]);
  return query.descending ? rows : rows.toReversed();
}

function topBefore(session: ProfileSession, sampleType: number): Top | null {
  const before = session.before(sampleType);
  return before === null ? null : session.figures(before).top;
}

/** Functions that occur before only come last. */
function withGone(order: Uint32Array, after: Top, before: Top): Uint32Array {
  const gone = Array.from(before.cum.keys()).filter(
    (row) => before.cum[row] !== 0 && after.cum[row] === 0 && after.flat[row] === 0,
  );
  return Uint32Array.from([...order, ...gone]);
}
