/**
 * `node open-trace.ts FILE`: opens a trace as the analysis server does, with the threads and the kernel that `npm run
 * build` made, and prints how long that took. A process of its own, so that the peak is that of this one trace.
 */
import { join } from 'node:path';
import { ROOT } from '../../scripts/tools/folders.ts';
import { neverCancelled } from '../../src/base/cancellation.ts';
import { readTrace } from '../../src/server/trace/read-trace.ts';
import { sliceWindow } from '../../src/trace/index.ts';
import { lanesInSight } from './lanes-in-sight.ts';

const [, , file = ''] = process.argv;
const start = performance.now();
const since = (): number => Math.round(performance.now() - start);
let outlineMillis = 0;
let firstPartMillis = 0;
let interactiveMillis = 0;
const { timeline } = await readTrace(file, {
  threadFile: join(ROOT, 'dist/trace-thread.cjs'),
  kernelFile: join(ROOT, 'dist/trace-kernel.wasm'),
  ownModules: [],
  token: neverCancelled,
  onOutline: () => (outlineMillis = since()),
  onProgress: () => (firstPartMillis ||= since()),
  onEarly: ({ timeline: early, info }) => {
    const query = { lanes: lanesInSight(early), start: 0, end: info.endTime, pixels: 1600 };
    sliceWindow(early, query);
    interactiveMillis = since();
  },
});
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    millis: since(),
    cpuMillis: Math.round((user + system) / 1e3),
    outlineMillis,
    firstPartMillis,
    interactiveMillis,
    segments: timeline.segments.length,
    spans: timeline.segments.reduce((sum, { goroutines }) => sum + goroutines.length, 0),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
  }),
);
