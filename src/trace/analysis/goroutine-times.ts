/**
 * How each goroutine spent its time, from spans; equal to what Go's Summarizer says (internal/trace/summary.go of Go
 * 1.26), with its ways of counting:
 *
 * 1. A goroutine that was there before the trace counts from its beginning; one found in a syscall without a proc
 *    counts as blocked there until then.
 * 2. Blocking for ever is the end.
 * 3. A syscall that is open at the end, and lost its proc, counts as syscall and as waiting for a processor.
 * 4. Assists, sweeps and stop-the-worlds overlap with the other times. A sweep counts for the goroutine on which it
 *    began, if it ends on it.
 * 5. Where an id was used twice, the last goroutine counts.
 *
 * But a proc that is lost counts for whoever is in a syscall with it. Go forgets the second of two goroutines that went
 * into syscalls with a proc when the first one comes back, and has its time without the proc as syscall.
 */
import { LaneCursor } from '../timeline/lane-cursor.ts';
import { RANGE_ASSIST, RANGE_STW, RANGE_SWEEP, type RangeTable } from '../timeline/rare-tables.ts';
import { linkOf, reasonOf, type Segment, STATE_MASK } from '../timeline/span-columns.ts';
import { SpanCursor } from '../timeline/span-cursor.ts';
import * as states from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Nanoseconds by row of the timeline's goroutines; all 0 for those that are only named. */
export interface GoroutineTimes {
  readonly length: number;
  readonly execution: Float64Array;
  readonly schedulerWait: Float64Array;
  readonly syscall: Float64Array;
  /** In syscalls whose proc was taken away. */
  readonly syscallBlock: Float64Array;
  /** By reason: that of goroutine g, reason r is at `g * reasonCount + r`. */
  readonly blocked: Float64Array;
  readonly reasonCount: number;
  readonly assist: Float64Array;
  readonly sweep: Float64Array;
  readonly stopTheWorld: Float64Array;
  /** Moments; NaN where there is none. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly total: Float64Array;
}

export function goroutineTimes(timeline: Timeline): GoroutineTimes {
  const builder = new TimesBuilder(timeline);
  const { segments } = timeline;
  for (const segment of segments) builder.add(segment, segment === segments.at(-1));
  addRanges(timeline.ranges, builder.times);
  return builder.finish();
}

class TimesBuilder {
  readonly times: GoroutineTimes;
  readonly #timeline: Timeline;
  readonly #forever: number;

  constructor(timeline: Timeline) {
    const { length } = timeline.goroutines;
    const reasonCount = timeline.reasons.length;
    this.#timeline = timeline;
    this.#forever = timeline.reasons.indexOf(timeline.strings.indexOf('forever'), 1);
    this.times = {
      length,
      execution: new Float64Array(length),
      schedulerWait: new Float64Array(length),
      syscall: new Float64Array(length),
      syscallBlock: new Float64Array(length),
      blocked: new Float64Array(length * reasonCount),
      reasonCount,
      assist: new Float64Array(length),
      sweep: new Float64Array(length),
      stopTheWorld: new Float64Array(length),
      start: new Float64Array(length).fill(Number.NaN),
      end: timeline.goroutines.ended.slice(),
      total: new Float64Array(length),
    };
  }

  add({ base, end, goroutines }: Segment, isLastSegment: boolean): void {
    const { created } = this.#timeline.goroutines;
    const cursor = new SpanCursor(goroutines, end - base);
    for (const [place, row] of goroutines.lane.entries()) {
      const last = (goroutines.to[place] ?? 0) - 1;
      const since = (created[row] ?? 0) - base;
      cursor.enter(place);
      do {
        const { start, word } = cursor;
        if (start < since) continue;
        const isOpen = isLastSegment && cursor.span === last;
        this.#count(row, word, base + start, cursor.end - start, isOpen);
      } while (cursor.next());
    }
  }

  finish(): GoroutineTimes {
    const { goroutines, endTime } = this.#timeline;
    const { end, total } = this.times;
    for (let row = 0; row < total.length; row++) {
      const created = goroutines.created[row] ?? Number.NaN;
      if (Number.isNaN(created)) continue;
      const ended = end[row] ?? Number.NaN;
      total[row] = (Number.isNaN(ended) ? endTime : ended) - created;
    }
    return this.times;
  }

  #count(row: number, what: number, begin: number, nanos: number, isOpen: boolean): void {
    const { times } = this;
    switch (what & STATE_MASK) {
      case states.SPAN_RUNNING:
      case states.SPAN_ASSIST:
      case states.SPAN_GC_WORKER:
      case states.SPAN_GC_IDLE:
        add(times.execution, row, nanos);
        if (Number.isNaN(times.start[row] ?? 0)) times.start[row] = this.#firstSeen(row, begin);
        break;
      case states.SPAN_RUNNABLE:
        add(times.schedulerWait, row, nanos);
        break;
      case states.SPAN_BLOCKED:
        if (reasonOf(what) !== this.#forever) {
          add(times.blocked, row * times.reasonCount + reasonOf(what), nanos);
        } else if (Number.isNaN(times.end[row] ?? 0)) times.end[row] = begin;
        break;
      case states.SPAN_SYSCALL: {
        const before = linkOf(what) < 0 ? this.#firstSeen(row, begin) - begin : 0;
        add(times.syscallBlock, row, before);
        add(times.syscall, row, nanos - before);
        break;
      }
      case states.SPAN_SYSCALL_BLOCKED:
        add(times.syscallBlock, row, nanos);
        if (isOpen) this.#closeSyscall(row, begin);
        break;
      default:
    }
  }

  /** What was counted in earlier segments as well. */
  #closeSyscall(row: number, time: number): void {
    const { times } = this;
    const cursor = new LaneCursor(this.#timeline, { kind: 'goroutine', row });
    if (!cursor.seek(time)) return;
    const nanos = cursor.end - cursor.start;
    add(times.syscallBlock, row, -nanos);
    add(times.syscall, row, nanos);
    add(times.schedulerWait, row, nanos);
  }

  /** The beginning of a slice, or when a status told of it. */
  #firstSeen(row: number, begin: number): number {
    const { created, seen } = this.#timeline.goroutines;
    const told = seen[row] ?? Number.NaN;
    return begin === created[row] && !Number.isNaN(told) ? told : begin;
  }
}

function addRanges(
  { length, kind, start, end, goroutine, endGoroutine, flags }: RangeTable,
  times: GoroutineTimes,
): void {
  for (let range = 0; range < length; range++) {
    const row = goroutine[range] ?? -1;
    if (row < 0) continue;
    const nanos = (end[range] ?? 0) - (start[range] ?? 0);
    const isOpen = endGoroutine[range] === -1 && (flags[range] ?? 0) !== 0;
    if (kind[range] === RANGE_ASSIST) add(times.assist, row, nanos);
    else if (kind[range] === RANGE_STW) add(times.stopTheWorld, row, nanos);
    else if (kind[range] === RANGE_SWEEP && (isOpen || endGoroutine[range] === row)) {
      add(times.sweep, row, nanos);
    }
  }
}

function add(column: Float64Array, row: number, nanos: number): void {
  column[row] = (column[row] ?? 0) + nanos;
}
