/**
 * The threads that read one trace, all of this module. The first one has parts of the file read by others, makes one
 * timeline of them and hands it over, so that the server's own thread is never busy with it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import {
  buffersOf,
  isLarge,
  planParts,
  readBeginning,
  readPart,
  timelineOfParts,
} from '../../trace/index.ts';
import type { TraceSection } from '../../protocol/timeline.ts';
import type { SectionIndex, TimelinePart } from '../../trace/index.ts';
import { failureOf } from '../thread-host.ts';
import type { ReadingMessage } from '../thread-host.ts';
import { bytesOf, loadKernel, readParts } from './read-parts.ts';
import type { PartAnswer, PartQuestion, ThreadTask } from './read-parts.ts';
import type { ReadTrace } from './read-trace.ts';
import { sectionOf } from './trace-file.ts';
import { traceInfo } from './trace-info.ts';
import { TraceSession } from './trace-session.ts';

/** The more parts, the more tables are merged. */
const MOST_PARTS = 32;

// Whoever starts this thread sends exactly this.
const task = workerData as ThreadTask;

if (task.role === 'parts') {
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
  readWhole().catch((error: unknown) => tell({ failure: failureOf(error) }));
}

function tell(message: ReadingMessage<ReadTrace>, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function readWhole(): Promise<void> {
  const found = sectionOf(task);
  const { index } = found;
  const last = isLarge(index) ? index.batches.time.reduce((a, b) => Math.max(a, b), 0) : Number.NaN;
  const parts = await readParts(planParts(index, MOST_PARTS), last, task, {
    onProgress: (share) => tell({ share }),
    onBeginning: ({ part, endTime }) => {
      const early = opened([part], found, endTime);
      tell({ early }, buffersOf(early.timeline));
    },
  });
  const { timeline, info } = opened(parts, found);
  const problems = [...index.problems.map(({ message }) => message), ...info.problems];
  tell({ result: { timeline, info: { ...info, problems } } }, buffersOf(timeline));
}

/** The first questions are answered here: the sums that they need go along with the timeline. */
function opened(parts: readonly TimelinePart[], found: SectionIndex, end = Number.NaN): ReadTrace {
  const timeline = timelineOfParts(parts);
  const info = traceInfo(new TraceSession(task.path, timeline, task.ownModules));
  const endTime = Number.isNaN(end) ? info.endTime : end;
  const section = placeOf(found, Number(timeline.startTime), endTime);
  return { timeline, info: { ...info, endTime, readShare: info.endTime / endTime, section } };
}

/** Null for a trace that is read as a whole. */
function placeOf(
  { index, count, first, last }: SectionIndex,
  startNanos: number,
  length: number,
): TraceSection | null {
  if (count === 1) return null;
  const units = index.generations[0]?.time ?? first;
  const nanosPerUnit = startNanos / units;
  const start = (units - first) * nanosPerUnit;
  const end = start + length;
  const total = Math.max(end, (last - first) * nanosPerUnit);
  return { number: task.section, count, start: Math.max(0, start), end, total };
}
