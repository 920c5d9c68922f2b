/**
 * Where a trace goes on behind bytes that are no batch: at the first place where three batches follow one another, or
 * fewer and the end, of a generation and a time that are expected. A header says where the next one is, so that hardly
 * anything else looks like three.
 */
import { BATCH_LIMIT, type BatchHeader, readBatchHeader } from './batches.ts';
import { ByteReader } from './byte-reader.ts';
import { END_OF_GENERATION, EVENT_BATCH } from './event-types.ts';
import { isHeader } from './header.ts';

/** A batch, the header of another trace, or the end of the bytes. */
export interface FoundBatch {
  readonly kind: 'batch' | 'trace' | 'end';
  readonly offset: number;
}

/** What a batch says of itself that the next ones are measured by. */
export type BatchMark = Pick<BatchHeader, 'generation' | 'time'>;

/** The next of them, behind a byte that is none; `last` is the last batch before that. */
export function findBatch(bytes: Uint8Array, from: number, last: BatchMark | null): FoundBatch {
  const reader = new ByteReader(bytes, from, bytes.length);
  for (let offset = from; offset < bytes.length; offset++) {
    const byte = bytes[offset];
    if (byte === G && bytes[offset + 1] === O && isHeader(bytes.subarray(offset, offset + 32))) {
      return { kind: 'trace', offset };
    }
    if (byte === EVENT_BATCH && offset > from && isChain(reader, offset, last)) {
      return { kind: 'batch', offset };
    }
  }
  return { kind: 'end', offset: bytes.length };
}

/** Whether a batch can follow another: a bit that is wrong makes other numbers far larger or smaller. */
export function follows({ generation, time }: BatchMark, last: BatchMark | null): boolean {
  if (generation === 0) return false;
  if (last === null) return generation < MOST_GENERATIONS && time > EARLIEST;
  const isNear = generation >= last.generation && generation < last.generation + MOST_MISSING;
  // Small numbers are what other bytes look like.
  return isNear && 2 * time > last.time && Math.abs(time - last.time) < LONGEST;
}

/** `go`, with which the header of a trace begins. */
const G = 0x67;
const O = 0x6f;
const CHAIN = 3;
/** A generation is a second, or some megabytes. */
const MOST_GENERATIONS = 1e6;
const MOST_MISSING = 16;
/** The clock counts from the start of the machine. */
const EARLIEST = 2 ** 21;
/** A minute, of a clock that counts nanoseconds. */
const LONGEST = 2 ** 36;

function isChain(reader: ByteReader, from: number, last: BatchMark | null): boolean {
  const { bytes } = reader;
  let offset = from;
  let before = last;
  for (let k = 0; k < CHAIN; k++) {
    if (k > 0 && bytes[offset] === END_OF_GENERATION) offset++;
    if (k > 0 && offset === bytes.length) return true;
    // Those of experiments are rare enough to be looked past.
    if (bytes[offset] !== EVENT_BATCH) return false;
    if (before === null && !hasLateTime(bytes, offset + 1)) return false;
    reader.offset = offset;
    reader.failed = false;
    const header = readBatchHeader(reader);
    if (header === null || header.size === 0 || header.size > BATCH_LIMIT) return false;
    if (!follows(header, before)) return false;
    before = header;
    offset = reader.offset + header.size;
    if (offset > bytes.length) return k > 0;
  }
  return true;
}

/** Whether the third varint has more than three bytes, as times behind `EARLIEST` have: told sooner than by reading it. */
function hasLateTime(bytes: Uint8Array, from: number): boolean {
  let at = from;
  for (let varint = 0; varint < 2; varint++) while ((bytes[at++] ?? 0) >= 0x80);
  for (let k = 0; k < 3; k++) if ((bytes[at + k] ?? 0) < 0x80) return false;
  return true;
}
