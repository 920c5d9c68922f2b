/**
 * Sections of a large trace: generations that follow one another, opened one section at a time, because the spans of
 * all of them would not fit into memory. Each generation repeats the state of everything, so that any can be the first.
 */
import { ProblemList } from '../base/problem.ts';
import { readBatchHeader } from './batches.ts';
import { ByteReader } from './byte-reader.ts';
import { END_OF_GENERATION } from './event-types.ts';
import { findBatch } from './find-batch.ts';
import { isOldFormat, readHeader } from './header.ts';
import { PROBE_BYTES, probeTrace } from './probe-trace.ts';
import { HEADER_LIMIT, indexTrace, type ReadBytes, type TraceIndex } from './trace-index.ts';

/** Of a section of so many bytes spans and tables take twice as many; while they are read it is up to 1.5 GB in all. */
export const SECTION_BYTES = 400e6;

export interface SectionIndex {
  readonly index: TraceIndex;
  /** How many sections there are: 1 for a trace that is opened as a whole. */
  readonly count: number;
  /** When about the first batch of the whole trace begins, and the last one, in units of the trace clock. */
  readonly first: number;
  readonly last: number;
}

/**
 * The index of a section, from 0, of a trace that is divided into sections of at most about as many `bytes`. One is
 * empty where a single generation is longer than that.
 */
export function indexSection(
  read: ReadBytes,
  size: number,
  section: number,
  bytes: number,
): SectionIndex {
  const header = readHeader(read(0, 32), new ProblemList());
  // Traces before Go 1.22 have no generations.
  const isDivided = header !== null && !isOldFormat(header.version);
  const count = isDivided ? Math.max(1, Math.ceil(size / bytes)) : 1;
  if (header === null || count === 1) {
    const index = indexTrace(read, size);
    return { index, count, first: 0, last: 0 };
  }
  const border = (k: number): number => {
    if (k === 0) return header.end;
    return k >= count ? size : generationAfter(read, size, Math.floor((size * k) / count));
  };
  const place = { start: border(section), end: border(section + 1) };
  const { time } = probeTrace(read, size, 2);
  const [first = 0, last = first] = time;
  return { index: indexTrace(read, size, place), count, first, last };
}

/** The first place behind `from` where a generation begins; the end of the file where none does. */
function generationAfter(read: ReadBytes, size: number, from: number): number {
  let offset = from;
  while (offset < size) {
    const bytes = read(offset, PROBE_BYTES);
    const found = findBatch(bytes, 0, null);
    // A batch at the end of the bytes is found by those behind them.
    offset += found.kind === 'batch' ? found.offset : Math.max(1, bytes.length - PROBE_BYTES / 2);
    let generation = -1;
    for (;;) {
      const header = read(offset, HEADER_LIMIT);
      if (header[0] === END_OF_GENERATION) return offset + 1;
      const reader = new ByteReader(header, 0, header.length);
      const batch = readBatchHeader(reader);
      // The trace is damaged here, or ends.
      if (batch === null) break;
      if (generation !== -1 && batch.generation !== generation) return offset;
      generation = batch.generation;
      offset += reader.offset + batch.size;
    }
    offset++;
  }
  return size;
}
