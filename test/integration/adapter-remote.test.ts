import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import type { Started } from '../support/go-program.ts';
import {
  descendants,
  isAlive,
  isServing,
  kill,
  lineOf,
  sourceOf,
  startRemote,
  until,
} from '../support/go-program.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const MULTI = ['--accept-multiclient', '--continue'] as const;
const breakpoint = { path: sourceOf('server'), lines: [lineOf('server', 'count := served')] };
/** Nothing here may take longer for somebody who waits for an answer. */
const PATIENCE_MILLIS = 5000;

function newClient(): DapClient {
  const client = DapClient.start();
  ends.push(() => client.close());
  return client;
}

/** A port where nothing listens at the moment. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

interface Remote extends Started {
  readonly port: number;
  /** Where the program itself serves. */
  readonly serves: string;
}

/** A dlv that is killed leaves its program behind. */
async function endTree(child: ChildProcess): Promise<void> {
  const programs = descendants(child.pid ?? 0);
  await kill(child);
  for (const id of programs) if (isAlive(id)) process.kill(id, 'SIGKILL');
}

/** The server fixture, running under a dlv for many clients. */
async function remote(port = 0): Promise<Remote> {
  const started = await startRemote(`--listen=127.0.0.1:${port}`, ...MULTI);
  ends.push(() => endTree(started.process));
  let text = '';
  started.process.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(() => text.includes('\n'));
  return { ...started, port: Number(started.address.split(':').at(-1)), serves: text.trim() };
}

async function within<T>(millis: number, work: Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work;
  expect(Date.now() - began).toBeLessThan(millis);
  return result;
}

describe('attach before the server is up', () => {
  test('waits, says so, and attaches', async () => {
    const port = await freePort();
    const client = newClient();
    const started = client.start('attach', { mode: 'remote', port }, breakpoint);
    const waiting = objectOf((await client.event('delvescope/waiting')).body);
    expect(waiting).toMatchObject({
      address: `127.0.0.1:${port}`,
      reason: 'nothing listens there yet',
    });
    expect(Number(waiting['deadline']) - Date.now()).toBeGreaterThan(5000);
    const { serves } = await remote(port);
    await within(PATIENCE_MILLIS, started);
    const answer = isServing(serves, 20_000);
    await client.stopped();
    await client.disconnect();
    expect(await answer).toBe(true);
  });

  test('gives up at the limit', async () => {
    const port = await freePort();
    const client = newClient();
    await client.initialize();
    const refused = client.try('attach', { mode: 'remote', port, connectTimeout: 1000 });
    const response = await within(3000, refused);
    expect(response.message).toContain(`Nothing listens on 127.0.0.1:${port}`);
    await client.disconnect();
  });

  test('ends at once when the client has enough', async () => {
    const client = newClient();
    await client.initialize();
    void client
      .try('attach', { mode: 'remote', port: await freePort(), connectTimeout: 60_000 })
      .catch(() => undefined);
    await client.event('delvescope/waiting');
    await within(1500, client.disconnect());
  });
});

test('a second client is told that the first has the program running, and gets in when it stands', async () => {
  const { port, serves } = await remote();
  const first = newClient();
  await first.start('attach', { mode: 'remote', port }, breakpoint);
  const second = newClient();
  await second.initialize();
  const refused = await within(
    PATIENCE_MILLIS + 1000,
    second.try('attach', { mode: 'remote', port }),
  );
  expect(refused.message).toContain('Another client of dlv');
  await second.disconnect();
  const answer = isServing(serves, 20_000);
  await first.stopped();
  const third = newClient();
  await third.start('attach', { mode: 'remote', port, stopOnEntry: true });
  await third.stopped();
  await third.disconnect({ suspendDebuggee: true });
  await first.request('continue', { threadId: 0 });
  expect(await answer).toBe(true);
  await first.disconnect();
});

test('a dlv whose program has ended says so', async () => {
  const { port } = await remote();
  const client = newClient();
  await client.start('attach', { mode: 'remote', port });
  const info = objectOf((await client.event('delvescope/sessionInfo')).body);
  process.kill(Number(info['processId']), 'SIGKILL');
  await client.event('terminated');
  await client.disconnect();
  const late = newClient();
  await late.initialize();
  const response = await late.try('attach', { mode: 'remote', port });
  expect(response.message).toContain('its program has ended');
  await late.disconnect();
});
