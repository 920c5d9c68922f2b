import type { DapConnection, Outgoing } from './connection.ts';
import type { DapMessage, DapRequest } from './messages.ts';
import { isRequest, isResponse, objectOf } from './messages.ts';

/** A message as plain fields, for passing on with another sequence number. */
export function fieldsOf(message: DapMessage): Outgoing {
  return { ...objectOf(message), type: message.type };
}

/**
 * Passes messages from one connection to another and gives responses back the number their request had.
 *
 *   client ──seq 7──▶ forward() ──seq 12──▶ server        requests.get(12) = 7
 *   client ◀─request_seq 7── back() ◀─request_seq 12── server
 */
export class SequenceMap {
  readonly #requests = new Map<number, DapMessage>();

  /** Remembers every kind of message: servers answer misplaced events and responses with errors, too. */
  forward(message: DapMessage, to: Pick<DapConnection, 'send'>, fields = fieldsOf(message)): void {
    this.#requests.set(to.send(fields), message);
  }

  /** The request a response answers, taken out of the map. */
  take(requestSeq: number): DapMessage | undefined {
    const request = this.#requests.get(requestSeq);
    this.#requests.delete(requestSeq);
    return request;
  }

  /** Requests whose responses have not come, for answering them when the server is gone. */
  takePending(): DapRequest[] {
    const pending = [...this.#requests.values()].filter(isRequest);
    this.#requests.clear();
    return pending;
  }
}

/** Relays everything both ways, untouched but for the numbers, until either side closes. */
export function relayEverything(client: DapConnection, server: DapConnection): Promise<void> {
  const fromClient = new SequenceMap();
  const fromServer = new SequenceMap();
  return new Promise((resolve) => {
    const close = (): void => {
      client.close();
      server.close();
      resolve();
    };
    client.listen({
      message: (message) => fromClient.forward(message, server, answered(message, fromServer)),
      garbage: (body) => server.sendBody(body),
      close,
    });
    server.listen({
      message(message) {
        const fields = answered(message, fromClient);
        if (isRequest(message)) fromServer.forward(message, client, fields);
        else client.send(fields);
      },
      garbage: (body) => client.sendBody(body),
      close,
    });
  });
}

/** A response's fields with the number its asker used; other messages as they are. */
function answered(message: DapMessage, requests: SequenceMap): Outgoing {
  const fields = fieldsOf(message);
  if (!isResponse(message)) return fields;
  const request = requests.take(message.request_seq);
  return { ...fields, request_seq: request ? request.seq : message.request_seq };
}
