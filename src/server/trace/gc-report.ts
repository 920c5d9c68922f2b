import type { AssistRow, GcReport, PauseDelay, PauseRow } from '../../protocol/trace-reports.ts';
import {
  gcCycles,
  minimumUtilization,
  mutatorUtilization,
  RANGE_ASSIST,
  RANGE_STW,
  seriesWindow,
  stopDelay,
} from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const CYCLE_LIMIT = 1000;
const PAUSE_LIMIT = 100;
const ASSIST_LIMIT = 100;
/** Parts of the trace that the chart of the heap has figures for. */
const HEAP_PARTS = 600;
/** Nanoseconds: 10 µs to 1 s, four for each power of ten, so that a curve can be drawn. */
const WINDOWS = Array.from({ length: 21 }, (_, step) => Math.round(10 ** (4 + step / 4)));

/** Cycles of the GC and what they cost the program: stops, assists, processors. */
export function gcReport(session: TraceSession): GcReport {
  const { timeline } = session;
  const cycles = gcCycles(timeline);
  const pauses = pauseRows(session);
  const assists = assistRows(session);
  const { endTime } = timeline;
  const parts = { start: 0, end: endTime, pixels: HEAP_PARTS };
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
    pauses: pauses.slice(0, PAUSE_LIMIT).map((row) => pauseRow(session, row)),
    pauseTotal: pauses.length,
    pauseNanos: pauses.reduce((sum, row) => sum + lengthOf(session, row), 0),
    assists: assists.slice(0, ASSIST_LIMIT),
    assistTotal: assists.length,
    utilization: cycles.length === 0 ? [] : utilization(session),
    heap: seriesWindow(timeline.heapAlloc, parts).high,
    goal: seriesWindow(timeline.heapGoal, parts).high,
    endTime,
  };
}

/** Rows of the stops of the world, the longest first. */
function pauseRows(session: TraceSession): number[] {
  const { ranges } = session.timeline;
  return Array.from(ranges.kind.keys())
    .filter((row) => ranges.kind[row] === RANGE_STW)
    .sort((a, b) => lengthOf(session, b) - lengthOf(session, a));
}

function lengthOf({ timeline: { ranges } }: TraceSession, row: number): number {
  return (ranges.end[row] ?? 0) - (ranges.start[row] ?? 0);
}

function pauseRow(session: TraceSession, row: number): PauseRow {
  const { ranges } = session.timeline;
  const goroutine = ranges.goroutine[row] ?? -1;
  return {
    start: ranges.start[row] ?? 0,
    end: ranges.end[row] ?? 0,
    reason: session.string(ranges.reason[row] ?? 0),
    goroutine: goroutine < 0 ? null : session.goroutine(goroutine),
    place: session.userFrame(ranges.stack[row] ?? 0),
    delay: delayOf(session, row),
  };
}

function delayOf(session: TraceSession, row: number): PauseDelay | null {
  const delay = stopDelay(session.timeline, row);
  if (!delay) return null;
  const { nanos, proc, goroutine, time, reason, stack } = delay;
  return {
    nanos,
    proc: `P${session.timeline.procIds[proc] ?? ''}`,
    goroutine: goroutine < 0 ? null : session.goroutine(goroutine),
    time,
    reason: session.reason(reason),
    place: stack > 0 ? session.userFrame(stack) : null,
  };
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
