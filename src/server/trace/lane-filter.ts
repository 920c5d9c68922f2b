/**
 * Which goroutines and tasks are listed. Words of a filter must all hold:
 *
 *   text, func:text     part of the start function; a bare number is an id
 *   id:1,8,17           these goroutines
 *   created:main.go:40  created at this line
 *   task:text           worked on a task whose name has this text, or whose id it is
 *   region:text         had such a region
 *   log:text            logged such a category or message
 */
import { findGoroutines } from '../../trace/index.ts';
import type { Timeline } from '../../trace/index.ts';
import { stacksAt } from './stack-search.ts';
import type { TraceSession } from './trace-session.ts';

export interface LaneFilter {
  /** Rows of the goroutines of each group that pass, by the group's key; in the order of the list. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
  /** Rows of tasks. */
  readonly tasks: readonly number[];
}

const WORD = /^(func|id|created|task|region|log):(.*)$/;

export function laneFilter(session: TraceSession, filter: string): LaneFilter {
  const { timeline } = session;
  const words = filter.split(/\s+/).filter((word) => word !== '');
  const sets = words.map((word) => goroutinesOf(timeline, word));
  const groups = new Map<number, readonly number[]>();
  for (const { function: key, goroutines } of session.groups) {
    const rows = goroutines.filter((row) => sets.every((set) => set.has(row)));
    if (rows.length > 0) groups.set(key, rows);
  }
  const wanted = words.flatMap((word) => (word.startsWith('task:') ? [word.slice(5)] : []));
  const tasks = Array.from(timeline.tasks.id.keys()).filter((row) =>
    wanted.every((text) => isTask(timeline, row, text.toLowerCase())),
  );
  return { groups, tasks };
}

function goroutinesOf(timeline: Timeline, word: string): ReadonlySet<number> {
  const [, kind = 'func', text = word] = WORD.exec(word) ?? [];
  // What is typed so far narrows nothing yet.
  if (text === '') return new Set(timeline.goroutineIds.keys());
  const wanted = text.toLowerCase();
  const { goroutineIds, goroutines, regions, logs, strings } = timeline;
  const has = (row = 0): boolean => (strings[row] ?? '').toLowerCase().includes(wanted);
  switch (kind) {
    case 'id': {
      const ids = new Set(text.split(',').map(Number));
      return rowsWhere(goroutineIds.length, (row) => ids.has(goroutineIds[row] ?? -1));
    }
    case 'created': {
      const isStack = stacksAt(timeline, text);
      return rowsWhere(
        goroutines.length,
        (row) => isStack[goroutines.creationStack[row] ?? 0] === 1,
      );
    }
    case 'task':
      return taskGoroutines(timeline, wanted);
    case 'region':
      return new Set(regions.goroutine.filter((_, row) => has(regions.name[row])));
    case 'log':
      return new Set(
        logs.goroutine.filter((_, row) => has(logs.category[row]) || has(logs.message[row])),
      );
    default:
      return new Set(findGoroutines(timeline, text));
  }
}

/** Whoever began the task, or had a region or wrote a log in it. */
function taskGoroutines(timeline: Timeline, wanted: string): ReadonlySet<number> {
  const { tasks, regions, logs } = timeline;
  const wantedTasks = rowsWhere(tasks.length, (row) => isTask(timeline, row, wanted));
  const found = new Set<number>();
  for (const row of wantedTasks) found.add(tasks.goroutine[row] ?? -1);
  for (const { task, goroutine } of [regions, logs]) {
    for (const [row, of] of task.entries()) {
      if (wantedTasks.has(of)) found.add(goroutine[row] ?? -1);
    }
  }
  return found;
}

function isTask({ tasks, strings }: Timeline, row: number, wanted: string): boolean {
  const name = (strings[tasks.name[row] ?? 0] ?? '').toLowerCase();
  return name.includes(wanted) || String(tasks.id[row]) === wanted;
}

function rowsWhere(length: number, holds: (row: number) => boolean): ReadonlySet<number> {
  const rows = new Set<number>();
  for (let row = 0; row < length; row++) if (holds(row)) rows.add(row);
  return rows;
}
