import type { Changes, ChangesQuery } from '../../protocol/analysis.ts';
import type { ProfileSession } from '../profile-session.ts';

/** Rows of the list of biggest changes. */
const MOST_CHANGES = 12;

/** The functions whose own share changed most. */
export function biggestChanges(
  session: ProfileSession,
  { sampleType }: ChangesQuery,
): Changes | null {
  const before = session.before(sampleType);
  if (before === null) return null;
  const tops = { before: session.figures(before).top, after: session.figures(sampleType).top };
  const flatAfter = tops.after.flat;
  const flatBefore = tops.before.flat;
  const wholes = { before: session.whole(before) || 1, after: session.whole(sampleType) || 1 };
  const share = flatAfter.map(
    (value, row) => value / wholes.after - (flatBefore[row] ?? 0) / wholes.before,
  );
  const rows = Array.from(share.keys())
    .filter((row) => share[row] !== 0)
    .sort((a, b) => Math.abs(share[b] ?? 0) - Math.abs(share[a] ?? 0))
    .slice(0, MOST_CHANGES);
  return {
    totalBefore: session.figures(before).values.total,
    totalAfter: session.figures(sampleType).values.total,
    functions: rows.map((row) => ({
      function: row,
      name: session.functionName(row),
      before: flatBefore[row] ?? 0,
      after: flatAfter[row] ?? 0,
      totalBefore: tops.before.cum[row] ?? 0,
      totalAfter: tops.after.cum[row] ?? 0,
      share: share[row] ?? 0,
    })),
  };
}
