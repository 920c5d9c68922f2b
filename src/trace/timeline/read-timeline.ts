import { TraceReader } from '../trace-reader.ts';
import { PartBuilder } from './part-builder.ts';
import { assembleTimeline, type Timeline } from './timeline.ts';

/**
 * Reads an execution trace of Go 1.22 to 1.26 into a timeline. Never throws: what is there could be understood,
 * `problems` says what could not. Problems: those of `parseTrace`.
 */
export function readTimeline(bytes: Uint8Array): Timeline {
  const reader = new TraceReader(bytes);
  const builder = new PartBuilder();
  while (reader.feed(builder));
  return assembleTimeline(builder.finish(reader));
}
