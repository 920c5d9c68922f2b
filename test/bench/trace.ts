/**
 * Ordered reading of execution traces, against the reader loop of golang.org/x/exp/trace on the same file in the
 * same run. Traces are made in the run: one of channel traffic and sleeps above all, as `tracegen` makes it.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import {
  criticalPath,
  densityWindow,
  gcCycles,
  goroutineGroups,
  goroutineTimes,
  type Lane,
  longestWaits,
  longSyscalls,
  readTimeline,
  runQueues,
  schedulerLatency,
  sliceWindow,
  SPAN_BLOCKED,
  stateWeights,
  stuckGoroutines,
  timeByState,
  traceProfile,
  TraceReader,
} from '../../src/trace/index.ts';
import { ParallelReader } from '../support/parallel-timeline.ts';
import { TraceOracle } from '../support/trace-oracle.ts';

const RUNS = 8;
const LARGE = [
  ['--large', 100],
  ['--huge', 500],
] as const;

/**
 * A line per file: events per second of both, the best of some runs; then the timeline and what views ask of it. With
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
      const file = oracle.generate('large', megabytes);
      yield await measureThreads(oracle, `timeline in two threads, ${megabytes} MB`, file);
      yield measureTimeline(oracle, `timeline, ${megabytes} MB`, file);
      yield measureQueries(`queries, ${megabytes} MB`, file);
    }
    yield measure(oracle, 'mixed, 15 MB', oracle.generate('mixed', 15));
    yield measure(oracle, 'with CPU samples, 15 MB', oracle.generate('cpu', 15, 'cpu'));
  } finally {
    rmSync(oracle.folder, { recursive: true });
  }
}

function measure(oracle: TraceOracle, name: string, file: string): object {
  const bytes = new Uint8Array(readFileSync(file));
  let events = 0;
  let millis = Number.POSITIVE_INFINITY;
  let first = 0;
  let theirs = Number.POSITIVE_INFINITY;
  // Turn by turn, so that other work on the machine meets both.
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    events = readAll(bytes);
    const took = performance.now() - start;
    if (run === 0) first = took;
    millis = Math.min(millis, took);
    theirs = Math.min(theirs, oracle.time(file));
  }
  return {
    case: name,
    megabytes: round(statSync(file).size / 1e6),
    events,
    firstMs: Math.round(first),
    millionEventsPerSecond: round(events / millis / 1e3),
    theirMillionEventsPerSecond: round(events / theirs / 1e3),
    timesFaster: round(theirs / millis),
  };
}

/** The whole timeline, in one thread; once, because who opens a trace opens it once. */
function measureTimeline(oracle: TraceOracle, name: string, file: string): object {
  const bytes = new Uint8Array(readFileSync(file));
  const start = performance.now();
  const cpu = process.cpuUsage();
  const timeline = readTimeline(bytes);
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

async function measureThreads(oracle: TraceOracle, name: string, file: string): Promise<object> {
  const reader = new ParallelReader(file, 2);
  const start = performance.now();
  const timeline = await reader.read(4);
  const millis = performance.now() - start;
  reader.close();
  return {
    case: name,
    millis: Math.round(millis),
    segments: timeline.segments.length,
    theirReaderMillis: Math.round(oracle.time(file)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
  };
}

/** What views ask: all processors and 30 goroutines at 1600 pixels, of the whole trace and of a thousandth of it. */
function measureQueries(name: string, file: string): object {
  const timeline = readTimeline(new Uint8Array(readFileSync(file)));
  const { endTime } = timeline;
  const rows = (ids: Float64Array, most: number): number[] => [...ids.keys()].slice(0, most);
  const lanes = [
    ...rows(timeline.procIds, 64).map((row): Lane => ({ kind: 'proc', row })),
    ...rows(timeline.goroutineIds, 30).map((row): Lane => ({ kind: 'goroutine', row })),
  ];
  const groups = goroutineGroups(timeline).map(({ goroutines }) => goroutines);
  const whole = { start: 0, end: endTime };
  const part = { start: endTime * 0.5, end: endTime * 0.501 };
  const questions: Record<string, () => unknown> = {
    firstWindow: () => sliceWindow(timeline, { lanes, ...whole, pixels: 1600 }),
    wholeWindow: () => sliceWindow(timeline, { lanes, ...whole, pixels: 1600 }),
    partWindow: () => sliceWindow(timeline, { lanes, ...part, pixels: 1600 }),
    density: () => densityWindow(timeline, { kind: 'goroutine', groups, ...whole, pixels: 800 }),
    partDensity: () => densityWindow(timeline, { kind: 'goroutine', groups, ...part, pixels: 800 }),
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

function readAll(bytes: Uint8Array): number {
  const reader = new TraceReader(bytes);
  let events = 0;
  for (let next = reader.next(); next !== null; next = reader.next()) {
    events += next.events.length;
    // Their loop does not keep the events either.
    reader.release();
  }
  return events;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
