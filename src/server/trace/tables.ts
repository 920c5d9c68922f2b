import type { FunctionTimesRow, TaskTypeRow, TraceTables } from '../../protocol/timeline.ts';
import { BEGAN_BEFORE, functionTimes, GOES_ON, goroutineTimes } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

/** Largest number of lines in a table: nobody reads on. */
const ROW_LIMIT = 1000;
const REASON_LIMIT = 6;

/** Goroutines by start function and tasks by type, each with their times over the whole trace. */
export function traceTables(session: TraceSession): TraceTables {
  const functions = functionRows(session);
  const tasks = taskRows(session);
  return {
    functions: functions.slice(0, ROW_LIMIT),
    functionCount: functions.length,
    tasks: tasks.slice(0, ROW_LIMIT),
    taskTypeCount: tasks.length,
  };
}

function functionRows(session: TraceSession): FunctionTimesRow[] {
  const { timeline } = session;
  return functionTimes(timeline, goroutineTimes(timeline)).map((times) => {
    const blocked = Array.from(times.blocked, (nanos, reason) => ({
      reason: session.reason(reason),
      nanos,
    })).filter(({ nanos }) => nanos > 0);
    blocked.sort((a, b) => b.nanos - a.nanos);
    return {
      key: times.function,
      function: session.string(times.function),
      goroutines: times.goroutines.length,
      total: times.total,
      execution: times.execution,
      schedulerWait: times.schedulerWait,
      blocked: blocked.reduce((sum, { nanos }) => sum + nanos, 0),
      reasons: blocked.slice(0, REASON_LIMIT),
      syscall: times.syscall + times.syscallBlock,
      assist: times.assist,
      sweep: times.sweep,
    };
  });
}

/** Latencies are those of tasks whose beginning and end are both in the trace. */
function taskRows(session: TraceSession): TaskTypeRow[] {
  const { tasks } = session.timeline;
  const types = new Map<number, { all: number; durations: number[]; slowest: number }>();
  for (let row = 0; row < tasks.length; row++) {
    const name = tasks.name[row] ?? 0;
    const type = types.get(name) ?? { all: 0, durations: [], slowest: -1 };
    types.set(name, type);
    type.all++;
    if (((tasks.flags[row] ?? 0) & (BEGAN_BEFORE | GOES_ON)) !== 0) continue;
    const duration = lengthOf(session, row);
    if (duration > lengthOf(session, type.slowest)) type.slowest = row;
    type.durations.push(duration);
  }
  return Array.from(types, ([name, { all, durations, slowest }]) => {
    durations.sort((a, b) => a - b);
    return {
      name: session.string(name),
      count: all,
      complete: durations.length,
      median: percentile(durations, 0.5),
      p95: percentile(durations, 0.95),
      p99: percentile(durations, 0.99),
      longest: durations.at(-1) ?? null,
      slowest:
        slowest < 0 ? null : { start: tasks.start[slowest] ?? 0, end: tasks.end[slowest] ?? 0 },
    };
  }).sort((a, b) => b.count - a.count);
}

function lengthOf({ timeline: { tasks } }: TraceSession, row: number): number {
  return row < 0 ? -1 : (tasks.end[row] ?? 0) - (tasks.start[row] ?? 0);
}

/** The smallest duration that at least this share of all does not exceed (nearest rank). */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
