/**
 * The threads that read one trace, all of this module. The first one has parts of the file read by others, makes one
 * timeline of them and hands it over, so that the server's own thread is never busy with it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, readPart, timelineOfParts } from '../../trace/index.ts';
import type { PartRange } from '../../trace/index.ts';
import type { ReadingMessage } from '../thread-host.ts';
import { bytesOf, loadKernel, readParts } from './read-parts.ts';
import type { ThreadTask } from './read-parts.ts';
import type { ReadTrace } from './read-trace.ts';
import { traceInfo } from './trace-info.ts';
import { TraceSession } from './trace-session.ts';

// Whoever starts this thread sends exactly this.
const task = workerData as ThreadTask;

if (task.ranges === null) {
  const kernel = loadKernel(task.kernelFile);
  parentPort?.on('message', (range: PartRange) => {
    const part = readPart(bytesOf(task.path, range), range, kernel);
    parentPort?.postMessage(part, buffersOf(part));
  });
} else {
  // What fails ends the thread, and is told by its `error`.
  void readWhole(task.ranges);
}

async function readWhole(ranges: readonly PartRange[]): Promise<void> {
  const say = (message: ReadingMessage<ReadTrace>, transfer: readonly ArrayBuffer[] = []): void =>
    parentPort?.postMessage(message, transfer);
  const parts = await readParts(ranges, task, (share) => say({ share }));
  const timeline = timelineOfParts(parts);
  // The first questions are answered here: the sums that they need go along with the timeline.
  const info = traceInfo(new TraceSession(task.path, timeline, task.ownModules));
  say({ result: { timeline, info } }, buffersOf(timeline));
}
