/**
 * The threads that read one trace, all of this module. The first one has parts of the file read by others, makes one
 * timeline of them and hands it over, so that the server's own thread is never busy with it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, readBeginning, readPart, timelineOfParts } from '../../trace/index.ts';
import type { PartRange, TimelinePart } from '../../trace/index.ts';
import type { ReadingMessage } from '../thread-host.ts';
import { bytesOf, loadKernel, readParts } from './read-parts.ts';
import type { PartAnswer, PartQuestion, ThreadTask } from './read-parts.ts';
import type { ReadTrace } from './read-trace.ts';
import { traceInfo } from './trace-info.ts';
import { TraceSession } from './trace-session.ts';

// Whoever starts this thread sends exactly this.
const task = workerData as ThreadTask;

if (task.ranges === null) {
  const kernel = loadKernel(task.kernelFile);
  const say = (message: PartAnswer, part: TimelinePart): void =>
    parentPort?.postMessage(message, buffersOf(part));
  parentPort?.on('message', ({ range, last }: PartQuestion) => {
    const bytes = bytesOf(task.path, range);
    const wantsBeginning = kernel !== null && !Number.isNaN(last);
    const beginning = wantsBeginning ? readBeginning(bytes, kernel, range, last) : null;
    if (beginning !== null) say({ beginning }, beginning.part);
    const part = readPart(bytes, range, kernel);
    say({ part }, part);
  });
} else {
  // What fails ends the thread, and is told by its `error`.
  void readWhole(task.ranges);
}

function tell(message: ReadingMessage<ReadTrace>, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function readWhole(ranges: readonly PartRange[]): Promise<void> {
  const parts = await readParts(ranges, task, {
    onProgress: (share) => tell({ share }),
    onBeginning: ({ part, endTime }) => {
      const early = opened([part]);
      const info = { ...early.info, endTime, readShare: part.endTime / endTime };
      tell({ early: { ...early, info } }, buffersOf(early.timeline));
    },
  });
  const read = opened(parts);
  tell({ result: read }, buffersOf(read.timeline));
}

/** The first questions are answered here: the sums that they need go along with the timeline. */
function opened(parts: readonly TimelinePart[]): ReadTrace {
  const timeline = timelineOfParts(parts);
  return { timeline, info: traceInfo(new TraceSession(task.path, timeline, task.ownModules)) };
}
