/**
 * Ordered reading of execution traces, against the reader loop of golang.org/x/exp/trace on the same file in the
 * same run. Traces are made in the run: one of channel traffic and sleeps above all, as `tracegen` makes it.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { TraceReader } from '../../src/trace/index.ts';
import { TraceOracle } from '../support/trace-oracle.ts';

const RUNS = 8;

/** A line per file: events per second of both, the best of some runs. */
export async function* cases(): AsyncIterable<object> {
  const oracle = new TraceOracle();
  try {
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
