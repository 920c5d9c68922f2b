import type { TimeRange } from '../timeline/range-statistics.ts';
import { findLane, firstAfter, linkOf, stateOf } from '../timeline/span-columns.ts';
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
    const { base, goroutines } = segment;
    const { lane, start, word, stack } = goroutines;
    const before = k > 0 ? segments[k - 1]?.goroutines : undefined;
    for (const [place, row] of lane.entries()) {
      const first = goroutines.from[place] ?? 0;
      const behind = goroutines.to[place] ?? 0;
      for (
        let span = Math.max(first, firstAfter(start, first, behind, from - base - 1));
        span < behind && base + (start[span] ?? 0) < to;
        span++
      ) {
        const what = word[span] ?? 0;
        if (stateOf(what) !== SPAN_RUNNABLE || linkOf(what) !== goroutine || row === goroutine) {
          continue;
        }
        // The first span of a lane may only continue what was so before.
        const isFirst = span === first;
        if (isFirst && before !== undefined && findLane(before, row) >= 0) continue;
        const time = base + (start[span] ?? 0);
        const isNew = isFirst && (timeline.goroutines.created[row] ?? Number.NaN) === time;
        found.push({ time, goroutine: row, stack: stack[span] ?? 0, isNew });
      }
    }
  }
  return found.sort((a, b) => a.time - b.time).slice(0, limit);
}
