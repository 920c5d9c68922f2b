/** A thread that reads parts of one trace file: each message is a range of the file, each answer its part. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, readPart } from '../../trace/index.ts';
import type { PartRange } from '../../trace/index.ts';

const path = String(workerData);

parentPort?.on('message', (range: PartRange) => {
  const part = readPart(bytesOf(range), range);
  parentPort?.postMessage(part, buffersOf(part));
});

/** Fewer bytes where the file became shorter since it was indexed. */
function bytesOf({ start, end }: PartRange): Uint8Array {
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
