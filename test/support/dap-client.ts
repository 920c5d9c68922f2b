import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DapConnection } from '../../src/dap/connection.ts';
import type { DapEvent, DapMessage, DapRequest, DapResponse } from '../../src/dap/messages.ts';
import { failureText, isEvent, isRequest, isResponse, objectOf } from '../../src/dap/messages.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
/** `ADAPTER=dist/adapter.cjs` tests the bundle instead of the sources. */
export const ADAPTER = resolve(ROOT, process.env['ADAPTER'] ?? 'src/adapter/main.ts');
const WAIT_MILLIS = 30_000;

/** A DAP client that remembers every event and lets tests wait for one. */
export class DapClient {
  readonly events: DapEvent[] = [];
  /** Everything in both directions, in order: for conversation goldens. */
  readonly conversation: { readonly from: 'client' | 'adapter'; readonly message: DapMessage }[] =
    [];
  readonly process: ChildProcess | undefined;
  readonly #connection: DapConnection;
  readonly #waiting: { matches(event: DapEvent): boolean; resolve(event: DapEvent): void }[] = [];
  readonly #requests = new Map<number, (response: DapResponse) => void>();
  readonly closed: Promise<void>;
  onRequest: (request: DapRequest) => object = () => ({});

  constructor(input: Readable, output: Writable, child?: ChildProcess) {
    this.process = child;
    this.#connection = new DapConnection(input, output);
    this.closed = new Promise((done) => {
      this.#connection.listen({
        message: (message) => this.#receive(message),
        close: () => done(),
      });
    });
  }

  /** Starts the adapter from its sources. */
  static start(...args: readonly string[]): DapClient {
    // As the extension starts it.
    const flags = ['--max-semi-space-size=8', ADAPTER, ...args];
    const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => {
      if (process.env['ADAPTER_LOG']) process.stderr.write(chunk);
    });
    return new DapClient(child.stdout, child.stdin, child);
  }

  async try(command: string, args: object = {}): Promise<DapResponse> {
    const request = { seq: 0, type: 'request', command, arguments: args };
    this.conversation.push({ from: 'client', message: request });
    const seq = this.#connection.send({ type: 'request', command, arguments: args });
    const answered = new Promise<DapResponse>((done) => this.#requests.set(seq, done));
    const response = await Promise.race([answered, this.closed]);
    if (!response) throw new Error(`closed before ${command} was answered`);
    return response;
  }

  /** The body of a successful response. */
  async request(command: string, args: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.try(command, args);
    if (!response.success) throw new Error(`${command}: ${failureText(response)}`);
    return objectOf(response.body);
  }

  /** An event of that name, or one of these, that matches, past or future; each is given once. */
  event(
    name: string | readonly string[],
    matches: (body: Record<string, unknown>) => boolean = () => true,
  ): Promise<DapEvent> {
    const names = [name].flat();
    const wanted = (event: DapEvent): boolean =>
      names.includes(event.event) && matches({ ...objectOf(event.body) });
    const index = this.events.findIndex(wanted);
    const known = index >= 0 ? this.events.splice(index, 1)[0] : undefined;
    if (known) return Promise.resolve(known);
    return new Promise((done, reject) => {
      const timer = setTimeout(() => {
        const seen = this.events.map((event) => event.event).join(' ');
        reject(new Error(`no ${names.join(' or ')} event in ${WAIT_MILLIS} ms; unread: ${seen}`));
      }, WAIT_MILLIS);
      this.#waiting.push({
        matches: wanted,
        resolve(event) {
          clearTimeout(timer);
          done(event);
        },
      });
    });
  }

  async initialize(): Promise<Readonly<Record<string, unknown>>> {
    return this.request('initialize', {
      adapterID: 'delvescope',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsMemoryReferences: true,
    });
  }

  /** Starts, sets breakpoints and lets go; resolves when the configuration is done. */
  async start(
    command: 'launch' | 'attach',
    args: object,
    breakpoints?: { readonly path: string; readonly lines: readonly number[] },
  ): Promise<void> {
    await this.initialize();
    const started = this.request(command, args);
    const refused = started.then(() => new Promise<never>(() => {}));
    await Promise.race([this.event('initialized'), refused]);
    if (breakpoints) {
      await this.request('setBreakpoints', {
        source: { path: breakpoints.path },
        breakpoints: breakpoints.lines.map((line) => ({ line })),
      });
    }
    await this.request('configurationDone');
    await started;
  }

  async stopped(): Promise<{ readonly threadId: number; readonly reason: string }> {
    const body = objectOf((await this.event('stopped')).body);
    return { threadId: Number(body['threadId']), reason: String(body['reason']) };
  }

  /** All output of a category so far. */
  output(category: string): string {
    return this.conversation
      .map(({ message }) => message)
      .filter((message) => isEvent(message) && message.event === 'output')
      .map((message) => objectOf(objectOf(message)['body']))
      .filter((body) => body['category'] === category)
      .map((body) => String(body['output']))
      .join('');
  }

  sendBody(body: string): void {
    this.#connection.sendBody(body);
  }

  send(message: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    this.#connection.send(message);
  }

  async disconnect(args: object = {}): Promise<void> {
    await this.request('disconnect', args);
    await this.closed;
  }

  close(): void {
    this.#connection.close();
  }

  #receive(message: DapMessage): void {
    this.conversation.push({ from: 'adapter', message });
    if (isRequest(message)) {
      const { seq: request_seq, command } = message;
      const body = this.onRequest(message);
      this.#connection.send({ type: 'response', request_seq, success: true, command, body });
      return;
    }
    if (isResponse(message)) this.#requests.get(message.request_seq)?.(message);
    if (!isEvent(message)) return;
    const index = this.#waiting.findIndex((waiting) => waiting.matches(message));
    const waiting = index >= 0 ? this.#waiting.splice(index, 1)[0] : undefined;
    if (waiting) waiting.resolve(message);
    else this.events.push(message);
  }
}
