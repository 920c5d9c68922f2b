import type { AssistRow, GcReport, PauseRow } from '../../protocol/trace-reports.ts';
import {
  gcCycles,
  minimumUtilization,
  mutatorUtilization,
  RANGE_ASSIST,
  RANGE_STW,
} from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const CYCLE_LIMIT = 1000;
const PAUSE_LIMIT = 100;
const ASSIST_LIMIT = 100;
/** Nanoseconds: 100 µs to 1 s in steps of 1, 2 and 5. */
const WINDOWS = [1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9];

/** Cycles of the GC and what they cost the program: stops, assists, processors. */
export function gcReport(session: TraceSession): GcReport {
  const { timeline } = session;
  const cycles = gcCycles(timeline);
  const pauses = pauseRows(session);
  const assists = assistRows(session);
  return {
    cycles: cycles.slice(0, CYCLE_LIMIT).map(({ pauses: own, ...cycle }) => ({
      start: cycle.start,
      end: cycle.end,
      pauses: own.length,
      pauseNanos: cycle.pauseNanos,
      assistNanos: cycle.assistNanos,
      workerNanos: cycle.workerNanos,
      idleWorkerNanos: cycle.idleWorkerNanos,
      heapBefore: cycle.heapBefore,
      heapAfter: cycle.heapAfter,
      heapGoal: cycle.heapGoal,
    })),
    cycleTotal: cycles.length,
    pauses: pauses.slice(0, PAUSE_LIMIT),
    pauseTotal: pauses.length,
    pauseNanos: pauses.reduce((sum, { start, end }) => sum + end - start, 0),
    assists: assists.slice(0, ASSIST_LIMIT),
    assistTotal: assists.length,
    utilization: cycles.length === 0 ? [] : utilization(session),
  };
}

function pauseRows(session: TraceSession): PauseRow[] {
  const { ranges } = session.timeline;
  const rows: PauseRow[] = [];
  for (let row = 0; row < ranges.length; row++) {
    if (ranges.kind[row] !== RANGE_STW) continue;
    const goroutine = ranges.goroutine[row] ?? -1;
    rows.push({
      start: ranges.start[row] ?? 0,
      end: ranges.end[row] ?? 0,
      reason: session.string(ranges.reason[row] ?? 0),
      goroutine: goroutine < 0 ? null : session.goroutine(goroutine),
      place: session.userFrame(ranges.stack[row] ?? 0),
    });
  }
  return rows.sort((a, b) => b.end - b.start - (a.end - a.start));
}

function assistRows(session: TraceSession): AssistRow[] {
  const { ranges } = session.timeline;
  const sums = new Map<number, { nanos: number; count: number; first: number }>();
  for (let row = 0; row < ranges.length; row++) {
    const goroutine = ranges.goroutine[row] ?? -1;
    if (ranges.kind[row] !== RANGE_ASSIST || goroutine < 0) continue;
    const start = ranges.start[row] ?? 0;
    const sum = sums.get(goroutine) ?? { nanos: 0, count: 0, first: start };
    sum.nanos += (ranges.end[row] ?? 0) - start;
    sum.count++;
    sums.set(goroutine, sum);
  }
  return Array.from(sums, ([goroutine, sum]) => ({
    goroutine: session.goroutine(goroutine),
    ...sum,
  })).sort((a, b) => b.nanos - a.nanos);
}

/** Windows that are longer than the trace say nothing. */
function utilization({ timeline }: TraceSession): GcReport['utilization'] {
  const parts = { stopTheWorld: true, workers: true, assists: true, sweeps: true };
  const shares = mutatorUtilization(timeline, parts);
  return WINDOWS.filter((window) => window <= timeline.endTime).map((window) => ({
    window,
    ...minimumUtilization(shares, window),
  }));
}
