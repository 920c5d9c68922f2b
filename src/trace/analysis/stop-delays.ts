/**
 * What delayed a stop of the world. The range of a stop begins when it is asked for, before any processor stopped:
 *
 * 1. Every processor that a thread held then loses it when it stops: that is where the thread's span ends.
 * 2. The last one to stop is what the stop waited for; until then nothing was stopped as a whole.
 * 3. What ran on it last is the goroutine that was slow to stop, and where that stopped is where it noticed.
 */
import { LaneCursor } from '../timeline/lane-cursor.ts';
import { SPAN_NONE, SPAN_RUNNING } from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface StopDelay {
  /** Nanoseconds from the request until the last other processor stood. */
  readonly nanos: number;
  readonly proc: number;
  /** Who ran there last; -1 when the processor only looked for work. */
  readonly goroutine: number;
  /** When that goroutine stopped, why, and where; 0 for what the trace does not tell. */
  readonly time: number;
  readonly reason: number;
  readonly stack: number;
}

/** For a row of the ranges that is a stop of the world; null when no other processor was in use. */
export function stopDelay(timeline: Timeline, row: number): StopDelay | null {
  const { ranges, threadIds } = timeline;
  const start = ranges.start[row] ?? 0;
  const end = ranges.end[row] ?? 0;
  const own = ranges.goroutine[row] ?? -1;
  let last: { readonly proc: number; readonly time: number } | null = null;
  for (let thread = 0; thread < threadIds.length; thread++) {
    const cursor = new LaneCursor(timeline, { kind: 'thread', row: thread });
    if (!cursor.seek(start) || cursor.state !== SPAN_RUNNING) continue;
    const time = cursor.end;
    // Whoever stops the world keeps its processor until after the end.
    if (time > end || time <= start) continue;
    if (last === null || time > last.time) last = { proc: cursor.link, time };
  }
  return last && whoStopped(timeline, { ...last, start, own });
}

function whoStopped(
  timeline: Timeline,
  { proc, time, start, own }: { proc: number; time: number; start: number; own: number },
): StopDelay {
  const nothing = { nanos: time - start, proc, goroutine: -1, time, reason: 0, stack: 0 };
  const cursor = new LaneCursor(timeline, { kind: 'proc', row: proc });
  if (!cursor.seek(time - 1)) return nothing;
  if (cursor.state === SPAN_NONE && !cursor.previous()) return nothing;
  const goroutine = cursor.link;
  // It stopped before the request: its processor was only looking for work.
  if (cursor.end <= start || goroutine < 0 || goroutine === own) return nothing;
  const lane = new LaneCursor(timeline, { kind: 'goroutine', row: goroutine });
  if (!lane.seek(cursor.end)) return { ...nothing, goroutine, time: cursor.end };
  const { reason, stack } = lane;
  return { ...nothing, goroutine, time: cursor.end, reason, stack };
}
