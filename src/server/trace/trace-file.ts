/** What a trace file says without being read: only headers of batches are looked at. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import {
  indexSection,
  indexTrace,
  PROBE_BYTES,
  probeTrace,
  traceOutline,
} from '../../trace/index.ts';
import type { ReadBytes, SectionIndex, TraceIndex, TraceOutline } from '../../trace/index.ts';
import { foreignFile } from '../foreign-file.ts';
import { readFailure } from '../read-problem.ts';

/** A picture to look at while the trace is read. */
const OUTLINE_COLUMNS = 400;
const OUTLINE_THREADS = 24;
/** Larger files, whose headers take long to be read from a disk, are looked at in some places. */
const PROBED_BYTES = 16e6;
const PROBES = 128;
/** What tells other files. */
const HEAD_BYTES = 4096;

interface FileStretch {
  readonly path: string;
  /** Nothing behind this offset is looked at. */
  readonly upTo: number;
}

interface SectionPlace extends FileStretch {
  readonly section: number;
  readonly sectionBytes: number;
}

/** Until where a file that grows holds whole generations. */
export function wholeEnd(path: string): number {
  const all = { path, upTo: Number.POSITIVE_INFINITY };
  return withFile(all, (read, size) => indexTrace(read, size)).wholeEnd;
}

/** The first picture: it costs some hundreds of small readings at most. */
export function outlineOf(path: string, upTo: number): TraceOutline {
  const batches = withFile({ path, upTo }, (read, size) =>
    size > PROBED_BYTES ? probeTrace(read, size, PROBES) : indexTrace(read, size).batches,
  );
  return traceOutline({ batches }, OUTLINE_COLUMNS, OUTLINE_THREADS);
}

/**
 * Where the generations of a section lie. Goes from header to header: a second for 500 MB that were not read before,
 * else some milliseconds.
 */
export function sectionOf(task: SectionPlace): SectionIndex {
  const { path, section, sectionBytes } = task;
  const found = withFile(task, (read, size) => indexSection(read, size, section, sectionBytes));
  const { index, count } = found;
  if (index.generations.length > 0) return found;
  if (count === 1) throw refusal(path, index);
  const words = `Nothing begins in section ${section + 1} of ${basename(path)}. Open it again to see the first one.`;
  throw new UserError('empty-section', words);
}

export function tooShort(path: string): UserError {
  const words = `${basename(path)} ends before its first event that can be shown. Capture it again.`;
  return new UserError('not-a-trace', words);
}

/** Why nothing of a file can be read. */
function refusal(path: string, { version, problems }: TraceIndex): UserError {
  const name = basename(path);
  const [problem] = problems;
  if (problem?.code === 'old-format') {
    return new UserError('not-a-trace', `${name} cannot be read: ${problem.message}.`);
  }
  if (version > 0) return tooShort(path);
  const head = withFile({ path, upTo: HEAD_BYTES }, (read) => read(0, HEAD_BYTES));
  return isHeaderCut(head) ? tooShort(path) : foreignFile(name, head, 'an execution trace');
}

function isHeaderCut(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  return text.length > 0 && text.length < 16 && 'go 1.'.startsWith(text.slice(0, 5));
}

/** What is read is overwritten by what is read next. */
function withFile<T>({ path, upTo }: FileStretch, use: (read: ReadBytes, size: number) => T): T {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = new Uint8Array(PROBE_BYTES);
      const read: ReadBytes = (offset, length) =>
        buffer.subarray(0, readSync(file, buffer, 0, Math.min(length, buffer.length), offset));
      return use(read, Math.min(upTo, statSync(path).size));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}
