/**
 * One cursor per thread over its batches, each with its next event decoded (internal/trace/batchcursor.go).
 *
 * 1. At the end of a batch go on to the next one that is not empty; its header has an absolute time.
 * 2. Read type, `dt` and arguments. The table of events says how many; a type without `dt` is an error.
 * 3. The time of the event is that of the one before plus `dt`, each rounded down to nanoseconds by itself:
 *    that is how Go does it, and it decides which event is earlier.
 */
import { ByteReader } from './byte-reader.ts';
import type { Batch } from './batches.ts';
import type { ThreadBatches } from './generation.ts';
import { ARGUMENT_COUNT, ARGUMENT_LIMIT, eventName, NOT_TIMED } from './specs.ts';

/** Answers of `Cursors.next`. */
export const CURSOR_EVENT = 0;
export const CURSOR_END = 1;
export const CURSOR_BROKEN = 2;

export class Cursors {
  readonly length: number;
  /** Type of the next event, its time in ns since the start of the trace, and its arguments, four per cursor. */
  readonly type: Uint8Array;
  readonly time: Float64Array;
  readonly args: Float64Array;
  /** Where the next event starts in the file. */
  readonly eventOffset: Uint32Array;
  /** What is wrong, after CURSOR_BROKEN. */
  failure = '';
  readonly #bytes: Uint8Array;
  readonly #threads: readonly ThreadBatches[];
  readonly #nanosPerUnit: number;
  readonly #startTime: number;
  readonly #batch: Int32Array;
  readonly #offset: Uint32Array;
  readonly #end: Uint32Array;
  /** Behind the varint that #long has read. */
  #behind = 0;

  /** `startTime`, in absolute nanoseconds, is what times are counted from. */
  constructor(
    bytes: Uint8Array,
    threads: readonly ThreadBatches[],
    nanosPerUnit: number,
    startTime: number,
  ) {
    const length = threads.length;
    this.length = length;
    this.#bytes = bytes;
    this.#threads = threads;
    this.#nanosPerUnit = nanosPerUnit;
    this.#startTime = startTime;
    this.type = new Uint8Array(length);
    this.time = new Float64Array(length);
    this.args = new Float64Array(length * ARGUMENT_LIMIT);
    this.eventOffset = new Uint32Array(length);
    this.#batch = new Int32Array(length).fill(-1);
    this.#offset = new Uint32Array(length);
    this.#end = new Uint32Array(length);
  }

  /** Decodes the next event of a cursor. */
  next(cursor: number): number {
    if (this.#offset[cursor] === this.#end[cursor] && !this.#nextBatch(cursor)) return CURSOR_END;
    const bytes = this.#bytes;
    let offset = this.#offset[cursor] ?? 0;
    this.eventOffset[cursor] = offset;
    const type = bytes[offset++] ?? 0;
    const count = ARGUMENT_COUNT[type] ?? NOT_TIMED;
    if (count === NOT_TIMED) return this.#broken(`${eventName(type)} in the batch of a thread`);
    // Varints of up to four bytes are read in place, twice: this is the hottest loop of all.
    let byte = bytes[offset++] ?? 0;
    let value = byte & 0x7f;
    if (byte >= 0x80) {
      byte = bytes[offset++] ?? 0;
      value |= (byte & 0x7f) << 7;
      if (byte >= 0x80) {
        byte = bytes[offset++] ?? 0;
        value |= (byte & 0x7f) << 14;
        if (byte >= 0x80) {
          byte = bytes[offset++] ?? 0;
          value |= (byte & 0x7f) << 21;
          if (byte >= 0x80) {
            value = this.#long(offset - 4, false);
            offset = this.#behind;
          }
        }
      }
    }
    this.type[cursor] = type;
    this.time[cursor] = (this.time[cursor] ?? 0) + Math.trunc(value * this.#nanosPerUnit);
    const args = this.args;
    const first = cursor * ARGUMENT_LIMIT;
    const last = first + count;
    for (let at = first; at < last; at++) {
      byte = bytes[offset++] ?? 0;
      value = byte & 0x7f;
      if (byte >= 0x80) {
        byte = bytes[offset++] ?? 0;
        value |= (byte & 0x7f) << 7;
        if (byte >= 0x80) {
          byte = bytes[offset++] ?? 0;
          value |= (byte & 0x7f) << 14;
          if (byte >= 0x80) {
            byte = bytes[offset++] ?? 0;
            value |= (byte & 0x7f) << 21;
            if (byte >= 0x80) {
              value = this.#long(offset - 4, true);
              offset = this.#behind;
            }
          }
        }
      }
      args[at] = value;
    }
    this.#offset[cursor] = offset;
    // What was read may belong to the next batch: once per event is often enough to ask.
    if (offset > (this.#end[cursor] ?? 0)) {
      return this.#broken(
        `${eventName(type)} reaches beyond the end of its batch, or has a broken varint`,
      );
    }
    return CURSOR_EVENT;
  }

  /** As `next`, but leaves out what cannot be read: what is left of a batch from there on. */
  nextReadable(cursor: number): boolean {
    let answer = this.next(cursor);
    while (answer === CURSOR_BROKEN) answer = this.skipBatch(cursor);
    return answer === CURSOR_EVENT;
  }

  /** The first event of the next batch of a cursor. */
  skipBatch(cursor: number): number {
    this.#offset[cursor] = this.#end[cursor] ?? 0;
    return this.next(cursor);
  }

  #nextBatch(cursor: number): boolean {
    const { batches } = this.#threads[cursor] ?? NO_BATCHES;
    let index = this.#batch[cursor] ?? 0;
    for (;;) {
      const batch = batches[++index];
      if (batch === undefined) return false;
      if (batch.start === batch.end) continue;
      this.#batch[cursor] = index;
      this.#offset[cursor] = batch.start;
      this.#end[cursor] = batch.end;
      this.time[cursor] = Math.trunc(batch.time * this.#nanosPerUnit) - this.#startTime;
      return true;
    }
  }

  /** A varint of more than four bytes; a broken one ends beyond any batch. */
  #long(offset: number, isSigned: boolean): number {
    const reader = new ByteReader(this.#bytes, offset, this.#bytes.length);
    const value = isSigned ? reader.signed() : reader.unsigned();
    this.#behind = reader.failed ? Number.POSITIVE_INFINITY : reader.offset;
    return value;
  }

  #broken(failure: string): number {
    this.failure = failure;
    return CURSOR_BROKEN;
  }
}

const NO_BATCHES: { readonly batches: readonly Batch[] } = { batches: [] };
