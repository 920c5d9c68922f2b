import { TraceReader } from '../trace-reader.ts';
import { PartBuilder } from './part-builder.ts';
import { assembleTimeline, type Timeline } from './timeline.ts';

/**
 * Reads an execution trace of Go 1.22 to 1.26 into a timeline, a generation at a time: a caller may do other things
 * between two of them. Never throws: what is there could be understood, `problems` says what could not. Problems:
 * those of `parseTrace`.
 */
export class TimelineReader {
  readonly #reader: TraceReader;
  readonly #builder = new PartBuilder();

  constructor(bytes: Uint8Array) {
    this.#reader = new TraceReader(bytes);
  }

  /** False after the last one. */
  readGeneration(): boolean {
    return this.#reader.feed(this.#builder);
  }

  finish(): Timeline {
    return assembleTimeline(this.#builder.finish(this.#reader));
  }
}

/** All generations at once. */
export function readTimeline(bytes: Uint8Array): Timeline {
  const reader = new TimelineReader(bytes);
  while (reader.readGeneration());
  return reader.finish();
}
