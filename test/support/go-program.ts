import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './dap-client.ts';

export const FIXTURES = resolve(ROOT, 'test/fixtures/go');

/** Builds a fixture for debugging, once per test run. */
export function builtFixture(name: string): string {
  return built(name, join(FIXTURES, name));
}

/** Builds one of the example programs for debugging, once per test run. */
export function builtExample(name: string): string {
  return built(`example-${name}`, join(ROOT, 'examples', name));
}

function built(name: string, cwd: string): string {
  const binary = join(buildFolder(), name);
  if (!existsSync(binary)) {
    execFileSync('go', ['build', '-gcflags=all=-N -l', '-o', binary, '.'], { cwd });
  }
  return binary;
}

/** Of this process; not named by its number, which another one had before. */
function buildFolder(): string {
  const known = process.env['GO_FIXTURES'];
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'go-fixtures-'));
  process.env['GO_FIXTURES'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same as users build it for production: optimised. */
export function optimisedFixture(name: string): string {
  const binary = join(buildFolder(), `${name}-optimised`);
  if (!existsSync(binary)) {
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: join(FIXTURES, name) });
  }
  return binary;
}

export const sourceOf = (name: string): string => join(FIXTURES, name, 'main.go');

/** The 1-based line that contains a text. */
export function lineOf(name: string, text: string): number {
  const lines = readFileSync(sourceOf(name), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${name} has no line with ${text}`);
  return index + 1;
}

export interface Started {
  readonly process: ChildProcess;
  /** What it printed first on standard output, after `prefix`. */
  readonly address: string;
}

/** Starts a program that prints its address in its first line. */
export function startPrinting(
  command: string,
  args: readonly string[],
  prefix = '',
): Promise<Started> {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n').find((each) => each.startsWith(prefix));
      if (text.includes('\n') && line !== undefined) {
        done({ process: child, address: line.slice(prefix.length).trim() });
      }
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${text}`)));
  });
}

/** Starts the server fixture; `alive` asks it over HTTP. */
export function startServer(): Promise<Started> {
  return startPrinting(builtFixture('server'), []);
}

export async function isServing(address: string, timeoutMillis = 3000): Promise<boolean> {
  try {
    const response = await fetch(`http://${address}/`, {
      signal: AbortSignal.timeout(timeoutMillis),
    });
    return (await response.text()).startsWith('alive');
  } catch {
    return false;
  }
}

/** Starts the server under a headless dlv of somebody else, running; `flags` after the usual ones. */
export async function startRemote(...flags: readonly string[]): Promise<Started> {
  const args = ['exec', builtFixture('server'), '--headless', '--listen=127.0.0.1:0', ...flags];
  return startPrinting('dlv', args, 'API server listening at: ');
}

/** A dlv is ended by SIGINT: killed, it may leave its program behind. */
export function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done()).kill(signal);
  });
}

/** Processes below a process, by /proc: Linux only. */
export function descendants(processId: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (id: number): number[] => {
    return (parents.get(id) ?? []).flatMap((child) => [child, ...below(child)]);
  };
  return below(processId);
}

export function isAlive(processId: number): boolean {
  return /^[^ZX]$/.test(processState(processId));
}

/** The kernel's letter: `t` is halted by a debugger, `S` sleeps; empty for no process. */
export function processState(processId: number): string {
  try {
    return /.*\) (\S)/s.exec(readFileSync(`/proc/${processId}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

export function processName(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  millis = 8000,
): Promise<boolean> {
  const end = Date.now() + millis;
  while (Date.now() < end) {
    if (await condition()) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}
