/**
 * Where the generations of a trace lie, without reading their events: only headers of batches are looked at, so that
 * the whole of a large file is known in some milliseconds.
 */
import { type Problem, ProblemList } from '../base/problem.ts';
import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import { ByteReader } from './byte-reader.ts';
import { readBatchHeader } from './batches.ts';
import { END_OF_GENERATION } from './event-types.ts';
import { isOldFormat, readHeader } from './header.ts';

/** Hands over bytes of a file; fewer where it ends. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

export interface GenerationPlace {
  readonly number: number;
  /** Offsets in the file; the last generation ends with what is looked at. */
  readonly start: number;
  readonly end: number;
  /** The lowest time of a batch, in units of the trace clock. */
  readonly time: number;
}

/** Batches with events, in the order of the file: a rough picture of which thread did how much when. */
export interface BatchOverview {
  readonly length: number;
  /** In units of the trace clock. */
  readonly time: Float64Array;
  readonly thread: Float64Array;
  readonly size: Uint32Array;
}

/** Offsets in a file. */
export interface FilePlace {
  readonly start: number;
  readonly end: number;
}

/** What was looked at goes from `start` to `end`. */
export interface TraceIndex extends FilePlace {
  /** As in the header; 0 when the file is no trace that can be read. */
  readonly version: number;
  readonly generations: readonly GenerationPlace[];
  /** Where the last generation ends that is known to be whole: more of the file would not change it. 0 for none. */
  readonly wholeEnd: number;
  readonly batches: BatchOverview;
  /** Of the header. */
  readonly problems: readonly Problem[];
}

/** No header of a batch is longer: two bytes and four varints. */
export const HEADER_LIMIT = 42;

/**
 * Goes as far as headers can be understood; whoever reads the last generation learns what is wrong behind that. `place`
 * is where the generations lie that are looked at, when they are not all.
 */
export function indexTrace(
  read: ReadBytes,
  size: number,
  place: FilePlace | null = null,
): TraceIndex {
  const problems = new ProblemList();
  const header = readHeader(read(0, 32), problems);
  const start = place?.start ?? header?.end ?? size;
  const end = place?.end ?? size;
  const places: { number: number; start: number; end: number; time: number }[] = [];
  const time = new Float64Builder();
  const thread = new Float64Builder();
  const sizes = new Uint32Builder();
  let offset = start;
  if (header !== null && isOldFormat(header.version)) {
    // Batches of the old format do not say where they end: it is one generation.
    places.push({ number: 1, start: offset, end, time: 0 });
    offset = end;
  }
  let isNew = true;
  let wholeEnd = 0;
  while (offset < end) {
    const bytes = read(offset, HEADER_LIMIT);
    if (bytes[0] === END_OF_GENERATION) {
      isNew = true;
      offset++;
      wholeEnd = offset;
      continue;
    }
    const reader = new ByteReader(bytes, 0, bytes.length);
    const batch = readBatchHeader(reader);
    if (batch === null) break;
    const known = places.at(-1);
    if (known === undefined || isNew || known.number !== batch.generation) {
      if (known !== undefined) {
        known.end = offset;
        wholeEnd = offset;
      }
      places.push({ number: batch.generation, start: offset, end, time: batch.time });
      isNew = false;
    } else if (batch.time < known.time || known.time === 0) known.time = batch.time;
    if (batch.thread !== -1 && batch.experiment === 0) {
      time.push(batch.time);
      thread.push(batch.thread);
      sizes.push(batch.size);
    }
    offset += reader.offset + batch.size;
  }
  return {
    version: header?.version ?? 0,
    start,
    end,
    generations: places,
    wholeEnd,
    batches: {
      length: time.length,
      time: time.take(),
      thread: thread.take(),
      size: sizes.take(),
    },
    problems: problems.list(),
  };
}
