/** What the view of all profiles of a comparison keeps for itself, and how it changes. No DOM. */
import type { ProfileInfo } from '../../src/protocol/analysis.ts';
import type { SidesQuery, SidesSort, SidesWindow } from '../../src/protocol/profile-views.ts';

export interface SidesOrder {
  readonly measure: SidesQuery['measure'];
  readonly sort: SidesSort;
  readonly descending: boolean;
}

/** What varies most comes first. */
export const INITIAL_ORDER: SidesOrder = { measure: 'flat', sort: 'range', descending: true };

/** The same column turns around, another one starts with its largest. */
export function sortedBy(order: SidesOrder, sort: SidesSort): SidesOrder {
  const isSame = isSameSort(order.sort, sort);
  return { ...order, sort, descending: isSame ? !order.descending : sort !== 'name' };
}

export function isSameSort(a: SidesSort, b: SidesSort): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a page of an earlier time stored; what it cannot be is left aside. */
export function restoredOrder(saved: unknown, sideCount: number): SidesOrder {
  if (typeof saved !== 'object' || saved === null) return INITIAL_ORDER;
  const { measure, sort, descending } = { ...INITIAL_ORDER, ...saved };
  const isKnown =
    sort === 'name' ||
    sort === 'range' ||
    (typeof sort === 'object' && sort.side >= 0 && sort.side < sideCount);
  if (!isKnown || (measure !== 'flat' && measure !== 'cum')) return INITIAL_ORDER;
  return { measure, sort, descending };
}

export function restoredScroll(saved: unknown): number {
  const { scrollTop } = { scrollTop: 0, ...(typeof saved === 'object' ? saved : null) };
  return typeof scrollTop === 'number' ? scrollTop : 0;
}

/** Values of a row by side. */
export function valuesOf(
  { values, sideCount }: Pick<SidesWindow, 'values' | 'sideCount'>,
  index: number,
): readonly number[] {
  return [...values.subarray(index * sideCount, (index + 1) * sideCount)];
}

/** The profile beside the one that is shown, in the order of time; the base is passed over. */
export function sideBeside({ comparison }: ProfileInfo, step: 1 | -1): number | null {
  if (comparison === null) return null;
  const { pair, sides } = comparison;
  let next = pair.after + step;
  if (next === pair.before) next += step;
  return next >= 0 && next < sides.length ? next : null;
}

/** Points of a line through values, from 0 at the bottom, in a box with a margin of a pixel. */
export function trendPoints(
  values: readonly number[],
  width: number,
  height: number,
): readonly (readonly [x: number, y: number])[] {
  const least = Math.min(0, ...values);
  const range = Math.max(0, ...values) - least || 1;
  const step = (width - 2) / Math.max(1, values.length - 1);
  return values.map((value, index) => [
    1 + index * step,
    height - 1 - ((value - least) / range) * (height - 2),
  ]);
}
