/**
 * Segments of all parts, with the rows of the whole; what keys stand for is changed in place, spans are not touched.
 *
 * 1. Generations overlap in time, because threads end them one by one: what a part says of the time before the end of
 *    the part before it happens at that end, as in Go's own reader, which never lets time go back.
 * 2. A part only knows the state in which a goroutine began: reason, stack and link are those of the part before.
 */
import type { RowMaps } from './row-maps.ts';
import { linksProc } from './slice-builder.ts';
import {
  findLane,
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
import { laterSums, sumsOf } from './span-sums.ts';
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
    const memo = { sums: laterSums(from, early, segment.end - segment.base) };
    return sorted({ ...from, early, memo }, lanes);
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

/** Goroutines go on in the segments from `first` with what they did before. */
function carryOn(segments: Segment[], first: number): void {
  const before = segments[first - 1]?.goroutines;
  if (before === undefined) return;
  let waiting = Array.from(before.lane, (lane, place) => {
    const key = before.lastKey[place] ?? 0;
    return { lane, word: before.words[key] ?? 0, stack: before.stacks[key] ?? 0 };
  }).filter(({ word }) => stateOf(word) !== SPAN_NONE);
  for (let k = first; k < segments.length && waiting.length > 0; k++) {
    const segment = segments[k];
    if (segment === undefined) return;
    const { goroutines } = segment;
    const { firstKey, lastKey, from, to } = goroutines;
    const { byKey, rows } = sumsOf(goroutines, segment.end - segment.base);
    const words = [...goroutines.words];
    const stacks = [...goroutines.stacks];
    const nanos = [...byKey];
    const cursor = new SpanCursor(goroutines, segment.end - segment.base);
    waiting = waiting.filter(({ lane, word, stack }) => {
      const place = findLane(goroutines, lane);
      if (place < 0) return false;
      cursor.enter(place);
      nanos[cursor.key] = (nanos[cursor.key] ?? 0) - (cursor.end - cursor.start);
      firstKey[place] = nanos.push(cursor.end - cursor.start) - 1;
      words.push(word);
      stacks.push(stack);
      const goesOn = (from[place] ?? 0) === (to[place] ?? 0) - 1;
      if (goesOn) lastKey[place] = words.length - 1;
      return goesOn;
    });
    const keys = { words: Uint32Array.from(words), stacks: Uint32Array.from(stacks) };
    const memo = { sums: { rows, byKey: Float64Array.from(nanos) } };
    segments[k] = { ...segment, goroutines: { ...goroutines, ...keys, memo } };
  }
}

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
  const inOrder = (column: Uint32Array): Uint32Array => order.map((place) => column[place] ?? 0);
  return {
    ...columns,
    lane: inOrder(rows),
    from: inOrder(columns.from),
    to: inOrder(columns.to),
    place: inOrder(columns.place),
    start: inOrder(columns.start),
    firstKey: inOrder(columns.firstKey),
    lastKey: inOrder(columns.lastKey),
  };
}
