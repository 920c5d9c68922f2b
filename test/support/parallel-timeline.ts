/** A timeline read from disk by several threads, as the analysis server would. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import {
  indexTrace,
  type PartRange,
  planParts,
  type Timeline,
  type TimelinePart,
  timelineOfParts,
} from '../../src/trace/index.ts';

export class ParallelReader {
  readonly #workers: readonly Worker[];
  readonly #path: string;

  constructor(path: string, threads: number) {
    this.#path = path;
    const url = new URL('part-worker.ts', import.meta.url);
    this.#workers = Array.from({ length: threads }, () => new Worker(url, { workerData: path }));
  }

  /** `parts` are read by whichever thread is free. */
  async read(parts: number): Promise<Timeline> {
    const file = openSync(this.#path, 'r');
    const header = new Uint8Array(64);
    const index = indexTrace((offset, length) => {
      const count = readSync(file, header, 0, length, offset);
      return header.subarray(0, count);
    }, statSync(this.#path).size);
    closeSync(file);
    const ranges = planParts(index, parts);
    const read = new Map<PartRange, TimelinePart>();
    const waiting = [...ranges];
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
          read.set(range, await answer(worker, range));
        }
      }),
    );
    return timelineOfParts(ranges.flatMap((range) => read.get(range) ?? []));
  }

  close(): void {
    for (const worker of this.#workers) worker.postMessage(null);
  }
}

function answer(worker: Worker, range: PartRange): Promise<TimelinePart> {
  return new Promise((resolve, reject) => {
    worker.once('message', (part: TimelinePart) => {
      worker.off('error', reject);
      resolve(part);
    });
    worker.once('error', reject);
    worker.postMessage(range);
  });
}
