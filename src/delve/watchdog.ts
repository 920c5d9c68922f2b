import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Address } from './rpc-client.ts';
import type { SupervisedCommand } from './supervisor.ts';
import { graceMillis } from './supervisor.ts';

/** How to start another process of the program we are: `node main.ts`, `node dist/adapter.cjs`. */
export interface SelfCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** The owner's end of a supervised process: its output, its end, and the lifeline. */
export class Watchdog {
  readonly #child: ChildProcess;
  readonly #graceMillis: number;
  /** The exit code of the process, when it and its output have ended. */
  readonly exited: Promise<number>;
  #hasExited = false;
  #isKeeping = false;

  constructor(self: SelfCommand, supervised: SupervisedCommand, output: OutputSink) {
    // A group of its own: what ends the owner's group must not end the watchdog before it did its work.
    const child = spawn(self.command, [...self.args, '--supervise'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child = child;
    this.#graceMillis = graceMillis(supervised.kind);
    child.stdout.on('data', (chunk: Buffer) => output.stdout(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.stderr(chunk));
    // A watchdog that is gone is reported by its exit.
    child.stdin.on('error', () => {});
    child.stdin.write(`${JSON.stringify(supervised)}\n`);
    this.exited = new Promise((resolve) => {
      child.on('error', (error) => {
        output.stderr(Buffer.from(`${error.message}\n`));
        this.#hasExited = true;
        resolve(127);
      });
      child.on('close', (code) => {
        this.#hasExited = true;
        resolve(code ?? 1);
      });
    });
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Lets the watchdog end dlv by RPC where there are no signals. */
  tellAddress(address: Address): void {
    this.#child.stdin?.write(`${JSON.stringify({ address })}\n`);
  }

  /** Lets the watchdog end the program with a dlv that was killed; 0 when its id is not known any more. */
  tellProgram(program: number): void {
    this.#child.stdin?.write(`${JSON.stringify({ program })}\n`);
  }

  /** dlv outlives its owner, with the program as it is; the watchdog lives on beside them until the program's end. */
  keep(): void {
    this.#isKeeping = true;
    this.#child.stdin?.write(`${JSON.stringify({ keep: true })}\n`);
  }

  /** Closes the lifeline and waits until everything below is gone, but for what is kept. */
  async end(): Promise<void> {
    if (this.#isKeeping) {
      await new Promise<void>((resolve) => this.#child.stdin?.end(resolve) ?? resolve());
      return;
    }
    this.#child.stdin?.end(`${JSON.stringify({ ending: true })}\n`);
    await Promise.race([this.exited, delay(this.#graceMillis + 2000)]);
  }
}

export interface OutputSink {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
