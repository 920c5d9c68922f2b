import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { DapConnection } from '../../src/dap/connection.ts';
import type { DapMessage, DapRequest } from '../../src/dap/messages.ts';
import { isRequest, isResponse } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';

/**
 * What a dlv of today never sends: reverse requests, events of the future, 20 MB. A scripted server stands in for it,
 * and writes its bytes late and in small pieces.
 */
class ScriptedDelve {
  readonly received: DapMessage[] = [];
  connection: DapConnection | undefined;
  readonly port: Promise<number>;
  readonly #server = createServer((socket) => this.#serve(socket));

  constructor() {
    this.port = new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  close(): void {
    this.#server.close();
    this.connection?.close();
  }

  async until(matches: (message: DapMessage) => boolean): Promise<DapMessage> {
    for (;;) {
      const found = this.received.find(matches);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #serve(socket: Socket): void {
    socket.on('error', () => {});
    // One client only, like a dlv without --accept-multiclient.
    if (this.connection) {
      socket.destroy();
      return;
    }
    const connection = new DapConnection(socket, socket);
    this.connection = connection;
    connection.listen({
      message: (message) => {
        this.received.push(message);
        if (isRequest(message)) this.#answer(connection, message);
      },
      close() {},
    });
  }

  #answer(connection: DapConnection, { seq: request_seq, command }: DapRequest): void {
    if (command === 'attach') connection.send({ type: 'event', event: 'initialized' });
    // By this filter a dlv is told from other adapters.
    const exceptionBreakpointFilters = [{ filter: 'unrecovered-panic', label: 'Panics' }];
    const body =
      command === 'evaluate'
        ? { result: 'x'.repeat(20_000_000) }
        : { newField: command, ...(command === 'initialize' && { exceptionBreakpointFilters }) };
    connection.send({ type: 'response', request_seq, success: true, command, body });
    if (command === 'disconnect') connection.close();
  }
}

const ends: { close(): void }[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end.close();
});

async function attached(
  ...args: readonly string[]
): Promise<{ delve: ScriptedDelve; client: DapClient }> {
  const delve = new ScriptedDelve();
  const client = DapClient.start(...args);
  ends.push(delve, client);
  await client.start('attach', { mode: 'remote', port: await delve.port, futureArgument: [1] });
  return { delve, client };
}

test('reverse requests and their answers', async () => {
  const { delve, client } = await attached();
  client.onRequest = ({ arguments: args }) => ({ processId: 7, args });
  const seq = delve.connection?.send({
    type: 'request',
    command: 'runInTerminal',
    arguments: { a: 1 },
  });
  const answer = await delve.until(isResponse);
  expect(answer).toMatchObject({ request_seq: seq, body: { processId: 7, args: { a: 1 } } });
});

test('events, requests and arguments of the future', async () => {
  const { delve, client } = await attached();
  delve.connection?.send({ type: 'event', event: 'future', body: { x: [1] }, more: true });
  expect(await client.event('future')).toMatchObject({ body: { x: [1] }, more: true });
  expect(await client.request('futureRequest', { y: 2 })).toEqual({ newField: 'futureRequest' });
  const request = await delve.until(
    (message) => isRequest(message) && message.command === 'futureRequest',
  );
  expect(request).toMatchObject({ arguments: { y: 2 } });
  const attach = await delve.until((message) => isRequest(message) && message.command === 'attach');
  expect(attach).toMatchObject({ arguments: { mode: 'remote', futureArgument: [1] } });
  expect(attach).not.toHaveProperty('arguments.port');
});

test('20 MB in one answer', async () => {
  const { client } = await attached();
  const { result } = await client.request('evaluate', { expression: 'big' });
  expect(String(result).length).toBe(20_000_000);
});

test('what is no JSON does not end the session', async () => {
  const { client } = await attached();
  client.sendBody('not json');
  expect(await client.request('threads')).toEqual({ newField: 'threads' });
});

test('the end of dlv ends the session', async () => {
  const { delve, client } = await attached();
  delve.connection?.close();
  await client.event('terminated');
  expect(client.output('important')).toContain('dlv closed the connection');
  expect((await client.try('threads')).success).toBe(false);
  await client.disconnect();
});

test('requests before there is a session fail with words', async () => {
  const client = DapClient.start();
  ends.push(client);
  const response = await client.try('threads');
  expect(response).toMatchObject({ success: false });
  expect(response.message).toContain('no debug session yet');
});
