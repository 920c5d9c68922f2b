import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/dap/messages.ts';
import { objectOf } from '../../src/dap/messages.ts';
import { RpcClient } from '../../src/delve/rpc-client.ts';
import { DapClient } from '../support/dap-client.ts';
import {
  FIXTURES,
  descendants,
  isAlive,
  isServing,
  lineOf,
  sourceOf,
  until,
} from '../support/go-program.ts';
import { Relay } from '../support/relay.ts';
import type { RemoteDelve } from '../support/remote-delve.ts';
import { FOR_MANY, startRemoteDelve } from '../support/remote-delve.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Nothing may take longer to be told. */
const PATIENCE_MILLIS = 5000;
const PATH = sourceOf('server');
const LINE = lineOf('server', 'count := served');

/** Ends with the test, if not before. */
async function startDelve(port = 0, program?: string): Promise<RemoteDelve> {
  const delve = await startRemoteDelve([...FOR_MANY, `--listen=127.0.0.1:${port}`], program);
  ends.push(() => delve.end());
  return delve;
}

function newClient(): DapClient {
  const client = DapClient.start();
  ends.push(() => client.close());
  return client;
}

async function relayTo(delve: () => RemoteDelve): Promise<Relay> {
  const relay = await Relay.open(() => delve().port);
  ends.push(() => relay.close());
  return relay;
}

/** Attaches with a breakpoint where the server answers, and gives the breakpoint's id. */
async function attach(client: DapClient, port: number, more: object = {}): Promise<number> {
  await client.initialize();
  const attached = client.request('attach', { mode: 'remote', port, ...more });
  await client.event('initialized');
  const id = await setBreakpoint(client, { line: LINE });
  await client.request('configurationDone');
  await attached;
  return id;
}

async function setBreakpoint(client: DapClient, ...breakpoints: JsonObject[]): Promise<number> {
  const answer = await client.request('setBreakpoints', { source: { path: PATH }, breakpoints });
  const [first] = answer['breakpoints'] as JsonObject[];
  return Number(first?.['id']);
}

async function waiting(client: DapClient): Promise<JsonObject> {
  const began = Date.now();
  const event = await client.event('delvescope/waiting', (body) => 'address' in body);
  expect(Date.now() - began).toBeLessThan(PATIENCE_MILLIS);
  return objectOf(event.body);
}

/** The connection is back. */
async function attachedAgain(client: DapClient): Promise<void> {
  await client.event('delvescope/waiting', (body) => !('address' in body));
}

async function breakpointEvent(client: DapClient, verified: boolean): Promise<JsonObject> {
  const event = await client.event('breakpoint', ({ breakpoint }) => {
    return objectOf(breakpoint)['verified'] === verified;
  });
  return objectOf(objectOf(event.body)['breakpoint']);
}

async function stopBody(client: DapClient): Promise<JsonObject> {
  return objectOf((await client.event('stopped')).body);
}

/** Leaves, with the program let go on. */
async function leave(client: DapClient, answer: Promise<boolean>): Promise<void> {
  await client.disconnect();
  expect(await answer).toBe(true);
}

describe('dlv is started anew at the same address', () => {
  test('with a rebuilt program: the session goes on and stops at the same breakpoint', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rebuilt-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(FIXTURES, 'server'), folder, { recursive: true });
    cpSync(join(FIXTURES, 'go.mod'), join(folder, 'go.mod'));
    const source = join(folder, 'main.go');
    const program = join(folder, 'program');
    const build = (): void => {
      execFileSync('go', ['build', '-gcflags=all=-N -l', '-o', program, '.'], { cwd: folder });
    };
    build();
    const first = await startDelve(0, program);
    const client = newClient();
    await client.initialize();
    const attached = client.request('attach', { mode: 'remote', port: first.port });
    await client.event('initialized');
    const breakpoints = [{ line: LINE }];
    const set = await client.request('setBreakpoints', { source: { path: source }, breakpoints });
    const [known] = set['breakpoints'] as JsonObject[];
    await client.request('configurationDone');
    await attached;
    await client.request('delvescope/breakOnUse', { expression: 'main.guard' });

    await first.end();
    expect(await waiting(client)).toMatchObject({
      address: `127.0.0.1:${first.port}`,
      deadline: null,
    });
    const message = `Waiting for dlv at 127.0.0.1:${first.port}`;
    expect(await breakpointEvent(client, false)).toEqual({
      id: known?.['id'],
      verified: false,
      message,
    });
    expect(await client.request('threads')).toEqual({ threads: [{ id: 1, name: message }] });
    expect((await client.try('evaluate', { expression: '1' })).message).toContain(
      'no connection to dlv',
    );

    writeFileSync(source, readFileSync(source, 'utf8').replace('"alive"', '"alive again"'));
    build();
    const second = await startDelve(first.port, program);
    await attachedAgain(client);
    expect(await breakpointEvent(client, true)).toMatchObject({ id: known?.['id'], line: LINE });
    const answer = isServing(second.serves, 20_000);
    const stop = await stopBody(client);
    expect(stop).toMatchObject({ reason: 'breakpoint', hitBreakpointIds: [known?.['id']] });
    const { variables } = await scopeOf(client, stop);
    expect(variables).toContain('w');
    await client.request('continue', { threadId: stop['threadId'] });
    expect(await stopBody(client)).toMatchObject({
      text: `Goroutine ${String(stop['threadId'])} locks main.guard`,
    });
    const { usage } = await client.request('delvescope/breakpointView');
    expect(usage).toMatchObject([{ name: 'main.guard', status: { totalHits: 1 } }]);
    expect(client.events.map(({ event }) => event)).not.toContain('terminated');
    await leave(client, answer);
  });

  test('all that was set is set there, with its conditions', async () => {
    const first = await startDelve();
    const client = newClient();
    await client.initialize();
    const attached = client.request('attach', { mode: 'remote', port: first.port });
    await client.event('initialized');
    await client.request('setExceptionBreakpoints', { filters: ['runtime-fatal-throw'] });
    await client.request('configurationDone');
    await attached;
    await setBreakpoint(
      client,
      { line: LINE, condition: 'served.v > 1000' },
      { line: LINE + 1, hitCondition: '> 99' },
    );
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'main.main' }] });
    // As a signal to both does: dlv first reports that the program has ended.
    for (const id of descendants(first.dlv.pid ?? 0)) process.kill(id, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 200));
    await first.end();
    await waiting(client);
    const second = await startDelve(first.port);
    await attachedAgain(client);
    expect(client.events.map(({ event }) => event)).not.toContain('terminated');
    const rpc = await RpcClient.connect({ host: '127.0.0.1', port: second.port }, 1000);
    ends.push(() => rpc.close());
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    const set = await rpc.listBreakpoints();
    const own = set.filter(({ name }) => /^(?:source|function)B|^delvescope/.test(name));
    const words = own.map(({ line, Cond, HitCond, functionName = '' }) => {
      return `${line} ${Cond}${HitCond} ${functionName}`;
    });
    const entry = lineOf('server', 'func main');
    expect(words.toSorted()).toEqual([
      `${LINE} served.v > 1000 main.handle`,
      `${LINE + 1} > 99 main.handle`,
      `${entry}  main.main`,
    ]);
    expect(set.find(({ name }) => name === 'unrecovered-panic')?.disabled ?? true).toBe(true);
    await client.disconnect();
  });
});

describe('the tunnel drops', () => {
  test('while the program stands at a breakpoint: it stands there when the tunnel is back', async () => {
    const delve = await startDelve();
    const relay = await relayTo(() => delve);
    const client = newClient();
    const id = await attach(client, relay.port);
    const answer = isServing(delve.serves, 20_000);
    const before = await stopBody(client);
    relay.cut();
    expect(await waiting(client)).toMatchObject({ reason: 'the connection to it has ended' });
    await client.event('continued');
    expect(objectOf((await client.event('delvescope/waiting')).body)).toMatchObject({
      reason: 'the connection is closed at once',
    });
    relay.mend();
    const after = await stopBody(client);
    expect(after).toMatchObject({
      reason: 'breakpoint',
      threadId: before['threadId'],
      hitBreakpointIds: [id],
    });
    const { line } = await scopeOf(client, after);
    expect(line).toBe(LINE);
    const view = await client.request('delvescope/goroutineView', {});
    expect(view).toMatchObject({ problems: [] });
    await leave(client, answer);
  });

  test('while the program runs: a breakpoint set meanwhile holds', async () => {
    const delve = await startDelve();
    const relay = await relayTo(() => delve);
    const client = newClient();
    await attach(client, relay.port);
    relay.cut();
    await waiting(client);
    const view = await client.request('delvescope/goroutineView', {});
    expect(String(view['problems'])).toContain(`Waiting for dlv at 127.0.0.1:${relay.port}`);
    const answers = isServing(delve.serves, 20_000);
    const id = await setBreakpoint(client, { line: LINE + 1 });
    relay.mend();
    expect(await breakpointEvent(client, true)).toMatchObject({ id, line: LINE + 1 });
    // The request above may stand at the first breakpoint, which dlv kept; else the next one comes to the second.
    const next = isServing(delve.serves, 20_000);
    const stop = await stopBody(client);
    if (!JSON.stringify(stop).includes(String(id)))
      await client.request('continue', { threadId: 0 });
    await client.disconnect();
    expect(await Promise.all([answers, next])).toEqual([true, true]);
  });

  test('in the middle of a message', async () => {
    const delve = await startDelve();
    const relay = await relayTo(() => delve);
    const client = newClient();
    await attach(client, relay.port);
    const answer = isServing(delve.serves, 20_000);
    const { threadId } = await stopBody(client);
    await client.request('delvescope/breakOnUse', { expression: 'guard' });
    relay.cutAfter(60);
    const response = await client.try('stackTrace', { threadId, levels: 20 });
    expect(response.success).toBe(false);
    await waiting(client);
    relay.mend();
    await stopBody(client);
    await client.request('continue', { threadId });
    expect(await stopBody(client)).toMatchObject({
      text: `Goroutine ${String(threadId)} locks guard`,
    });
    // Its breakpoint goes with the session: what else uses the mutex does not stop.
    await leave(client, answer);
    expect(await isServing(delve.serves)).toBe(true);
  });

  test('without a word: noticed within five seconds', async () => {
    const delve = await startDelve();
    const relay = await relayTo(() => delve);
    const client = newClient();
    await attach(client, relay.port);
    relay.stall();
    await waiting(client);
    relay.cut();
    relay.mend();
    await attachedAgain(client);
    await leave(client, isServing(delve.serves, 20_000));
  });

  test('and what comes through it is garbage', async () => {
    const delve = await startDelve();
    const relay = await relayTo(() => delve);
    const client = newClient();
    await attach(client, relay.port);
    relay.inject('\u0000\u0001 broken pipe to pod shop-5f\r\n\r\n');
    await waiting(client);
    await attachedAgain(client);
    await leave(client, isServing(delve.serves, 20_000));
  });
});

describe('the session ends', () => {
  test('at once when the client does not want to wait, and leaves nothing behind', async () => {
    const delve = await startDelve();
    const client = newClient();
    await attach(client, delve.port);
    const below = descendants(client.process?.pid ?? 0);
    await delve.end();
    await waiting(client);
    const began = Date.now();
    await client.disconnect();
    expect(Date.now() - began).toBeLessThan(1500);
    expect(await until(() => !below.some(isAlive))).toBe(true);
  });

  test('when something else answers at the address', async () => {
    const { createServer } = await import('node:http');
    const delve = await startDelve();
    const client = newClient();
    await attach(client, delve.port);
    await delve.end();
    await waiting(client);
    const web = createServer((_, response) => response.end('hello')).listen(
      delve.port,
      '127.0.0.1',
    );
    ends.push(() => web.close());
    const failure = objectOf((await client.event('delvescope/startFailed')).body);
    expect(failure['code']).toBe('web-server');
    await client.event('terminated');
    await client.disconnect();
  });

  test('when dlv is killed and the configuration does not want to wait', async () => {
    const delve = await startDelve();
    const client = newClient();
    await attach(client, delve.port, { reattach: false });
    await delve.end();
    await client.event('terminated');
    await client.disconnect();
  });

  test('when the program ends by itself and dlv stays', async () => {
    const delve = await startDelve();
    const client = newClient();
    await attach(client, delve.port);
    const info = objectOf((await client.event('delvescope/sessionInfo')).body);
    process.kill(Number(info['processId']), 'SIGKILL');
    await client.event('terminated');
    await client.disconnect();
    expect(client.events.some(({ event }) => event === 'delvescope/waiting')).toBe(false);
  });
});

async function scopeOf(
  client: DapClient,
  { threadId }: JsonObject,
): Promise<{ readonly line: unknown; readonly variables: readonly unknown[] }> {
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
  const [frame] = stackFrames as JsonObject[];
  const { scopes } = await client.request('scopes', { frameId: frame?.['id'] });
  const [locals] = scopes as JsonObject[];
  const { variablesReference } = locals ?? {};
  const { variables } = await client.request('variables', { variablesReference });
  return { line: frame?.['line'], variables: (variables as JsonObject[]).map(({ name }) => name) };
}
