/**
 * What a screen shows of some lanes:
 *
 * 1. A slice at least a pixel wide is itself.
 * 2. Narrower ones that begin in the same pixel are one block, which says how many they are, what they did most of the
 *    time, and for which share of it. Nothing is left out: every slice is itself or counted.
 */
import { LaneCursor } from './lane-cursor.ts';
import { SliceBuilder, type SliceWindow } from './slice-builder.ts';
import {
  addSums,
  findLane,
  firstAfter,
  linkOf,
  reasonOf,
  stateOf,
  SUM_COUNT,
  SUM_WIDTH,
} from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';
import { columnsOf, type Lane, segmentAt, type Timeline } from './timeline.ts';

export interface WindowQuery {
  readonly lanes: readonly Lane[];
  /** Nanoseconds of the trace. */
  readonly start: number;
  readonly end: number;
  /** Pixels between `start` and `end`. */
  readonly pixels: number;
}

export function sliceWindow(timeline: Timeline, query: WindowQuery): SliceWindow {
  const walk = new WindowWalk(timeline, query);
  for (const [index, lane] of query.lanes.entries()) walk.add(index, lane);
  return walk.out.take();
}

class WindowWalk {
  readonly out = new SliceBuilder();
  readonly #timeline: Timeline;
  readonly #start: number;
  readonly #end: number;
  readonly #pixel: number;
  readonly #sums = new Float64Array(SUM_WIDTH);
  /** The last slice lasts until the end of the segment: the next segment goes on with it. */
  #isOpen = false;

  constructor(timeline: Timeline, { start, end, pixels }: WindowQuery) {
    this.#timeline = timeline;
    this.#start = start;
    this.#end = end;
    this.#pixel = Math.max((end - start) / Math.max(1, pixels), Number.MIN_VALUE);
  }

  add(index: number, lane: Lane): void {
    const { segments } = this.#timeline;
    this.out.lane = index;
    this.out.kind = lane.kind;
    this.#isOpen = false;
    const first = segmentAt(this.#timeline, this.#start);
    for (let k = first; k < segments.length; k++) {
      if ((segments[k]?.base ?? 0) >= this.#end) break;
      this.#addSegment(k, lane);
    }
    if (!this.#isOpen) return;
    // It may go on behind the window.
    const cursor = new LaneCursor(this.#timeline, lane);
    if (cursor.seek(this.out.lastStart)) this.out.endLast(cursor.end);
  }

  #addSegment(index: number, lane: Lane): void {
    const segment = this.#timeline.segments[index];
    if (segment === undefined) return;
    const columns = columnsOf(segment, lane.kind);
    const place = findLane(columns, lane.row);
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    if (place < 0) return;
    const { start, word } = columns;
    const { base } = segment;
    const from = columns.from[place] ?? 0;
    const to = columns.to[place] ?? 0;
    const length = segment.end - base;
    const windowStart = this.#start - base;
    const windowEnd = this.#end - base;
    let span = Math.max(from, firstAfter(start, from, to, windowStart) - 1);
    if (wasOpen && span === from) {
      this.#isOpen = to === from + 1;
      this.out.endLast(base + (this.#isOpen ? length : (start[from + 1] ?? 0)));
      span++;
    }
    while (span < to) {
      const at = start[span] ?? 0;
      if (at >= windowEnd) return;
      const isLast = span === to - 1;
      const until = isLast ? length : (start[span + 1] ?? 0);
      if (isLast || at < windowStart || until - at >= this.#pixel) {
        this.#single(columns, span, base, until, segment.isUncertain);
        if (span === from && index > 0) this.#beganBefore(lane, base + at);
        this.#isOpen = isLast && stateOf(word[span] ?? 0) !== SPAN_NONE;
        span++;
      } else span = this.#block(columns, { from: span, to }, segment);
    }
  }

  /** Slices that begin in the pixel of `from` and are narrower than one; returns the span behind them. */
  #block(
    columns: SpanColumnsOfSegment,
    { from, to }: { readonly from: number; readonly to: number },
    segment: { readonly base: number; readonly end: number; readonly isUncertain: boolean },
  ): number {
    const { base } = segment;
    const length = segment.end - base;
    const begin = columns.start[from] ?? 0;
    const pixel = Math.floor((base + begin - this.#start) / this.#pixel);
    const border = this.#start + (pixel + 1) * this.#pixel - base;
    let last = firstAfter(columns.start, from + 1, to, border);
    // The last one may reach far beyond; the last of the segment goes on in the next one.
    const reaches = last === to ? length : (columns.start[last] ?? 0);
    const isWide = reaches - (columns.start[last - 1] ?? 0) >= this.#pixel;
    if (last - 1 > from && (isWide || last === to)) last--;
    const until = last === to ? length : (columns.start[last] ?? 0);
    this.#sums.fill(0);
    addSums(columns, { first: from, last, to }, length, this.#sums);
    const count = this.#sums[SUM_COUNT] ?? 0;
    if (count === 1) {
      let span = from;
      while (stateOf(columns.word[span] ?? 0) === SPAN_NONE) span++;
      const end = span === to - 1 ? length : (columns.start[span + 1] ?? 0);
      this.#single(columns, span, base, end, segment.isUncertain);
    } else if (count > 1) {
      this.out.block(base + begin, base + until, this.#sums, segment.isUncertain);
    }
    return last;
  }

  #single(
    { start, word, stack }: SpanColumnsOfSegment,
    span: number,
    base: number,
    until: number,
    isUncertain: boolean,
  ): void {
    const what = word[span] ?? 0;
    const doing = stateOf(what);
    if (doing === SPAN_NONE) return;
    this.out.single(base + (start[span] ?? 0), base + until, doing, isUncertain);
    this.out.detail(reasonOf(what), stack[span] ?? 0, linkOf(what));
  }

  #beganBefore(lane: Lane, time: number): void {
    const cursor = new LaneCursor(this.#timeline, lane);
    if (cursor.seek(time) && cursor.start < time) this.out.startLast(cursor.start);
  }
}

type SpanColumnsOfSegment = ReturnType<typeof columnsOf>;
