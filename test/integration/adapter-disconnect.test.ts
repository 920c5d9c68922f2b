import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import type { Started } from '../support/go-program.ts';
import {
  builtFixture,
  descendants,
  isAlive,
  isServing,
  kill,
  lineOf,
  processName,
  processState,
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
const portOf = (address: string): number => Number(address.split(':').at(-1));
/** What the editor's own Disconnect button sends for an attached session, and Stop for a launched one. */
const BUTTON = { terminateDebuggee: false };

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

/** A server under a running dlv of somebody else: where dlv listens, where the program does, and its id. */
async function remote(): Promise<{ dlv: Started; serves: string; program: number }> {
  const dlv = await startRemote('--accept-multiclient', '--continue');
  ends.push(() => kill(dlv.process, 'SIGINT'));
  let text = '';
  dlv.process.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(() => text.includes('\n'));
  const program = named('server', descendants(dlv.process.pid ?? 0));
  return { dlv, serves: text.trim(), program };
}

/** The first process of that name: dlv has a second one for its telemetry. */
function named(name: string, ids: readonly number[]): number {
  const found = ids.find((id) => processName(id) === name);
  if (found === undefined) throw new Error(`no process ${name}`);
  return found;
}

/** A session with a program of its own, and the address that the program printed. */
async function launched(args: object = {}): Promise<{ client: DapClient; serves: string }> {
  const client = newClient();
  await client.start('launch', { mode: 'exec', program: builtFixture('server'), ...args });
  await client.event('output', ({ category }) => category === 'stdout');
  return { client, serves: client.output('stdout').trim() };
}

/** The address in the notice about a program that stays halted. */
async function leftAt(client: DapClient): Promise<string> {
  const body = objectOf((await client.event('delvescope/notice')).body);
  expect(body['code']).toBe('left-behind');
  return String(body['subject']);
}

/** Attaches to a dlv that was left with a halted program, and lets the program go on. */
async function goOnAt(address: string): Promise<DapClient> {
  const client = newClient();
  await client.start('attach', { mode: 'remote', port: portOf(address) });
  return client;
}

describe('a process that somebody else runs', () => {
  const attach = async (args: object): Promise<Started & { client: DapClient; pid: number }> => {
    const started = await server();
    const client = newClient();
    const pid = started.process.pid ?? 0;
    await client.start('attach', { mode: 'local', processId: pid, ...args }, breakpoint);
    return { ...started, client, pid };
  };

  test.each([{}, { onDisconnect: 'continue' }, { onDisconnect: 'ask' }])(
    'goes on with %j',
    async (args) => {
      const { client, address, pid } = await attach(args);
      await client.disconnect(BUTTON);
      expect(isAlive(pid)).toBe(true);
      expect(await until(() => isServing(address))).toBe(true);
    },
  );

  test('is killed when that is configured', async () => {
    const { client, pid } = await attach({ onDisconnect: 'kill' });
    await client.disconnect(BUTTON);
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  test('goes on when the editor is lost, whatever is configured', async () => {
    const { client, address } = await attach({ onDisconnect: 'kill' });
    client.close();
    await client.closed;
    expect(await until(() => isServing(address))).toBe(true);
  });

  test('stays halted under a dlv that can be attached to, and goes on with its end', async () => {
    const { client, address, pid } = await attach({ onDisconnect: 'leaveHalted' });
    const below = descendants(client.process?.pid ?? 0);
    await client.disconnect(BUTTON);
    const left = await leftAt(client);
    expect(await until(() => client.process?.exitCode === 0)).toBe(true);
    expect(processState(pid)).toBe('t');
    expect(await isServing(address, 500)).toBe(false);
    const later = await goOnAt(left);
    expect(await until(() => isServing(address))).toBe(true);
    await later.disconnect(BUTTON);
    expect(await isServing(address)).toBe(true);
    process.kill(named('dlv', below), 'SIGINT');
    expect(await until(() => !below.some(isAlive))).toBe(true);
    expect(await isServing(address)).toBe(true);
  });
});

describe('a dlv of somebody else', () => {
  const attach = async (
    args: object,
  ): Promise<Awaited<ReturnType<typeof remote>> & { client: DapClient }> => {
    const started = await remote();
    const client = newClient();
    await client.start(
      'attach',
      { mode: 'remote', port: portOf(started.dlv.address), ...args },
      breakpoint,
    );
    return { ...started, client };
  };

  test('the choice of the moment comes before the configuration', async () => {
    const { client, serves, program } = await attach({ onDisconnect: 'kill' });
    await client.request('delvescope/chooseDisconnect', { choice: 'continue' });
    await client.disconnect(BUTTON);
    expect(isAlive(program)).toBe(true);
    expect(await isServing(serves)).toBe(true);
  });

  test('left halted while it runs, it stays and another session lets it go on', async () => {
    const { client, serves, dlv, program } = await attach({});
    await client.request('delvescope/chooseDisconnect', { choice: 'leaveHalted' });
    await client.disconnect(BUTTON);
    expect(await leftAt(client)).toBe(dlv.address);
    expect(processState(program)).toBe('t');
    expect(await isServing(serves, 500)).toBe(false);
    const later = await goOnAt(dlv.address);
    // No breakpoint of the first session is left.
    expect(await until(() => isServing(serves))).toBe(true);
    await later.disconnect(BUTTON);
    expect(await isServing(serves)).toBe(true);
  });

  test('left in the middle of a snapshot it goes on, takes another session and obeys Ctrl-C', async () => {
    const { client, serves, dlv, program } = await attach({});
    for (const millis of [0, 6, 12]) {
      const session = millis === 0 ? client : await goOnAt(dlv.address);
      // Refused or cut off: it is the program that matters.
      void session.try('delvescope/snapshotGoroutines', { isWhole: true }).catch(() => undefined);
      await new Promise((done) => setTimeout(done, millis));
      await session.disconnect(BUTTON);
      expect(await isServing(serves)).toBe(true);
    }
    dlv.process.kill('SIGINT');
    expect(await until(() => dlv.process.exitCode !== null && !isAlive(program))).toBe(true);
  });

  test('killed while it stands at a breakpoint', async () => {
    const { client, serves, program } = await attach({ onDisconnect: 'kill' });
    void isServing(serves);
    await client.stopped();
    await client.disconnect(BUTTON);
    expect(await until(() => !isAlive(program))).toBe(true);
  });

  test('a choice nobody knows is refused', async () => {
    const { client } = await attach({});
    const answer = await client.try('delvescope/chooseDisconnect', { choice: 'explode' });
    expect(answer.success).toBe(false);
    await client.disconnect();
  });
});

describe('a program that was launched', () => {
  test('ends with the session', async () => {
    const { client, serves } = await launched();
    await client.disconnect(BUTTON);
    expect(await until(async () => !(await isServing(serves)))).toBe(true);
  });

  test.each(['runs', 'stands at a breakpoint'])('goes on while it %s', async (how) => {
    const { client, serves } = await launched({ onDisconnect: 'continue' });
    const below = descendants(client.process?.pid ?? 0);
    ends.push(() => below.filter(isAlive).forEach((id) => process.kill(id, 'SIGKILL')));
    const source = { path: breakpoint.path };
    const breakpoints = breakpoint.lines.map((line) => ({ line }));
    await client.request('setBreakpoints', { source, breakpoints });
    const answer = how === 'runs' || isServing(serves, 20_000);
    if (how !== 'runs') await client.stopped();
    await client.disconnect(BUTTON);
    expect(await answer).toBe(true);
    expect(await leftAt(client)).toMatch(/^127.0.0.1:/);
    expect(await until(() => client.process?.exitCode === 0)).toBe(true);
    // It prints at each request: a closed pipe would end it.
    for (let i = 0; i < 3; i++) expect(await isServing(serves)).toBe(true);
    process.kill(named('server', below), 'SIGKILL');
    // Watchdog and dlv go when the program does.
    expect(await until(() => !below.some(isAlive))).toBe(true);
  });

  test('stays halted with its dlv, which the next session ends', async () => {
    const { client, serves } = await launched();
    const below = descendants(client.process?.pid ?? 0);
    await client.request('delvescope/chooseDisconnect', { choice: 'leaveHalted' });
    await client.disconnect({ terminateDebuggee: true });
    const left = await leftAt(client);
    expect(await until(() => client.process?.exitCode === 0)).toBe(true);
    expect(await isServing(serves, 500)).toBe(false);
    const later = await goOnAt(left);
    expect(await until(() => isServing(serves))).toBe(true);
    await later.disconnect({ terminateDebuggee: true });
    expect(await until(() => !below.some(isAlive))).toBe(true);
  });
});
