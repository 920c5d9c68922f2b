/**
 * How many goroutines waited for a processor, by the queue they were in. The trace does not name queues; the runtime's
 * rules do: who makes a goroutine runnable puts it on the queue of the processor that it runs on itself; what was
 * preempted or yielded, and what the runtime itself wakes, goes where any processor takes it from.
 */
import { LaneCursor } from '../timeline/lane-cursor.ts';
import { hasReason, linkOf, stateOf } from '../timeline/span-columns.ts';
import { SPAN_RUNNABLE, SPAN_RUNNING } from '../timeline/span-states.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface RunQueue {
  /** Row of the processor; -1 for the shared queue. */
  readonly proc: number;
  /** Goroutines that were put there. */
  readonly queued: number;
  /** Of these, those that another processor ran. */
  readonly stolen: number;
  /** Sum of what they waited, and the longest wait. */
  readonly nanos: number;
  readonly longest: number;
}

/** Queues in the order of the rows of processors, the shared one last. */
export function runQueues(timeline: Timeline): RunQueue[] {
  const { segments, procIds } = timeline;
  const shared = procIds.length;
  const queues = Array.from({ length: shared + 1 }, (_, row) => ({
    proc: row === shared ? -1 : row,
    queued: 0,
    stolen: 0,
    nanos: 0,
    longest: 0,
  }));
  const procs = new ProcsOf(timeline);
  for (const { base, goroutines } of segments) {
    const { lane, from, to, start, word } = goroutines;
    for (let place = 0; place < lane.length; place++) {
      const behind = (to[place] ?? 0) - 1;
      for (let span = from[place] ?? 0; span < behind; span++) {
        const what = word[span] ?? 0;
        // Waits that a segment cuts are few; their second part has no beginning of its own.
        if (stateOf(what) !== SPAN_RUNNABLE) continue;
        const begin = start[span] ?? 0;
        const waker = hasReason(what) ? -1 : linkOf(what);
        const proc = waker < 0 ? -1 : procs.at(waker, base + begin);
        const queue = queues[proc < 0 ? shared : proc];
        if (!queue) continue;
        const nanos = (start[span + 1] ?? 0) - begin;
        const next = word[span + 1] ?? 0;
        queue.queued++;
        queue.nanos += nanos;
        if (nanos > queue.longest) queue.longest = nanos;
        const taker = stateOf(next) >= SPAN_RUNNING ? linkOf(next) : -1;
        if (proc >= 0 && taker >= 0 && taker !== proc) queue.stolen++;
      }
    }
  }
  return queues;
}

/** On which processor a goroutine ran at a time. Times of one goroutine mostly rise, so its cursor is kept. */
class ProcsOf {
  readonly #timeline: Timeline;
  readonly #cursors = new Map<number, LaneCursor>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** -1 when it did not run. */
  at(goroutine: number, time: number): number {
    let cursor = this.#cursors.get(goroutine);
    if (!cursor) {
      cursor = new LaneCursor(this.#timeline, { kind: 'goroutine', row: goroutine });
      this.#cursors.set(goroutine, cursor);
    }
    if ((cursor.start > time || cursor.end <= time) && !cursor.seek(time)) return -1;
    return cursor.state >= SPAN_RUNNING && cursor.state !== SPAN_RUNNABLE ? cursor.link : -1;
  }
}
