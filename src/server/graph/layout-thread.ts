/** The thread that lays out one call graph: a large one takes seconds, and the layout library is loaded for it only. */
import { parentPort, workerData } from 'node:worker_threads';
import { graphLayout } from './graph-layout.ts';
import type { LayoutTask } from './graph-layout.ts';

// Whoever starts this thread sends exactly this; what fails ends the thread, and is told by its `error`.
const { boxes, arrows } = workerData as LayoutTask;
parentPort?.postMessage(graphLayout(boxes, arrows));
