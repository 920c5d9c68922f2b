import { BEGAN_BEFORE, GOES_ON } from '../timeline/rare-tables.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Latency, LatencyBuilder } from './latency.ts';

/** Tasks, or regions, of one name. */
export interface AnnotationGroup {
  /** String row. */
  readonly name: number;
  /** Rows of the table; those that took longest first. */
  readonly rows: readonly number[];
  /** Of those of which both ends are in the trace. */
  readonly latency: Latency;
}

/** Tasks or regions by name; the name with the most time first. */
export function annotationLatency(
  { tasks, regions }: Timeline,
  kind: 'tasks' | 'regions',
): AnnotationGroup[] {
  const { length, name, start, end, flags } = kind === 'tasks' ? tasks : regions;
  const groups = new Map<number, { rows: number[]; latency: LatencyBuilder }>();
  const nanos = (row: number): number => (end[row] ?? 0) - (start[row] ?? 0);
  for (let row = 0; row < length; row++) {
    let group = groups.get(name[row] ?? 0);
    if (group === undefined) {
      groups.set(name[row] ?? 0, (group = { rows: [], latency: new LatencyBuilder() }));
    }
    group.rows.push(row);
    if (((flags[row] ?? 0) & (BEGAN_BEFORE | GOES_ON)) === 0) group.latency.add(nanos(row));
  }
  return Array.from(groups, ([key, { rows, latency }]) => ({
    name: key,
    rows: rows.sort((a, b) => nanos(b) - nanos(a)),
    latency,
  })).sort((a, b) => b.latency.total - a.latency.total);
}

/** A task and those it is the parent of. */
export interface TaskNode {
  /** Row of the tasks. */
  readonly task: number;
  readonly children: readonly TaskNode[];
  /** Rows of regions and of logs of this very task. */
  readonly regions: readonly number[];
  readonly logs: readonly number[];
}

/** The trees below these tasks. */
export function taskTrees(timeline: Timeline, roots: readonly number[]): TaskNode[] {
  const { tasks, regions, logs } = timeline;
  const childrenOf = rowsBy(tasks.parent);
  const regionsOf = rowsBy(regions.task);
  const logsOf = rowsBy(logs.task);
  const node = (row: number, seen: Set<number>): TaskNode => {
    // Ids come from a file: a task may be said to be its own ancestor.
    seen.add(row);
    const children = (childrenOf.get(row) ?? []).filter((child) => !seen.has(child));
    return {
      task: row,
      children: children.map((child) => node(child, seen)),
      regions: regionsOf.get(row) ?? [],
      logs: logsOf.get(row) ?? [],
    };
  };
  return roots.map((root) => node(root, new Set()));
}

function rowsBy(column: Int32Array): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, key] of column.entries()) {
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [row]);
    else known.push(row);
  }
  return rows;
}
