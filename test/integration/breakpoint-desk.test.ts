import { afterEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { RpcClient } from '../../src/delve/rpc-client.ts';
import { checkConversation } from '../support/conversation.ts';
import { DapClient } from '../support/dap-client.ts';
import {
  builtFixture,
  kill,
  lineOf,
  sourceOf,
  startPrinting,
  until,
} from '../support/go-program.ts';
import {
  answersOf,
  atGate,
  goOn,
  goroutines,
  nextStop,
  placeOf,
  set,
  valueOf,
  visitors,
} from '../support/scopes-program.ts';

const clients: DapClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.disconnect();
});

async function started(...args: readonly number[]): Promise<DapClient> {
  const client = await atGate(...args);
  clients.push(client);
  return client;
}

const STEP = lineOf('scopes', '// step');

test('a changed hit count begins anew, an unchanged one goes on counting', async () => {
  const client = await started(12);
  const ids = await goroutines(client);
  const condition = `@goroutine(${ids.get('closure')})`;
  const at = (hitCondition: string): object => ({ line: placeOf(0), condition, hitCondition });
  const round = async (): Promise<number> => {
    const { threadId } = await goOn(client);
    return Number(await valueOf(client, threadId, 'i'));
  };
  const [first] = await set(client, at('== 2'));
  expect(await round()).toBe(1);
  // dlv would have removed it by now, and counted on.
  const [second] = await set(client, at('3'));
  expect([second?.verified, second?.id]).toEqual([true, first?.id]);
  expect(await round()).toBe(4);
  await set(client, at('%2'));
  expect(await round()).toBe(6);
  // The same rule again, as clients send it whenever another breakpoint changes.
  await set(client, at('%2'), { line: placeOf(1), condition: '@goroutine(1)' });
  expect(await round()).toBe(8);
  const [wrong, never] = await set(client, at('many'), { ...at('== 0'), line: placeOf(1) });
  expect(wrong).toMatchObject({
    verified: false,
    message: expect.stringContaining('no hit count'),
  });
  expect(never).toMatchObject({ verified: false, message: 'No hit satisfies “== 0”.' });
  expect(await visitors(client)).toEqual(new Map());
});

test('log messages, modes, function breakpoints, and what the client is told', async () => {
  const client = await started(4);
  const ids = await goroutines(client);
  const closure = ids.get('closure') ?? 0;
  await client.request('delvescope/selectGoroutine', { id: closure });
  await client.stopped();
  const log = { condition: '@startedAs(main.(*server).serve)', logMessage: '{name} in {i} {{i}' };
  const [logs, here, once] = await set(
    client,
    { line: placeOf(0), ...log, logMessage: '{name} in round {i}' },
    { line: placeOf(1), mode: 'this', condition: 'i > 1' },
    { line: placeOf(2), mode: 'once', hitCondition: '>= 7' },
  );
  const [broken] = await set(client, { line: placeOf(3), ...log });
  expect(broken).toMatchObject({ verified: false, message: expect.stringContaining('log point') });
  await set(
    client,
    { line: placeOf(0), ...log, logMessage: '{name} in round {i}' },
    { line: placeOf(1), mode: 'this', condition: 'i > 1' },
    { line: placeOf(2), mode: 'once', hitCondition: '>= 7' },
  );
  expect(logs).toMatchObject({
    verified: true,
    message: 'Only goroutines started as main.(*server).serve',
  });
  expect(here).toMatchObject({ verified: true, message: `Only goroutine ${closure}` });
  const functions = await client.request('setFunctionBreakpoints', {
    breakpoints: [
      { name: 'main.viaHelper', condition: 'i == 3' },
      { name: 'main.mark', condition: '@once' },
    ],
  });
  const [helper, mark] = answersOf(functions);
  expect([helper?.verified, mark?.verified]).toEqual([true, true]);
  const reasons = new Map<number, string[]>();
  await client.request('continue', { threadId: 1 });
  for (let stop = await nextStop(client); stop; stop = await nextStop(client)) {
    for (const [, id] of stop.hits) reasons.set(id, [...(reasons.get(id) ?? []), stop.reason]);
    await client.request('continue', { threadId: stop.threadId });
  }
  const counts = [here, once, helper, mark].map((each) => reasons.get(each?.id ?? 0)?.length);
  expect(counts).toEqual([2, 1, 1, 1]);
  expect(reasons.get(mark?.id ?? 0)).toEqual(['function breakpoint']);
  const method = ids.get('method');
  const lines = [0, 0, 1, 1, 2, 2, 3, 3].map((i) => `> [Go ${method}]: "method" in round ${i}`);
  const logged: readonly string[] = client.output('stdout').match(/> \[Go.*/g) ?? [];
  expect(logged).toEqual(lines);
  const told = await client.event('breakpoint', (body) => {
    const { id, message } = objectOf(body['breakpoint']);
    return id === here?.id && String(message).includes('2 hits');
  });
  expect(objectOf(objectOf(told.body)['breakpoint'])).toMatchObject({
    verified: true,
    message: `Only goroutine ${closure} · 2 hits in 1 goroutine`,
  });
});

test('simultaneous hits are listed, and the view counts by goroutine', async () => {
  const client = await started(200);
  const [plain, judged] = await set(
    client,
    { line: placeOf(0) },
    { line: placeOf(1), condition: '@stack(main.viaHelper)' },
  );
  let text = '';
  let hits: readonly (readonly [number, number])[] = [];
  for (let stops = 0; stops < 300 && (text === '' || stops < 30); stops++) {
    const stop = await goOn(client);
    if (stop.hits.length > 1 && text === '') ({ text, hits } = stop);
  }
  expect(hits.length).toBeGreaterThan(1);
  const [goroutine] = hits[1] ?? [];
  expect(text).toMatch(new RegExp(`^Also at breakpoints: goroutine ${goroutine} at main.go:\\d+`));
  const view = await client.request('delvescope/breakpointView');
  const statuses = (Array.isArray(view['breakpoints']) ? view['breakpoints'] : []).map(objectOf);
  const status = statuses.find(({ id }) => id === judged?.id);
  expect(status).toMatchObject({ cost: 'adapter', adapterTerms: ['@stack(main.viaHelper)'] });
  const all = statuses.find(({ id }) => id === plain?.id);
  const counts = (Array.isArray(all?.['hits']) ? all['hits'] : []).map(Number);
  expect(all).toMatchObject({ cost: 'native' });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all?.['totalHits']);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
});

test('set while the program runs, no hit is lost', async () => {
  const client = await started(1, -1, 1000);
  const alive = lineOf('scopes', 'started := time.Now()');
  await set(client, { line: alive });
  await goOn(client);
  // What the program wrote may come after its stop.
  expect(await until(() => /alive \d+/.test(client.output('stdout')))).toBe(true);
  const count = Number(/alive (\d+)/.exec(client.output('stdout'))?.[1]);
  expect(count).toBe(1001);
  const log = { line: STEP, condition: 'i % 20 == 0', logMessage: '{i}' };
  await set(client, log);
  await client.request('continue', { threadId: 1 });
  for (let change = 0; change < 15; change++) {
    const condition = change % 2 === 0 ? '@goroutine(99999)' : '@stack(main.nobody.func1)';
    const [, other] = await set(client, log, { line: placeOf(0), condition });
    expect(other?.verified).toBe(change % 2 === 0);
    await new Promise((done) => setTimeout(done, 60));
  }
  // A log point at which dlv was halted for a change may say its line twice.
  const logged = (): number[] => [
    ...new Set(
      [...client.output('stdout').matchAll(/> \[Go 1\]: (\d+)/g)].map(([, i]) => Number(i)),
    ),
  ];
  expect(await until(() => logged().length > 30)).toBe(true);
  expect(logged()).toEqual(logged().map((_each, index) => index * 20));
  // Tracking, too, needs no visible stop; the count of the living is Go's own.
  const [tracked] = await set(client, { line: STEP, condition: `@tracked && @alive(==${count})` });
  expect(tracked).toMatchObject({
    message: 'No goroutine is tracked · With ==1,001 goroutines alive',
  });
  await new Promise((done) => setTimeout(done, 50));
  expect(client.events.some(({ event }) => event === 'stopped')).toBe(false);
  await client.request('delvescope/trackGoroutine', { goroutine: 1, isTracked: true });
  const stop = await nextStop(client);
  expect(stop?.hits).toEqual([[1, tracked?.id]]);
  // What no goroutine can satisfy now does not stop.
  await set(client, { line: STEP, condition: `@alive(>${count})` });
  await client.request('continue', { threadId: 1 });
  await new Promise((done) => setTimeout(done, 100));
  expect(client.events.some(({ event }) => event === 'stopped')).toBe(false);
});

test('the living are counted exactly before the runtime begins, and with more Ps than then', async () => {
  const client = DapClient.start();
  clients.push(client);
  const ran = ['1', '5', '100', '7'];
  const launch = { mode: 'exec', program: builtFixture('scopes'), args: ran };
  await client.initialize();
  const launched = client.request('launch', launch);
  await client.event('initialized');
  const gate = { line: lineOf('scopes', '// open') };
  const third = { line: STEP, condition: '@alive(==101)', hitCondition: '3' };
  await set(client, gate, third);
  await client.request('configurationDone');
  await launched;
  const { threadId } = await client.stopped();
  const over = { line: lineOf('scopes', '// over'), condition: '@alive(>100) && @alive(<102)' };
  const answers = await set(client, third, over);
  expect(answers.map(({ verified }) => verified)).toEqual([true, true]);
  const hit = await goOn(client, threadId);
  expect(await valueOf(client, hit.threadId, 'i')).toBe('2');
  expect((await goOn(client)).hits).toEqual([[1, answers[1]?.id]]);
});

async function onlyStatus(client: DapClient): Promise<Readonly<Record<string, unknown>>> {
  const view = await client.request('delvescope/breakpointView');
  const [status] = Array.isArray(view['breakpoints']) ? view['breakpoints'].map(objectOf) : [];
  return { ...status, slowdown: view['slowdown'] };
}

test('a stack that never holds becomes cheap, and no pass of a function is missed', async () => {
  const client = await started(1, 1000);
  await set(client, { line: STEP, condition: '@stack(main.viaStep)', logMessage: '{i}' });
  await client.request('continue', { threadId: 1 });
  await client.event('terminated');
  const logged = [...client.output('stdout').matchAll(/> \[Go 1\]: (\d+)/g)].map(([, i]) =>
    Number(i),
  );
  expect(logged).toEqual([99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
});

test('a hot term of the adapter is measured, and advice given', async () => {
  const client = await started(1, -1);
  await set(client, { line: STEP, condition: '@stack(main.spawn)' });
  await client.request('continue', { threadId: 1 });
  await new Promise((done) => setTimeout(done, 2500));
  // dlv passes over a goroutine that has not entered the function since its stack was seen without it.
  expect(Number((await onlyStatus(client))['evaluationsPerSecond'])).toBeLessThan(10);
  await set(client, {
    line: STEP,
    condition: '@stack(main.hot) && i % 100 != 99',
    logMessage: '{i}',
  });
  await new Promise((done) => setTimeout(done, 1500));
  const status = await onlyStatus(client);
  expect(Number(status['evaluationsPerSecond'])).toBeGreaterThan(20);
  expect(Number(status['millisPerPass'])).toBeGreaterThan(0.5);
  expect(Number(status['slowdown'])).toBeGreaterThan(0.2);
  expect(status['remedy']).toEqual({ kind: 'caller', function: 'main.hot' });
  expect(status['advice']).toContain('@stack(main.hot) stops the program');
  expect(status['advice']).toContain('@caller(main.hot) is decided by dlv');
  // What it leads to is, and still holds.
  await set(client, { line: STEP, condition: '@caller(main.hot)' });
  expect((await nextStop(client))?.threadId).toBe(1);
  const { breakpoints } = await client.request('delvescope/breakpointView');
  expect(breakpoints).toMatchObject([{ cost: 'native', totalHits: 1 }]);
});

test('a step over calls with hits that do not count ends where it should', async () => {
  const client = await started(3);
  const ids = await goroutines(client);
  const direct = lineOf('scopes', '// direct');
  await set(client, { line: direct, condition: `@goroutine(${ids.get('method')})` });
  const { threadId } = await goOn(client);
  await set(
    client,
    { line: placeOf(0), condition: '@stack(main.spawn)' },
    { line: placeOf(1), logMessage: 'passed {i}', condition: 'name == "method"' },
    { line: placeOf(2), condition: 'name > 3' },
  );
  const lines: string[] = [];
  for (const command of ['next', 'next', 'next', 'next', 'next', 'stepIn', 'stepOut']) {
    await client.request(command, { threadId });
    const stop = await nextStop(client);
    const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
    const frame = objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined);
    lines.push(
      `${stop?.reason} ${stop?.threadId === threadId} ${String(frame['name'])} ${Number(frame['line']) - direct}`,
    );
  }
  const inVisit = lineOf('scopes', 'func visit(') - direct;
  expect(lines).toEqual([
    ...[1, 2, -4, -3, 0].map((line) => `step true main.worker ${line}`),
    `step true main.visit ${inVisit}`,
    'step true main.worker 1',
  ]);
  expect(client.output('stdout')).toContain('passed 0');
});

test('a remote dlv is left without what was set over JSON-RPC', async () => {
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0', '--', '1', '-1'];
  const dlv = await startPrinting(
    'dlv',
    ['exec', builtFixture('scopes'), ...flags],
    'API server listening at: ',
  );
  const [host = '', port = ''] = dlv.address.split(':');
  const client = DapClient.start();
  try {
    const gate = { path: sourceOf('scopes'), lines: [lineOf('scopes', '// open')] };
    await client.start('attach', { mode: 'remote', host, port: Number(port) }, gate);
    await client.stopped();
    const after = `@after(main.go:${lineOf('scopes', '// direct')})`;
    const answers = await set(
      client,
      { line: STEP, condition: '@goroutine(99999)' },
      {
        line: placeOf(0),
        condition: after,
      },
    );
    expect(answers.map(({ verified }) => verified)).toEqual([true, true]);
    const rpc = await RpcClient.connect({ host, port: Number(port) }, 2000);
    const left = async (): Promise<number> =>
      (await rpc.listBreakpoints()).filter(({ id }) => id > 0).length;
    expect(await left()).toBe(3);
    await client.request('continue', { threadId: 1 });
    await client.disconnect();
    await rpc.command('halt');
    expect(await left()).toBe(0);
    rpc.close();
  } finally {
    client.close();
    await kill(dlv.process, 'SIGINT');
  }
});

test('after a restart terms mean the new program, and counts begin anew', async () => {
  const client = await started(2);
  const breakpoints = [
    { line: lineOf('scopes', '// open') },
    { line: placeOf(0), condition: '@startedAs(main.(*server).serve) && @once' },
  ];
  const [, first] = await set(client, ...breakpoints);
  expect((await goOn(client)).hits.map(([, id]) => id)).toEqual([first?.id]);
  const restarted = client.event('initialized');
  await client.request('restart', {});
  await restarted;
  const [, again] = await set(client, ...breakpoints);
  expect([again?.verified, again?.id]).toEqual([true, first?.id]);
  await client.request('configurationDone');
  await nextStop(client);
  const found = await visitors(client);
  expect(found).toEqual(new Map([[first?.id, ['method']]]));
});

test('the conversation about a condition, right and wrong', async () => {
  const client = await started(1);
  await set(
    client,
    {
      line: lineOf('scopes', 'done.Wait()'),
      condition: '@goroutine(1) && rounds == 1',
      hitCondition: '1',
    },
    { line: placeOf(0), condition: '@onse' },
    { line: placeOf(1), condition: 'nosuchvar > 1' },
  );
  await client.request('continue', { threadId: 1 });
  await client.event('breakpoint');
  checkConversation(client, 'scopes');
});
