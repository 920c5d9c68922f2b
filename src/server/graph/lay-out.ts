import { Worker } from 'node:worker_threads';
import type { GraphLayout, LayoutTask } from './graph-layout.ts';

/** Lays a graph out in a thread of its own. */
export async function layOut(threadFile: string, task: LayoutTask): Promise<GraphLayout> {
  const thread = new Worker(threadFile, { workerData: task });
  try {
    return await new Promise((resolve, reject) => {
      // The thread says this once.
      thread.once('message', (layout: GraphLayout) => resolve(layout));
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('The thread for the layout ended early.')));
    });
  } finally {
    void thread.terminate();
  }
}
