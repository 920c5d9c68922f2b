/**
 * Segments of all parts, with the rows of the whole; spans are changed in place.
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
import { SPAN_NONE, SPAN_STATES } from './span-states.ts';
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
    mapSpans(from, kind, maps);
    if (early === 0) return sorted(from, lanes);
    const { start } = from;
    for (let span = 0; span < start.length; span++) {
      start[span] = Math.max(0, (start[span] ?? 0) - early);
    }
    return sorted({ ...from, memo: { sums: null } }, lanes);
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
  let waiting = Array.from(before.lane.keys(), (place) => {
    const last = (before.to[place] ?? 0) - 1;
    return {
      lane: before.lane[place] ?? 0,
      word: before.word[last] ?? 0,
      stack: before.stack[last] ?? 0,
    };
  }).filter(({ word }) => stateOf(word) !== SPAN_NONE);
  for (let k = first; k < segments.length && waiting.length > 0; k++) {
    const segment = segments[k];
    if (segment === undefined) return;
    const { goroutines } = segment;
    waiting = waiting.filter(({ lane, word, stack }) => {
      const place = findLane(goroutines, lane);
      if (place < 0) return false;
      const span = goroutines.from[place] ?? 0;
      goroutines.word[span] = word;
      goroutines.stack[span] = stack;
      return span === (goroutines.to[place] ?? 0) - 1;
    });
  }
}

function mapSpans({ word, stack }: SpanColumns, kind: LaneKind, maps: RowMaps): void {
  if (!maps.isSameStacks) {
    const { stacks } = maps;
    for (let span = 0; span < stack.length; span++) stack[span] = stacks[stack[span] ?? 0] ?? 0;
  }
  if (maps.isSameWords) return;
  for (let span = 0; span < word.length; span++) {
    const own = word[span] ?? 0;
    // Nearly half of them do nothing, or say no more than their state.
    if (own > LONE_STATE) word[span] = mappedWord(own, kind, maps);
  }
}

function mappedWord(word: number, kind: LaneKind, maps: RowMaps): number {
  const state = stateOf(word);
  if (hasReason(word)) return reasonWord(state, maps.reasons[reasonOf(word)] ?? 0);
  const link = linkOf(word);
  if (link < 0) return word;
  const map = linksProc(kind, state) ? maps.procs : maps.goroutines;
  return linkWord(state, map[link] ?? -1);
}

/** The highest word without a link and without a reason. */
const LONE_STATE = SPAN_STATES;

/** With the lanes in the order of their rows; sums are in the order of the spans, which stay where they are. */
function sorted(columns: SpanColumns, lanes: Uint32Array): SpanColumns {
  const { lane, from, to } = columns;
  const rows = lane.map((row) => lanes[row] ?? 0);
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
  return {
    ...columns,
    lane: order.map((place) => rows[place] ?? 0),
    from: order.map((place) => from[place] ?? 0),
    to: order.map((place) => to[place] ?? 0),
  };
}
