/**
 * Walks the slices of a lane, one at a time, in both directions. A slice is what the lane did from one transition to
 * the next: spans that continue from one segment to the next are one slice.
 */
import { findLane, linkOf, reasonOf, stateOf } from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { SPAN_NONE } from './span-states.ts';
import { columnsOf, type Lane, segmentAt, type Timeline } from './timeline.ts';

export class LaneCursor {
  /** Of the current slice. */
  start = 0;
  end = 0;
  word = SPAN_NONE;
  stack = 0;
  readonly #timeline: Timeline;
  readonly #lane: Lane;
  /** The segment in which the slice begins, and the span there; null before the first move. */
  #segment = 0;
  #cursor: SpanCursor | null = null;
  /** Of the lane in the columns of that segment. */
  #place = 0;

  constructor(timeline: Timeline, lane: Lane) {
    this.#timeline = timeline;
    this.#lane = lane;
  }

  get state(): number {
    return stateOf(this.word);
  }

  get reason(): number {
    return reasonOf(this.word);
  }

  get link(): number {
    return linkOf(this.word);
  }

  get isUncertain(): boolean {
    return this.#timeline.segments[this.#segment]?.isUncertain ?? false;
  }

  /** Goes to the slice at a time; false when the lane does not exist then. */
  seek(time: number): boolean {
    const cursor = this.#enter(segmentAt(this.#timeline, time));
    if (cursor === null || !cursor.seek(this.#place, time - this.#base)) return false;
    this.#toBeginning();
    this.#measure();
    return true;
  }

  /** Goes to the first slice that the lane has. */
  first(): boolean {
    for (let segment = 0; segment < this.#timeline.segments.length; segment++) {
      if (this.#enter(segment) === null) continue;
      this.#measure();
      return true;
    }
    return false;
  }

  /** Goes to the next slice; false, and stays, when there is none. */
  next(): boolean {
    const cursor = this.#cursor;
    if (cursor === null) return false;
    if (cursor.next()) {
      this.#measure();
      return true;
    }
    let isOpen = stateOf(cursor.word) !== SPAN_NONE;
    const { segments } = this.#timeline;
    const segment = this.#segment;
    const place = this.#place;
    for (let following = segment + 1; following < segments.length; following++) {
      const entered = this.#enter(following);
      if (entered === null) {
        isOpen = false;
        continue;
      }
      // The first span only says what goes on.
      if (isOpen && !entered.next()) continue;
      this.#measure();
      return true;
    }
    this.#stand(segment, cursor, place);
    return false;
  }

  /** Goes to the slice before; false, and stays, when there is none. */
  previous(): boolean {
    const cursor = this.#cursor;
    if (cursor === null) return false;
    const segment = this.#segment;
    const place = this.#place;
    const columns = cursor.columns;
    if (cursor.span > (columns.from[place] ?? 0)) {
      cursor.go(place, cursor.span - 1);
      this.#toBeginning();
      this.#measure();
      return true;
    }
    for (let before = segment - 1; before >= 0; before--) {
      if (this.#enterLast(before) === null) continue;
      this.#toBeginning();
      this.#measure();
      return true;
    }
    this.#stand(segment, cursor, place);
    return false;
  }

  /** Back to the segment in which the slice began. */
  #toBeginning(): void {
    for (;;) {
      const cursor = this.#cursor;
      const segment = this.#segment;
      const place = this.#place;
      if (cursor === null || segment === 0) return;
      if (cursor.span > (cursor.columns.from[place] ?? 0)) return;
      const before = this.#enterLast(segment - 1);
      if (before === null || stateOf(before.word) === SPAN_NONE) {
        this.#stand(segment, cursor, place);
        return;
      }
    }
  }

  #measure(): void {
    const cursor = this.#cursor;
    if (cursor === null) return;
    const { segments } = this.#timeline;
    const base = this.#base;
    this.start = base + cursor.start;
    this.end = base + cursor.end;
    this.word = cursor.word;
    this.stack = cursor.stack;
    const isLast = cursor.span === (cursor.columns.to[this.#place] ?? 0) - 1;
    if (!isLast || this.state === SPAN_NONE) return;
    for (let next = this.#segment + 1; next < segments.length; next++) {
      const segment = segments[next];
      if (segment === undefined) return;
      const columns = columnsOf(segment, this.#lane.kind);
      const place = findLane(columns, this.#lane.row);
      if (place < 0) return;
      if ((columns.from[place] ?? 0) + 1 < (columns.to[place] ?? 0)) {
        const after = new SpanCursor(columns, segment.end - segment.base);
        after.enter(place);
        this.end = segment.base + after.end;
        return;
      }
      this.end = segment.end;
    }
  }

  /** To the first span of a segment; null when the lane does nothing in it. */
  #enter(index: number): SpanCursor | null {
    const segment = this.#timeline.segments[index];
    if (segment === undefined) return null;
    const columns = columnsOf(segment, this.#lane.kind);
    const place = findLane(columns, this.#lane.row);
    if (place < 0) return null;
    const cursor = new SpanCursor(columns, segment.end - segment.base);
    cursor.enter(place);
    this.#stand(index, cursor, place);
    return cursor;
  }

  #enterLast(index: number): SpanCursor | null {
    const cursor = this.#enter(index);
    cursor?.go(this.#place, (cursor.columns.to[this.#place] ?? 0) - 1);
    return cursor;
  }

  #stand(segment: number, cursor: SpanCursor, place: number): void {
    this.#segment = segment;
    this.#cursor = cursor;
    this.#place = place;
  }

  get #base(): number {
    return this.#timeline.segments[this.#segment]?.base ?? 0;
  }
}
