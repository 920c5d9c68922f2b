/** A whole trace as spans and tables; every query of a view is a function over this. */
import type { TimelinePart } from './part.ts';
import { rareTables } from './rare-builder.ts';
import type { RareTables } from './rare-tables.ts';
import type { Segment, SpanColumns } from './span-columns.ts';

export interface Timeline extends Omit<TimelinePart, 'rare'>, RareTables {
  /** String row of the function that each goroutine started with; 0 where it is not known. */
  readonly functionOf: Uint32Array;
}

export type LaneKind = 'goroutine' | 'proc' | 'thread';

/** A line of the picture: `row` is that of the goroutine, proc or thread. */
export interface Lane {
  readonly kind: LaneKind;
  readonly row: number;
}

export function assembleTimeline({ rare, ...part }: TimelinePart): Timeline {
  return { ...part, ...rareTables(rare, part.endTime), functionOf: functionsOf(part) };
}

/** The spans of a kind of lane in a segment. */
export function columnsOf(segment: Segment, kind: LaneKind): SpanColumns {
  if (kind === 'goroutine') return segment.goroutines;
  return kind === 'proc' ? segment.procs : segment.threads;
}

/** The index of the segment that a time falls into; the nearest one for times outside. */
export function segmentAt({ segments }: Pick<Timeline, 'segments'>, time: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((segments[middle]?.base ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

function functionsOf({
  goroutines,
  stacks,
  frames,
}: Pick<TimelinePart, 'goroutines' | 'stacks' | 'frames'>): Uint32Array {
  return goroutines.startStack.map((stack) => {
    const last = (stacks.start[stack + 1] ?? 0) - 1;
    if (stack === 0 || last < (stacks.start[stack] ?? 0)) return 0;
    return frames.function[stacks.frame[last] ?? 0] ?? 0;
  });
}
