/** Trace tests in one notation: text in, lines and problem codes out. */
import { eventLines } from '../../src/cli/trace-events.ts';
import { parseTrace } from '../../src/trace/index.ts';
import type { Trace } from '../../src/trace/model.ts';
import { eventName } from '../../src/trace/specs.ts';
import { kernelComplaints } from './kernel-check.ts';
import { checkTrace } from './trace-checker.ts';
import { assembleTrace } from './trace-text.ts';

/** The lines of a text, without indentation and empty lines. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Events as `Kind time goroutine proc thread`. */
export function linesOfTrace(trace: Trace): string[] {
  return trace.generations.flatMap(({ events }) =>
    linesOf([...eventLines(events, trace.startTime, trace)].join('')),
  );
}

/** Events as `WireName goroutine proc thread: arguments`. */
export function namesOfTrace(trace: Trace): string[] {
  const id = (ids: Float64Array, row = -1): number => (row < 0 ? -1 : (ids[row] ?? -1));
  return trace.generations.flatMap(({ events }) =>
    Array.from({ length: events.length }, (_, row) => {
      const args = events.args.slice(events.firstArg[row], events.firstArg[row + 1]);
      const context = [
        id(trace.goroutines, events.goroutine[row]),
        id(trace.procs, events.proc[row]),
        id(trace.threads, events.thread[row]),
      ];
      return `${eventName(events.type[row] ?? 0)} ${context.join(' ')}: ${args.join(' ')}`.trim();
    }),
  );
}

/** Reads an assembled trace; the invariants hold whatever is wrong with it. */
export function readText(text: string): { trace: Trace; codes: string[]; messages: string[] } {
  return readBytes(assembleTrace(text));
}

/** As `readText`, of bytes. */
export function readBytes(bytes: Uint8Array): {
  trace: Trace;
  codes: string[];
  messages: string[];
} {
  const { value: trace, problems } = parseTrace(bytes);
  const complaints = [...checkTrace(trace), ...kernelComplaints(bytes, trace, problems)];
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  return {
    trace,
    codes: problems.map(({ code }) => code),
    messages: problems.map(({ message }) => message),
  };
}
