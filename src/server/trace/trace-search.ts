import type { TraceHit, TraceSearchResult } from '../../protocol/timeline.ts';
import {
  findGoroutines,
  SPAN_BLOCKED,
  SPAN_SYSCALL,
  SPAN_SYSCALL_BLOCKED,
  SpanCursor,
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
  for (const { base, end, goroutines } of timeline.segments) {
    const { lane, words, stacks } = goroutines;
    const isThere = ({ word, stack }: Pick<SpanCursor, 'word' | 'stack'>): boolean =>
      isStack[stack] === 1 && isWait(stateOf(word));
    if (!words.some((word, key) => isThere({ word, stack: stacks[key] ?? 0 }))) continue;
    const cursor = new SpanCursor(goroutines, end - base);
    for (const [at, row] of lane.entries()) {
      if (first.has(row)) continue;
      cursor.enter(at);
      do {
        if (!isThere(cursor)) continue;
        first.set(row, base + cursor.start);
        break;
      } while (cursor.next());
    }
  }
  return Array.from(first, ([row, time]) => ({ row, time })).sort((a, b) => a.time - b.time);
}

/** While a goroutine is runnable its stack is that of whoever woke it. */
function isWait(state: number): boolean {
  return state === SPAN_BLOCKED || state === SPAN_SYSCALL || state === SPAN_SYSCALL_BLOCKED;
}
