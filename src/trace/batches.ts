/**
 * The container: batches one after the other, found by the sizes in their headers (internal/trace/batch.go).
 *
 *     0x01 EventBatch           gen m time size  data[size]
 *     0x31 ExperimentalBatch    experiment:u8  gen m time size  data[size]
 *     0x34 EndOfGeneration      (Go 1.26)
 */
import type { Problem } from '../base/problem.ts';
import { ByteReader } from './byte-reader.ts';
import { END_OF_GENERATION, EVENT_BATCH, EXPERIMENTAL_BATCH } from './event-types.ts';

/** Where a batch lies and what its header says. */
export interface Batch {
  readonly kind: 'batch' | 'end-of-generation';
  /** Of the header. */
  readonly offset: number;
  readonly generation: number;
  /** Thread id; -1 for what belongs to no thread. */
  readonly thread: number;
  /** In units of the trace clock, as the nearest double: Go multiplies it as one, too. */
  readonly time: number;
  /** 0 for an ordinary batch. */
  readonly experiment: number;
  /** The data is `start` to `end`. */
  readonly start: number;
  readonly end: number;
}

/** MaxBatchSize of tracev2/spec.go. */
export const BATCH_LIMIT = 64 << 10;

/** The next batch, a problem, or null at the end of the file. */
export class BatchReader {
  readonly bytes: Uint8Array;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.#offset = offset;
  }

  /** Behind the last batch. */
  get offset(): number {
    return this.#offset;
  }

  goTo(offset: number): void {
    this.#offset = offset;
  }

  /** Problems: `batch-expected`, `batch-header`, `batch-size`, `batch-truncated`. */
  next(): Batch | Problem | null {
    const offset = this.#offset;
    const reader = new ByteReader(this.bytes, offset, this.bytes.length);
    if (reader.isAtEnd) return null;
    const type = this.bytes[offset] ?? 0;
    if (type === END_OF_GENERATION) {
      this.#offset = offset + 1;
      return { ...MARKER, offset, start: offset, end: offset + 1 };
    }
    if (type !== EVENT_BATCH && type !== EXPERIMENTAL_BATCH) {
      return { code: 'batch-expected', offset, message: `expected a batch, got event ${type}` };
    }
    const header = readBatchHeader(reader);
    if (header === null) {
      const left = this.bytes.length - offset;
      const message = `the header of a batch is broken or cut; ${left} bytes left`;
      return { code: 'batch-header', offset, message };
    }
    const { size, ...batch } = header;
    if (size > BATCH_LIMIT) {
      const message = `a batch says ${size} bytes, the most is ${BATCH_LIMIT}`;
      return { code: 'batch-size', offset, message };
    }
    const start = reader.offset;
    const end = start + size;
    if (end > this.bytes.length) {
      const left = this.bytes.length - start;
      return {
        code: 'batch-truncated',
        offset,
        message: `the trace was cut: a batch says ${size} bytes, ${left} left`,
      };
    }
    this.#offset = end;
    return { kind: 'batch', offset, ...batch, start, end };
  }
}

export interface BatchHeader {
  readonly generation: number;
  readonly thread: number;
  readonly time: number;
  readonly experiment: number;
  /** Of the data behind the header. */
  readonly size: number;
}

/** Null when it is cut, or no header of a batch. */
export function readBatchHeader(reader: ByteReader): BatchHeader | null {
  const type = reader.byte();
  const isExperiment = type === EXPERIMENTAL_BATCH;
  if (type !== EVENT_BATCH && !isExperiment) return null;
  const experiment = isExperiment ? reader.byte() : 0;
  const generation = reader.unsigned();
  const thread = reader.signed();
  const time = reader.unsigned();
  const size = reader.unsigned();
  return reader.failed ? null : { generation, thread, time, experiment, size };
}

const MARKER = {
  kind: 'end-of-generation',
  generation: 0,
  thread: -1,
  time: 0,
  experiment: 0,
} as const;
