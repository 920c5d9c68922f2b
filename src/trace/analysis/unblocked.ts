import type { TimeRange } from '../timeline/range-statistics.ts';
import { findLane, linkOf, stateOf } from '../timeline/span-columns.ts';
import { SpanCursor } from '../timeline/span-cursor.ts';
import { SPAN_RUNNABLE } from '../timeline/span-states.ts';
import { segmentAt, type Timeline } from '../timeline/timeline.ts';

/** A goroutine that another one made runnable: by ending its wait, or by creating it. */
export interface Unblocked {
  readonly time: number;
  readonly goroutine: number;
  /** Where the other one did it; 0 where that is not known. */
  readonly stack: number;
  /** It was created, not woken. */
  readonly isNew: boolean;
}

/** Whom a goroutine made runnable in a range, in order, at most `limit`. */
export function unblockedIn(
  timeline: Timeline,
  goroutine: number,
  { start: from, end: to }: TimeRange,
  limit: number,
): Unblocked[] {
  const { segments } = timeline;
  const found: Unblocked[] = [];
  for (let k = segmentAt(timeline, from); k < segments.length; k++) {
    const segment = segments[k];
    if (segment === undefined || segment.base >= to) break;
    const { base, end, goroutines } = segment;
    const before = k > 0 ? segments[k - 1]?.goroutines : undefined;
    const cursor = new SpanCursor(goroutines, end - base);
    for (const [place, row] of goroutines.lane.entries()) {
      if (row === goroutine) continue;
      const first = goroutines.from[place] ?? 0;
      cursor.seek(place, from - base - 1);
      do {
        const time = base + cursor.start;
        if (time >= to) break;
        const { word, stack } = cursor;
        if (time < from || stateOf(word) !== SPAN_RUNNABLE || linkOf(word) !== goroutine) continue;
        // The first span of a lane may only continue what was so before.
        const isFirst = cursor.span === first;
        if (isFirst && before !== undefined && findLane(before, row) >= 0) continue;
        const isNew = isFirst && (timeline.goroutines.created[row] ?? Number.NaN) === time;
        found.push({ time, goroutine: row, stack, isNew });
      } while (cursor.next());
    }
  }
  return found.sort((a, b) => a.time - b.time).slice(0, limit);
}
