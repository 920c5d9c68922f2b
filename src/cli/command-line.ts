import { parseArgs } from 'node:util';
import { messageOf } from '../base/user-error.ts';
import type { GoroutinesOptions } from './goroutines-command.ts';
import type { TopOptions } from './top-command.ts';
import { TRACE_REPORTS, type TraceOptions } from './trace-command.ts';

/** What the command line asks for; `usage-error` says what is wrong with it. */
export type CommandLine =
  | { readonly kind: 'top'; readonly options: TopOptions }
  | { readonly kind: 'goroutines'; readonly options: GoroutinesOptions }
  | { readonly kind: 'trace'; readonly options: TraceOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage-error'; readonly message: string };

export const USAGE = `Usage: delvescope COMMAND FILE [options]

Commands:
  top FILE            functions of a pprof profile, as go tool pprof -top -nodecount=0 prints them
  goroutines FILE     goroutines of a dump (debug=2, a panic, SIGQUIT), grouped by where they are
  trace events FILE   events of an execution trace in order: kind, time in ns, goroutine, proc, thread
  trace hash FILE     how many events there are, and a hash over all of them
  trace summary FILE  how each goroutine of an execution trace spent its time

Options:
  --sample-type T     for top: cpu, inuse_space, …; without it the profile's default
  --json              everything, as JSON; not for trace events and trace hash
  --help              this text
  --version           the version

FILE may be gzip data; - is standard input.
Exit status: 0 done, 1 the file is unreadable, nothing in it was understood or events are missing,
2 wrong usage.
`;

/** `args` without the program. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  let parsed: ReturnType<typeof parseOptions>;
  try {
    parsed = parseOptions(args);
  } catch (error) {
    return { kind: 'usage-error', message: messageOf(error).split('. ', 1)[0] ?? '' };
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [command, file, ...rest] = positionals;
  if (command === undefined) return { kind: 'usage-error', message: 'a command is missing' };
  if (command === 'trace') return traceCommandLine(positionals, values);
  if (command !== 'top' && command !== 'goroutines') {
    return { kind: 'usage-error', message: `there is no command ${command}` };
  }
  if (file === undefined) return { kind: 'usage-error', message: `${command} needs a file` };
  if (rest.length > 0) {
    return { kind: 'usage-error', message: `${command} takes one file, not ${rest.length + 1}` };
  }
  const json = values.json === true;
  const sampleType = values['sample-type'] ?? null;
  if (command === 'top') return { kind: 'top', options: { file, sampleType, json } };
  if (sampleType !== null) {
    return { kind: 'usage-error', message: 'goroutines has no option --sample-type' };
  }
  return { kind: 'goroutines', options: { file, json } };
}

function traceCommandLine(
  [, wanted, file, ...rest]: readonly string[],
  values: ReturnType<typeof parseOptions>['values'],
): CommandLine {
  const report = TRACE_REPORTS.find((each) => each === wanted);
  if (report === undefined) {
    return {
      kind: 'usage-error',
      message: `trace is followed by ${TRACE_REPORTS.join(', ').replace(/, (?=\w+$)/, ' or ')}`,
    };
  }
  if (file === undefined) return { kind: 'usage-error', message: `trace ${report} needs a file` };
  if (rest.length > 0) {
    const message = `trace ${report} takes one file, not ${rest.length + 1}`;
    return { kind: 'usage-error', message };
  }
  const json = values.json === true;
  const foreign =
    report === 'summary' ? (['sample-type'] as const) : (['sample-type', 'json'] as const);
  const option = foreign.find((name) => values[name] !== undefined);
  if (option !== undefined) {
    return { kind: 'usage-error', message: `trace ${report} has no option --${option}` };
  }
  return { kind: 'trace', options: { report, file, json } };
}

function parseOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      'sample-type': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}
