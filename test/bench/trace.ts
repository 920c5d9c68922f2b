/**
 * Ordered reading of execution traces, in TypeScript and in WebAssembly, against the reader loop of golang.org/x/exp/trace on the same file in the
 * same run. Traces are made in the run: one of channel traffic and sleeps above all, as `tracegen` makes it.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/tools/folders.ts';
import {
  criticalPath,
  densityWindow,
  gcCycles,
  goroutineGroups,
  goroutineTimes,
  type Lane,
  longestWaits,
  longSyscalls,
  type OrderKernel,
  PieceReader,
  readTimeline,
  runQueues,
  sampleWeights,
  schedulerLatency,
  sliceWindow,
  SPAN_BLOCKED,
  stateWeights,
  stuckGoroutines,
  timeByState,
  type Timeline,
  traceProfile,
} from '../../src/trace/index.ts';
import { neverCancelled } from '../../src/base/cancellation.ts';
import { readTrace } from '../../src/server/trace/read-trace.ts';
import { traceKernel, TRACE_KERNEL_FILE } from '../support/trace-kernel.ts';
import { TraceOracle } from '../support/trace-oracle.ts';

const RUNS = 8;
const LARGE = [
  ['--large', 100],
  ['--huge', 500],
] as const;

/**
 * A line per file: events per second of all three, the best of some runs; then the timeline and what views ask of it. With
 * `--large` also a file of 100 MB, and with `--huge` one of 500 MB, which takes minutes to make.
 */
export async function* cases(): AsyncIterable<object> {
  const oracle = new TraceOracle();
  try {
    const timelineFile = oracle.generate('timeline', 15);
    yield measureTimeline(oracle, 'timeline, 15 MB', timelineFile);
    yield measureQueries('queries, 15 MB', timelineFile);
    for (const [flag, megabytes] of LARGE) {
      if (!process.argv.includes(flag)) continue;
      for (const kind of ['mixed', 'channels']) {
        const file = oracle.generate(kind, megabytes, kind);
        yield await measureOpening(oracle, `opening, ${kind}, ${megabytes} MB`, file);
        if (megabytes > 100) continue;
        yield measure(oracle, `${kind}, ${megabytes} MB`, file, 2);
        yield measureTimeline(oracle, `timeline, ${kind}, ${megabytes} MB`, file);
        yield measureQueries(`queries, ${kind}, ${megabytes} MB`, file);
      }
    }
    yield measure(oracle, 'mixed, 15 MB', oracle.generate('mixed', 15));
    yield measure(oracle, 'with CPU samples, 15 MB', oracle.generate('cpu', 15, 'cpu'));
  } finally {
    rmSync(oracle.folder, { recursive: true });
  }
}

function measure(oracle: TraceOracle, name: string, file: string, runs = RUNS): object {
  const bytes = new Uint8Array(readFileSync(file));
  let events = 0;
  let millis = Number.POSITIVE_INFINITY;
  let kernelMillis = Number.POSITIVE_INFINITY;
  let first = 0;
  let theirs = Number.POSITIVE_INFINITY;
  // Turn by turn, so that other work on the machine meets both.
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    events = readAll(bytes, null);
    const took = performance.now() - start;
    if (run === 0) first = took;
    millis = Math.min(millis, took);
    const kernelStart = performance.now();
    if (readAll(bytes, traceKernel) !== events) throw new Error('the kernels read other events');
    kernelMillis = Math.min(kernelMillis, performance.now() - kernelStart);
    theirs = Math.min(theirs, oracle.time(file));
  }
  return {
    case: name,
    megabytes: round(statSync(file).size / 1e6),
    events,
    firstMs: Math.round(first),
    millionEventsPerSecond: round(events / millis / 1e3),
    kernelMillionEventsPerSecond: round(events / kernelMillis / 1e3),
    theirMillionEventsPerSecond: round(events / theirs / 1e3),
    timesFaster: round(theirs / millis),
    kernelTimesFaster: round(theirs / kernelMillis),
  };
}

/** The whole timeline, in one thread; once, because who opens a trace opens it once. */
function measureTimeline(oracle: TraceOracle, name: string, file: string): object {
  const bytes = new Uint8Array(readFileSync(file));
  const start = performance.now();
  const cpu = process.cpuUsage();
  const timeline = readTimeline(bytes, traceKernel);
  const { user, system } = process.cpuUsage(cpu);
  const millis = performance.now() - start;
  return {
    case: name,
    megabytes: round(bytes.length / 1e6),
    spans: timeline.segments.reduce((sum, { goroutines }) => sum + goroutines.length, 0),
    millis: Math.round(millis),
    cpuMillis: Math.round((user + system) / 1e3),
    theirReaderMillis: Math.round(oracle.time(file)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
  };
}

/** As the analysis server opens it, in as many threads as there are processors; the peak is that of all before, too. */
async function measureOpening(oracle: TraceOracle, name: string, file: string): Promise<object> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let firstMillis = 0;
  let outlineMillis = 0;
  let interactiveMillis = 0;
  const { timeline } = await readTrace(file, {
    threadFile: join(ROOT, 'src/server/trace/trace-thread.ts'),
    kernelFile: TRACE_KERNEL_FILE,
    ownModules: [],
    token: neverCancelled,
    onOutline: () => (outlineMillis = performance.now() - start),
    onProgress: () => (firstMillis ||= performance.now() - start),
    onEarly: (early) => {
      askWindow(early.timeline, early.info.endTime);
      interactiveMillis = performance.now() - start;
    },
  });
  const millis = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    case: name,
    millis: Math.round(millis),
    cpuMillis: Math.round((user + system) / 1e3),
    outlineMillis: Math.round(outlineMillis),
    firstPartMillis: Math.round(firstMillis),
    interactiveMillis: Math.round(interactiveMillis),
    segments: timeline.segments.length,
    spans: timeline.segments.reduce((sum, { goroutines }) => sum + goroutines.length, 0),
    theirReaderMillis: Math.round(oracle.time(file)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
  };
}

/** What views ask: all processors and 30 goroutines at 1600 pixels, of the whole trace and of a thousandth of it. */
function measureQueries(name: string, file: string): object {
  const timeline = readTimeline(new Uint8Array(readFileSync(file)), traceKernel);
  const { endTime } = timeline;
  const lanes = lanesInSight(timeline);
  const groups = goroutineGroups(timeline).map(({ goroutines }) => goroutines);
  const whole = { start: 0, end: endTime };
  const part = { start: endTime * 0.5, end: endTime * 0.501 };
  // A range that somebody drags: a twentieth of the trace.
  const range = { start: endTime * 0.5, end: endTime * 0.55 };
  const questions: Record<string, () => unknown> = {
    firstWindow: () => sliceWindow(timeline, { lanes, ...whole, pixels: 1600 }),
    wholeWindow: () => sliceWindow(timeline, { lanes, ...whole, pixels: 1600 }),
    partWindow: () => sliceWindow(timeline, { lanes, ...part, pixels: 1600 }),
    density: () => densityWindow(timeline, { kind: 'goroutine', groups, ...whole, pixels: 800 }),
    partDensity: () => densityWindow(timeline, { kind: 'goroutine', groups, ...part, pixels: 800 }),
    rangeStates: () => timeByState(timeline, range, 'goroutine'),
    rangeStacks: () => stateWeights(timeline, range, SPAN_BLOCKED),
    rangeSamples: () => sampleWeights(timeline, range),
    rangeDensity: () =>
      densityWindow(timeline, { kind: 'goroutine', groups, ...range, pixels: 800 }),
    states: () => timeByState(timeline, { start: endTime / 3, end: endTime / 2 }, 'goroutine'),
    stacks: () => stateWeights(timeline, whole, SPAN_BLOCKED),
    goroutineTimes: () => goroutineTimes(timeline),
    schedProfile: () => traceProfile(timeline, 'sched'),
    schedulerLatency: () => schedulerLatency(timeline),
    longSyscalls: () => longSyscalls(timeline),
    gcCycles: () => gcCycles(timeline),
    stuck: () => stuckGoroutines(timeline, 1e8),
    runQueues: () => runQueues(timeline),
    longestWaits: () => longestWaits(timeline, 20),
    criticalPath: () => criticalPath(timeline, 1, endTime, { since: 0, limit: 5000 }),
  };
  const millis = Object.entries(questions).map(([question, ask]) => {
    const start = performance.now();
    ask();
    return [question, round(performance.now() - start)];
  });
  return { case: name, millis: Object.fromEntries(millis) as Record<string, number> };
}

/** All processors and 30 goroutines. */
function lanesInSight({ procIds, goroutineIds }: Timeline): Lane[] {
  const rows = (ids: Float64Array, most: number): number[] => [...ids.keys()].slice(0, most);
  return [
    ...rows(procIds, 64).map((row): Lane => ({ kind: 'proc', row })),
    ...rows(goroutineIds, 30).map((row): Lane => ({ kind: 'goroutine', row })),
  ];
}

function askWindow(timeline: Timeline, end: number): void {
  sliceWindow(timeline, { lanes: lanesInSight(timeline), start: 0, end, pixels: 1600 });
}

/** Their loop does not keep the events either. */
function readAll(bytes: Uint8Array, kernel: OrderKernel | null): number {
  const reader = new PieceReader(bytes, kernel);
  let events = 0;
  const consumer = {
    startGeneration: () => undefined,
    add: ({ length }: { readonly length: number }) => void (events += length),
  };
  while (reader.feed(consumer));
  return events;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
