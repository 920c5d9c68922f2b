import { assertNever } from '../base/assert.ts';
import type { Problem } from '../base/problem.ts';
import {
  type EventReader,
  type EventTable,
  type Generation,
  openReader,
  PieceReader,
  Summarizer,
} from '../trace/index.ts';
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
  if (options.report === 'hash') return printHash(options.file, input, terminal);
  const reader = openReader(input.bytes);
  const out = new ChunkedWriter(terminal);
  const { report, json } = options;
  for (const text of textOf({ report, json }, reader, input.problems)) await out.add(text);
  await out.end();
  complain([...input.problems, ...reader.problems], options.file, terminal);
  return reader.isComplete && input.problems.length === 0 ? EXIT_OK : EXIT_FAILED;
}

/** Generation by generation, so that a large trace is never in memory as a whole. */
function* textOf(
  { report, json }: { readonly report: Exclude<TraceReport, 'hash'>; readonly json: boolean },
  reader: EventReader,
  problems: readonly Problem[],
): Iterable<string> {
  switch (report) {
    case 'events':
      for (const { events } of generationsOf(reader)) {
        yield* eventLines(events, reader.startTime, reader.tables);
      }
      break;
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

/** With the fast kernel: every event is looked at once. */
async function printHash(
  file: string,
  { bytes, problems }: { readonly bytes: Uint8Array; readonly problems: readonly Problem[] },
  terminal: Terminal,
): Promise<number> {
  const reader = new PieceReader(bytes, terminal.kernel?.() ?? null);
  const hash = new TraceHash();
  const consumer = {
    startGeneration: () => undefined,
    add: (events: EventTable) => hash.add(events, reader.startTime, reader.tables),
  };
  while (reader.feed(consumer));
  await terminal.write(`${hash.text()}\n`);
  complain([...problems, ...reader.problems], file, terminal);
  return reader.isComplete && problems.length === 0 ? EXIT_OK : EXIT_FAILED;
}

function* generationsOf(reader: EventReader): Iterable<Generation> {
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
