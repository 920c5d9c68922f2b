import type { TraceHit, TraceSearchResult } from '../../protocol/timeline.ts';
import {
  findGoroutines,
  SPAN_BLOCKED,
  SPAN_SYSCALL,
  SPAN_SYSCALL_BLOCKED,
  stateOf,
} from '../../trace/index.ts';
import type { Timeline } from '../../trace/index.ts';
import { stacksWith } from './stack-search.ts';
import type { TraceSession } from './trace-session.ts';

/** A search lists at most this many goroutines. */
const SEARCH_LIMIT = 200;

/** Text finds goroutines by start function or id; `at:main.run` and `at:main.go:40` those that waited there. */
export function searchTrace(session: TraceSession, text: string): TraceSearchResult {
  const { timeline } = session;
  const place = /^\s*at:(.+)$/.exec(text)?.[1]?.trim();
  const hits =
    place === undefined
      ? findGoroutines(timeline, text).map((row) => ({ row, time: null }))
      : waitsAt(timeline, place);
  const goroutines = hits
    .slice(0, SEARCH_LIMIT)
    .map(({ row, time }): TraceHit => ({ ...session.goroutine(row), time }));
  return { goroutines, total: hits.length, error: null };
}

/** Goroutines in the order of their first wait there. */
function waitsAt(timeline: Timeline, place: string): { row: number; time: number }[] {
  const isStack = stacksWith(timeline, place);
  const first = new Map<number, number>();
  for (const { base, goroutines } of timeline.segments) {
    const { lane, from, to, start, word, stack } = goroutines;
    for (let at = 0; at < lane.length; at++) {
      const row = lane[at] ?? 0;
      if (first.has(row)) continue;
      for (let span = from[at] ?? 0; span < (to[at] ?? 0); span++) {
        if (isStack[stack[span] ?? 0] !== 1 || !isWait(stateOf(word[span] ?? 0))) continue;
        first.set(row, base + (start[span] ?? 0));
        break;
      }
    }
  }
  return Array.from(first, ([row, time]) => ({ row, time })).sort((a, b) => a.time - b.time);
}

/** While a goroutine is runnable its stack is that of whoever woke it. */
function isWait(state: number): boolean {
  return state === SPAN_BLOCKED || state === SPAN_SYSCALL || state === SPAN_SYSCALL_BLOCKED;
}
