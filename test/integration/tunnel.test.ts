import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '../../src/base/cancellation.ts';
import { objectOf } from '../../src/dap/messages.ts';
import { stringEnvironment } from '../../src/delve/processes.ts';
import { Watchdog } from '../../src/delve/watchdog.ts';
import { openTunnel } from '../../src/tunnel/index.ts';
import type { Tunnel, TunnelSpecification } from '../../src/tunnel/index.ts';
import { ADAPTER, DapClient, ROOT } from '../support/dap-client.ts';
import type { Started } from '../support/go-program.ts';
import {
  descendants,
  isAlive,
  isServing,
  kill,
  lineOf,
  processName,
  sourceOf,
  startRemote,
  until,
} from '../support/go-program.ts';
import { accepts, freePort } from '../support/ports.ts';
import { startSshServer } from '../support/ssh-server.ts';
import type { SshServer } from '../support/ssh-server.ts';

let ssh: SshServer;
const ends: (() => unknown)[] = [];
const forever: (() => unknown)[] = [];
beforeAll(async () => {
  ssh = await startSshServer();
  forever.push(() => ssh.close());
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(async () => {
  for (const end of forever) await end();
});

/** A folder in which `kubectl` is a stand-in: see there why. */
function kubectlFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  copyFileSync(join(ROOT, 'test/support/kubectl-stand-in.mjs'), join(folder, 'kubectl'));
  chmodSync(join(folder, 'kubectl'), 0o755);
  return folder;
}

const news: string[] = [];

/** Opens a tunnel under a watchdog of ours, as a session does. */
async function open(
  specification: TunnelSpecification,
  path = process.env['PATH'] ?? '',
): Promise<Tunnel> {
  const env = { ...stringEnvironment(), PATH: path };
  const common = { cwd: ROOT, env, kind: 'program', cleanup: [] } as const;
  const tunnel = await openTunnel(specification, {
    token: neverCancelled,
    start: (command, args, output) =>
      new Watchdog(
        { command: process.execPath, args: [ADAPTER] },
        { ...common, command, args },
        output,
      ),
    news: (text) => news.push(text),
  });
  ends.push(() => tunnel.close());
  return tunnel;
}

/** Ports that answer each connection with a word. */
async function echoServer(): Promise<number> {
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ends.push(() => server.close());
  // It listens on TCP.
  return (server.address() as AddressInfo).port;
}

async function wordFrom(port: number): Promise<string> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(''));
  });
}

const through = (
  port: number,
  host = 'good',
  more: readonly string[] = [],
): TunnelSpecification => ({
  kind: 'ssh',
  host,
  remote: { host: '127.0.0.1', port },
  options: [...ssh.options, ...more],
});
const pod = (target: string, port: number): TunnelSpecification => ({
  kind: 'kubernetes',
  target,
  port,
  namespace: undefined,
  context: undefined,
});

function child(name: string): number | undefined {
  return descendants(process.pid).find((id) => processName(id) === name);
}

describe('ssh, against a real sshd', () => {
  test('carries bytes, comes back on the same port after it dropped, and is gone when closed', async () => {
    const tunnel = await open(through(await echoServer()));
    expect(await wordFrom(tunnel.port)).toBe('hello');
    const first = child('ssh') ?? 0;
    process.kill(first, 'SIGKILL');
    expect(await until(async () => (await wordFrom(tunnel.port)) === 'hello', 15_000)).toBe(true);
    expect(await until(() => news.some((text) => text.endsWith('is open again.')))).toBe(true);
    expect(news[0]).toMatch(/^The tunnel to 127\.0\.0\.1:\d+ on good dropped: /);
    const second = child('ssh') ?? 0;
    expect(second).not.toBe(first);
    await tunnel.close();
    expect(isAlive(second)).toBe(false);
    expect(await accepts(tunnel.port)).toBe(false);
  });

  test.each([
    ['stranger', [], 'login', /does not know the host key of stranger.*ssh stranger/],
    ['locked', [], 'login', /did not let ssh in.*publickey.*ssh-add/],
    ['nowhere.invalid', [], 'target', /does not know the host nowhere\.invalid/],
    ['good', ['-o', 'Port=1'], 'target', /cannot reach 127\.0\.0\.1 on port 1: Connection refused/],
    ['good', ['-o', 'NoSuchThing=1'], 'other', /does not take its options.*nosuchthing/i],
  ] as const)('%s %j: %s', async (host, options, kind, words) => {
    const opened = open(through(1, host, options));
    await expect(opened).rejects.toMatchObject({ kind, message: expect.stringMatching(words) });
  });

  test('a machine without ssh', async () => {
    const opened = open(through(1), '/nowhere');
    await expect(opened).rejects.toMatchObject({ kind: 'program', message: /not found on PATH/ });
  });

  test('a port on which nothing listens is the far side’s complaint', async () => {
    const port = await freePort();
    const tunnel = await open(through(port));
    expect(await wordFrom(tunnel.port)).toBe('');
    expect(await until(() => tunnel.complaint !== undefined)).toBe(true);
    expect(tunnel.complaint).toContain(
      `good cannot connect to 127.0.0.1:${port}: Connection refused`,
    );
  });

  test('an sshd that forbids forwarding', async () => {
    const strict = await startSshServer('AllowTcpForwarding no');
    ends.push(() => strict.close());
    const tunnel = await open({
      kind: 'ssh',
      host: 'good',
      remote: { host: '127.0.0.1', port: 1 },
      options: strict.options,
    });
    await wordFrom(tunnel.port);
    expect(await until(() => tunnel.complaint !== undefined)).toBe(true);
    expect(tunnel.complaint).toContain('does not allow forwarding');
  });
});

describe('kubectl, by a stand-in', () => {
  const path = (): string => `${kubectlFolder()}${delimiter}${process.env['PATH'] ?? ''}`;

  test('carries bytes, and comes back after the connection to the pod was lost', async () => {
    const port = await echoServer();
    const tunnel = await open(pod('pod/shop-0', port), path());
    expect(await wordFrom(tunnel.port)).toBe('hello');
    for (const end of ends.splice(0, 1)) await end();
    // As the real one, it ends with the first connection that fails.
    expect(await wordFrom(tunnel.port)).toBe('');
    expect(await until(() => tunnel.complaint !== undefined || news.length > 0)).toBe(true);
    const server = createServer((socket) => socket.end('again')).listen(port, '127.0.0.1');
    ends.push(() => server.close());
    expect(await until(async () => (await wordFrom(tunnel.port)) === 'again', 15_000)).toBe(true);
  });

  test.each([
    ['pod/nope', 'target', /no such thing: pods "nope" not found/],
    ['pod/pending', 'target', /is not running but Pending/],
    ['pod/forbidden', 'refused', /does not allow it.*pods\/portforward/],
  ] as const)('%s: %s', async (target, kind, words) => {
    const opened = open(pod(target, 1), path());
    await expect(opened).rejects.toMatchObject({ kind, message: expect.stringMatching(words) });
  });

  test('a context that is not there, and a machine without kubectl', async () => {
    const elsewhere = { ...pod('pod/a', 1), context: 'nope' } as TunnelSpecification;
    await expect(open(elsewhere, path())).rejects.toMatchObject({ message: /no context nope/ });
    const opened = open(pod('pod/a', 1), '/nowhere');
    await expect(opened).rejects.toMatchObject({ kind: 'program', message: /not found on PATH/ });
  });
});

describe('a session through ssh', () => {
  const breakpoint = { path: sourceOf('server'), lines: [lineOf('server', 'count := served')] };

  async function session(): Promise<{ client: DapClient; dlv: Started; serves: string }> {
    const dlv = await startRemote('--accept-multiclient', '--continue');
    ends.push(() => kill(dlv.process, 'SIGINT'));
    let text = '';
    dlv.process.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await until(() => text.includes('\n'));
    const client = DapClient.start();
    ends.push(() => client.close());
    const tunnel = { type: 'ssh', host: 'good', remote: dlv.address, options: ssh.options };
    await client.start('attach', { mode: 'remote', tunnel }, breakpoint);
    return { client, dlv, serves: text.trim() };
  }

  const sshOf = (client: DapClient): number =>
    descendants(client.process?.pid ?? 0).find((id) => processName(id) === 'ssh') ?? 0;

  test('has the side channel, stops, and leaves nothing behind', async () => {
    const { client, serves, dlv } = await session();
    const info = objectOf((await client.event('delvescope/sessionInfo')).body);
    expect(info).toMatchObject({ sideChannel: true });
    const below = descendants(client.process?.pid ?? 0);
    expect(isAlive(sshOf(client))).toBe(true);
    const answer = isServing(serves, 20_000);
    await client.stopped();
    await client.disconnect();
    expect(await answer).toBe(true);
    expect(isAlive(dlv.process.pid ?? 0)).toBe(true);
    expect(await until(() => !below.some(isAlive))).toBe(true);
  });

  test('killed at a breakpoint, it still lets the remote program go on', async () => {
    const { client, serves } = await session();
    const below = descendants(client.process?.pid ?? 0);
    const answer = isServing(serves, 20_000);
    await client.stopped();
    client.process?.kill('SIGKILL');
    expect(await answer).toBe(true);
    expect(await isServing(serves)).toBe(true);
    expect(await until(() => !below.some(isAlive), 20_000)).toBe(true);
  });

  test('says in words that nothing listens at the far end', async () => {
    const client = DapClient.start();
    ends.push(() => client.close());
    await client.initialize();
    const remote = `127.0.0.1:${await freePort()}`;
    const tunnel = { type: 'ssh', host: 'good', remote, options: ssh.options };
    const attach = { mode: 'remote', tunnel, connectTimeout: 0.5 };
    expect((await client.try('attach', attach)).success).toBe(false);
    const failure = objectOf((await client.event('delvescope/startFailed')).body);
    expect(failure).toMatchObject({ code: 'tunnel-refused' });
    expect(failure['message']).toContain(`good cannot connect to ${remote}`);
    expect(descendants(client.process?.pid ?? 0).filter(isAlive)).toEqual([]);
  });
});
