import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { JsonRpcConnection } from '../../src/delve/json-rpc.ts';
import { openSocket } from '../../src/delve/rpc-client.ts';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import {
  builtFixture,
  FIXTURES,
  isServing,
  kill,
  lineOf,
  sourceOf,
  startPrinting,
  startRemote,
  startServer,
  until,
} from '../support/go-program.ts';

/** A core of the parked fixture with its goroutines waiting, written by dlv's own `dump`. */
async function coreOf(program: string): Promise<string> {
  const core = join(mkdtempSync(join(tmpdir(), 'core-')), 'core');
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0'];
  const args = ['exec', program, ...flags, '--', '2000'];
  const dlv = await startPrinting('dlv', args, 'API server listening at: ');
  const port = Number(dlv.address.split(':').at(-1));
  const rpc = new JsonRpcConnection(await openSocket({ host: '127.0.0.1', port }, 5000));
  await rpc.call('CreateBreakpoint', { Breakpoint: { functionName: 'main.stop' } });
  await rpc.call('Command', { name: 'continue' });
  await rpc.call('DumpStart', { Destination: core });
  await until(
    async () =>
      !JSON.stringify(await rpc.call('DumpWait', { Wait: 100 })).includes('"Dumping":true'),
  );
  rpc.close();
  await kill(dlv.process, 'SIGINT');
  return core;
}

test('a core file: threads, stack, goroutines', async () => {
  const program = builtFixture('parked');
  const coreFilePath = await coreOf(program);
  const client = DapClient.start();
  await client.start('launch', { mode: 'core', program, coreFilePath, stopOnEntry: true });
  const { threadId } = await client.stopped();
  const { stackFrames } = await client.request('stackTrace', { threadId });
  expect(JSON.stringify(stackFrames)).toContain('main.stop');
  for (;;) {
    const view = await client.request('delvescope/goroutineView', { hideSystem: true, count: 10 });
    if (view['status'] !== 'reading') {
      expect(view).toMatchObject({ status: 'complete', matched: 2001, oldestWait: null });
      break;
    }
    await client.event('delvescope/goroutinesChanged');
  }
  await client.disconnect();
});

describe('a core of a session', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  const folder = mkdtempSync(join(tmpdir(), 'written-'));

  function newClient(): DapClient {
    const client = DapClient.start();
    ends.push(() => client.close());
    return client;
  }

  /** How many goroutines there are when all are read. */
  async function goroutines(client: DapClient): Promise<unknown> {
    for (;;) {
      const view = await client.request('delvescope/goroutineView', { count: 10 });
      if (view['status'] === 'complete') return view['total'];
      await client.event('delvescope/goroutinesChanged');
    }
  }

  async function opened(core: Readonly<Record<string, unknown>>): Promise<DapClient> {
    const client = newClient();
    const { program, path: coreFilePath } = core;
    const args = { mode: 'core', program, coreFilePath, stopOnEntry: true };
    await client.start('launch', args);
    await client.stopped();
    return client;
  }

  /** The parked fixture with 2000 goroutines, built for the session, at its breakpoint. */
  async function parked(): Promise<DapClient> {
    const client = newClient();
    const breakpoint = { path: sourceOf('parked'), lines: [lineOf('parked', 'Fprintln')] };
    const program = join(FIXTURES, 'parked');
    await client.start('launch', { mode: 'debug', program, args: ['2000'] }, breakpoint);
    await client.stopped();
    return client;
  }

  test('stopped: progress, and the same goroutines when it is opened', async () => {
    const client = await parked();
    const total = await goroutines(client);
    expect(Number(total)).toBeGreaterThan(2000);
    const path = join(folder, 'parked.core');
    const core = await client.request('delvescope/writeCore', { path });
    // The binary of the session goes with it: the core keeps a copy.
    expect(core).toEqual({ path, program: `${path}.program`, isCancelled: false });
    const progress = objectOf((await client.event('delvescope/coreProgress')).body);
    expect(progress['MemTotal']).toBeTypeOf('number');
    await client.disconnect();
    expect(await goroutines(await opened(core))).toBe(total);
  });

  test('running: it goes on, and the client hears of no stop', async () => {
    const { process: child, address } = await startServer();
    ends.push(() => kill(child));
    const client = newClient();
    await client.start('attach', { mode: 'local', processId: child.pid });
    const path = join(folder, 'server.core');
    const core = await client.request('delvescope/writeCore', { path });
    expect(core).toMatchObject({ program: builtFixture('server'), isCancelled: false });
    expect(await isServing(address)).toBe(true);
    expect(client.events.map(({ event }) => event)).not.toContain('stopped');
    const answer = await client.request('delvescope/corePlace');
    expect(answer['isLocal']).toBe(true);
    await client.disconnect();
    expect(Number(await goroutines(await opened(core)))).toBeGreaterThan(2);
  });

  test('cancelled, nothing is left; and then again', async () => {
    const client = await parked();
    const path = join(folder, 'cancelled.core');
    const written = client.request('delvescope/writeCore', { path });
    await client.request('delvescope/cancelCore');
    expect(await written).toMatchObject({ isCancelled: true });
    expect(existsSync(path)).toBe(false);
    const again = await client.request('delvescope/writeCore', { path });
    expect(again).toMatchObject({ isCancelled: false });
    await client.disconnect();
  });

  test('what cannot be written is told in words', async () => {
    const client = await parked();
    const directory = join(folder, 'a-folder');
    mkdirSync(directory);
    for (const [path, words] of [
      ['/dev/full', /^The disk is full: \/dev\/full is not complete/],
      [join(folder, 'none', 'x.core'), /^There is no folder for /],
      [directory, /is a folder\. Name a file in it/],
      ['/proc/x.core', /no folder for|may not write/],
    ] as const) {
      const answer = await client.try('delvescope/writeCore', { path });
      expect(answer.message).toMatch(words);
    }
    expect(existsSync('/dev/full')).toBe(true);
    await client.disconnect();
  });

  test('of a remote dlv: where it lies, and no program', async () => {
    const dlv = await startRemote('--accept-multiclient', '--continue');
    ends.push(() => kill(dlv.process, 'SIGINT'));
    const client = newClient();
    await client.start('attach', { mode: 'remote', port: Number(dlv.address.split(':').at(-1)) });
    const place = await client.request('delvescope/corePlace');
    expect(place).toEqual({ isLocal: false, address: dlv.address });
    const path = join(folder, 'remote.core');
    const core = await client.request('delvescope/writeCore', { path });
    expect(core).toEqual({ path, program: null, isCancelled: false });
    await client.disconnect();
  });
});
