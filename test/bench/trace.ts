/**
 * Ordered reading of execution traces, in TypeScript and in WebAssembly, against the reader loop of golang.org/x/exp/trace on the same file in the
 * same run. Traces are made in the run: one of channel traffic and sleeps above all, as `tracegen` makes it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/tools/folders.ts';
import {
  criticalPath,
  densityWindow,
  gcCycles,
  goroutineGroups,
  goroutineTimes,
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
  traceProfile,
} from '../../src/trace/index.ts';
import { lanesInSight } from '../support/lanes-in-sight.ts';
import { traceKernel } from '../support/trace-kernel.ts';
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
    execFileSync(process.execPath, ['scripts/build.ts', '--minify', 'trace-thread'], { cwd: ROOT });
    const timelineFile = oracle.generate('timeline', 15);
    yield measureTimeline(oracle, 'timeline, 15 MB', timelineFile);
    yield measureQueries('queries, 15 MB', timelineFile);
    for (const [flag, megabytes] of LARGE) {
      if (!process.argv.includes(flag)) continue;
      for (const kind of ['mixed', 'channels']) {
        const file = oracle.generate(kind, megabytes, kind);
        yield measureOpening(oracle, `opening, ${kind}, ${megabytes} MB`, file);
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

/** As the analysis server opens it, in as many threads as there are processors; of more than 400 MB the first section. */
function measureOpening(oracle: TraceOracle, name: string, file: string): object {
  const script = join(ROOT, 'test/support/open-trace.ts');
  // What it prints is an object.
  const opened = JSON.parse(execFileSync(process.execPath, [script, file]).toString()) as object;
  return { case: name, ...opened, theirReaderMillis: Math.round(oracle.time(file)) };
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
