/** Reads parts of a trace file in a thread: each message is a range, each answer a part. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, type PartRange, readPart } from '../../src/trace/index.ts';

const file = openSync(String(workerData), 'r');

parentPort?.on('message', (range: PartRange | null) => {
  if (range === null) {
    closeSync(file);
    parentPort?.close();
    return;
  }
  const bytes = new Uint8Array(range.end - range.start);
  readSync(file, bytes, 0, bytes.length, range.start);
  const part = readPart(bytes, range);
  parentPort?.postMessage(part, buffersOf(part));
});
