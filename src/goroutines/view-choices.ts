import type { GroupBy } from './group-space.ts';
import type { GoroutineTable } from './table.ts';

export interface LabelKey {
  readonly key: string;
  /** Goroutines that have it. */
  readonly count: number;
}

export function labelKeysOf(table: GoroutineTable): readonly LabelKey[] {
  const sets = new Uint32Array(table.labelSets.length);
  for (const set of table.labelSet) sets[set] = (sets[set] ?? 0) + 1;
  const counts = new Map<string, number>();
  for (const [set, labels] of table.labelSets.entries()) {
    if (sets[set] === 0) continue;
    for (const [key] of labels) counts.set(key, (counts.get(key) ?? 0) + (sets[set] ?? 0));
  }
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** Groupings for which the data of a table has nothing to tell apart, and why. */
export function unavailableGroupings(
  table: GoroutineTable,
): Readonly<Partial<Record<GroupBy, string>>> {
  if (table.length === 0) return {};
  const has = (column: ArrayLike<number> & Iterable<number>): boolean => {
    for (const value of column) if (value > 0) return true;
    return false;
  };
  return {
    ...(!has(table.creation) && { creation: 'Not known here: where goroutines were started' }),
    ...(!has(table.start) && { start: 'Not known here: which function was started' }),
    ...(!has(table.parent) && { parent: 'Not known here: who started whom' }),
    ...(!has(table.object) && { object: 'Not known here: which channel or lock is waited for' }),
    ...(!has(table.thread) && { thread: 'Not known here: which thread runs what' }),
    ...(!has(table.stack) && { stack: 'Not known here: the stacks' }),
    ...(!has(table.labelSet) && { label: 'No goroutine has labels' }),
  };
}
