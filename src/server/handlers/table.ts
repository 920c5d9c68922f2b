import { parseGoSymbol } from '../../base/go-symbol.ts';
import type { Top } from '../../profile/index.ts';
import { FRAME_INLINED, ROW_EXPANDED, ROW_GOES_ON } from '../../protocol/analysis.ts';
import type { TableQuery, TableSort, TableWindow } from '../../protocol/analysis.ts';
import type { ProfileSession } from '../profile-session.ts';
import { byText } from '../row-order.ts';
import { rowFigures, tableRows } from '../table-rows.ts';
import type { TableRow } from '../table-rows.ts';

/** Rows of the function table that the view can show. */
export function tableWindow(session: ProfileSession, query: TableQuery): TableWindow {
  const figures = session.figures(query.sampleType);
  const { sampleType, search, sort, descending, beforeFactor } = query;
  const key = JSON.stringify(['table', sampleType, search, sort, descending, beforeFactor]);
  const functions = session.inOrder(key, () => sortedRows(session, query));
  const { rowCount, rows } = tableRows(functions, figures, query);
  const { startLine } = session.profile.functions;
  const pathStart = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    pathStart[index + 1] = (pathStart[index] ?? 0) + row.functions.length;
  });
  return {
    rowCount,
    start: Math.min(Math.max(0, query.start), rowCount),
    length: rows.length,
    function: Uint32Array.from(rows, (row) => row.function),
    self: Float64Array.from(rows, (row) => row.flat),
    total: Float64Array.from(rows, (row) => row.cum),
    line: Uint32Array.from(
      rows,
      (row) => figures.hottestLines[row.function] || (startLine[row.function] ?? 0),
    ),
    kind: Uint8Array.from(rows, (row) => session.kinds[row.function] ?? 0),
    flags: Uint8Array.from(rows, flagsOf),
    pathStart,
    path: Uint32Array.from(rows.flatMap((row) => row.functions)),
    direction: Uint8Array.from(rows, (row) => row.direction),
    names: rows.map((row) => session.functionName(row.function)),
    files: rows.map((row) => session.functionFile(row.function)),
    ...figuresBefore(session, query.sampleType, rows),
    largestSelf: Math.abs(figures.top.flat[figures.order[0] ?? 0] ?? 0),
    profileTotal: session.whole(query.sampleType),
  };
}

function flagsOf({ isInlined, goesOn, isExpanded }: TableRow): number {
  return (
    (isInlined ? FRAME_INLINED : 0) | (goesOn ? ROW_GOES_ON : 0) | (isExpanded ? ROW_EXPANDED : 0)
  );
}

/** Of comparisons: the same functions and steps before. */
function figuresBefore(
  session: ProfileSession,
  sampleType: number,
  rows: readonly TableRow[],
): Pick<TableWindow, 'selfBefore' | 'totalBefore'> {
  const type = session.before(sampleType);
  if (type === null) return {};
  const figures = session.figures(type);
  const found = rows.map((row) => rowFigures(row, figures));
  return {
    selfBefore: Float64Array.from(found, ({ flat }) => flat),
    totalBefore: Float64Array.from(found, ({ cum }) => cum),
  };
}

/** Functions that occur and match the search, in the order asked for. `order` is by self already. */
function sortedRows(session: ProfileSession, query: TableQuery): Uint32Array {
  const { order, top, hottestLines } = session.figures(query.sampleType);
  const matching = query.search === '' ? null : session.matches(query.search).matching;
  const before = topBefore(session, query.sampleType);
  const all = before ? withGone(order, top, before) : order;
  const rows = matching ? all.filter((row) => matching[row] === 1) : all.slice();
  const factor = query.beforeFactor ?? 1;
  const change = (side: 'flat' | 'cum', row: number): number =>
    (top[side][row] ?? 0) - (before?.[side][row] ?? 0) * factor;
  const compare: Record<TableSort, () => (a: number, b: number) => number> = {
    self: () => () => 0,
    total: () => (a, b) => Math.abs(top.cum[b] ?? 0) - Math.abs(top.cum[a] ?? 0),
    before: () => (a, b) => (before?.flat[b] ?? 0) - (before?.flat[a] ?? 0),
    change: () => (a, b) => Math.abs(change('flat', b)) - Math.abs(change('flat', a)),
    totalChange: () => (a, b) => Math.abs(change('cum', b)) - Math.abs(change('cum', a)),
    name: () => byText(rows, (row) => parseGoSymbol(session.functionName(row)).name),
    package: () => byText(rows, (row) => parseGoSymbol(session.functionName(row)).packagePath),
    line: () => {
      const byFile = byText(rows, (row) => session.functionFile(row));
      return (a, b) => byFile(a, b) || (hottestLines[b] ?? 0) - (hottestLines[a] ?? 0);
    },
  };
  if (query.sort !== 'self') rows.sort(compare[query.sort]());
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
