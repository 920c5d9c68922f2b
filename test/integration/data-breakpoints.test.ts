import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import type { JsonObject } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf, until } from '../support/go-program.ts';

let client = DapClient.start('--help');
let main = 0;

const PATH = sourceOf('watched');
const line = (mark: string): number => lineOf('watched', `// ${mark}`);

beforeEach(async () => {
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('watched') };
  await client.start('launch', launch, { path: PATH, lines: [line('round')] });
  main = (await client.stopped()).threadId;
});
afterEach(() => client.close());

function objects(body: JsonObject, list: string): readonly JsonObject[] {
  const items = body[list];
  return Array.isArray(items) ? items.map(objectOf) : [];
}

async function frames(): Promise<readonly JsonObject[]> {
  return objects(
    await client.request('stackTrace', { threadId: main, startFrame: 0, levels: 3 }),
    'stackFrames',
  );
}

async function lines(...marks: readonly string[]): Promise<void> {
  const breakpoints = marks.map((mark) => ({ line: line(mark) }));
  await client.request('setBreakpoints', { source: { path: PATH }, breakpoints });
}

async function variable(name: string, reference: unknown): Promise<JsonObject> {
  const found = objects(
    await client.request('variables', { variablesReference: reference }),
    'variables',
  );
  return found.find((each) => each['name'] === name) ?? {};
}

async function locals(): Promise<unknown> {
  const { scopes } = await client.request('scopes', { frameId: (await frames())[0]?.['id'] });
  return objectOf(Array.isArray(scopes) ? scopes[0] : undefined)['variablesReference'];
}

async function watch(dataId: unknown, accessType = 'write'): Promise<JsonObject> {
  const body = await client.request('setDataBreakpoints', {
    breakpoints: [{ dataId, accessType }],
  });
  return objects(body, 'breakpoints')[0] ?? {};
}

test('a field on the heap is offered and stops at its write, also during steps', async () => {
  const heap = await variable('heap', await locals());
  const pair = await variable('', heap['variablesReference']);
  const reference = pair['variablesReference'];
  const info = await client.request('dataBreakpointInfo', {
    variablesReference: reference,
    name: 'second',
  });
  expect(info).toMatchObject({ accessTypes: ['read', 'write', 'readWrite'] });
  const tooLarge = await client.request('dataBreakpointInfo', {
    variablesReference: reference,
    name: 'name',
  });
  expect(tooLarge['dataId']).toBeNull();
  expect(tooLarge['description']).toMatch(/name is not a value of at most 8 bytes/);
  expect(await watch(info['dataId'])).toMatchObject({ verified: true });
  await lines();
  await client.request('next', { threadId: main });
  expect((await client.stopped()).reason).toBe('step');
  await client.request('continue', { threadId: main });
  expect((await client.stopped()).reason).toBe('data breakpoint');
  // dlv says where the write has happened: the line after, or the same one.
  expect(Number((await frames())[0]?.['line'])).toBeGreaterThanOrEqual(line('heap written'));
});

test('one on a stack variable: writes only, and its end is told', async () => {
  await lines('written');
  await client.request('continue', { threadId: main });
  await client.stopped();
  const info = await client.request('dataBreakpointInfo', {
    variablesReference: await locals(),
    name: 'local',
  });
  expect(info['accessTypes']).toEqual(['write']);
  const { id, verified } = await watch(info['dataId']);
  expect(verified).toBe(true);
  expect(await watch(info['dataId'], 'read')).toBeDefined();
  await watch(info['dataId']);
  await client.request('continue', { threadId: main });
  expect((await client.stopped()).reason).toBe('data breakpoint');
  await lines('round');
  await client.request('continue', { threadId: main });
  while ((await client.stopped()).reason === 'data breakpoint') {
    await client.request('continue', { threadId: main });
  }
  const message = /The data breakpoint on .* is gone: its function has returned/;
  expect(await until(() => message.test(client.output('important')))).toBe(true);
  const changed = await client.event('breakpoint');
  expect(objectOf(changed.body)['breakpoint']).toMatchObject({ verified: false });
  expect(typeof id).toBe('number');
});

test('refusals are in words: reads of a stack, more than 4', async () => {
  await lines('written');
  await client.request('continue', { threadId: main });
  await client.stopped();
  const info = await client.request('dataBreakpointInfo', {
    variablesReference: await locals(),
    name: 'local',
  });
  expect(await watch(info['dataId'], 'read')).toMatchObject({
    verified: false,
    message: 'It is on a stack, which the runtime reads and moves: only writes can be watched.',
  });
  const many = Array.from({ length: 5 }, (_, index) => ({
    dataId: `-1,0,main.cells[${index}]`,
    accessType: 'write',
  }));
  const body = await client.request('setDataBreakpoints', { breakpoints: many });
  expect(objects(body, 'breakpoints').map(({ verified }) => verified)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(objects(body, 'breakpoints')[4]?.['message']).toMatch(/^All hardware slots/);
});

test('set and cleared while the program runs, without a visible stop', async () => {
  await lines();
  await client.request('continue', { threadId: main });
  expect(await watch('-1,0,main.total')).toMatchObject({ verified: true });
  expect((await client.stopped()).reason).toBe('data breakpoint');
  await client.request('continue', { threadId: main });
  await client.stopped();
  await client.request('setDataBreakpoints', { breakpoints: [] });
  await client.request('continue', { threadId: main });
  await client.request('setDataBreakpoints', { breakpoints: [] });
  await new Promise((done) => setTimeout(done, 200));
  expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
});

test('breakpoints set while the program runs lose no hit', async () => {
  await lines();
  await client.request('continue', { threadId: main });
  const source = { path: PATH };
  const breakpoints = [{ line: line('counted'), logMessage: 'hit {total}' }];
  const logged = (): number[] =>
    [...client.output('stdout').matchAll(/hit (\d+)/g)].map(([, number]) => Number(number));
  // Set again and again, as an editor does with every edit: each time the program is halted and let go.
  for (let round = 0; round < 30; round++) {
    await client.request('setBreakpoints', { source, breakpoints });
    await new Promise((done) => setTimeout(done, 15));
  }
  const seen = logged();
  expect(seen.length).toBeGreaterThan(50);
  // Every value between the first and the last. dlv may say the one it was halted at twice.
  const values = [...new Set(seen)];
  expect(values).toEqual(values.map((_, index) => (values[0] ?? 0) + index));
  expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
});
