/** Timelines for tests: the kernel in WebAssembly must make the same spans, whatever is read. */
import { isDeepStrictEqual } from 'node:util';
import { type OrderKernel, TraceReader } from '../../src/trace/index.ts';
import { isOldTrace } from '../../src/trace/open-reader.ts';
import { PartBuilder } from '../../src/trace/timeline/part-builder.ts';
import type { SpanColumns } from '../../src/trace/timeline/span-columns.ts';
import { sumsOf } from '../../src/trace/timeline/span-sums.ts';
import { assembleTimeline, type Timeline } from '../../src/trace/timeline/timeline.ts';
import { OldReader } from '../../src/trace/v1/old-reader.ts';
import { traceKernel } from './trace-kernel.ts';
import { assembleTrace } from './trace-text.ts';

/** A timeline whose segments are as small as wanted. */
export function timelineOf(bytes: Uint8Array, segmentSpans = 2 ** 20): Timeline {
  const own = read(bytes, segmentSpans, null);
  const other = read(bytes, segmentSpans, traceKernel);
  if (own === null) throw new Error('a trace is read without a kernel');
  const differences = other === null ? [] : timelineDifferences(own, other);
  if (differences.length > 0) throw new Error(`WebAssembly: other ${differences.join(', ')}`);
  return own;
}

/** The timeline of an assembled trace. */
export function timelineOfText(text: string): Timeline {
  return timelineOf(assembleTrace(text));
}

/** What is not the same in two timelines; sums that are there must be those that `sumsOf` finds. */
export function timelineDifferences(own: Timeline, other: Timeline): readonly string[] {
  const { segments, ...rest } = own;
  const { segments: otherSegments, ...otherRest } = other;
  // Both are timelines: one has the fields of the other.
  const fields = Object.keys(rest) as (keyof typeof rest)[];
  const differences: string[] = fields.filter(
    (key) => !isDeepStrictEqual(rest[key], otherRest[key]),
  );
  if (segments.length !== otherSegments.length) differences.push('number of segments');
  for (const [k, segment] of segments.entries()) {
    const found = otherSegments[k];
    if (found?.base !== segment.base || found.end !== segment.end) differences.push(`segment ${k}`);
    for (const kind of ['goroutines', 'procs', 'threads'] as const) {
      const columns = found?.[kind];
      if (columns === undefined || !isSame(segment[kind], columns, segment.end - segment.base)) {
        differences.push(`${kind} of segment ${k}`);
      }
    }
  }
  return differences;
}

function isSame({ memo: _memo, ...own }: SpanColumns, columns: SpanColumns, end: number): boolean {
  const { memo, ...other } = columns;
  const sums = sumsOf({ ...columns, memo: { sums: null } }, end);
  return (
    isDeepStrictEqual(own, other) && (memo.sums === null || isDeepStrictEqual(memo.sums, sums))
  );
}

/** Null where the kernel gives up. */
function read(
  bytes: Uint8Array,
  segmentSpans: number,
  kernel: OrderKernel | null,
): Timeline | null {
  const isOld = isOldTrace(bytes, null);
  const reader = isOld ? new OldReader(bytes, null, 'lanes') : new TraceReader(bytes, null, kernel);
  const builder = new PartBuilder(isOld ? null : kernel, segmentSpans);
  while (reader.feed(builder));
  return reader.hasGivenUp ? null : assembleTimeline(builder.finish(reader));
}
