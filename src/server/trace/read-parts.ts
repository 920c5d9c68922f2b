import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { OrderKernel } from '../../trace/index.ts';
import type { Beginning, PartRange, TimelinePart } from '../../trace/index.ts';

/** What threads are made of. */
export interface ThreadFiles {
  /** The module of the threads: `trace-thread.ts`, or its bundle. */
  readonly threadFile: string;
  /** The order kernel in WebAssembly. */
  readonly kernelFile: string;
}

/** What a thread of `trace-thread.ts` is for: to make one timeline of the file, or to read parts as they are sent to it. */
export interface ThreadTask extends ThreadFiles {
  readonly role: 'whole' | 'parts';
  readonly path: string;
  readonly ownModules: readonly string[];
  readonly section: number;
  /** The length of sections. */
  readonly sectionBytes: number;
  /** Nothing behind this offset is read. */
  readonly upTo: number;
}

/** What a thread that reads parts is asked. */
export interface PartQuestion {
  readonly range: PartRange;
  /**
   * Of a large trace, when its last batch begins, in units of the trace clock: the beginning is told before the part.
   * NaN for other parts.
   */
  readonly last: number;
}

export type PartAnswer = { readonly beginning: Beginning } | { readonly part: TimelinePart };

/** Node reads less than 2 GiB at a time. */
const READ_BYTES = 2 ** 30;

/** Beyond four threads the disk and the merging of parts are what is waited for. */
const MOST_THREADS = 4;

export interface PartListener {
  readonly onProgress: (share: number) => void;
  readonly onBeginning: (beginning: Beginning) => void;
}

/**
 * All parts, in order, each read by whichever thread is free; `last` is for the first one. A thread holds the bytes of
 * one part at a time.
 */
export async function readParts(
  ranges: readonly PartRange[],
  last: number,
  task: ThreadTask,
  { onProgress, onBeginning }: PartListener,
): Promise<TimelinePart[]> {
  const parts = new Map<PartRange, TimelinePart>();
  const waiting = [...ranges];
  const size = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  let read = 0;
  const count = Math.min(ranges.length, MOST_THREADS, availableParallelism());
  const workerData: ThreadTask = { ...task, role: 'parts' };
  const threads = Array.from({ length: count }, () => new Worker(task.threadFile, { workerData }));
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
          const question = { range, last: range === ranges[0] ? last : Number.NaN };
          parts.set(range, await answer(thread, question, onBeginning));
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
      const most = Math.min(bytes.length - length, READ_BYTES);
      count = readSync(file, bytes, length, most, start + length);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function answer(
  thread: Worker,
  question: PartQuestion,
  onBeginning: PartListener['onBeginning'],
): Promise<TimelinePart> {
  return new Promise((resolve, reject) => {
    // A thread that ends in silence would be waited for without end.
    const ended = (): void => reject(new Error('a thread that reads a part ended'));
    const heard = (message: PartAnswer): void => {
      if ('beginning' in message) {
        onBeginning(message.beginning);
        return;
      }
      thread.off('error', reject).off('exit', ended).off('message', heard);
      resolve(message.part);
    };
    thread.on('error', reject).on('exit', ended).on('message', heard);
    thread.postMessage(question);
  });
}
