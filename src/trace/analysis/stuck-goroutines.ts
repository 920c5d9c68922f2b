import { LaneCursor } from '../timeline/lane-cursor.ts';
import { SPAN_BLOCKED } from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Goroutines that wait at the end of the trace at the same place, and have waited long: leaks look like this. */
export interface StuckGroup {
  /** Where they wait; 0 where the trace does not tell. */
  readonly stack: number;
  /** Row of the timeline's reasons. */
  readonly reason: number;
  /** String row of what most of them started with. */
  readonly function: number;
  /** The one that waits longest first. */
  readonly goroutines: readonly number[];
  /** Since when the first one waits; it may be longer where that is the beginning of the trace. */
  readonly since: number;
}

/**
 * Goroutines that are blocked at the end and have not run in the last `nanos`, by stack; the largest group first.
 * Those of the runtime are left out: they wait by nature.
 */
export function stuckGoroutines(timeline: Timeline, nanos: number): StuckGroup[] {
  const { goroutines, endTime, functionOf, strings } = timeline;
  const groups = new Map<
    string,
    { goroutine: number; since: number; stack: number; reason: number }[]
  >();
  for (let row = 0; row < goroutines.length; row++) {
    if (!Number.isNaN(goroutines.ended[row] ?? 0)) continue;
    if (/^runtime[./]/.test(strings[functionOf[row] ?? 0] ?? '')) continue;
    const cursor = new LaneCursor(timeline, { kind: 'goroutine', row });
    if (!cursor.seek(endTime) || cursor.state !== SPAN_BLOCKED) continue;
    if (cursor.start > endTime - nanos) continue;
    const { start: since, stack, reason } = cursor;
    const key = stack === 0 ? `${stack} ${reason} ${functionOf[row]}` : `${stack} ${reason}`;
    const known = groups.get(key);
    const one = { goroutine: row, since, stack, reason };
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return Array.from(groups.values(), (group) => {
    group.sort((a, b) => a.since - b.since);
    const [first] = group;
    return {
      stack: first?.stack ?? 0,
      reason: first?.reason ?? 0,
      function: functionOf[first?.goroutine ?? 0] ?? 0,
      goroutines: group.map(({ goroutine }) => goroutine),
      since: first?.since ?? 0,
    };
  }).sort((a, b) => b.goroutines.length - a.goroutines.length || a.since - b.since);
}
