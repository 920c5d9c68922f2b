import type { LatencyReport, StarvationReport } from '../../protocol/trace-reports.ts';
import { goroutineGrowth, longSyscalls, schedulerLatency } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const SYSCALL_NANOS = 100e6;
const SYSCALL_LIMIT = 200;
const STRETCH_LIMIT = 50;
const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999];

/** How long goroutines waited for a processor, syscalls that took long, idle processors, growth. */
export function latencyReport(session: TraceSession): LatencyReport {
  const { timeline } = session;
  const latency = schedulerLatency(timeline);
  const syscalls = longSyscalls(timeline, SYSCALL_NANOS);
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
