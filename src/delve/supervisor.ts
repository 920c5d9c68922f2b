import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { LineDecoder } from './line-decoder.ts';
import { freeRemote } from './remote-guard.ts';
import type { GuardedRemote } from './remote-guard.ts';
import { RpcClient } from './rpc-client.ts';
import type { Address } from './rpc-client.ts';

/** What to run and how to end it; the first line on the watchdog's standard input. */
export interface SupervisedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** `attached`: a dlv that holds a process of somebody else, which must go on. */
  readonly kind: 'launched' | 'attached' | 'program';
  /** How long it goes on when the owner died without a word: others clean up through it. */
  readonly lingerMillis?: number;
  /** Read by the program; nothing when absent. */
  readonly stdin?: string;
  /** Files that go with the process. */
  readonly cleanup: readonly string[];
}

type FirstLine = SupervisedCommand | GuardedRemote;

/** Later lines. A watchdog of a remote dlv takes any second line as its release. */
export interface SupervisorNews {
  /** Where dlv listens, for ending it where signals do not exist. */
  readonly address?: Address;
  /** Process id of the program that dlv launched; 0 when that is not known any more. */
  readonly program?: number;
  /** dlv outlives the owner, until the program ends. */
  readonly keep?: boolean;
  /** The owner is about to close the lifeline. */
  readonly ending?: boolean;
}

/**
 * How long a process gets to end by itself before it is killed. A dlv that is killed leaves its breakpoints in the
 * code of a process it was attached to: that one gets time even on a machine that can hardly move.
 */
export function graceMillis(kind: SupervisedCommand['kind']): number {
  return kind === 'attached' ? 20_000 : 3000;
}

const DETACH_MILLIS = 3000;
/** How often a watchdog without an owner looks whether the program is still there. */
const LOOK_MILLIS = 1000;

/**
 * The watchdog's whole life: a process between an owner and dlv, whose standard input is the lifeline.
 *
 *   owner ──stdin pipe──▶ watchdog ──spawn──▶ dlv ──ptrace──▶ program
 *
 * The pipe ends when the owner closes it or dies in any way, `kill -9` included. Then:
 *   1. POSIX: SIGINT. A headless dlv halts and detaches; it kills only what it launched.
 *      Windows: JSON-RPC Detach, as a console interrupt goes to the program there.
 *   2. After `graceMillis`: SIGKILL.
 *   3. When the process has ended, by itself or by this: the files are removed, its exit code is ours. A dlv that was
 *      killed leaves what it launched running on: that is killed too.
 * A dlv that is to be kept is left alone until its program ends; the watchdog takes their output, as a program that
 * writes into a closed pipe would die of it.
 */
export function superviseFrom(lifeline: Readable): Promise<number> {
  return new Promise((resolve) => {
    const lines = new LineDecoder();
    let supervised: Supervised | undefined;
    let remote: Address | undefined;
    lifeline.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        // Written by the same program at the other end of the pipe.
        const value = JSON.parse(line.toString('utf8')) as FirstLine & SupervisorNews;
        if (supervised) supervised.hear(value);
        else if (remote) remote = undefined;
        else if (value.kind === 'remote') remote = value.address;
        else supervised = new Supervised(value, resolve);
      }
    });
    let isEnding = false;
    const end = (): void => {
      // The end of a stream is told more than once.
      if (isEnding) return;
      isEnding = true;
      if (supervised) supervised.end();
      else if (remote)
        void freeRemote(remote).then(
          () => resolve(0),
          () => resolve(1),
        );
      else resolve(0);
    };
    lifeline.on('end', end);
    lifeline.on('close', end);
    lifeline.on('error', end);
    // A terminal's interrupt reaches the whole group; the owner decides what it means.
    for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
    process.on('SIGTERM', end);
  });
}

class Supervised {
  #address: Address | undefined;
  #program = 0;
  #isKept = false;
  #lingerMillis: number;
  readonly #command: SupervisedCommand;
  readonly #child: ChildProcess;
  #ended = false;

  constructor(command: SupervisedCommand, finished: (exitCode: number) => void) {
    this.#command = command;
    this.#lingerMillis = command.lingerMillis ?? 0;
    const { args, cwd, env, stdin } = command;
    this.#child = spawn(command.command, [...args], {
      cwd,
      env: { ...env },
      stdio: [stdin === undefined ? 'ignore' : openSync(stdin, 'r'), 'pipe', 'pipe'],
      windowsHide: true,
    });
    passOn(this.#child.stdout, process.stdout);
    passOn(this.#child.stderr, process.stderr);
    const finish = (exitCode: number): void => {
      for (const file of command.cleanup) rmSync(file, { recursive: true, force: true });
      void Promise.all([written(process.stdout), written(process.stderr)]).then(() =>
        finished(exitCode),
      );
    };
    this.#child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      finish(127);
    });
    this.#child.on('exit', (_code, signal) => {
      if (signal !== null && command.kind === 'launched') killProgram(this.#program);
    });
    // Its output has ended too, unless something that it started still writes there.
    this.#child.on('close', (code, signal) => {
      finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }

  hear({ address, program, keep, ending }: SupervisorNews): void {
    if (ending) this.#lingerMillis = 0;
    this.#address = address ?? this.#address;
    this.#program = program ?? this.#program;
    this.#isKept = keep ?? this.#isKept;
  }

  end(): void {
    if (this.#ended) return;
    if (this.#isKept && isRunning(this.#program)) {
      setTimeout(() => this.end(), LOOK_MILLIS);
      return;
    }
    if (this.#lingerMillis > 0) {
      setTimeout(() => this.end(), this.#lingerMillis);
      this.#lingerMillis = 0;
      return;
    }
    this.#ended = true;
    const grace = graceMillis(this.#command.kind);
    setTimeout(() => this.#child.kill('SIGKILL'), grace).unref();
    if (process.platform !== 'win32') this.#child.kill('SIGINT');
    else if (this.#address === undefined) this.#child.kill();
    else
      void detach(this.#address, this.#command.kind !== 'attached').catch(() => this.#child.kill());
  }
}

/** Until nobody reads: then into nothing. */
function passOn(from: Readable | null, to: NodeJS.WriteStream): void {
  from?.pipe(to);
  to.on('error', () => {
    from?.unpipe(to);
    from?.resume();
  });
}

/** Resolves when all that was written is on its way, or cannot be. */
function written(to: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => to.write('', () => resolve()));
}

function isRunning(program: number): boolean {
  try {
    return program > 0 && process.kill(program, 0);
  } catch (error) {
    // It belongs to somebody else: it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function killProgram(program: number): void {
  if (program <= 0) return;
  try {
    process.kill(program, 'SIGKILL');
  } catch {
    // It has ended too.
  }
}

async function detach(address: Address, kill: boolean): Promise<void> {
  const client = await RpcClient.connect(address, DETACH_MILLIS);
  await client.detach(kill, { timeoutMillis: DETACH_MILLIS });
  client.close();
}
