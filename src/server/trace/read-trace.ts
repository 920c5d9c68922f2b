import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf, UserError } from '../../base/user-error.ts';
import type { TraceInfo } from '../../protocol/timeline.ts';
import { indexTrace, isLarge, planParts, traceOutline } from '../../trace/index.ts';
import type { Timeline, TraceIndex, TraceOutline } from '../../trace/index.ts';
import { foreignFile } from '../foreign-file.ts';
import { resultOf } from '../thread-host.ts';
import { bytesOf } from './read-parts.ts';
import type { ThreadFiles, ThreadTask } from './read-parts.ts';

export interface ReadOptions extends ThreadFiles {
  readonly ownModules: readonly string[];
  readonly token: CancellationToken;
  /** Called with the share of the file that has been read, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Called once, before anything is read. */
  readonly onOutline: (outline: TraceOutline) => void;
  /** Called with the beginning of a large trace, long before the rest is read. */
  readonly onEarly: (read: ReadTrace) => void;
}

export interface ReadTrace {
  readonly timeline: Timeline;
  readonly info: TraceInfo;
}

/** The more parts, the more tables are merged. */
const MOST_PARTS = 32;
const HEADER_BYTES = 64;
/** What tells other files. */
const HEAD_BYTES = 4096;
/** A picture to look at while the trace is read. */
const OUTLINE_COLUMNS = 400;
const OUTLINE_THREADS = 24;

/**
 * Reads an execution trace in threads of their own, so that other questions are answered meanwhile. Rejects with
 * `UserError` when the file cannot be read or is no trace; what is broken in a trace comes as its problems.
 */
export async function readTrace(path: string, options: ReadOptions): Promise<ReadTrace> {
  const name = basename(path);
  const index = indexOf(path);
  const ranges = planParts(index, MOST_PARTS);
  if (ranges.length === 0) throw refusal(path, index);
  options.onOutline(traceOutline(index, OUTLINE_COLUMNS, OUTLINE_THREADS));
  const { threadFile, kernelFile, ownModules, token } = options;
  const last = isLarge(index) ? index.batches.time.reduce((a, b) => Math.max(a, b), 0) : Number.NaN;
  const task = { path, threadFile, kernelFile, ownModules, ranges, last };
  const read = await runThread(task, options);
  throwIfCancelled(token);
  const { timeline, info } = read;
  if (timeline.endTime <= 0 || timeline.procIds.length === 0) throw tooShort(name);
  const problems = [...index.problems.map(({ message }) => message), ...info.problems];
  return { timeline, info: { ...info, problems } };
}

/** Why nothing of a file can be read. */
function refusal(path: string, { version, problems }: TraceIndex): UserError {
  const name = basename(path);
  const [problem] = problems;
  if (problem?.code === 'old-format') {
    return new UserError('not-a-trace', `${name} cannot be read: ${problem.message}.`);
  }
  if (version > 0) return tooShort(name);
  const range = { version: 0, start: 0, end: HEAD_BYTES, until: Number.NaN };
  const head = bytesOf(path, range);
  return isHeaderCut(head) ? tooShort(name) : foreignFile(name, head, 'an execution trace');
}

function tooShort(name: string): UserError {
  const words = `${name} ends before its first event that can be shown. Capture it again.`;
  return new UserError('not-a-trace', words);
}

function isHeaderCut(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  return text.length > 0 && text.length < 16 && 'go 1.'.startsWith(text.slice(0, 5));
}

/** Looks at headers of batches only: some milliseconds for 100 MB. */
function indexOf(path: string): TraceIndex {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = new Uint8Array(HEADER_BYTES);
      const read = (offset: number, length: number): Uint8Array =>
        buffer.subarray(0, readSync(file, buffer, 0, Math.min(length, buffer.length), offset));
      return indexTrace(read, statSync(path).size);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError('unreadable', `${basename(path)} cannot be read: ${messageOf(error)}`);
  }
}

/** Threads of the thread end with it. */
async function runThread(
  workerData: ThreadTask,
  { token, onProgress, onEarly }: Pick<ReadOptions, 'token' | 'onProgress' | 'onEarly'>,
): Promise<ReadTrace> {
  const thread = new Worker(workerData.threadFile, { workerData });
  try {
    return await resultOf<ReadTrace>(thread, token, onProgress, onEarly);
  } finally {
    await thread.terminate();
  }
}
