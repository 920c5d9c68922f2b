/**
 * Many goroutines in one row: per pixel, how many of them were in which state on average. Spans that cover whole pixels
 * are counted by their two ends, so that a goroutine that waits for long costs no more than one that does not.
 */
import { SPAN_STRIDE, stateOf } from './span-columns.ts';
import { addSums, SUM_WIDTH } from './span-sums.ts';
import { SpanCursor } from './span-cursor.ts';
import { SPAN_NONE, SPAN_STATES } from './span-states.ts';
import { columnsOf, type LaneKind, segmentAt, type Timeline } from './timeline.ts';

export interface DensityQuery {
  readonly kind: LaneKind;
  /** Rows of each group; a row is in one group at most. */
  readonly groups: readonly Iterable<number>[];
  readonly start: number;
  readonly end: number;
  readonly pixels: number;
}

/** Average numbers: that of group g, state s, pixel p is at `(g * SPAN_STATES + s) * pixels + p`. */
export interface DensityWindow {
  readonly pixels: number;
  readonly values: Float32Array;
}

export function densityWindow(timeline: Timeline, query: DensityQuery): DensityWindow {
  const pixels = Math.max(1, Math.floor(query.pixels));
  const values = new Float32Array(query.groups.length * SPAN_STATES * pixels);
  const groupOf = groupsByRow(timeline, query);
  const groups = query.groups.map(() => new Bins(pixels, query.start, query.end));
  for (let k = segmentAt(timeline, query.start); k < timeline.segments.length; k++) {
    const segment = timeline.segments[k];
    if (segment === undefined || segment.base >= query.end) break;
    const { base } = segment;
    const columns = columnsOf(segment, query.kind);
    const cursor = new SpanCursor(columns, segment.end - base);
    // A segment has some of the lanes of the trace: none is looked for.
    for (let place = 0; place < columns.lane.length; place++) {
      const bins = groups[groupOf[columns.lane[place] ?? 0] ?? -1];
      if (bins === undefined) continue;
      cursor.seek(place, query.start - base);
      do {
        const begin = base + cursor.start;
        if (begin >= query.end) break;
        bins.addMany(cursor, place, base);
        const state = stateOf(cursor.word);
        if (state !== SPAN_NONE) bins.add(state, base + cursor.start, base + cursor.end);
      } while (cursor.next());
    }
  }
  for (const [group, bins] of groups.entries()) {
    bins.store(values.subarray(group * SPAN_STATES * pixels));
  }
  return { pixels, values };
}

/** By row of a lane its group, or -1. */
function groupsByRow(
  { goroutineIds, procIds, threadIds }: Timeline,
  { kind, groups }: DensityQuery,
): Int32Array {
  const { length } = { goroutine: goroutineIds, proc: procIds, thread: threadIds }[kind];
  const groupOf = new Int32Array(length).fill(-1);
  for (const [group, rows] of groups.entries()) for (const row of rows) groupOf[row] = group;
  return groupOf;
}

class Bins {
  readonly #pixels: number;
  readonly #start: number;
  readonly #pixel: number;
  /** Parts of pixels, and where whole ones begin and end. */
  readonly #part: Float64Array;
  readonly #steps: Float64Array;
  readonly #sums = new Float64Array(SUM_WIDTH);

  constructor(pixels: number, start: number, end: number) {
    this.#pixels = pixels;
    this.#start = start;
    this.#pixel = Math.max((end - start) / pixels, Number.MIN_VALUE);
    this.#part = new Float64Array(SPAN_STATES * pixels);
    this.#steps = new Float64Array(SPAN_STATES * (pixels + 1));
  }

  /** Where a pixel has hundreds of spans, takes them all at once: the cursor goes to the last one that begins in it. */
  addMany(cursor: SpanCursor, place: number, base: number): void {
    const begin = base + cursor.start;
    if (begin < this.#start) return;
    const pixel = Math.floor((begin - this.#start) / this.#pixel);
    const border = this.#start + (pixel + 1) * this.#pixel - base;
    const { markStart, early, to } = cursor.columns;
    const mark = Math.floor(cursor.span / SPAN_STRIDE) + 2;
    if (mark * SPAN_STRIDE >= (to[place] ?? 0) || (markStart[mark] ?? 0) - early >= border) return;
    const ahead = new SpanCursor(cursor.columns, cursor.length);
    ahead.seek(place, border);
    this.#sums.fill(0);
    addSums(cursor, { place, last: ahead.span }, this.#sums);
    cursor.follow(ahead);
    if (pixel >= this.#pixels) return;
    for (let state = SPAN_NONE + 1; state < SPAN_STATES; state++) {
      const at = state * this.#pixels + pixel;
      this.#part[at] = (this.#part[at] ?? 0) + (this.#sums[state] ?? 0) / this.#pixel;
    }
  }

  add(state: number, start: number, end: number): void {
    const pixels = this.#pixels;
    const from = Math.max(0, (start - this.#start) / this.#pixel);
    const to = Math.min(pixels, (end - this.#start) / this.#pixel);
    if (!(from < to)) return;
    const first = Math.floor(from);
    const last = Math.floor(to);
    const part = this.#part;
    const row = state * pixels;
    if (first === last) {
      part[row + first] = (part[row + first] ?? 0) + to - from;
      return;
    }
    part[row + first] = (part[row + first] ?? 0) + first + 1 - from;
    if (last < pixels) part[row + last] = (part[row + last] ?? 0) + to - last;
    const steps = this.#steps;
    const step = state * (pixels + 1);
    steps[step + first + 1] = (steps[step + first + 1] ?? 0) + 1;
    steps[step + last] = (steps[step + last] ?? 0) - 1;
  }

  store(into: Float32Array): void {
    const pixels = this.#pixels;
    for (let state = 0; state < SPAN_STATES; state++) {
      let whole = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        whole += this.#steps[state * (pixels + 1) + pixel] ?? 0;
        into[state * pixels + pixel] = whole + (this.#part[state * pixels + pixel] ?? 0);
      }
    }
  }
}
