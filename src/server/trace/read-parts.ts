import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { OrderKernel } from '../../trace/index.ts';
import type { PartRange, TimelinePart } from '../../trace/index.ts';

/** What threads are made of. */
export interface ThreadFiles {
  /** The module of the threads: `trace-thread.ts`, or its bundle. */
  readonly threadFile: string;
  /** The order kernel in WebAssembly. */
  readonly kernelFile: string;
}

/** What a thread of `trace-thread.ts` is for. */
export interface ThreadTask extends ThreadFiles {
  readonly path: string;
  /** To be read and made one timeline; null for a thread that reads parts as they are sent to it. */
  readonly ranges: readonly PartRange[] | null;
  readonly ownModules: readonly string[];
}

/** Beyond four threads the disk and the merging of parts are what is waited for. */
const MOST_THREADS = 4;

/** All parts, in order, each read by whichever thread is free. A thread holds the bytes of one part at a time. */
export async function readParts(
  ranges: readonly PartRange[],
  task: ThreadTask,
  onProgress: (share: number) => void,
): Promise<TimelinePart[]> {
  const parts = new Map<PartRange, TimelinePart>();
  const waiting = [...ranges];
  const size = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  let read = 0;
  const count = Math.min(ranges.length, MOST_THREADS, availableParallelism());
  const workerData: ThreadTask = { ...task, ranges: null };
  const threads = Array.from({ length: count }, () => new Worker(task.threadFile, { workerData }));
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
          parts.set(range, await answer(thread, range));
          read += range.end - range.start;
          onProgress(read / size);
        }
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return ranges.flatMap((range) => parts.get(range) ?? []);
}

/** Null where it is not built, or may not run: traces are read all the same, but slower. */
export function loadKernel(path: string): OrderKernel | null {
  try {
    return new OrderKernel(new Uint8Array(readFileSync(path)));
  } catch {
    return null;
  }
}

/** The bytes of a range; fewer where the file became shorter since it was indexed. */
export function bytesOf(path: string, { start, end }: PartRange): Uint8Array {
  const bytes = new Uint8Array(end - start);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count) {
      count = readSync(file, bytes, length, bytes.length - length, start + length);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function answer(thread: Worker, range: PartRange): Promise<TimelinePart> {
  return new Promise((resolve, reject) => {
    // A thread that ends in silence would be waited for without end.
    const ended = (): void => reject(new Error('a thread that reads a part ended'));
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
