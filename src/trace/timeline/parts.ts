/**
 * A trace in parts that are read independently, in other threads or one after the other, from memory or from disk:
 * generations repeat the state of everything, so that each can be the first one.
 */
import type { TraceIndex } from '../trace-index.ts';
import type { OrderKernel } from '../order-kernel.ts';
import { mergeParts } from './merge-parts.ts';
import type { TimelinePart } from './part.ts';
import { TraceReader } from '../trace-reader.ts';
import { PartBuilder } from './part-builder.ts';
import { PartReader } from './part-reader.ts';
import { SEGMENT_SPANS } from './span-builder.ts';
import { assembleTimeline, type Timeline } from './timeline.ts';

/** Generations that follow one another. */
export interface PartRange {
  readonly version: number;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** Where the next part begins, in units of the trace clock; NaN for the last one. */
  readonly until: number;
}

/** Parts of about this many bytes at least, so that the last one is not the only one that is still read. */
const PART_BYTES = 16e6;

/** Whole generations in at most `most` parts of about the same size. */
export function planParts(index: TraceIndex, most: number): PartRange[] {
  const { version, generations } = index;
  const size = index.end - index.start;
  const wanted = Math.max(1, Math.min(most, Math.ceil(size / PART_BYTES)));
  const ranges: { version: number; start: number; end: number; until: number }[] = [];
  for (const { start, end, time } of generations) {
    const last = ranges.at(-1);
    const isFull = last === undefined || start >= index.start + (size / wanted) * ranges.length;
    if (!isFull) {
      last.end = end;
      continue;
    }
    if (last !== undefined) last.until = time;
    ranges.push({ version, start, end, until: Number.NaN });
  }
  return ranges;
}

/** Whether there is much to read after the beginning; a trace before Go 1.22 has no beginning that could be read alone. */
export function isLarge({ start, end, batches }: TraceIndex): boolean {
  return end - start > PART_BYTES && batches.length > 0;
}

/** Reads a part; `bytes` are those of its range. Without a kernel it takes longer. */
export function readPart(
  bytes: Uint8Array,
  { version, start, until }: PartRange,
  kernel: OrderKernel | null = null,
): TimelinePart {
  const reader = new PartReader(bytes, kernel, { version, offset: start });
  while (reader.readGeneration());
  return reader.finish(until);
}

/** The beginning of a trace, and when about the whole one ends. */
export interface Beginning {
  readonly part: TimelinePart;
  readonly endTime: number;
}

/**
 * What there is in the first segment of a part, much sooner than all of it; `last` is when the last batch of the trace
 * begins, in units of the trace clock. Null where the kernel gives up.
 */
export function readBeginning(
  bytes: Uint8Array,
  kernel: OrderKernel,
  { version, start }: PartRange,
  last: number,
  segmentSpans = SEGMENT_SPANS,
): Beginning | null {
  const reader = new TraceReader(bytes, { version, offset: start }, kernel);
  const builder = new PartBuilder(kernel, segmentSpans, 1);
  reader.feed(builder);
  if (reader.hasGivenUp) return null;
  const part = builder.finish(reader, kernel.lastTime);
  return { part, endTime: Math.max(part.endTime, reader.timeOf(last)) };
}

/** What a part, or a whole timeline, consists of that can be handed over instead of being copied. */
export function buffersOf(part: TimelinePart | Timeline): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  const { strings: _strings, ...columns } = part;
  visit(columns);
  return [...buffers];
}

/** The timeline of parts, which must follow one another without a gap; they are used up. */
export function timelineOfParts(parts: readonly TimelinePart[]): Timeline {
  return assembleTimeline(mergeParts(parts));
}
