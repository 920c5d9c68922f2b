import { parseArgs } from 'node:util';
import { messageOf } from '../base/user-error.ts';
import type { GoroutinesOptions } from './goroutines-command.ts';
import { PROFILE_COMMANDS, parseProfileOptions, type ProfileOptions } from './profile-options.ts';
import { TRACE_PROFILES } from '../trace/index.ts';
import { TRACE_REPORTS, type TraceOptions } from './trace-command.ts';
import type { TracePprofOptions } from './trace-pprof-command.ts';

/** What the command line asks for; `usage-error` says what is wrong with it. */
export type CommandLine =
  | { readonly kind: 'profile'; readonly options: ProfileOptions }
  | { readonly kind: 'goroutines'; readonly options: GoroutinesOptions }
  | { readonly kind: 'trace'; readonly options: TraceOptions }
  | { readonly kind: 'trace-pprof'; readonly options: TracePprofOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage-error'; readonly message: string };

export const USAGE = `Usage: delvescope COMMAND FILE... [options]

Reports over pprof profiles, as go tool pprof prints them; several files are merged:
  top FILE            functions by flat value
  tree FILE           with the callers and callees of each
  peek REGEXP FILE    callers and callees of some functions
  list REGEXP FILE    source of some functions, with flat and cum per line
  traces FILE         every sample with its stack
  tags FILE           values by label
  raw FILE            everything in the file
  callgrind, dot FILE the graph for KCachegrind or Graphviz
  proto FILE          what the filters leave, as a profile (.pb.gz)
  folded, speedscope, csv, flame FILE
                      stacks for other tools, a table, or a flame graph as a picture (SVG)
Their options are those of pprof: -focus, -ignore, -hide, -show, -show_from, -tagfocus, -tagroot, -lines,
-cum, -nodecount, -unit, -sample_index, -base, -diff_base, -normalize, -output and so on.
  -binary FILE        Go binary that is asked for functions of addresses without one
  --json              for top: all functions as JSON

Dumps and execution traces:
  goroutines FILE     goroutines of a dump (debug=2, a panic, SIGQUIT), grouped by where they are
  trace events FILE   events of an execution trace in order: kind, time in ns, goroutine, proc, thread
  trace hash FILE     how many events there are, and a hash over all of them
  trace summary FILE  how each goroutine of an execution trace spent its time
  trace pprof KIND FILE -o OUT
                      a pprof profile of an execution trace: net, sync, syscall or sched, as
                      go tool trace -pprof=KIND writes it, or cpu, the CPU samples in the trace
  --json              for goroutines and trace summary: everything, as JSON

  --help              this text
  --version           the version

FILE may be gzip data; - is standard input.
Exit status: 0 done, 1 the file is unreadable, nothing in it was understood or events are missing,
2 wrong usage.
`;

/** `args` without the program. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const profileCommand = PROFILE_COMMANDS.find((name) => name === args[0]);
  if (profileCommand) {
    if (args.some((arg) => /^--?h(?:elp)?$/.test(arg))) return { kind: 'help' };
    const options = parseProfileOptions(profileCommand, args.slice(1));
    if ('error' in options) return { kind: 'usage-error', message: options.error };
    return { kind: 'profile', options };
  }
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
  if (command !== 'goroutines') {
    return { kind: 'usage-error', message: `there is no command ${command}` };
  }
  if (file === undefined) return { kind: 'usage-error', message: `${command} needs a file` };
  if (rest.length > 0) {
    return { kind: 'usage-error', message: `${command} takes one file, not ${rest.length + 1}` };
  }
  if (values.output !== undefined) {
    return { kind: 'usage-error', message: `${command} has no option --output` };
  }
  const json = values.json === true;
  return { kind: 'goroutines', options: { file, json } };
}

function traceCommandLine(
  [, wanted, file, ...rest]: readonly string[],
  values: ReturnType<typeof parseOptions>['values'],
): CommandLine {
  if (wanted === 'pprof') return pprofCommandLine([file, ...rest], values);
  const report = TRACE_REPORTS.find((each) => each === wanted);
  if (report === undefined) {
    return {
      kind: 'usage-error',
      message: `trace is followed by ${listed([...TRACE_REPORTS, 'pprof'])}`,
    };
  }
  if (file === undefined) return { kind: 'usage-error', message: `trace ${report} needs a file` };
  if (rest.length > 0) {
    const message = `trace ${report} takes one file, not ${rest.length + 1}`;
    return { kind: 'usage-error', message };
  }
  const json = values.json === true;
  const foreign = report === 'summary' ? (['output'] as const) : (['output', 'json'] as const);
  const option = foreign.find((name) => values[name] !== undefined);
  if (option !== undefined) {
    return { kind: 'usage-error', message: `trace ${report} has no option --${option}` };
  }
  return { kind: 'trace', options: { report, file, json } };
}

function pprofCommandLine(
  [wanted, file, ...rest]: readonly (string | undefined)[],
  values: ReturnType<typeof parseOptions>['values'],
): CommandLine {
  const profile = TRACE_PROFILES.find((each) => each === wanted);
  const usageError = (message: string): CommandLine => ({ kind: 'usage-error', message });
  if (profile === undefined) {
    return usageError(`trace pprof is followed by ${listed(TRACE_PROFILES)}`);
  }
  if (file === undefined) return usageError(`trace pprof ${profile} needs a file`);
  if (rest.length > 0) {
    return usageError(`trace pprof takes one file, not ${rest.length + 1}`);
  }
  const { output } = values;
  if (output === undefined) return usageError('trace pprof needs -o and the file to write');
  if (values.json !== undefined) return usageError('trace pprof has no option --json');
  return { kind: 'trace-pprof', options: { profile, file, output } };
}

function listed(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=\w+$)/, ' or ');
}

function parseOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}
