import { createServer } from 'node:net';
import type { CancellationToken } from '../base/cancellation.ts';
import { throwIfCancelled } from '../base/cancellation.ts';
import { TunnelError } from './failure.ts';
import type { Forwarder, ForwarderProcess, StartProcess } from './forwarder.ts';
import { kubectlForwarder } from './kubectl.ts';
import type { TunnelSpecification } from './specification.ts';
import { tunnelText } from './specification.ts';
import { sshForwarder } from './ssh.ts';

export interface TunnelOptions {
  readonly start: StartProcess;
  readonly token: CancellationToken;
  /** One sentence for the user: the tunnel dropped, is back, or is given up. */
  news(text: string): void;
}

/** A local port that leads elsewhere, until it is closed. */
export interface Tunnel {
  readonly port: number;
  /** What it leads to, for people. */
  readonly text: string;
  /** Why the last connection through it came to nothing, in a sentence. */
  readonly complaint: string | undefined;
  close(): Promise<void>;
}

const START_MILLIS = 40_000;
const PORT_ATTEMPTS = 5;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 15_000;
const POLL_MILLIS = 50;
const KEPT_CHARACTERS = 8192;

/**
 * Opens a tunnel and keeps it open:
 *   1. a free local port is chosen, and the forwarder told to bind it; if somebody was faster, the next;
 *   2. it is open when the forwarder says so;
 *   3. when the forwarder ends, it is started again on the same port, after 0.5 s, 1 s, 2 s, … up to 15 s;
 *   4. a login that is refused then ends the attempts: repeating it may lock an account.
 * Throws `TunnelError` when it does not come up the first time, `CancelledError` when cancelled.
 */
export async function openTunnel(
  specification: TunnelSpecification,
  options: TunnelOptions,
): Promise<Tunnel> {
  const forwarder =
    specification.kind === 'ssh' ? sshForwarder(specification) : kubectlForwarder(specification);
  for (let attempt = 1; ; attempt++) {
    const run = new Run(forwarder, await freePort(), options.start);
    const failure = await run.opened(options.token);
    if (!failure) return new OpenTunnel(run, tunnelText(specification), options);
    if (attempt === PORT_ATTEMPTS || !run.isPortTaken) throw failure;
  }
}

class OpenTunnel implements Tunnel {
  readonly port: number;
  readonly text: string;
  readonly #options: TunnelOptions;
  #run: Run;
  #isClosed = false;

  constructor(run: Run, text: string, options: TunnelOptions) {
    this.port = run.port;
    this.text = text;
    this.#run = run;
    this.#options = options;
    void this.#watch();
  }

  get complaint(): string | undefined {
    return this.#run.complaint;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#run.end();
  }

  async #watch(): Promise<void> {
    const options = this.#options;
    while (!this.#isClosed) {
      const reason = await this.#run.ended;
      if (this.#isClosed) return;
      options.news(`The tunnel to ${this.text} dropped: ${reason.message} It is opened again.`);
      let pause = FIRST_PAUSE_MILLIS;
      for (;;) {
        await delay(pause);
        if (this.#isClosed) return;
        this.#run = new Run(this.#run.forwarder, this.port, options.start);
        const failure = await this.#run
          .opened(closedToken(() => this.#isClosed))
          .catch(() => undefined);
        if (this.#isClosed) return;
        if (!failure) break;
        if (failure.kind === 'login') {
          options.news(`The tunnel to ${this.text} stays closed: ${failure.message}`);
          return;
        }
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
      options.news(`The tunnel to ${this.text} is open again.`);
    }
  }
}

/** One life of the forwarder. */
class Run {
  readonly forwarder: Forwarder;
  readonly port: number;
  /** Resolves with the reason when the forwarder has ended. */
  readonly ended: Promise<TunnelError>;
  readonly #process: ForwarderProcess;
  readonly #ready: Promise<void>;
  #becomeReady: () => void = () => {};
  #output = '';
  complaint: string | undefined;

  constructor(forwarder: Forwarder, port: number, start: StartProcess) {
    this.forwarder = forwarder;
    this.port = port;
    this.#ready = new Promise((resolve) => (this.#becomeReady = resolve));
    const stdout = lines((line) => this.#line(line));
    const stderr = lines((line) => this.#line(line));
    this.#process = start(forwarder.program, forwarder.arguments(port), { stdout, stderr });
    this.ended = this.#process.exited.then(() => {
      stdout(Buffer.from('\n'));
      stderr(Buffer.from('\n'));
      return forwarder.failure(this.#output);
    });
  }

  get isPortTaken(): boolean {
    return this.forwarder.isPortTaken(this.#output);
  }

  /** Undefined when it is open. A forwarder that is not has been ended. */
  async opened(token: CancellationToken): Promise<TunnelError | undefined> {
    const ready = this.#ready.then(() => undefined);
    const end = Date.now() + START_MILLIS;
    try {
      while (Date.now() < end) {
        throwIfCancelled(token);
        const outcome = await Promise.race([
          ready,
          this.ended,
          delay(POLL_MILLIS, 'later' as const),
        ]);
        if (outcome !== 'later') return outcome;
      }
    } catch (error) {
      await this.end();
      throw error;
    }
    await this.end();
    const { program, subject } = this.forwarder;
    const seconds = START_MILLIS / 1000;
    const message = `${program} did not open the tunnel to ${subject} within ${seconds} s.`;
    return new TunnelError('target', message, this.#output);
  }

  end(): Promise<void> {
    return this.#process.end();
  }

  #line(line: string): void {
    if (this.forwarder.isReady(line)) this.#becomeReady();
    this.complaint = this.forwarder.complaint(line) ?? this.complaint;
    if (line === '' || this.forwarder.isNoise(line)) return;
    this.#output = `${this.#output}${line}\n`.slice(-KEPT_CHARACTERS);
  }
}

/** Whole lines out of chunks. */
function lines(line: (text: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk.toString('utf8')).split(/\r?\n/);
    rest = (parts.pop() ?? '').slice(-KEPT_CHARACTERS);
    for (const part of parts) line(part);
  };
}

function closedToken(isClosed: () => boolean): CancellationToken {
  return {
    get isCancellationRequested() {
      return isClosed();
    },
  };
}

function delay(milliseconds: number): Promise<void>;
function delay<T>(milliseconds: number, value: T): Promise<T>;
function delay<T>(milliseconds: number, value?: T): Promise<T | undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds).unref());
}

/** A port of the loopback interface that nobody had a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
