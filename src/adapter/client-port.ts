import { UserError, messageOf } from '../base/user-error.ts';
import type { Log } from '../base/log.ts';
import type { ClientOutlet } from './client-outlet.ts';
import type { DapRequest, JsonObject } from '../dap/messages.ts';
import type { AdapterEvents, NoticeCode } from '../protocol/debug-session.ts';

export type OutputCategory = 'console' | 'important' | 'stdout' | 'stderr';

/** First id of errors that are the adapter's own; dlv uses 1000 to 9999. */
const OWN_ERROR = 20_000;

/** What the adapter itself says to the client. */
export class ClientPort {
  readonly #connection: Pick<ClientOutlet, 'send'>;
  readonly #log: Pick<Log, 'error'>;
  readonly #noticed = new Set<NoticeCode>();

  constructor(connection: Pick<ClientOutlet, 'send'>, log: Pick<Log, 'error'>) {
    this.#connection = connection;
    this.#log = log;
  }

  respond(request: DapRequest, body: JsonObject = {}): void {
    const { seq: request_seq, command } = request;
    this.#connection.send({ type: 'response', request_seq, success: true, command, body });
  }

  /** Errors that someone can act on are told in full; others are bugs, logged with their stack. */
  fail(request: DapRequest, error: unknown): void {
    if (!(error instanceof UserError)) {
      const stack = error instanceof Error ? error.stack : undefined;
      this.#log.error(`${request.command}: ${stack ?? messageOf(error)}`);
    }
    const { seq: request_seq, command } = request;
    const format = messageOf(error).replaceAll('{', '(').replaceAll('}', ')');
    this.#connection.send({
      type: 'response',
      request_seq,
      success: false,
      command,
      message: messageOf(error),
      body: { error: { id: OWN_ERROR, format, showUser: false } },
    });
  }

  event(event: string, body: JsonObject = {}): void {
    this.#connection.send({ type: 'event', event, body });
  }

  /** An event of our own; its name fixes its body. */
  tell<Name extends keyof AdapterEvents>(event: Name, body: AdapterEvents[Name]): void {
    this.#connection.send({ type: 'event', event, body });
  }

  /** What is worth saying once in a session. */
  noticeOnce(code: NoticeCode, message: string, subject: string): void {
    if (this.#noticed.has(code)) return;
    this.#noticed.add(code);
    this.tell('delvescope/notice', { code, message, subject });
  }

  output(category: OutputCategory, output: string): void {
    this.event('output', { category, output });
  }
}
