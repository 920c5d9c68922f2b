import { basename } from 'node:path';
import { countText, quantityText } from '../../base/format.ts';
import { shortSymbol } from '../../base/go-symbol.ts';
import type { TraceAnswer, TraceInfo } from '../../protocol/timeline.ts';
import { blockedByReason, goroutineGrowth, RANGE_STW, timeByState } from '../../trace/index.ts';
import type { Timeline } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

/** Waiting that is nobody's fault: a server that has nothing to do, a timer, the runtime's own goroutines. */
const IDLE_REASONS = /^(network|sleep|system goroutine wait|forever|GC |chan receive \(nil)/;

/** What the first line and the header of the view say. */
export function traceInfo(session: TraceSession): TraceInfo {
  const { timeline, path } = session;
  return {
    trace: path,
    name: basename(path),
    version: timeline.version,
    endTime: timeline.endTime,
    goroutineCount: session.groups.reduce((sum, { goroutines }) => sum + goroutines.length, 0),
    procCount: timeline.procIds.length,
    taskCount: timeline.tasks.length,
    sampleCount: timeline.samples.length,
    isComplete: timeline.isComplete,
    readShare: 1,
    section: null,
    restProblem: null,
    doubtful: doubtful(timeline),
    answer: answer(session),
    growth: growth(session),
    problems: timeline.problems.map(({ message, offset }) =>
      offset === undefined ? message : `${message} (byte ${offset})`,
    ),
  };
}

/** Segments in which order was forced, joined where they touch. */
function doubtful({ segments }: Timeline): TraceInfo['doubtful'] {
  const found: { start: number; end: number }[] = [];
  for (const { base, end, isUncertain } of segments) {
    if (!isUncertain || end === base) continue;
    const last = found.at(-1);
    if (last?.end === base) last.end = end;
    else found.push({ start: base, end });
  }
  return found;
}

/** The first stretch in which goroutines grew as leaks do. */
function growth(session: TraceSession): TraceInfo['growth'] {
  const [first] = goroutineGrowth(session.timeline);
  if (!first) return null;
  const { start, end, from, to, function: name, created } = first;
  const most = shortSymbol(session.string(name));
  const words = `Goroutines grew from ${countText(from)} to ${countText(to)} in ${quantityText(end - start, 'nanoseconds')}, most of them ${most} (${countText(created)} started)`;
  return { start, end, words };
}

/** Share of the processors' time in a range in which they ran something. */
export function busyShare(timeline: Timeline, start: number, end: number): number {
  const states = timeByState(timeline, { start, end }, 'proc');
  const ran = states.reduce((sum, nanos, state) => (state === 0 ? sum : sum + nanos), 0);
  const { procCount } = timeline;
  const procs = procCount.value[procCount.length - 1] ?? timeline.procIds.length;
  return end > start && procs > 0 ? Math.min(1, ran / (procs * (end - start))) : 0;
}

function answer(session: TraceSession): TraceAnswer {
  const { timeline } = session;
  return {
    busy: busyShare(timeline, 0, timeline.endTime),
    longestStop: longestStop(timeline),
    worstWait: worstWait(session),
  };
}

function longestStop({ ranges }: Timeline): TraceAnswer['longestStop'] {
  let longest: TraceAnswer['longestStop'] = null;
  for (let row = 0; row < ranges.length; row++) {
    if (ranges.kind[row] !== RANGE_STW) continue;
    const time = ranges.start[row] ?? 0;
    const nanos = (ranges.end[row] ?? 0) - time;
    if (longest === null || nanos > longest.nanos) longest = { time, nanos };
  }
  return longest;
}

/** The stack on which goroutines waited most; only waiting that has a cause in the program counts. */
function worstWait(session: TraceSession): TraceAnswer['worstWait'] {
  const { timeline } = session;
  const nanos = blockedByReason(timeline);
  const stackCount = timeline.stacks.length;
  let total = 0;
  let worst = { nanos: 0, stack: 0, reason: '' };
  for (let reason = 1; reason < timeline.reasons.length; reason++) {
    const words = session.reason(reason);
    if (IDLE_REASONS.test(words)) continue;
    for (let stack = 1; stack < stackCount; stack++) {
      const waited = nanos[reason * stackCount + stack] ?? 0;
      total += waited;
      if (waited > worst.nanos) worst = { nanos: waited, stack, reason: words };
    }
  }
  const place = session.userFrame(worst.stack);
  if (place === null || worst.nanos === 0) return null;
  const { function: name, file, line } = place;
  const { reason } = worst;
  return { function: name, file, line, reason, nanos: worst.nanos, share: worst.nanos / total };
}
