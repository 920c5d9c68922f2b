/** Timelines for tests. */
import { TraceReader } from '../../src/trace/index.ts';
import { PartBuilder } from '../../src/trace/timeline/part-builder.ts';
import { assembleTimeline, type Timeline } from '../../src/trace/timeline/timeline.ts';
import { assembleTrace } from './trace-text.ts';

/** A timeline whose segments are as small as wanted. */
export function timelineOf(bytes: Uint8Array, segmentSpans = 2 ** 20): Timeline {
  const reader = new TraceReader(bytes);
  const builder = new PartBuilder(segmentSpans);
  while (reader.feed(builder));
  return assembleTimeline(builder.finish(reader));
}

/** The timeline of an assembled trace. */
export function timelineOfText(text: string): Timeline {
  return timelineOf(assembleTrace(text));
}
