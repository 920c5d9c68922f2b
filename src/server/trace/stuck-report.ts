import type { StuckReport } from '../../protocol/trace-reports.ts';
import { stuckGoroutines } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const GROUP_LIMIT = 200;
const LONG = 1e9;

/** Goroutines that wait at the end and have not run in the last second, or the second half of a short trace. */
export function stuckReport(session: TraceSession): StuckReport {
  const { timeline } = session;
  const nanos = Math.min(LONG, timeline.endTime / 2);
  const groups = stuckGoroutines(timeline, nanos);
  return {
    nanos,
    groups: groups.slice(0, GROUP_LIMIT).map((group) => ({
      count: group.goroutines.length,
      function: session.string(group.function),
      reason: session.reason(group.reason),
      place: session.userFrame(group.stack),
      since: group.since,
      goroutine: session.goroutine(group.goroutines[0] ?? 0),
    })),
    groupTotal: groups.length,
    goroutineTotal: groups.reduce((sum, { goroutines }) => sum + goroutines.length, 0),
  };
}
