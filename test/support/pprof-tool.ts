/** `go tool pprof` and our command line on the same files. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { run } from '../../src/cli/run.ts';

/** What a tool printed; the status of a success is 0. */
export interface ToolResult {
  readonly out: string;
  readonly errors: string;
  readonly status: number;
}

let binary: string | undefined;

/** Runs pprof itself: starting it through `go tool` takes much longer. */
export async function pprof(args: readonly string[], cwd?: string): Promise<ToolResult> {
  binary ??= execFileSync('go', ['tool', '-n', 'pprof']).toString().trim();
  try {
    const result = await promisify(execFile)(binary, [...args], { maxBuffer: 256e6, cwd });
    return { out: result.stdout, errors: result.stderr, status: 0 };
  } catch (error) {
    const errors = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    if (errors === '') throw error;
    return { out: '', errors, status: 2 };
  }
}

/** Runs the command line in this process. */
export async function delvescope(args: readonly string[], folder: string): Promise<ToolResult> {
  let out = '';
  let errors = '';
  const status = await run(args, '0', {
    read: (path) => readFile(path),
    writeBytes: () => Promise.reject(new Error('no data is expected')),
    save: (path, bytes) => writeFile(path, bytes),
    readSource: (path) => readFileSync(path, 'utf8'),
    folder,
    write: async (text) => void (out += text),
    complain: (line) => void (errors += `${line}\n`),
  });
  return { out, errors, status };
}

/** pprof's arguments for a command of ours: `top x` is `-top x`, `peek main x` is `-peek=main x`. */
export function pprofArguments(args: readonly string[]): string[] {
  const [command = '', pattern = '', ...rest] = args;
  return command === 'peek' || command === 'list'
    ? [`-${command}=${pattern}`, ...rest]
    : [`-${command}`, ...args.slice(1)];
}

/** Without the time, which is written in the zone of the machine. */
export function withoutTime(output: string): string {
  return output.replace(/^Time: .*\n/m, '').replace(/Time: [^\\]*\\l/g, '');
}
