/** Single slices: what is at a place, what made a goroutine go on, what it had to wait for. */
import { LaneCursor } from './lane-cursor.ts';
import { linksProc } from './slice-builder.ts';
import { SPAN_NONE, SPAN_RUNNABLE, SPAN_BLOCKED } from './span-states.ts';
import type { Lane, Timeline } from './timeline.ts';

/** See the columns of the same names in `SliceWindow`. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  readonly state: number;
  readonly reason: number;
  readonly stack: number;
  readonly goroutine: number;
  readonly proc: number;
  readonly isUncertain: boolean;
}

/** The slice of a lane at a time; null where it does nothing. */
export function sliceAt(timeline: Timeline, lane: Lane, time: number): Slice | null {
  const cursor = new LaneCursor(timeline, lane);
  if (!cursor.seek(time) || cursor.end <= time) return null;
  return cursor.state === SPAN_NONE ? null : sliceOf(cursor, lane);
}

/** All slices of a lane that overlap a range, at most `limit`; what nothing happens in is left out. */
export function slicesOf(
  timeline: Timeline,
  lane: Lane,
  { start, end, limit }: { readonly start: number; readonly end: number; readonly limit: number },
): Slice[] {
  const cursor = new LaneCursor(timeline, lane);
  const slices: Slice[] = [];
  for (let isThere = cursor.seek(start) || cursor.first(); isThere; isThere = cursor.next()) {
    if (cursor.start >= end || slices.length >= limit) break;
    if (cursor.end > start && cursor.state !== SPAN_NONE) slices.push(sliceOf(cursor, lane));
  }
  return slices;
}

/** A goroutine is made runnable by another one. */
export interface Unblock {
  readonly time: number;
  readonly goroutine: number;
  /** Who did it; -1 for the runtime. */
  readonly by: number;
  /** Where `by` did it; 0 where that is not known. */
  readonly stack: number;
  /** Since when the goroutine waited, for what, and where. */
  readonly waited: Slice | null;
}

/** The first unblock of a goroutine after a time, or the last one before. */
export function nextUnblock(
  timeline: Timeline,
  goroutine: number,
  time: number,
  direction: 'next' | 'previous' = 'next',
): Unblock | null {
  const lane: Lane = { kind: 'goroutine', row: goroutine };
  const cursor = new LaneCursor(timeline, lane);
  if (!cursor.seek(time) && !(direction === 'next' && cursor.first())) return null;
  const isNext = direction === 'next';
  do {
    const isThere = isNext ? cursor.start > time : cursor.start < time;
    if (!isThere || cursor.state !== SPAN_RUNNABLE) continue;
    const unblock = unblockAt(timeline, lane, cursor);
    if (unblock !== null) return unblock;
  } while (isNext ? cursor.next() : cursor.previous());
  return null;
}

/** One step of a critical path: what this goroutine did until the step after it. */
export interface PathStep {
  readonly goroutine: number;
  readonly slice: Slice;
}

/**
 * What a goroutine had to wait for, backwards from a time: its slices, and where it waited for another goroutine,
 * instead of the wait what that one did until it let go. The last steps come first.
 */
export function criticalPath(
  timeline: Timeline,
  goroutine: number,
  time: number,
  { since, limit }: { readonly since: number; readonly limit: number },
): PathStep[] {
  const steps: PathStep[] = [];
  let row = goroutine;
  let until = time;
  while (steps.length < limit && until > since) {
    const lane: Lane = { kind: 'goroutine', row };
    const cursor = new LaneCursor(timeline, lane);
    if (!cursor.seek(until)) break;
    if (cursor.start >= until && !cursor.previous()) break;
    const { state } = cursor;
    if (state === SPAN_NONE) break;
    const slice = { ...sliceOf(cursor, lane), end: Math.min(cursor.end, until) };
    steps.push({ goroutine: row, slice });
    until = slice.start;
    const by = slice.goroutine;
    if (state !== SPAN_RUNNABLE || by < 0 || by === row) continue;
    // Blocked until then, or not there yet: the other one is what it took.
    if (!cursor.previous() || cursor.state === SPAN_BLOCKED || cursor.state === SPAN_NONE) row = by;
  }
  return steps;
}

function unblockAt(timeline: Timeline, lane: Lane, cursor: LaneCursor): Unblock | null {
  const before = new LaneCursor(timeline, lane);
  if (!before.seek(cursor.start) || !before.previous()) return null;
  if (before.state !== SPAN_BLOCKED) return null;
  return {
    time: cursor.start,
    goroutine: lane.row,
    by: cursor.link,
    stack: cursor.stack,
    waited: sliceOf(before, lane),
  };
}

function sliceOf(cursor: LaneCursor, { kind }: Lane): Slice {
  const { start, end, state, reason, stack, link, isUncertain } = cursor;
  const isProc = linksProc(kind, state);
  return {
    start,
    end,
    state,
    reason,
    stack,
    goroutine: isProc ? -1 : link,
    proc: isProc ? link : -1,
    isUncertain,
  };
}
