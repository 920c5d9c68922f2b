import type { CriticalPath, PathQuery } from '../../protocol/timeline.ts';
import { criticalPath, SPAN_STATES } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

/** A path of more steps is drawn as far as it can be read. */
const STEP_LIMIT = 5000;

/** What a goroutine waited for, backwards from a time: each step is what somebody did until the step after it. */
export function pathReport(session: TraceSession, query: PathQuery): CriticalPath {
  const { timeline } = session;
  const { goroutine, time, since } = query;
  const path = criticalPath(timeline, goroutine, time, { since, limit: STEP_LIMIT });
  const byState = new Float64Array(SPAN_STATES);
  const steps = path.map(({ goroutine: row, slice }) => {
    const start = Math.max(slice.start, since);
    byState[slice.state] = (byState[slice.state] ?? 0) + slice.end - start;
    return {
      goroutine: session.goroutine(row),
      group: timeline.functionOf[row] ?? 0,
      state: slice.state,
      reason: session.reason(slice.reason),
      start,
      end: slice.end,
      place: slice.stack > 0 ? session.userFrame(slice.stack) : null,
    };
  });
  const isCut = steps.length >= STEP_LIMIT;
  return { goroutine: session.goroutine(goroutine), time, steps, isCut, byState };
}
