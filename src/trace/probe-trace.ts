/**
 * Batches at some places of a file: what an outline needs, at a cost that does not grow with the file. From each place
 * on it looks for what can only be batches; where one begins is known for certain only by going from header to header.
 */
import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import { BATCH_LIMIT, readBatchHeader } from './batches.ts';
import { ByteReader } from './byte-reader.ts';
import { findBatch } from './find-batch.ts';
import type { BatchOverview, ReadBytes } from './trace-index.ts';

/** However they lie, two headers begin in so many bytes, nearly always of whole batches. */
export const PROBE_BYTES = 2 * BATCH_LIMIT + 128;

/** The byte before the first batch: one is looked for behind a byte that is none. */
const BEGIN = 'go 1.22 trace\0\0'.length;

/** At each of the places, evenly over the file, the first batch with events. */
export function probeTrace(read: ReadBytes, size: number, places: number): BatchOverview {
  const time = new Float64Builder();
  const thread = new Float64Builder();
  const sizes = new Uint32Builder();
  for (let k = 0; k < places; k++) {
    const offset = BEGIN + Math.floor(((size - PROBE_BYTES - BEGIN) * k) / (places - 1));
    const bytes = read(offset, PROBE_BYTES);
    const reader = new ByteReader(bytes, findBatch(bytes, 0, null).offset, bytes.length);
    for (let batch = readBatchHeader(reader); batch !== null; batch = readBatchHeader(reader)) {
      if (batch.thread !== -1 && batch.experiment === 0) {
        time.push(batch.time);
        thread.push(batch.thread);
        sizes.push(batch.size);
        break;
      }
      reader.offset += batch.size;
    }
  }
  const { length } = time;
  return { length, time: time.take(), thread: thread.take(), size: sizes.take() };
}
