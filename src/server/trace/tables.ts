import type { FunctionTimesRow, TraceTables } from '../../protocol/timeline.ts';
import { functionTimes, goroutineTimes } from '../../trace/index.ts';
import { annotationRows, slowTasks } from './annotation-tables.ts';
import type { TraceSession } from './trace-session.ts';

/** Largest number of lines in a table: nobody reads on. */
const ROW_LIMIT = 1000;
const REASON_LIMIT = 6;

/** Goroutines by start function and tasks by type, each with their times over the whole trace. */
export function traceTables(session: TraceSession): TraceTables {
  const functions = functionRows(session);
  const tasks = annotationRows(session, 'tasks');
  const regions = annotationRows(session, 'regions');
  return {
    functions: functions.slice(0, ROW_LIMIT),
    functionCount: functions.length,
    tasks: tasks.slice(0, ROW_LIMIT),
    taskTypeCount: tasks.length,
    regions: regions.slice(0, ROW_LIMIT),
    regionTypeCount: regions.length,
    slowTasks: slowTasks(session),
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
