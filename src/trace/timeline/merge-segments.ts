/**
 * Segments of all parts, with the rows of the whole; what keys stand for, and sums,
 * are changed in place; spans are not touched.
 *
 * 1. Generations overlap in time, because threads end them one by one: what a part says of the time before the end of
 *    the part before it happens at that end, as in Go's own reader, which never lets time go back.
 * 2. A part only knows the state in which a goroutine began: reason, stack and link are those of the part before.
 */
import type { RowMaps } from './row-maps.ts';
import { linksProc } from './slice-builder.ts';
import {
  hasReason,
  linkOf,
  linkWord,
  reasonOf,
  reasonWord,
  type Segment,
  type SpanColumns,
  stateOf,
} from './span-columns.ts';
import { SpanCursor } from './span-cursor.ts';
import { inOrder, forgetEarly, RowChanges, sumsOf } from './span-sums.ts';
import { SPAN_NONE } from './span-states.ts';
import type { LaneKind } from './timeline.ts';

export function mergeSegments(
  parts: readonly (readonly Segment[])[],
  maps: readonly RowMaps[],
  shifts: readonly number[],
): Segment[] {
  const merged: Segment[] = [];
  for (const [k, segments] of parts.entries()) {
    const map = maps[k];
    if (map === undefined) continue;
    const first = merged.length;
    for (const segment of segments) {
      merged.push(mappedSegment(segment, map, shifts[k] ?? 0, merged.at(-1)?.end ?? 0));
    }
    if (first > 0) carryOn(merged, first);
  }
  return merged;
}

function mappedSegment(segment: Segment, maps: RowMaps, shift: number, floor: number): Segment {
  const base = Math.max(floor, segment.base + shift);
  const end = Math.max(base, segment.end + shift);
  const early = base - segment.base - shift;
  const columns = (kind: LaneKind, lanes: Uint32Array, from: SpanColumns): SpanColumns => {
    mapKeys(from, kind, maps);
    if (early === 0) return sorted(from, lanes);
    forgetEarly(from, early, segment.end - segment.base);
    return sorted({ ...from, early }, lanes);
  };
  return {
    base,
    end,
    goroutines: columns('goroutine', maps.goroutines, segment.goroutines),
    procs: columns('proc', maps.procs, segment.procs),
    threads: columns('thread', maps.threads, segment.threads),
    isUncertain: segment.isUncertain,
  };
}

interface Doing {
  readonly word: number;
  readonly stack: number;
}

/** Goroutines go on in the segments from `first` with what they did before. */
function carryOn(segments: Segment[], first: number): void {
  const before = segments[first - 1]?.goroutines;
  if (before === undefined) return;
  const waiting = new Map<number, Doing>();
  for (const [place, lane] of before.lane.entries()) {
    const key = before.lastKey[place] ?? 0;
    const word = before.words[key] ?? 0;
    if (stateOf(word) !== SPAN_NONE) waiting.set(lane, { word, stack: before.stacks[key] ?? 0 });
  }
  for (let k = first; k < segments.length && waiting.size > 0; k++) {
    const segment = segments[k];
    if (segment !== undefined) segments[k] = carriedOn(segment, waiting);
  }
}

/** Only goroutines that do nothing else in the segment still wait behind it. */
function carriedOn(segment: Segment, waiting: Map<number, Doing>): Segment {
  const { goroutines } = segment;
  const { lane, firstKey, lastKey, from, to } = goroutines;
  const length = segment.end - segment.base;
  const { rows, byKey: nanosByKey } = sumsOf(goroutines, length);
  const changes = new RowChanges(rows);
  const byKey = [...nanosByKey];
  const words = [...goroutines.words];
  const stacks = [...goroutines.stacks];
  const cursor = new SpanCursor(goroutines, length);
  const gone = new Set(waiting.keys());
  for (const place of inOrder(goroutines)) {
    const row = lane[place] ?? 0;
    const doing = waiting.get(row);
    if (doing === undefined) continue;
    cursor.enter(place);
    // Behind a damaged part it does something else.
    if (KINDS[stateOf(cursor.word)] !== KINDS[stateOf(doing.word)]) continue;
    const nanos = cursor.end - cursor.start;
    byKey[cursor.key] = (byKey[cursor.key] ?? 0) - nanos;
    changes.add(cursor.span, stateOf(cursor.word), -nanos);
    changes.add(cursor.span, stateOf(doing.word), nanos);
    firstKey[place] = byKey.push(nanos) - 1;
    words.push(doing.word);
    stacks.push(doing.stack);
    if ((from[place] ?? 0) !== (to[place] ?? 0) - 1) continue;
    lastKey[place] = byKey.length - 1;
    gone.delete(row);
  }
  for (const row of gone) waiting.delete(row);
  changes.finish();
  const keys = { words: Uint32Array.from(words), stacks: Uint32Array.from(stacks) };
  const memo = { sums: { rows, byKey: Float64Array.from(byKey) } };
  return { ...segment, goroutines: { ...goroutines, ...keys, memo } };
}

/** By state: assists and mark workers run, a syscall is one with and without a proc. */
const KINDS = [0, 1, 2, 3, 4, 4, 1, 1, 1] as const;

function mapKeys({ words, stacks }: SpanColumns, kind: LaneKind, maps: RowMaps): void {
  for (const [key, word] of words.entries()) words[key] = mappedWord(word, kind, maps);
  for (const [key, stack] of stacks.entries()) stacks[key] = maps.stacks[stack] ?? 0;
}

function mappedWord(word: number, kind: LaneKind, maps: RowMaps): number {
  const state = stateOf(word);
  if (hasReason(word)) return reasonWord(state, maps.reasons[reasonOf(word)] ?? 0);
  const link = linkOf(word);
  if (link < 0) return word;
  const map = linksProc(kind, state) ? maps.procs : maps.goroutines;
  return linkWord(state, map[link] ?? -1);
}

/** With the lanes in the order of their rows; sums are in the order of the spans, which stay where they are. */
function sorted(columns: SpanColumns, lanes: Uint32Array): SpanColumns {
  const rows = columns.lane.map((row) => lanes[row] ?? 0);
  if (rows.every((row, place) => place === 0 || row > (rows[place - 1] ?? 0))) {
    return { ...columns, lane: rows };
  }
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
  const reordered = (column: Uint32Array): Uint32Array => order.map((place) => column[place] ?? 0);
  return {
    ...columns,
    lane: reordered(rows),
    from: reordered(columns.from),
    to: reordered(columns.to),
    place: reordered(columns.place),
    start: reordered(columns.start),
    firstKey: reordered(columns.firstKey),
    lastKey: reordered(columns.lastKey),
  };
}
