/**
 * A part of a timeline, a generation at a time. The kernel makes the spans as long as the trace is whole; where it is
 * not, the part is read again without it, from its beginning.
 */
import type { EventReader } from '../model.ts';
import type { OrderKernel } from '../order-kernel.ts';
import { isOldTrace } from '../open-reader.ts';
import { type ReaderRange, TraceReader } from '../trace-reader.ts';
import { OldReader } from '../v1/old-reader.ts';
import type { TimelinePart } from './part.ts';
import { PartBuilder } from './part-builder.ts';

export class PartReader {
  readonly #bytes: Uint8Array;
  readonly #range: ReaderRange | null;
  #reader: EventReader;
  #builder: PartBuilder;

  /** `bytes` and `range` are those of a `TraceReader`. */
  constructor(bytes: Uint8Array, kernel: OrderKernel | null, range: ReaderRange | null = null) {
    this.#bytes = bytes;
    this.#range = range;
    const isOld = isOldTrace(bytes, range);
    this.#reader = isOld
      ? new OldReader(bytes, range, 'lanes')
      : new TraceReader(bytes, range, kernel);
    // Old traces are ordered without the kernel.
    this.#builder = new PartBuilder(isOld ? null : kernel);
  }

  /** False after the last generation. */
  readGeneration(): boolean {
    const goesOn = this.#reader.feed(this.#builder);
    if (!this.#reader.hasGivenUp) return goesOn;
    this.#reader = new TraceReader(this.#bytes, this.#range);
    this.#builder = new PartBuilder();
    return true;
  }

  /** The part lasts until its last event, or until the next part begins: `until`, in units of the trace clock. */
  finish(until = Number.NaN): TimelinePart {
    return this.#builder.finish(this.#reader, this.#reader.timeOf(until));
  }
}
