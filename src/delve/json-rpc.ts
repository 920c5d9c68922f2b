import type { Socket } from 'node:net';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError, neverCancelled } from '../base/cancellation.ts';
import { messageOf } from '../base/user-error.ts';
import { LineDecoder } from './line-decoder.ts';

/** dlv answered a call with an error. */
export class RpcError extends Error {
  readonly method: string;

  constructor(method: string, message: string) {
    super(message);
    this.name = 'RpcError';
    this.method = method;
  }
}

export interface CallOptions {
  readonly timeoutMillis?: number;
  readonly token?: CancellationToken;
}

interface PendingCall {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const NOTHING: unknown = undefined;

/**
 * JSON-RPC 1.0 over a socket, one JSON value per line, as Go's net/rpc/jsonrpc speaks it. dlv works on one call per
 * connection at a time, so a call that blocks there blocks those behind it.
 */
export class JsonRpcConnection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  #closed: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    const decoder = new LineDecoder();
    socket.on('data', (chunk: Buffer) => {
      for (const line of decoder.push(chunk)) this.#receive(line);
    });
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the connection to dlv was closed')));
  }

  /** The result as it came; the caller knows its shape. Cancelling stops waiting, not dlv. */
  call(method: string, argument: object, options: CallOptions = {}): Promise<unknown> {
    const { timeoutMillis, token = neverCancelled } = options;
    if (this.#closed) return Promise.reject(this.#closed);
    if (token.isCancellationRequested) return Promise.reject(new CancelledError());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer =
        timeoutMillis === undefined
          ? undefined
          : setTimeout(() => {
              this.#pending.delete(id);
              reject(new RpcError(method, `dlv did not answer ${method} in ${timeoutMillis} ms`));
            }, timeoutMillis);
      this.#pending.set(id, {
        method,
        resolve(value) {
          clearTimeout(timer);
          if (token.isCancellationRequested) reject(new CancelledError());
          else resolve(value);
        },
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
      });
      const line = JSON.stringify({ method: `RPCServer.${method}`, params: [argument], id });
      this.#write(`${line}\n`);
    });
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  close(): void {
    this.#socket.destroy();
    this.#fail(new Error('the connection to dlv was closed'));
  }

  /** Calls made together leave together: a thousand small writes cost more than the calls. */
  #write(line: string): void {
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(line);
  }

  #receive(line: Buffer): void {
    const answer = parseAnswer(line);
    if (typeof answer === 'string') {
      this.#socket.destroy();
      this.#fail(new Error(answer));
      return;
    }
    const call = this.#pending.get(answer.id);
    if (!call) return;
    this.#pending.delete(answer.id);
    if (answer.error === null || answer.error === undefined) call.resolve(answer.result);
    else call.reject(new RpcError(call.method, errorText(answer.error)));
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const call of this.#pending.values()) call.reject(error);
    this.#pending.clear();
  }
}

interface Answer {
  readonly id: number;
  readonly result: unknown;
  readonly error: unknown;
}

/** A string tells why the line is no answer. */
function parseAnswer(line: Buffer): Answer | string {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch (error) {
    return `not a JSON-RPC answer: ${messageOf(error)}`;
  }
  if (typeof value !== 'object' || value === null || !('id' in value)) {
    return 'not a JSON-RPC answer: no id';
  }
  const result = 'result' in value ? value.result : NOTHING;
  const error = 'error' in value ? value.error : NOTHING;
  return { id: typeof value.id === 'number' ? value.id : -1, result, error };
}

function errorText(error: unknown): string {
  return typeof error === 'string' ? error : JSON.stringify(error);
}
