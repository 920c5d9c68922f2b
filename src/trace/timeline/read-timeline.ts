import type { OrderKernel } from '../order-kernel.ts';
import { PartReader } from './part-reader.ts';
import { assembleTimeline, type Timeline } from './timeline.ts';

/**
 * Reads an execution trace of Go 1.11 to 1.26 into a timeline, a generation at a time: a caller may do other things
 * between two of them. Never throws: what is there could be understood, `problems` says what could not. Problems:
 * those of `parseTrace`.
 */
export class TimelineReader {
  readonly #reader: PartReader;

  constructor(bytes: Uint8Array, kernel: OrderKernel | null = null) {
    this.#reader = new PartReader(bytes, kernel);
  }

  /** False after the last one. */
  readGeneration(): boolean {
    return this.#reader.readGeneration();
  }

  finish(): Timeline {
    return assembleTimeline(this.#reader.finish());
  }
}

/** All generations at once. */
export function readTimeline(bytes: Uint8Array, kernel: OrderKernel | null = null): Timeline {
  const reader = new TimelineReader(bytes, kernel);
  while (reader.readGeneration());
  return reader.finish();
}
