import type { DapConnection, Outgoing } from '../dap/connection.ts';
import type { DapRequest, JsonObject } from '../dap/messages.ts';
import type { ClientConfiguration } from './client-configuration.ts';

/**
 * The last station of everything that goes to the client. Breakpoints get the ids the client knows; answers to
 * requests that we asked in the client's place are taken out.
 */
export class ClientOutlet {
  readonly #connection: Pick<DapConnection, 'send'>;
  readonly #configuration: ClientConfiguration;
  readonly #own = new Map<number, (response: JsonObject) => void>();
  #lastOwn = 0;

  constructor(connection: Pick<DapConnection, 'send'>, configuration: ClientConfiguration) {
    this.#connection = connection;
    this.#configuration = configuration;
  }

  send(message: Outgoing): number {
    const { type } = message;
    if (type === 'event')
      return this.#connection.send({ ...this.#configuration.told(message), type });
    if (type !== 'response') return this.#connection.send(message);
    const seq = Number(message['request_seq']);
    const own = this.#own.get(seq);
    if (!own) return this.#connection.send({ ...this.#configuration.answered(message), type });
    this.#own.delete(seq);
    own(message);
    return 0;
  }

  /** A breakpoint as it is now, under the id the client knows. */
  breakpointChanged(breakpoint: JsonObject): void {
    this.#connection.send({
      type: 'event',
      event: 'breakpoint',
      body: { reason: 'changed', breakpoint },
    });
  }

  /** Asks in the client's place: `dispatch` gets the request, the client hears nothing of the answer. */
  issue(
    command: string,
    args: JsonObject,
    dispatch: (request: DapRequest) => Promise<void>,
  ): Promise<JsonObject> {
    // The client counts upwards from one.
    const seq = --this.#lastOwn;
    return new Promise((resolve) => {
      this.#own.set(seq, resolve);
      void dispatch({ seq, type: 'request', command, arguments: args });
    });
  }
}
