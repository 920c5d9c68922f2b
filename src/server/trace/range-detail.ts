import type { RangeDetail, RangeQuery } from '../../protocol/timeline.ts';
import { LANE_GOROUTINE, LANE_GROUP, STATE_BLOCKED } from '../../protocol/timeline.ts';
import { sampleWeights, SPAN_RUNNING, stateWeights, timeByState } from '../../trace/index.ts';
import { flameOf } from './flame.ts';
import { busyShare } from './trace-info.ts';
import type { TraceSession } from './trace-session.ts';

const WAIT_COUNT = 12;

/** What happened between two times, over all goroutines or those of one lane. */
export function rangeDetail(session: TraceSession, query: RangeQuery): RangeDetail {
  const { timeline } = session;
  const { start, end, lane } = query;
  const range = { start, end };
  const rows = rowsOf(session, lane);
  const { source, count } = rangeStacks(session, query);
  return {
    title: titleOf(session, lane),
    byState: timeByState(timeline, range, 'goroutine', rows),
    busy: busyShare(timeline, start, end),
    procs: timeline.procIds.length,
    flame: flameOf(session, count, source, query.widthPixels),
    waits: waits(session, range, rows),
  };
}

/** The stacks of a range: CPU samples where there are some, else those of state changes. */
export function rangeStacks(
  session: TraceSession,
  { start, end, lane }: Pick<RangeQuery, 'start' | 'end' | 'lane'>,
): { readonly source: 'samples' | 'stacks'; readonly count: Float64Array } {
  const rows = rowsOf(session, lane);
  const range = { start, end };
  const samples = sampleWeights(session.timeline, range, rows && new Set(rows));
  return samples.total > 0
    ? { source: 'samples', count: samples.count }
    : { source: 'stacks', count: runningStacks(session, range, rows) };
}

function rowsOf(session: TraceSession, lane: RangeQuery['lane']): readonly number[] | null {
  if (lane?.kind === LANE_GOROUTINE) return [lane.key];
  if (lane?.kind !== LANE_GROUP) return null;
  return session.groups.find((group) => group.function === lane.key)?.goroutines ?? [];
}

function titleOf(session: TraceSession, lane: RangeQuery['lane']): string {
  if (lane?.kind === LANE_GOROUTINE) return session.goroutineTitle(lane.key);
  return lane?.kind === LANE_GROUP ? session.string(lane.key) : '';
}

/** Without samples: the stacks with which goroutines stopped running, once for each time. */
function runningStacks(
  { timeline }: TraceSession,
  range: { readonly start: number; readonly end: number },
  rows: readonly number[] | null,
): Float64Array {
  const weights = stateWeights(timeline, range, SPAN_RUNNING, -1, rows);
  const blocked = stateWeights(timeline, range, STATE_BLOCKED, -1, rows);
  return weights.total > 0 && weights.count[0] !== weights.total ? weights.count : blocked.count;
}

function waits(
  session: TraceSession,
  range: { readonly start: number; readonly end: number },
  rows: readonly number[] | null,
): RangeDetail['waits'] {
  const { nanos, count, reason } = stateWeights(session.timeline, range, STATE_BLOCKED, -1, rows);
  return Array.from(nanos.keys())
    .filter((stack) => stack > 0 && (nanos[stack] ?? 0) > 0)
    .sort((a, b) => (nanos[b] ?? 0) - (nanos[a] ?? 0))
    .slice(0, WAIT_COUNT)
    .flatMap((stack) => {
      const place = session.userFrame(stack);
      if (!place) return [];
      const words = session.reason(reason[stack] ?? 0);
      return [{ place, reason: words, nanos: nanos[stack] ?? 0, count: count[stack] ?? 0 }];
    });
}
