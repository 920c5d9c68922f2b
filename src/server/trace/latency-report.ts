import type {
  LatencyReport,
  PlaceCountRow,
  RunQueueRow,
  StarvationReport,
} from '../../protocol/trace-reports.ts';
import {
  densityWindow,
  goroutineGrowth,
  longestWaits,
  longSyscalls,
  runQueues,
  schedulerLatency,
  SPAN_RUNNABLE,
  SPAN_SYSCALL_BLOCKED,
  stateWeights,
} from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const SYSCALL_NANOS = 100e6;
const SYSCALL_LIMIT = 200;
const STRETCH_LIMIT = 15;
const WAIT_LIMIT = 20;
const PLACE_LIMIT = 50;
/** Parts of the trace that the chart of the queues has figures for. */
const DEPTH_PARTS = 600;
const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999];

/** How long goroutines waited for a processor, syscalls that took long, idle processors, growth. */
export function latencyReport(session: TraceSession): LatencyReport {
  const { timeline } = session;
  const latency = schedulerLatency(timeline);
  const syscalls = longSyscalls(timeline, SYSCALL_NANOS);
  const preempted = preemptedRows(session);
  const lostProcs = placeRows(session, SPAN_SYSCALL_BLOCKED);
  return {
    scheduler: {
      count: latency.count,
      highest: latency.highest,
      quantiles: SHARES.map((share) => ({ share, nanos: latency.quantile(share) })),
      byPower: latency.byPower,
    },
    syscallNanos: SYSCALL_NANOS,
    syscalls: syscalls.slice(0, SYSCALL_LIMIT).map(({ goroutine, start, end, isOpen, stack }) => ({
      goroutine: session.goroutine(goroutine),
      start,
      end,
      isOpen,
      place: session.userFrame(stack),
    })),
    syscallTotal: syscalls.length,
    starvation: starvation(session),
    depth: depth(session),
    endTime: timeline.endTime,
    queues: queueRows(session),
    waits: longestWaits(timeline, WAIT_LIMIT).map((wait) => ({
      ...wait,
      goroutine: session.goroutine(wait.goroutine),
    })),
    preempted: preempted.slice(0, PLACE_LIMIT),
    preemptedTotal: preempted.reduce((sum, { count }) => sum + count, 0),
    lostProcs: lostProcs.slice(0, PLACE_LIMIT),
    lostProcTotal: lostProcs.reduce((sum, { count }) => sum + count, 0),
    growth: goroutineGrowth(timeline).map((alert) => ({
      ...alert,
      function: session.string(alert.function),
    })),
  };
}

function starvation({ timeline }: TraceSession): StarvationReport {
  const { total, count, start, end, deepest, deepestTime, depthNanos } = timeline.starvation;
  const stretches = Array.from(start, (time, row) => ({ start: time, end: end[row] ?? time }));
  stretches.sort((a, b) => b.end - b.start - (a.end - a.start));
  const meanDepth = timeline.endTime > 0 ? depthNanos / timeline.endTime : 0;
  const longest = stretches.slice(0, STRETCH_LIMIT);
  return { nanos: total, count, longest, deepest, deepestTime, meanDepth };
}

function depth({ timeline }: TraceSession): Float64Array {
  const groups = [[...timeline.goroutineIds.keys()]];
  const range = { start: 0, end: timeline.endTime, pixels: DEPTH_PARTS };
  const { values, pixels } = densityWindow(timeline, { kind: 'goroutine', groups, ...range });
  return Float64Array.from(values.subarray(SPAN_RUNNABLE * pixels, (SPAN_RUNNABLE + 1) * pixels));
}

function queueRows({ timeline }: TraceSession): RunQueueRow[] {
  const order = (proc: number): number => timeline.procIds[proc] ?? Number.POSITIVE_INFINITY;
  return runQueues(timeline)
    .sort((a, b) => order(a.proc) - order(b.proc))
    .map(({ proc, queued, stolen, nanos, longest }) => ({
      proc: proc < 0 ? null : `P${timeline.procIds[proc] ?? ''}`,
      queued,
      stolen,
      depth: timeline.endTime > 0 ? nanos / timeline.endTime : 0,
      longest,
    }));
}

function preemptedRows(session: TraceSession): PlaceCountRow[] {
  const { reasons } = session.timeline;
  const reason = reasons.findIndex((_, row) => session.reason(row) === 'preempted');
  return reason < 0 ? [] : placeRows(session, SPAN_RUNNABLE, reason);
}

/** Slices in a state by line: different ways into a loop are one loop. */
function placeRows(session: TraceSession, state: number, reason = -1): PlaceCountRow[] {
  const { timeline } = session;
  const range = { start: 0, end: timeline.endTime };
  const { count, nanos } = stateWeights(timeline, range, state, reason);
  const rows = new Map<string, PlaceCountRow>();
  for (const [stack, times] of count.entries()) {
    const place = times > 0 ? session.userFrame(stack) : null;
    if (!place) continue;
    const key = `${place.file}:${place.line} ${place.function}`;
    const known = rows.get(key);
    rows.set(key, {
      place,
      count: times + (known?.count ?? 0),
      nanos: (nanos[stack] ?? 0) + (known?.nanos ?? 0),
    });
  }
  return [...rows.values()].sort((a, b) => b.count - a.count);
}
