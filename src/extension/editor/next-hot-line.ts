import type { LineFigures } from '../../protocol/analysis.ts';

/** Lines below this share of the hottest one of the file are passed over. */
const LEAST_SHARE = 0.05;

/** The hot line after (or before) the cursor, around the end; undefined where the file has none. */
export function nextHotLine(
  { line, cum }: Pick<LineFigures, 'line' | 'cum'>,
  from: number,
  step: 1 | -1,
): number | undefined {
  const hottest = cum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const hot = Array.from(line).filter(
    (_, index) => hottest > 0 && Math.abs(cum[index] ?? 0) >= hottest * LEAST_SHARE,
  );
  if (step > 0) return hot.find((one) => one > from) ?? hot[0];
  return hot.findLast((one) => one < from) ?? hot.at(-1);
}
