/** What must hold of every window of a timeline, whatever it shows. */
import { LaneCursor } from '../../src/trace/timeline/lane-cursor.ts';
import { timeByState } from '../../src/trace/timeline/range-statistics.ts';
import { sliceWindow, type WindowQuery } from '../../src/trace/timeline/slice-window.ts';
import { SPAN_STATES } from '../../src/trace/timeline/span-states.ts';
import type { Lane, Timeline } from '../../src/trace/timeline/timeline.ts';

/** What is wrong with a window, one line each. */
export function checkWindow(timeline: Timeline, query: WindowQuery): string[] {
  const complaints: string[] = [];
  const window = sliceWindow(timeline, query);
  const pixel = (query.end - query.start) / query.pixels;
  const counts = new Float64Array(query.lanes.length);
  const shown = new Float64Array(query.lanes.length);
  for (let row = 0; row < window.length; row++) {
    const lane = window.lane[row] ?? 0;
    const count = window.count[row] ?? 0;
    const [start, end] = [window.start[row] ?? 0, window.end[row] ?? 0];
    counts[lane] = (counts[lane] ?? 0) + count;
    shown[lane] = (shown[lane] ?? 0) + 1;
    if (!(start < query.end && end > query.start)) complaints.push(`row ${row} is outside`);
    if (count > 1 !== ((window.flags[row] ?? 0) % 2 === 1)) complaints.push(`row ${row}: flags`);
    if (count > 1 && end - start > 2 * pixel) complaints.push(`row ${row} is a wide block`);
    const isNext = window.lane[row - 1] === lane;
    if (isNext && (window.end[row - 1] ?? 0) > start) complaints.push(`row ${row} overlaps`);
  }
  for (const [index, lane] of query.lanes.entries()) {
    const expected = countSlices(timeline, lane, query);
    if (counts[index] !== expected) {
      complaints.push(`lane ${index} has ${expected} slices, the window ${counts[index]}`);
    }
    // At most a block and a slice for each pixel, one slice at each border of segments, and the edges.
    const most = query.pixels * 2 + timeline.segments.length * 2 + 2;
    if ((shown[index] ?? 0) > most) complaints.push(`lane ${index} has ${shown[index]} rows`);
  }
  return complaints;
}

/** Nanoseconds by state of one lane in a range, slice by slice. */
export function slowTimes(timeline: Timeline, lane: Lane, start: number, end: number): number[] {
  const times = Array.from({ length: SPAN_STATES }, () => 0);
  const cursor = new LaneCursor(timeline, lane);
  for (let isThere = cursor.first(); isThere && cursor.start < end; isThere = cursor.next()) {
    const time = Math.min(end, cursor.end) - Math.max(start, cursor.start);
    if (time > 0) times[cursor.state] = (times[cursor.state] ?? 0) + time;
  }
  return times;
}

/** The same as the timeline computes it. */
export function fastTimes(timeline: Timeline, lane: Lane, start: number, end: number): number[] {
  return [...timeByState(timeline, { start, end }, lane.kind, [lane.row])];
}

function countSlices(timeline: Timeline, lane: Lane, { start, end }: WindowQuery): number {
  const cursor = new LaneCursor(timeline, lane);
  let count = 0;
  for (let isThere = cursor.first(); isThere && cursor.start < end; isThere = cursor.next()) {
    if (cursor.end > start && cursor.state !== 0) count++;
  }
  return count;
}
