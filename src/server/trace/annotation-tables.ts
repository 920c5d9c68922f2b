/** Tasks and regions by type, and the tasks that took longest with what is in them. */
import type { TaskTree, TaskTreeLine, TaskTypeRow } from '../../protocol/timeline.ts';
import { annotationLatency, BEGAN_BEFORE, GOES_ON, taskTrees } from '../../trace/index.ts';
import type { TaskNode } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const SLOW_TASKS = 20;
const LINE_LIMIT = 200;

/** Latencies are those of tasks and regions whose beginning and end are both in the trace. */
export function annotationRows(session: TraceSession, kind: 'tasks' | 'regions'): TaskTypeRow[] {
  const { start, end, flags } = session.timeline[kind];
  const length = (row: number): number => (end[row] ?? 0) - (start[row] ?? 0);
  return annotationLatency(session.timeline, kind)
    .map(({ name, rows }) => {
      // Those that took longest come first.
      const complete = rows.filter((row) => ((flags[row] ?? 0) & (BEGAN_BEFORE | GOES_ON)) === 0);
      const durations = complete.map(length).toReversed();
      const [slowest] = complete;
      return {
        name: session.string(name),
        count: rows.length,
        complete: durations.length,
        median: percentile(durations, 0.5),
        p95: percentile(durations, 0.95),
        p99: percentile(durations, 0.99),
        longest: durations.at(-1) ?? null,
        slowest:
          slowest === undefined ? null : { start: start[slowest] ?? 0, end: end[slowest] ?? 0 },
      };
    })
    .sort((a, b) => b.count - a.count);
}

/** The smallest duration that at least this share of all does not exceed (nearest rank). */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Only tasks that are in no other: the others are in their trees. */
export function slowTasks(session: TraceSession): TaskTree[] {
  const { tasks } = session.timeline;
  const length = (row: number): number => (tasks.end[row] ?? 0) - (tasks.start[row] ?? 0);
  const roots = Array.from(tasks.parent.keys())
    .filter((row) => (tasks.parent[row] ?? -1) < 0)
    .sort((a, b) => length(b) - length(a))
    .slice(0, SLOW_TASKS);
  return taskTrees(session.timeline, roots).map((node) => {
    const lines = linesOf(session, node, 0).slice(1);
    return {
      name: session.string(tasks.name[node.task] ?? 0),
      id: tasks.id[node.task] ?? 0,
      start: tasks.start[node.task] ?? 0,
      end: tasks.end[node.task] ?? 0,
      lines: lines.slice(0, LINE_LIMIT),
      more: Math.max(0, lines.length - LINE_LIMIT),
    };
  });
}

/** The task itself first, then what is in it in the order in which it began. */
function linesOf(session: TraceSession, node: TaskNode, depth: number): TaskTreeLine[] {
  const { tasks, regions, logs } = session.timeline;
  const { task } = node;
  const goroutine = (row = -1): TaskTreeLine['goroutine'] =>
    row < 0 ? null : session.goroutine(row);
  const own: TaskTreeLine = {
    kind: 'task',
    depth,
    text: session.string(tasks.name[task] ?? 0),
    start: tasks.start[task] ?? 0,
    end: tasks.end[task] ?? 0,
    goroutine: goroutine(tasks.goroutine[task]),
  };
  const inside: TaskTreeLine[][] = [
    ...node.children.map((child) => linesOf(session, child, depth + 1)),
    ...node.regions.map((row): TaskTreeLine[] => [
      {
        kind: 'region',
        depth: depth + 1 + (regions.depth[row] ?? 0),
        text: session.string(regions.name[row] ?? 0),
        start: regions.start[row] ?? 0,
        end: regions.end[row] ?? 0,
        goroutine: goroutine(regions.goroutine[row]),
      },
    ]),
    ...node.logs.map((row): TaskTreeLine[] => {
      const time = logs.time[row] ?? 0;
      const words = [logs.category[row], logs.message[row]].map((text) =>
        session.string(text ?? 0),
      );
      const text = words.filter((word) => word !== '').join(': ');
      const writer = goroutine(logs.goroutine[row]);
      return [{ kind: 'log', depth: depth + 1, text, start: time, end: time, goroutine: writer }];
    }),
  ];
  inside.sort(([a], [b]) => (a?.start ?? 0) - (b?.start ?? 0));
  return [own, ...inside.flat()];
}
