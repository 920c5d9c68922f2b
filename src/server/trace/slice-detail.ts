import type { SliceDetail, SliceQuery, UnblockQuery } from '../../protocol/timeline.ts';
import {
  LANE_GOROUTINE,
  LANE_PROC,
  LANE_THREAD,
  STATE_BLOCKED,
  STATE_RUNNABLE,
} from '../../protocol/timeline.ts';
import { nextUnblock, sliceAt, unblockedIn } from '../../trace/index.ts';
import type { LaneKind, Slice } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

const KINDS: Readonly<Record<number, LaneKind>> = {
  [LANE_GOROUTINE]: 'goroutine',
  [LANE_PROC]: 'proc',
  [LANE_THREAD]: 'thread',
};

/** A slice that lets more go than this is a broadcast. */
const UNBLOCKED_LIMIT = 20;

/** Everything about the slice of a lane at a time; null where the lane does nothing. */
export function sliceDetail(session: TraceSession, query: SliceQuery): SliceDetail | null {
  const { kind } = query.lane;
  const key = query.goroutineId === undefined ? query.lane.key : session.rowOf(query.goroutineId);
  const laneKind = KINDS[kind];
  if (laneKind === undefined) return null;
  const slice = sliceAt(session.timeline, { kind: laneKind, row: key }, query.time);
  return slice && detailOf(session, { kind, key }, slice);
}

/** The wait that ended with the next unblock of a goroutine after a time, or the one before. */
export function unblockDetail(session: TraceSession, query: UnblockQuery): SliceDetail | null {
  const { goroutine, time, direction } = query;
  const unblock = nextUnblock(session.timeline, goroutine, time, direction);
  if (!unblock?.waited) return null;
  return detailOf(session, { kind: LANE_GOROUTINE, key: goroutine }, unblock.waited);
}

function detailOf(session: TraceSession, lane: SliceQuery['lane'], slice: Slice): SliceDetail {
  const { timeline } = session;
  const isGoroutine = lane.kind === LANE_GOROUTINE;
  const other = slice.goroutine >= 0 ? session.goroutine(slice.goroutine) : null;
  const creator = isGoroutine ? (timeline.goroutines.creator[lane.key] ?? -1) : -1;
  const creation = isGoroutine ? (timeline.goroutines.creationStack[lane.key] ?? 0) : 0;
  return {
    lane,
    title: titleOf(session, lane),
    state: slice.state,
    reason: session.reason(slice.reason),
    start: slice.start,
    end: slice.end,
    stack: session.stack(slice.stack),
    startedAs: isGoroutine ? session.goroutine(lane.key).function : (other?.function ?? ''),
    goroutine: isGoroutine ? null : other,
    proc: slice.proc >= 0 ? `P${timeline.procIds[slice.proc] ?? ''}` : null,
    unblockedBy: isGoroutine ? unblockedBy(session, lane.key, slice) : null,
    unblocked: unblockedBySlice(session, lane, slice),
    creator: creator >= 0 ? session.goroutine(creator) : null,
    createdAt: creation > 0 ? session.userFrame(creation) : null,
  };
}

/** Of a lane that shows what a goroutine does while it runs. */
function unblockedBySlice(
  session: TraceSession,
  lane: SliceQuery['lane'],
  slice: Slice,
): SliceDetail['unblocked'] {
  const row = lane.kind === LANE_GOROUTINE ? lane.key : slice.goroutine;
  if (row < 0 || slice.state === STATE_BLOCKED || slice.state === STATE_RUNNABLE) return [];
  return unblockedIn(session.timeline, row, slice, UNBLOCKED_LIMIT).map(
    ({ goroutine, time, isNew }) => ({ goroutine: session.goroutine(goroutine), time, isNew }),
  );
}

function titleOf(session: TraceSession, { kind, key }: SliceQuery['lane']): string {
  if (kind === LANE_GOROUTINE) return session.goroutineTitle(key);
  const { procIds, threadIds } = session.timeline;
  return kind === LANE_PROC ? `P${procIds[key] ?? ''}` : `M ${threadIds[key] ?? ''}`;
}

/** A wait ends as runnable: that slice says who did it. A runnable slice itself is asked directly. */
function unblockedBy(
  session: TraceSession,
  goroutine: number,
  slice: Slice,
): SliceDetail['unblockedBy'] {
  const { timeline } = session;
  const lane = { kind: 'goroutine', row: goroutine } as const;
  const runnable =
    slice.state === STATE_BLOCKED
      ? sliceAt(timeline, lane, slice.end)
      : slice.state === STATE_RUNNABLE
        ? slice
        : null;
  if (runnable?.state !== STATE_RUNNABLE) return null;
  return {
    goroutine: runnable.goroutine >= 0 ? session.goroutine(runnable.goroutine) : null,
    time: runnable.start,
    place: runnable.stack > 0 ? session.userFrame(runnable.stack) : null,
    waited: runnable.end - runnable.start,
  };
}
