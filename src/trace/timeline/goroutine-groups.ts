import type { Timeline } from './timeline.ts';

/** Goroutines that started with the same function. */
export interface GoroutineGroup {
  /** String row of the function; 0 where it is not known. */
  readonly function: number;
  /** Rows, in the order of their appearance. */
  readonly goroutines: readonly number[];
}

/** All goroutines that did something, the largest group first. */
export function goroutineGroups({ goroutines, functionOf, strings }: Timeline): GoroutineGroup[] {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < goroutines.length; row++) {
    if (Number.isNaN(goroutines.created[row] ?? Number.NaN)) continue;
    const name = functionOf[row] ?? 0;
    const rows = groups.get(name);
    if (rows === undefined) groups.set(name, [row]);
    else rows.push(row);
  }
  const name = (row: number): string => strings[row] ?? '';
  return Array.from(groups, ([key, rows]) => ({ function: key, goroutines: rows })).sort(
    (a, b) =>
      b.goroutines.length - a.goroutines.length || (name(a.function) < name(b.function) ? -1 : 1),
  );
}

/** Rows of the goroutines whose function or id has this text, whatever its case; an id only as a whole. */
export function findGoroutines(timeline: Timeline, text: string): number[] {
  const { goroutines, goroutineIds, functionOf, strings } = timeline;
  const wanted = text.trim().toLowerCase();
  const isFound = new Map<number, boolean>();
  const rows: number[] = [];
  for (let row = 0; row < goroutines.length; row++) {
    if (Number.isNaN(goroutines.created[row] ?? Number.NaN)) continue;
    const name = functionOf[row] ?? 0;
    let has = isFound.get(name);
    if (has === undefined) {
      has = (strings[name] ?? '').toLowerCase().includes(wanted);
      isFound.set(name, has);
    }
    if (has || String(goroutineIds[row]) === wanted) rows.push(row);
  }
  return rows;
}
