import { parseGoSymbol } from '../../base/go-symbol.ts';
import type { SidesQuery, SidesWindow } from '../../protocol/profile-views.ts';
import type { ProfileSession } from '../profile-session.ts';
import { byText } from '../row-order.ts';

/** Functions against the profiles of a comparison. `session` is the whole comparison, filtered. */
export function sidesWindow(session: ProfileSession, query: SidesQuery): SidesWindow {
  const { names: sides, typeCount } = session.sides ?? { names: [], typeCount: 0 };
  const types = sides.map((_, side) => side * typeCount + query.sampleType);
  const totals = types.map((type) => session.whole(type));
  const base = totals[query.base] ?? 0;
  const factors = totals.map((total) => (query.isScaled && total > 0 ? base / total : 1));
  const columns = types.map((type) => session.figures(type).top[query.measure]);
  const value = (row: number, side: number): number =>
    (columns[side]?.[row] ?? 0) * (factors[side] ?? 1);
  const { sampleType, measure, isScaled, base: from, search, sort, descending } = query;
  const key = JSON.stringify([
    'sides',
    sampleType,
    measure,
    isScaled,
    from,
    search,
    sort,
    descending,
  ]);
  const rows = session.inOrder(key, () => sortedRows(session, query, columns, value));
  const start = Math.min(Math.max(0, query.start), rows.length);
  const shown = Array.from(rows.subarray(start, start + query.count));
  return {
    rowCount: rows.length,
    start,
    length: shown.length,
    function: Uint32Array.from(shown),
    kind: Uint8Array.from(shown, (row) => session.kinds[row] ?? 0),
    names: shown.map((row) => session.functionName(row)),
    values: Float64Array.from(shown.flatMap((row) => sides.map((_, side) => value(row, side)))),
    sideCount: sides.length,
    largestChange: largestChange(rows, query.base, sides.length, value),
  };
}

function sortedRows(
  session: ProfileSession,
  { sort, descending, base, search }: SidesQuery,
  columns: readonly Float64Array[],
  value: (row: number, side: number) => number,
): Uint32Array {
  const matching = search === '' ? null : session.matches(search).matching;
  const rows = Uint32Array.from(session.profile.functions.names.keys()).filter(
    (row) => matching?.[row] !== 0 && columns.some((column) => column[row] !== 0),
  );
  const byName = byText(rows, (row) => parseGoSymbol(session.functionName(row)).name);
  const figure = sortFigure(sort, base, columns.length, value);
  if (figure === null) rows.sort(byName);
  else {
    const figures = new Map(Array.from(rows, (row) => [row, figure(row)]));
    rows.sort((a, b) => (figures.get(b) ?? 0) - (figures.get(a) ?? 0) || byName(b, a));
  }
  return descending ? rows : rows.toReversed();
}

/** What rows are in the order of, the largest first; null for their names. */
function sortFigure(
  sort: SidesQuery['sort'],
  base: number,
  count: number,
  value: (row: number, side: number) => number,
): ((row: number) => number) | null {
  if (sort === 'name') return null;
  if (sort === 'range') {
    const sides = Array.from({ length: count }, (_, side) => side);
    return (row) => {
      const values = sides.map((side) => value(row, side));
      return Math.max(...values) - Math.min(...values);
    };
  }
  const { side } = sort;
  if (sort.by === 'value') return (row) => Math.abs(value(row, side));
  return (row) => Math.abs(value(row, side) - value(row, base));
}

function largestChange(
  rows: Uint32Array,
  base: number,
  count: number,
  value: (row: number, side: number) => number,
): number {
  let largest = 0;
  for (const row of rows) {
    for (let side = 0; side < count; side++) {
      largest = Math.max(largest, Math.abs(value(row, side) - value(row, base)));
    }
  }
  return largest;
}
