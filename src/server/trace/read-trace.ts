import { Worker } from 'node:worker_threads';
import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';
import type { TraceInfo } from '../../protocol/timeline.ts';
import { SECTION_BYTES } from '../../trace/index.ts';
import type { Timeline, TraceOutline } from '../../trace/index.ts';
import { resultOf } from '../thread-host.ts';
import type { ThreadFiles, ThreadTask } from './read-parts.ts';
import { outlineOf, tooShort } from './trace-file.ts';

export interface ReadOptions extends ThreadFiles {
  /** Of a large trace; the first one is 0. */
  readonly section?: number;
  /** The length of sections. */
  readonly sectionBytes?: number;
  /** Nothing behind this offset is read. */
  readonly upTo?: number;
  readonly ownModules: readonly string[];
  readonly token: CancellationToken;
  /** Called with the share of the file that has been read, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Called once, before anything is read; not for files of which nothing can be shown. */
  readonly onOutline: (outline: TraceOutline) => void;
  /** Called with the beginning of a large trace, long before the rest is read. */
  readonly onEarly: (read: ReadTrace) => void;
}

export interface ReadTrace {
  readonly timeline: Timeline;
  readonly info: TraceInfo;
}

/**
 * Reads an execution trace in threads of their own, so that other questions are answered meanwhile. Rejects with
 * `UserError` when the file cannot be read or is no trace; what is broken in a trace comes as its problems.
 */
export async function readTrace(path: string, options: ReadOptions): Promise<ReadTrace> {
  const { threadFile, kernelFile, ownModules, token, onProgress, onOutline, onEarly } = options;
  const { section = 0, sectionBytes = SECTION_BYTES, upTo = Number.POSITIVE_INFINITY } = options;
  const outline = outlineOf(path, upTo);
  if (outline.threads.length > 0) onOutline(outline);
  const files = { path, threadFile, kernelFile };
  const place = { section, sectionBytes, upTo };
  const workerData: ThreadTask = { role: 'whole', ...files, ownModules, ...place };
  const thread = new Worker(threadFile, { workerData });
  try {
    const read = await resultOf<ReadTrace>(thread, token, onProgress, onEarly);
    throwIfCancelled(token);
    const { endTime, procIds } = read.timeline;
    if (endTime <= 0 || procIds.length === 0) throw tooShort(path);
    return read;
  } finally {
    // Threads of the thread end with it.
    await thread.terminate();
  }
}
