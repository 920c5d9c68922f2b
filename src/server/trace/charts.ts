import type { Charts, ChartsQuery } from '../../protocol/timeline.ts';
import { densityWindow, RANGE_GC, SPAN_STATES, seriesWindow } from '../../trace/index.ts';
import type { TraceSession } from './trace-session.ts';

/** Heap, goroutines and busy processors over time, and when the GC marked. */
export function charts(session: TraceSession, { start, end, pixels }: ChartsQuery): Charts {
  const { timeline } = session;
  const range = { start, end, pixels: Math.max(1, Math.floor(pixels)) };
  const heap = seriesWindow(timeline.heapAlloc, range);
  const goal = seriesWindow(timeline.heapGoal, range);
  const goroutines = seriesWindow(session.goroutineCounts, range);
  const { ranges, procIds } = timeline;
  const gc: number[] = [];
  for (let row = 0; row < ranges.length; row++) {
    if (ranges.kind[row] !== RANGE_GC) continue;
    const from = ranges.start[row] ?? 0;
    const to = ranges.end[row] ?? 0;
    if (to > start && from < end) gc.push(from, to);
  }
  return {
    heapLow: heap.low,
    heapHigh: heap.high,
    goalHigh: goal.high,
    goroutinesLow: goroutines.low,
    goroutinesHigh: goroutines.high,
    busy: busy(session, range),
    procCount: procIds.length,
    gc: Float64Array.from(gc),
  };
}

function busy(
  { timeline }: TraceSession,
  range: { readonly start: number; readonly end: number; readonly pixels: number },
): Float64Array {
  const groups = [[...timeline.procIds.keys()]];
  const { values, pixels } = densityWindow(timeline, { kind: 'proc', groups, ...range });
  const sums = new Float64Array(pixels);
  for (let state = 1; state < SPAN_STATES; state++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      sums[pixel] = (sums[pixel] ?? 0) + (values[state * pixels + pixel] ?? 0);
    }
  }
  return sums;
}
