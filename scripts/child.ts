/** Child processes of the scripts and the workbench tests: always without a shell, always ended with all they started. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Collects the output and shows it only when the command fails. */
  readonly quiet?: boolean;
  /** Ends the command after so many milliseconds. */
  readonly limit?: number;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A process with a group of its own, so that ending it ends its children too. */
export interface Group {
  readonly child: ChildProcess;
  /** What the process has written so far, to either stream. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** Runs a command to its end; throws with its output when it does not succeed. It ends when this process does. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, quiet = false, limit }: RunOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: env ?? process.env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    // npm is a .cmd file on Windows, which only a shell starts; its arguments are constants of ours.
    shell: process.platform === 'win32' && command === 'npm',
    detached: process.platform !== 'win32',
  });
  const output = collectOutput(child);
  // Not SIGKILL: the child has to be able to end groups of its own.
  const onExit = (): void => killGroup(child, 'SIGTERM');
  process.on('exit', onExit);
  const timer = limit === undefined ? undefined : setTimeout(onExit, limit);
  const status = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  }).finally(() => {
    clearTimeout(timer);
    process.off('exit', onExit);
  });
  if (status !== 0) {
    throw new Error(`\`${[command, ...args].join(' ')}\` ended with ${status}\n${output()}`.trim());
  }
  return output();
}

/**
 * Makes a signal end this process in order, so that it takes its groups along.
 * Being in groups of their own, these hear nothing of a Ctrl-C.
 */
export function endOnSignals(): void {
  for (const signal of SIGNALS) process.on(signal, endNow);
}

/** Hands the signals from `endOnSignals` to someone who has more to tidy up. */
export function nextSignal(): Promise<'signal'> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.off(signal, endNow).on(signal, () => resolve('signal'));
  });
}

/** Whether a command can be started and succeeds. */
export function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Starts a process in a group of its own. The group also ends when this process does. */
export function startGroup(
  command: string,
  args: readonly string[],
  { cwd, env }: Pick<RunOptions, 'cwd' | 'env'> = {},
): Group {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const output = collectOutput(child);
  // Not SIGKILL: the child has to be able to end groups of its own.
  const onExit = (): void => killGroup(child, 'SIGTERM');
  process.on('exit', onExit);
  const gone = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  return {
    child,
    output,
    async stop() {
      killGroup(child, 'SIGTERM');
      await Promise.race([gone, sleep(5000)]);
      killGroup(child, 'SIGKILL');
      await gone;
      process.off('exit', onExit);
    },
  };
}

/** Resolves after so many milliseconds, without keeping the process alive for it. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** `12.3 s` since a moment of `performance.now()`. */
export function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

function endNow(): void {
  process.exit(130);
}

function killGroup({ pid, exitCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    if (exitCode === null) spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)]);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => chunks.push(chunk));
  }
  return () => chunks.join('');
}
