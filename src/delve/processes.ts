import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CancellationToken } from '../base/cancellation.ts';
import { throwIfCancelled } from '../base/cancellation.ts';
import { runCommand } from './go-command.ts';

const POLL_MILLIS = 20;

/**
 * The first process whose command line, or the last part of its program's path, begins with `prefix`. dlv's own
 * `--waitfor` is not used: a dlv that found its process so takes it for launched and kills it at the end.
 */
export async function waitForProcess(prefix: string, token: CancellationToken): Promise<number> {
  for (;;) {
    throwIfCancelled(token);
    const processId = await findProcess(prefix);
    if (processId !== undefined) return processId;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
}

async function findProcess(prefix: string): Promise<number | undefined> {
  for await (const [id, commandLine] of processes()) {
    if (id === process.pid) continue;
    const program = commandLine.split(/[\0 ]/, 1)[0] ?? '';
    const text = commandLine.replaceAll('\0', ' ');
    if (text.startsWith(prefix) || basename(program).startsWith(prefix)) return id;
  }
  return undefined;
}

async function* processes(): AsyncGenerator<readonly [id: number, commandLine: string]> {
  if (process.platform === 'linux') {
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        yield [Number(name), await readFile(`/proc/${name}/cmdline`, 'utf8')];
      } catch {
        // It ended between the listing and the reading.
      }
    }
    return;
  }
  const windows = process.platform === 'win32';
  const [command, args] = windows
    ? ['tasklist', ['/fo', 'csv', '/nh']]
    : ['ps', ['-axo', 'pid=,command=']];
  const { stdout } = await runCommand(command, args, { env: stringEnvironment() });
  const line = windows ? /^"([^"]+)","(\d+)"/ : /^\s*(\d+)\s+(.*)$/;
  for (const text of stdout.split(/\r?\n/)) {
    const match = line.exec(text);
    if (match)
      yield windows ? [Number(match[2]), match[1] ?? ''] : [Number(match[1]), match[2] ?? ''];
  }
}

/** This process's environment without the holes its type allows. */
export function stringEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined) env[name] = value;
  return env;
}
