/**
 * What a screen shows of some lanes:
 *
 * 1. A slice at least a pixel wide is itself.
 * 2. Narrower ones that begin in the same pixel are one block, which says how many they are, what they did most of the
 *    time, and for which share of it. Nothing is left out: every slice is itself or counted.
 */
import { LaneCursor } from './lane-cursor.ts';
import { SliceBuilder, type SliceWindow } from './slice-builder.ts';
import { findLane, linkOf, reasonOf, stateOf } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { addSums, SUM_COUNT, SUM_WIDTH } from './span-sums.ts';
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
    const { base, isUncertain } = segment;
    const first = columns.from[place] ?? 0;
    const last = (columns.to[place] ?? 0) - 1;
    const cursor = new SpanCursor(columns, segment.end - base);
    cursor.seek(place, this.#start - base);
    if (wasOpen && cursor.span === first) {
      this.#isOpen = first === last;
      this.out.endLast(base + cursor.end);
      if (!cursor.next()) return;
    }
    for (let goesOn = true; goesOn && base + cursor.start < this.#end;) {
      const isLast = cursor.span === last;
      const isCut = base + cursor.start < this.#start;
      if (isLast || isCut || cursor.end - cursor.start >= this.#pixel) {
        this.#single(cursor, base, isUncertain);
        if (cursor.span === first && index > 0) this.#beganBefore(lane, base + cursor.start);
        this.#isOpen = isLast && stateOf(cursor.word) !== SPAN_NONE;
        goesOn = cursor.next();
      } else goesOn = this.#block(cursor, { place, last }, segment);
    }
  }

  /**
   * Slices that begin in the pixel of the current span and are narrower than one; goes to the span behind them, false
   * when there is none.
   */
  #block(
    cursor: SpanCursor,
    { place, last }: { readonly place: number; readonly last: number },
    { base, isUncertain }: { readonly base: number; readonly isUncertain: boolean },
  ): boolean {
    const { span: first, start } = cursor;
    const ahead = new SpanCursor(cursor.columns, cursor.length);
    const pixel = Math.floor((base + start - this.#start) / this.#pixel);
    const border = this.#start + (pixel + 1) * this.#pixel - base;
    ahead.seek(place, border);
    if (ahead.span < first) ahead.follow(cursor);
    let behind = ahead.span + 1;
    let until = ahead.end;
    // The last one may reach far beyond; the last of the segment goes on in the next one.
    const isWide = ahead.end - ahead.start >= this.#pixel;
    if (ahead.span > first && (isWide || ahead.span === last)) {
      behind--;
      until = ahead.start;
    }
    this.#sums.fill(0);
    addSums(cursor, { place, last: behind }, this.#sums);
    const count = this.#sums[SUM_COUNT] ?? 0;
    if (count === 1) {
      cursor.go(place, first);
      while (stateOf(cursor.word) === SPAN_NONE) cursor.next();
      this.#single(cursor, base, isUncertain);
    } else if (count > 1) {
      this.out.block(base + start, base + until, this.#sums, isUncertain);
    }
    cursor.follow(ahead);
    return cursor.span === behind || cursor.next();
  }

  #single({ word, start, end, stack }: SpanCursor, base: number, isUncertain: boolean): void {
    const state = stateOf(word);
    if (state === SPAN_NONE) return;
    this.out.single(base + start, base + end, state, isUncertain);
    this.out.detail(reasonOf(word), stack, linkOf(word));
  }

  #beganBefore(lane: Lane, time: number): void {
    const cursor = new LaneCursor(this.#timeline, lane);
    if (cursor.seek(time) && cursor.start < time) this.out.startLast(cursor.start);
  }
}
