import { open } from 'node:fs/promises';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError, throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf, UserError } from '../../base/user-error.ts';
import { indexTrace, planParts, readTimeline, timelineOfParts } from '../../trace/index.ts';
import type { PartRange, Timeline, TimelinePart } from '../../trace/index.ts';

export interface ReadOptions {
  /** The module of the threads: `part-thread.ts`, or its bundle. */
  readonly threadFile: string;
  readonly token: CancellationToken;
  /** Called with the share of the file that has been read, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Beyond four threads the disk and the merging of parts are what is waited for. */
const MOST_THREADS = 4;
/** Each thread holds the bytes of one part at a time; the more parts, the more tables are merged. */
const MOST_PARTS = 32;
const CANCEL_MILLIS = 50;
const HEADER_BYTES = 64;

/**
 * Reads an execution trace in threads of their own, so that other questions are answered meanwhile. Rejects with
 * `UserError` when the file cannot be read or is no trace; what is broken in a trace comes as its problems.
 */
export async function readTrace(path: string, options: ReadOptions): Promise<Timeline> {
  const name = basename(path);
  const timeline = await timelineOf(path, options).catch((error: unknown) => {
    if (!isFileError(error)) throw error;
    throw new UserError('unreadable', `${name} cannot be read: ${messageOf(error)}`);
  });
  if (timeline.endTime <= 0 || timeline.procIds.length === 0) {
    const reason = timeline.problems[0]?.message ?? 'it holds no events';
    throw new UserError('not-a-trace', `${name} is not an execution trace: ${reason}`);
  }
  return timeline;
}

async function timelineOf(path: string, options: ReadOptions): Promise<Timeline> {
  const ranges = rangesOf(path);
  if (ranges.length === 0) return readTimeline(await beginningOf(path));
  const parts = await readParts(path, ranges, options);
  throwIfCancelled(options.token);
  return timelineOfParts(parts);
}

/** Looks at headers of batches only: some milliseconds for 100 MB. */
function rangesOf(path: string): PartRange[] {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(HEADER_BYTES);
    const read = (offset: number, length: number): Uint8Array =>
      buffer.subarray(0, readSync(file, buffer, 0, Math.min(length, buffer.length), offset));
    return planParts(indexTrace(read, statSync(path).size), MOST_PARTS);
  } finally {
    closeSync(file);
  }
}

/** What is enough to say why a file is no trace. */
async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEADER_BYTES));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readParts(
  path: string,
  ranges: readonly PartRange[],
  { threadFile, token, onProgress }: ReadOptions,
): Promise<TimelinePart[]> {
  const parts = new Map<PartRange, TimelinePart>();
  const waiting = [...ranges];
  const size = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  let read = 0;
  const count = Math.min(ranges.length, MOST_THREADS, availableParallelism());
  const threads = Array.from({ length: count }, () => new Worker(threadFile, { workerData: path }));
  const end = (): Promise<unknown> => Promise.all(threads.map((thread) => thread.terminate()));
  const watch = setInterval(() => {
    if (token.isCancellationRequested) void end();
  }, CANCEL_MILLIS);
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
          parts.set(range, await answer(thread, range, token));
          read += range.end - range.start;
          onProgress(read / size);
        }
      }),
    );
  } finally {
    clearInterval(watch);
    await end();
  }
  return ranges.flatMap((range) => parts.get(range) ?? []);
}

function answer(thread: Worker, range: PartRange, token: CancellationToken): Promise<TimelinePart> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(token.isCancellationRequested ? new CancelledError() : new Error('a thread ended'));
    };
    thread.once('error', reject);
    thread.once('exit', ended);
    thread.once('message', (part: TimelinePart) => {
      thread.off('error', reject);
      thread.off('exit', ended);
      resolve(part);
    });
    thread.postMessage(range);
  });
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
