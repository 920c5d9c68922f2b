import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../base/user-error.ts';
import { FrameDecoder, encodeFrame } from './framing.ts';
import type { DapMessage, DapResponse, JsonObject } from './messages.ts';
import { isResponse, parseMessage } from './messages.ts';

export interface ConnectionHandlers {
  message(message: DapMessage): void;
  /** A well-framed body that is no DAP message. */
  garbage?(body: Buffer): void;
  /** Called once: the other side is gone, or sent something that cannot be framed. */
  close(reason: Error | undefined): void;
}

/** What `send` puts together: everything but the sequence number. */
export type Outgoing = { readonly type: string } & JsonObject;

/** One end of a DAP conversation: numbers what it sends, frames what it receives. */
export class DapConnection {
  readonly #output: Writable;
  readonly #end: () => void;
  readonly #waiting = new Map<number, (response: DapResponse | undefined) => void>();
  #handlers: ConnectionHandlers | undefined;
  /** What came before anybody listened. */
  #early: ((handlers: ConnectionHandlers) => void)[] = [];
  #sequence = 0;
  #closed = false;
  /** Resolves when either side has closed it. */
  readonly closed: Promise<void>;
  #onClosed: () => void = () => {};

  /** `end` closes what lies below the streams; without it the output is ended. */
  constructor(input: Readable, output: Writable, end: () => void = () => void output.end()) {
    this.closed = new Promise((resolve) => (this.#onClosed = resolve));
    this.#output = output;
    this.#end = end;
    const decoder = new FrameDecoder();
    input.on('data', (chunk: Buffer) => {
      try {
        for (const body of decoder.push(chunk)) this.#receive(body);
      } catch (error) {
        this.#close(error instanceof Error ? error : new Error(messageOf(error)));
      }
    });
    input.on('end', () => this.#close(undefined));
    input.on('close', () => this.#close(undefined));
    input.on('error', (error) => this.#close(error));
    output.on('error', (error) => this.#close(error));
  }

  /** Starts delivery, beginning with what came before; a second call moves it to other handlers. */
  listen(handlers: ConnectionHandlers): void {
    this.#handlers = handlers;
    for (const deliver of this.#early.splice(0)) deliver(handlers);
  }

  /** Sends with this connection's next sequence number and returns that number. */
  send(message: Outgoing): number {
    const seq = ++this.#sequence;
    this.sendBody(JSON.stringify({ ...message, seq }));
    return seq;
  }

  sendBody(body: string | Buffer): void {
    if (!this.#closed) this.#output.write(encodeFrame(body));
  }

  /** Sends a request of our own; its response is not delivered as a message. Undefined: closed before it came. */
  request(command: string, args: JsonObject): Promise<DapResponse | undefined> {
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve(undefined);
        return;
      }
      const seq = this.send({ type: 'request', command, arguments: args });
      this.#waiting.set(seq, resolve);
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#close(undefined);
  }

  #receive(body: Buffer): void {
    if (this.#closed) return;
    const message = parseMessage(body);
    if (!message) {
      this.#deliver((handlers) => handlers.garbage?.(body));
      return;
    }
    if (isResponse(message)) {
      const waiting = this.#waiting.get(message.request_seq);
      if (waiting) {
        this.#waiting.delete(message.request_seq);
        waiting(message);
        return;
      }
    }
    this.#deliver((handlers) => handlers.message(message));
  }

  #deliver(delivery: (handlers: ConnectionHandlers) => void): void {
    if (this.#handlers) delivery(this.#handlers);
    else this.#early.push(delivery);
  }

  #close(reason: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end();
    this.#onClosed();
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
    this.#deliver((handlers) => handlers.close(reason));
  }
}
