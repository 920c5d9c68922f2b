import { assertNever } from '../base/assert.ts';
import type { Problem } from '../base/problem.ts';
import { type Generation, Summarizer, TraceReader } from '../trace/index.ts';
import { readInput } from './input-file.ts';
import { ChunkedWriter, EXIT_FAILED, EXIT_OK, type Terminal } from './terminal.ts';
import { eventLines } from './trace-events.ts';
import { TraceHash } from './trace-hash.ts';
import { summaryJson, summaryLines } from './trace-summary.ts';

/** What `delvescope trace` can print. */
export const TRACE_REPORTS = ['events', 'hash', 'summary'] as const;
export type TraceReport = (typeof TRACE_REPORTS)[number];

export interface TraceOptions {
  readonly report: TraceReport;
  readonly file: string;
  /** Of the summary only. */
  readonly json: boolean;
}

/** Prints a report of an execution trace; exits with 1 when events are missing. */
export async function traceCommand(options: TraceOptions, terminal: Terminal): Promise<number> {
  const input = await readInput(options.file, terminal);
  const reader = new TraceReader(input.bytes);
  const out = new ChunkedWriter(terminal);
  for (const text of textOf(options, reader, input.problems)) await out.add(text);
  await out.end();
  complain([...input.problems, ...reader.problems], options.file, terminal);
  return reader.isComplete && input.problems.length === 0 ? EXIT_OK : EXIT_FAILED;
}

/** Generation by generation, so that a large trace is never in memory as a whole. */
function* textOf(
  { report, json }: TraceOptions,
  reader: TraceReader,
  problems: readonly Problem[],
): Iterable<string> {
  switch (report) {
    case 'events':
      for (const { events } of generationsOf(reader)) {
        yield* eventLines(events, reader.startTime, reader.tables);
      }
      break;
    case 'hash': {
      const hash = new TraceHash();
      for (const { events } of generationsOf(reader)) {
        hash.add(events, reader.startTime, reader.tables);
      }
      yield `${hash.text()}\n`;
      break;
    }
    case 'summary': {
      const summarizer = new Summarizer();
      for (const generation of generationsOf(reader)) summarizer.add(generation, reader.tables);
      const goroutines = summarizer.finish(reader.tables);
      if (json) yield* summaryJson(goroutines, [...problems, ...reader.problems]);
      else yield* summaryLines(goroutines);
      break;
    }
    default:
      assertNever(report);
  }
}

function* generationsOf(reader: TraceReader): Iterable<Generation> {
  for (let next = reader.next(); next !== null; next = reader.next()) {
    yield next;
    reader.release();
  }
}

/** Problems as lines for standard error. */
export function complain(problems: readonly Problem[], file: string, terminal: Terminal): void {
  for (const { offset, message } of problems) {
    const place = offset === undefined ? file : `${file}: offset ${offset}`;
    terminal.complain(`${place}: ${message}`);
  }
}
