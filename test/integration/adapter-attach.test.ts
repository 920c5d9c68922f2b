import { spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { checkConversation } from '../support/conversation.ts';
import { DapClient } from '../support/dap-client.ts';
import type { Started } from '../support/go-program.ts';
import {
  builtFixture,
  descendants,
  isAlive,
  isServing,
  kill,
  lineOf,
  sourceOf,
  startRemote,
  startServer,
  until,
} from '../support/go-program.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const breakpoint = { path: sourceOf('server'), lines: [lineOf('server', 'count := served')] };
const portOf = ({ address }: Started): number => Number(address.split(':').at(-1));

function newClient(): DapClient {
  const client = DapClient.start();
  ends.push(() => client.close());
  return client;
}

async function server(): Promise<Started> {
  const started = await startServer();
  ends.push(() => kill(started.process));
  return started;
}

/** A server under a running dlv of somebody else, and the address the server answers on. */
async function remote(...flags: readonly string[]): Promise<Started & { readonly serves: string }> {
  const started = await startRemote(...flags);
  ends.push(() => kill(started.process, 'SIGINT'));
  let text = '';
  started.process.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const serves = async (): Promise<string> => {
    await until(() => text.includes('\n'));
    return text.trim();
  };
  if (!flags.includes('--continue')) return { ...started, serves: '' };
  return { ...started, serves: await serves() };
}

/** Ways a session may end; only the first is polite. */
const ENDS = ['disconnect', 'closed stream', 'kill -9'] as const;
type End = (typeof ENDS)[number];

async function endBy(client: DapClient, end: End): Promise<void> {
  if (end === 'disconnect') await client.disconnect();
  else if (end === 'closed stream') client.close();
  else client.process?.kill('SIGKILL');
}

describe('a running process goes on', () => {
  test.each(ENDS)('while it runs with a breakpoint: %s', async (end) => {
    const { process: child, address } = await server();
    const client = newClient();
    await client.start('attach', { mode: 'local', processId: child.pid }, breakpoint);
    const below = descendants(client.process?.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(2);
    await endBy(client, end);
    expect(await until(() => !below.some(isAlive))).toBe(true);
    expect(await isServing(address)).toBe(true);
  });

  test.each(ENDS)('while it is stopped: %s', async (end) => {
    const { process: child, address } = await server();
    const client = newClient();
    await client.start('attach', { mode: 'local', processId: String(child.pid) }, breakpoint);
    const answer = isServing(address, 20_000);
    await client.stopped();
    await endBy(client, end);
    expect(await answer).toBe(true);
    expect(await until(() => isServing(address))).toBe(true);
  });

  test('a pause stops it, though dlv swallows the first one', async () => {
    const { process: child, address } = await server();
    const client = newClient();
    await client.start('attach', { mode: 'local', processId: child.pid });
    await client.request('pause', { threadId: 1 });
    expect((await client.stopped()).reason).toBe('pause');
    await client.request('continue', { threadId: 1 });
    await client.request('pause', { threadId: 1 });
    expect((await client.stopped()).reason).toBe('pause');
    await client.disconnect();
    expect(await until(() => isServing(address))).toBe(true);
  });

  test('unless the client asks for its end', async () => {
    const { process: child } = await server();
    const client = newClient();
    await client.start('attach', { processId: child.pid });
    await client.disconnect({ terminateDebuggee: true });
    expect(await until(() => !isAlive(child.pid ?? 0))).toBe(true);
  });

  test('found by waiting for it', async () => {
    const client = newClient();
    const started = client.start('attach', { mode: 'local', waitFor: builtFixture('server') });
    await client.event('output');
    const { address } = await server();
    await started;
    await client.disconnect();
    expect(await until(() => isServing(address))).toBe(true);
  });
});

describe('a dlv of somebody else', () => {
  test('for many clients: side channel, and it serves on after the end', async () => {
    const { serves, ...started } = await remote('--accept-multiclient', '--continue');
    const client = newClient();
    await client.start('attach', { mode: 'remote', port: String(portOf(started)) }, breakpoint);
    const info = objectOf((await client.event('delvescope/sessionInfo')).body);
    expect(info).toMatchObject({ sideChannel: true, dlvVersion: '1.27.2' });
    const answer = isServing(serves, 20_000);
    await client.stopped();
    const view = await client.request('delvescope/goroutineView', { hideSystem: true });
    expect(view['total']).toBeGreaterThan(3);
    await client.disconnect();
    expect(await answer).toBe(true);
    expect(await isServing(serves)).toBe(true);
    expect(isAlive(started.process.pid ?? 0)).toBe(true);
  });

  test('is left halted when the client says so', async () => {
    const { serves, ...started } = await remote('--accept-multiclient', '--continue');
    const client = newClient();
    await client.start('attach', { mode: 'remote', port: portOf(started) }, breakpoint);
    const answer = isServing(serves, 2000);
    await client.stopped();
    await client.disconnect({ suspendDebuggee: true });
    expect(await answer).toBe(false);
    expect(isAlive(started.process.pid ?? 0)).toBe(true);
  });

  test.each(['closed stream', 'kill -9'] as const)('serves on after: %s', async (end) => {
    const { serves, ...started } = await remote('--accept-multiclient', '--continue');
    const client = newClient();
    await client.start('attach', { mode: 'remote', port: portOf(started) }, breakpoint);
    // dlv names each kind of breakpoint in its own way; all of them must be gone.
    const breakpoints = [{ name: 'net/http.(*conn).serve' }];
    await client.request('setFunctionBreakpoints', { breakpoints });
    const answer = isServing(serves, 20_000);
    await client.stopped();
    await endBy(client, end);
    expect(await answer).toBe(true);
    expect(await isServing(serves)).toBe(true);
    expect(isAlive(started.process.pid ?? 0)).toBe(true);
  });

  test('for one client: DAP only, with a notice', async () => {
    const started = await remote();
    const client = newClient();
    await client.start('attach', { mode: 'remote', port: portOf(started), stopOnEntry: true });
    const notice = objectOf((await client.event('delvescope/notice')).body);
    expect(notice['code']).toBe('no-side-channel');
    expect(notice['message']).toContain('--accept-multiclient');
    await client.stopped();
    const view = await client.request('delvescope/goroutineView', {});
    expect(view['status']).toBe('complete');
    expect(view['problems']).toEqual([expect.stringContaining('at most 1,024 goroutines')]);
    await client.event('delvescope/goroutinesChanged');
    // What follows differs: a disconnect halts the program in whatever goroutine runs.
    checkConversation(client, 'single-client');
    await client.request('continue', { threadId: 1 });
    await client.disconnect();
  });
});

test('the adapter serves several sessions on a port', async () => {
  const { ADAPTER } = await import('../support/dap-client.ts');
  const { connect } = await import('node:net');
  const adapter = spawn(process.execPath, [ADAPTER, '--listen', '127.0.0.1:0']);
  ends.push(() => kill(adapter));
  const line = await new Promise<string>((resolve) => {
    adapter.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
  const port = Number(/:(\d+)\s*$/.exec(line)?.[1]);
  const clients = [1, 2].map(() => {
    const socket = connect(port, '127.0.0.1');
    return new DapClient(socket, socket);
  });
  for (const client of clients) {
    await client.start('launch', {
      mode: 'exec',
      program: builtFixture('steps'),
      stopOnEntry: true,
    });
    await client.stopped();
  }
  for (const client of clients) await client.disconnect();
  expect(adapter.exitCode).toBe(null);
});
