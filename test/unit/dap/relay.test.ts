import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { DapConnection } from '../../../src/dap/connection.ts';
import type { DapMessage } from '../../../src/dap/messages.ts';
import { relayEverything } from '../../../src/dap/relay.ts';

interface End {
  readonly connection: DapConnection;
  readonly received: DapMessage[];
  readonly raw: string[];
}

/** Two ends with the relay between them; everything crosses streams. */
function relayed(): { readonly client: End; readonly server: End } {
  const [client, near] = pair();
  const [server, far] = pair();
  void relayEverything(near, far);
  return { client: endOf(client), server: endOf(server) };
}

function pair(): [DapConnection, DapConnection] {
  const there = new PassThrough();
  const back = new PassThrough();
  return [new DapConnection(back, there), new DapConnection(there, back)];
}

function endOf(connection: DapConnection): End {
  const received: DapMessage[] = [];
  const raw: string[] = [];
  connection.listen({
    message: (message) => received.push(message),
    garbage: (body) => raw.push(body.toString()),
    close() {},
  });
  return { connection, received, raw };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test('responses get back the number their request had', async () => {
  const { client, server } = relayed();
  server.connection.send({ type: 'event', event: 'output' });
  client.connection.send({ type: 'event', event: 'takes number one' });
  const seq = client.connection.send({ type: 'request', command: 'threads' });
  await settled();
  const request = server.received.at(-1);
  server.connection.send({ type: 'response', request_seq: request?.seq, command: 'threads' });
  await settled();
  expect(client.received.at(-1)).toMatchObject({ type: 'response', request_seq: seq });
});

test('reverse requests, unknown events and their fields cross unchanged', async () => {
  const { client, server } = relayed();
  const seq = server.connection.send({
    type: 'request',
    command: 'runInTerminal',
    arguments: { a: [1] },
  });
  server.connection.send({ type: 'event', event: 'future', body: { x: 1 }, extra: true });
  await settled();
  expect(client.received).toMatchObject([
    { command: 'runInTerminal', arguments: { a: [1] } },
    { event: 'future', body: { x: 1 }, extra: true },
  ]);
  const request_seq = client.received[0]?.seq;
  client.connection.send({ type: 'response', request_seq, command: 'runInTerminal' });
  await settled();
  expect(server.received.at(-1)).toMatchObject({ type: 'response', request_seq: seq });
});

test('bodies that are no messages cross as they are', async () => {
  const { client, server } = relayed();
  client.connection.sendBody('not json');
  await settled();
  expect(server.raw).toEqual(['not json']);
});

test('the end of one side is the end of the other', async () => {
  const { client, server } = relayed();
  client.connection.close();
  await settled();
  expect(server.connection.isClosed).toBe(true);
});
