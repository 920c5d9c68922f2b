/**
 * How many goroutines waited for a processor, by the queue they were in. The trace does not name queues; the runtime's
 * rules do: who makes a goroutine runnable puts it on the queue of the processor that it runs on itself; what was
 * preempted or yielded, and what the runtime itself wakes, goes where any processor takes it from.
 */
import { firstAfter, hasReason, linkOf, stateOf } from '../timeline/span-columns.ts';
import { type FlatSpans, unpackSpans } from '../timeline/span-cursor.ts';
import { SPAN_ASSIST, SPAN_RUNNABLE, SPAN_RUNNING, SPAN_SYSCALL } from '../timeline/span-states.ts';
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
  const { segments, procIds, goroutineIds } = timeline;
  const shared = procIds.length;
  const queues = Array.from({ length: shared + 1 }, (_, row) => ({
    proc: row === shared ? -1 : row,
    queued: 0,
    stolen: 0,
    nanos: 0,
    longest: 0,
  }));
  // Where each goroutine's spans are in the segment, to look up who woke whom.
  const placeOf = new Int32Array(goroutineIds.length);
  for (const { base, end, goroutines } of segments) {
    const spans = unpackSpans(goroutines, end - base);
    const { lane, from, to, start, word } = spans;
    placeOf.fill(-1);
    for (let place = 0; place < lane.length; place++) placeOf[lane[place] ?? 0] = place;
    for (let place = 0; place < lane.length; place++) {
      const behind = (to[place] ?? 0) - 1;
      for (let span = from[place] ?? 0; span < behind; span++) {
        const what = word[span] ?? 0;
        // Waits that a segment cuts are few; only their second part counts.
        if (stateOf(what) !== SPAN_RUNNABLE) continue;
        const begin = start[span] ?? 0;
        const waker = hasReason(what) ? -1 : linkOf(what);
        const proc = procAt(spans, waker < 0 ? -1 : (placeOf[waker] ?? -1), begin);
        const queue = queues[proc < 0 ? shared : proc];
        if (!queue) continue;
        const nanos = (start[span + 1] ?? 0) - begin;
        const next = word[span + 1] ?? 0;
        queue.queued++;
        queue.nanos += nanos;
        if (nanos > queue.longest) queue.longest = nanos;
        const taker = isOnProc(next) ? linkOf(next) : -1;
        if (proc >= 0 && taker >= 0 && taker !== proc) queue.stolen++;
      }
    }
  }
  return queues;
}

/** The processor that the goroutine of a lane ran on; -1 when it did not run. */
function procAt({ from, to, start, word }: FlatSpans, place: number, offset: number): number {
  if (place < 0) return -1;
  const first = from[place] ?? 0;
  const span = firstAfter(start, first, to[place] ?? 0, offset) - 1;
  const what = span < first ? 0 : (word[span] ?? 0);
  return isOnProc(what) ? linkOf(what) : -1;
}

function isOnProc(word: number): boolean {
  const state = stateOf(word);
  return state === SPAN_RUNNING || state === SPAN_SYSCALL || state >= SPAN_ASSIST;
}
