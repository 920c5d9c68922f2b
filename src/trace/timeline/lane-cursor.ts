/**
 * Walks the slices of a lane, one at a time, in both directions. A slice is what the lane did from one transition to
 * the next: spans that continue from one segment to the next are one slice.
 */
import {
  findLane,
  firstAfter,
  linkOf,
  reasonOf,
  type Segment,
  type SpanColumns,
  stateOf,
} from './span-columns.ts';
import { SPAN_NONE } from './span-states.ts';
import { columnsOf, type Lane, segmentAt, type Timeline } from './timeline.ts';

export class LaneCursor {
  /** Of the current slice. */
  start = 0;
  end = 0;
  readonly #timeline: Timeline;
  readonly #lane: Lane;
  /** The segment and span in which the slice begins. */
  #segment = 0;
  #span = 0;
  #columns: SpanColumns = NOTHING;
  /** Of the lane, in the current segment. */
  #from = 0;
  #to = 0;
  #base = 0;

  constructor(timeline: Timeline, lane: Lane) {
    this.#timeline = timeline;
    this.#lane = lane;
  }

  get state(): number {
    return stateOf(this.#columns.word[this.#span] ?? SPAN_NONE);
  }

  get reason(): number {
    return reasonOf(this.#columns.word[this.#span] ?? 0);
  }

  get stack(): number {
    return this.#columns.stack[this.#span] ?? 0;
  }

  get link(): number {
    return linkOf(this.#columns.word[this.#span] ?? 0);
  }

  get isUncertain(): boolean {
    return this.#timeline.segments[this.#segment]?.isUncertain ?? false;
  }

  /** Goes to the slice at a time; false when the lane does not exist then. */
  seek(time: number): boolean {
    const segment = segmentAt(this.#timeline, time);
    if (!this.#enter(segment)) return false;
    const span = firstAfter(this.#columns.start, this.#from, this.#to, time - this.#base) - 1;
    if (span < this.#from) return false;
    this.#span = span;
    this.#toBeginning();
    this.#measure();
    return true;
  }

  /** Goes to the first slice that the lane has. */
  first(): boolean {
    for (let segment = 0; segment < this.#timeline.segments.length; segment++) {
      if (!this.#enter(segment)) continue;
      this.#span = this.#from;
      this.#measure();
      return true;
    }
    return false;
  }

  /** Goes to the next slice; false, and stays, when there is none. */
  next(): boolean {
    const { segments } = this.#timeline;
    let isOpen = this.#span === this.#to - 1 && this.state !== SPAN_NONE;
    if (this.#span < this.#to - 1) {
      this.#span++;
      this.#measure();
      return true;
    }
    const segment = this.#segment;
    const span = this.#span;
    for (let next = segment + 1; next < segments.length; next++) {
      if (!this.#enter(next)) {
        isOpen = false;
        continue;
      }
      // The first span only says what goes on.
      this.#span = this.#from + (isOpen ? 1 : 0);
      if (this.#span === this.#to) continue;
      this.#measure();
      return true;
    }
    this.#enter(segment);
    this.#span = span;
    return false;
  }

  /** Goes to the slice before; false, and stays, when there is none. */
  previous(): boolean {
    if (this.#span > this.#from) {
      this.#span--;
      this.#toBeginning();
      this.#measure();
      return true;
    }
    const segment = this.#segment;
    const span = this.#span;
    for (let before = segment - 1; before >= 0; before--) {
      if (!this.#enter(before)) continue;
      this.#span = this.#to - 1;
      this.#toBeginning();
      this.#measure();
      return true;
    }
    this.#enter(segment);
    this.#span = span;
    return false;
  }

  /** Back to the segment in which the slice began. */
  #toBeginning(): void {
    while (this.#span === this.#from && this.#segment > 0) {
      const segment = this.#segment;
      const span = this.#span;
      if (this.#enter(segment - 1)) {
        this.#span = this.#to - 1;
        if (this.state !== SPAN_NONE) continue;
      }
      this.#enter(segment);
      this.#span = span;
      return;
    }
  }

  #measure(): void {
    const { segments } = this.#timeline;
    this.start = this.#base + (this.#columns.start[this.#span] ?? 0);
    if (this.#span < this.#to - 1) {
      this.end = this.#base + (this.#columns.start[this.#span + 1] ?? 0);
      return;
    }
    this.end = segments[this.#segment]?.end ?? this.start;
    if (this.state === SPAN_NONE) return;
    for (let next = this.#segment + 1; next < segments.length; next++) {
      const segment = segments[next];
      if (segment === undefined) return;
      const columns = columnsOf(segment, this.#lane.kind);
      const place = findLane(columns, this.#lane.row);
      if (place < 0) return;
      const from = columns.from[place] ?? 0;
      if (from + 1 < (columns.to[place] ?? 0)) {
        this.end = segment.base + (columns.start[from + 1] ?? 0);
        return;
      }
      this.end = segment.end;
    }
  }

  /** False when the lane does nothing in that segment. */
  #enter(index: number): boolean {
    const segment: Segment | undefined = this.#timeline.segments[index];
    if (segment === undefined) return false;
    const columns = columnsOf(segment, this.#lane.kind);
    const place = findLane(columns, this.#lane.row);
    if (place < 0) return false;
    this.#segment = index;
    this.#columns = columns;
    this.#base = segment.base;
    this.#from = columns.from[place] ?? 0;
    this.#to = columns.to[place] ?? 0;
    return true;
  }
}

const NO_ROWS = new Uint32Array(0);
const NOTHING: SpanColumns = {
  length: 0,
  lane: NO_ROWS,
  from: NO_ROWS,
  to: NO_ROWS,
  start: NO_ROWS,
  word: NO_ROWS,
  stack: NO_ROWS,
  memo: { sums: null },
};
