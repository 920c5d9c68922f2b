/**
 * How much of the processors is left to the program, over time, and the worst case per window: the minimum mutator
 * utilization (MutatorUtilizationV2 and MMUCurve of internal/trace/gc.go in Go 1.26).
 *
 * 1. A processor is the GC's while the world stands still for the GC, a goroutine on it assists, a mark worker runs on
 *    it, or it sweeps. Go counts a mark worker again at each of its labels and never lets go; here it counts while it
 *    runs. Without workers the figures are Go's. No two events have the same time: what changes at once is one change.
 * 2. The mean over a window, as a function of where it begins, is linear between the points at which one of the two
 *    edges meets a change: its minimum is at such a point.
 */
import { RANGE_STW, RANGE_SWEEP } from '../timeline/rare-tables.ts';
import { firstFrom } from '../timeline/stack-weights.ts';
import { LaneCursor } from '../timeline/lane-cursor.ts';
import { findLane, stateOf } from '../timeline/span-columns.ts';
import { SpanCursor } from '../timeline/span-cursor.ts';
import { SPAN_ASSIST, SPAN_GC_WORKER } from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What counts as work of the GC. */
export interface UtilizationParts {
  readonly stopTheWorld: boolean;
  readonly workers: boolean;
  readonly assists: boolean;
  readonly sweeps: boolean;
}

/** Share of the processors, from each time to the next; the last one is the end of the trace. */
export interface MutatorUtilization {
  readonly length: number;
  readonly time: Float64Array;
  readonly share: Float64Array;
}

const STOP = 0;
const PROC = 1;
const COUNT = 2;

export function mutatorUtilization(
  timeline: Timeline,
  parts: UtilizationParts,
): MutatorUtilization {
  const { procCount, endTime } = timeline;
  const changes = [...changesOf(timeline, parts)];
  for (let row = 0; row < procCount.length; row++) {
    const time = procCount.time[row] ?? 0;
    changes.push({ time, kind: COUNT, proc: 0, by: procCount.value[row] ?? 0 });
  }
  changes.sort((a, b) => a.time - b.time);
  const busy = new Map<number, number>();
  const times: number[] = [];
  const shares: number[] = [];
  let [procs, stops, used] = [0, 0, 0];
  for (const { time, kind, proc, by } of changes) {
    if (kind === COUNT) procs = by;
    else if (kind === STOP) stops += by;
    else {
      const before = busy.get(proc) ?? 0;
      busy.set(proc, before + by);
      used += Number(before + by > 0) - Number(before > 0);
    }
    if (procs === 0) continue;
    const share = 1 - (stops > 0 ? procs : Math.min(used, procs)) / procs;
    addShare(times, shares, time, share);
  }
  if (times.length > 0) addShare(times, shares, endTime, 0);
  return {
    length: times.length,
    time: Float64Array.from(times),
    share: Float64Array.from(shares),
  };
}

/** The least share in any window of this length, and where that window begins. */
export function minimumUtilization(
  { time, share, length }: MutatorUtilization,
  window: number,
): { readonly share: number; readonly start: number } {
  const [first, last] = [time[0] ?? 0, time[length - 1] ?? 0];
  const size = Math.min(window, last - first);
  if (length === 0 || size <= 0) return { share: 0, start: first };
  const sums = new Float64Array(length);
  for (let k = 1; k < length; k++) {
    const nanos = (time[k] ?? 0) - (time[k - 1] ?? 0);
    sums[k] = (sums[k - 1] ?? 0) + (share[k - 1] ?? 0) * nanos;
  }
  const left = new Integral(time, share, sums);
  const right = new Integral(time, share, sums);
  let least = { share: 1, start: first };
  // Both lists of candidates rise: they are merged on the way.
  let [atLeft, atRight] = [0, firstFrom(time, first + size)];
  while (atLeft < length || atRight < length) {
    const byLeft = time[atLeft] ?? Number.POSITIVE_INFINITY;
    const byRight = (time[atRight] ?? Number.POSITIVE_INFINITY) - size;
    const start = Math.min(byLeft, byRight);
    if (start > last - size) break;
    if (byLeft <= start) atLeft++;
    if (byRight <= start) atRight++;
    const mean = (right.at(start + size) - left.at(start)) / size;
    if (mean < least.share) least = { share: Math.max(0, mean), start };
  }
  return least;
}

/** The integral of the share up to a time; asked for rising times. */
class Integral {
  readonly #time: Float64Array;
  readonly #share: Float64Array;
  readonly #sums: Float64Array;
  #row = 0;

  constructor(time: Float64Array, share: Float64Array, sums: Float64Array) {
    this.#time = time;
    this.#share = share;
    this.#sums = sums;
  }

  at(time: number): number {
    while ((this.#time[this.#row + 1] ?? Number.POSITIVE_INFINITY) <= time) this.#row++;
    const row = this.#row;
    return (this.#sums[row] ?? 0) + (this.#share[row] ?? 0) * (time - (this.#time[row] ?? 0));
  }
}

interface Change {
  readonly time: number;
  readonly kind: number;
  readonly proc: number;
  readonly by: number;
}

function* changesOf(timeline: Timeline, parts: UtilizationParts): Iterable<Change> {
  const { ranges, strings } = timeline;
  for (let row = 0; row < ranges.length; row++) {
    const kind = ranges.kind[row];
    const reason = strings[ranges.reason[row] ?? 0] ?? '';
    const isStop = parts.stopTheWorld && kind === RANGE_STW && reason.startsWith('GC');
    if (!isStop && !(parts.sweeps && kind === RANGE_SWEEP)) continue;
    const place = { kind: isStop ? STOP : PROC, proc: ranges.proc[row] ?? -1 };
    yield { ...place, time: ranges.start[row] ?? 0, by: 1 };
    yield { ...place, time: ranges.end[row] ?? 0, by: -1 };
  }
  const wanted = new Set<number>();
  if (parts.assists) wanted.add(SPAN_ASSIST);
  if (parts.workers) wanted.add(SPAN_GC_WORKER);
  if (wanted.size === 0) return;
  for (let proc = 0; proc < timeline.procIds.length; proc++) {
    for (const { start, end } of slicesIn(timeline, proc, wanted)) {
      yield { kind: PROC, proc, time: start, by: 1 };
      yield { kind: PROC, proc, time: end, by: -1 };
    }
  }
}

/** Slices of a processor in some states; most segments have none of them. */
function* slicesIn(
  timeline: Timeline,
  proc: number,
  wanted: ReadonlySet<number>,
): Iterable<{ readonly start: number; readonly end: number }> {
  const cursor = new LaneCursor(timeline, { kind: 'proc', row: proc });
  let last = Number.NEGATIVE_INFINITY;
  for (const { base, end: until, procs } of timeline.segments) {
    const place = findLane(procs, proc);
    if (place < 0 || !procs.words.some((word) => wanted.has(stateOf(word)))) continue;
    const spans = new SpanCursor(procs, until - base);
    spans.enter(place);
    do {
      if (!wanted.has(stateOf(spans.word))) continue;
      if (!cursor.seek(base + spans.start) || cursor.start <= last) continue;
      last = cursor.start;
      yield { start: cursor.start, end: cursor.end };
    } while (spans.next());
  }
}

/** Only changes; of several at the same time the last one holds. */
function addShare(times: number[], shares: number[], time: number, share: number): void {
  const last = times.length - 1;
  if (times[last] === time) shares[last] = share;
  else if (shares[last] !== share) {
    times.push(time);
    shares.push(share);
  }
}
