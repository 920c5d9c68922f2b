import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { isServing, lineOf, sourceOf } from '../support/go-program.ts';
import { freePort } from '../support/ports.ts';
import type { RemoteDelve } from '../support/remote-delve.ts';
import { FOR_MANY, startRemoteDelve } from '../support/remote-delve.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const breakpoint = { path: sourceOf('server'), lines: [lineOf('server', 'count := served')] };
/** Nothing here may take longer for somebody who waits for an answer. */
const PATIENCE_MILLIS = 5000;

function newClient(): DapClient {
  const client = DapClient.start();
  ends.push(() => client.close());
  return client;
}

/** Ends with the test. */
async function remote(port = 0): Promise<RemoteDelve> {
  const delve = await startRemoteDelve([...FOR_MANY, `--listen=127.0.0.1:${port}`]);
  ends.push(() => delve.end());
  return delve;
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
