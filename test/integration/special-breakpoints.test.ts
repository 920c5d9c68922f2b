import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import type { JsonObject } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, optimisedFixture, sourceOf } from '../support/go-program.ts';
import { atGate } from '../support/scopes-program.ts';

/** Panics that are recovered, starts and ends of goroutines, uses of one channel or mutex. */
let client = DapClient.start('--help');
let main = 0;

const PATH = sourceOf('sharing');
const line = (mark: string): number => lineOf('sharing', `// ${mark}`);

interface Stop {
  readonly threadId: number;
  readonly reason: string;
  readonly text: string;
  /** Function and line of the frame an editor goes to: the first that is not de-emphasised. */
  readonly at: string;
}

async function stopped(): Promise<Stop> {
  const body = objectOf((await client.event('stopped')).body);
  const threadId = Number(body['threadId']);
  return {
    threadId,
    reason: String(body['reason']),
    text: String(body['text']),
    at: await placeOf(threadId),
  };
}

async function placeOf(threadId: number): Promise<string> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 20,
  });
  const frames: readonly unknown[] = Array.isArray(stackFrames) ? stackFrames : [];
  const first = frames
    .map(objectOf)
    .find((frame) => objectOf(frame['source'])['presentationHint'] !== 'deemphasize');
  return first ? `${String(first['name'])}:${String(first['line'])}` : '';
}

async function go(): Promise<Stop> {
  await client.request('continue', { threadId: main });
  return stopped();
}

async function withoutLines(): Promise<void> {
  await client.request('setBreakpoints', { source: { path: PATH }, breakpoints: [] });
}

beforeEach(async () => {
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('sharing') };
  await client.start('launch', launch, { path: PATH, lines: [line('round')] });
  main = (await stopped()).threadId;
  await withoutLines();
});
afterEach(() => client.close());

test('all panics: also recovered ones, with their value, at the line that panics', async () => {
  await client.request('setExceptionBreakpoints', { filters: ['all-panics', 'unrecovered-panic'] });
  const first = await go();
  expect(first).toMatchObject({ reason: 'exception', at: `main.risky:${line('panics')}` });
  expect(first.text).toBe('"on purpose"');
  const info = await client.request('exceptionInfo', { threadId: main });
  expect(info).toEqual({ exceptionId: 'panic', description: '"on purpose"', breakMode: 'always' });
  expect((await go()).text).toBe('*errors.errorString {s: "an error"}');
  const fault = await go();
  expect(fault).toMatchObject({ at: `main.deref:${line('faults')}` });
  expect(fault.text).toContain(
    'runtime.errorString "invalid memory address or nil pointer dereference"',
  );
  await client.request('setExceptionBreakpoints', { filters: ['unrecovered-panic'] });
  await client.request('continue', { threadId: main });
  await client.event('output', ({ output }) => String(output).includes('round 1'));
  expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
});

test('starts and ends of goroutines that run a function, though a go statement wraps it', async () => {
  const filter = (filterId: string): object => ({ filterId, condition: 'main.worker' });
  const set = (...filterOptions: readonly object[]): Promise<object> =>
    client.request('setExceptionBreakpoints', { filters: [], filterOptions });
  await set(filter('goroutine-start'), filter('goroutine-exit'));
  expect(await go()).toMatchObject({
    reason: 'goroutine',
    text: `Goroutine ${main} starts main.worker`,
    at: `main.main:${line('starts')}`,
  });
  const end = await go();
  expect(end.text).toBe(`Goroutine ${end.threadId} ends, which ran main.worker`);
  expect(end.threadId).not.toBe(main);
  const { breakpoints } = objectOf(
    await set({ filterId: 'goroutine-start', condition: 'main.nobody' }),
  );
  expect(breakpoints).toEqual([
    { verified: false, message: 'The program has no function main.nobody.' },
  ]);
});

test('uses of one channel: send, receive, select; not those of another', async () => {
  const { kind, limits } = await client.request('delvescope/breakOnUse', { expression: 'chosen' });
  expect({ kind, limits }).toEqual({ kind: 'channel', limits: '' });
  const seen = new Set<string>();
  for (let count = 0; count < 12 && seen.size < 3; count++) {
    const { text, at } = await go();
    // Two may come at the same instant; the place is that of the first.
    seen.add(`${text.replace(/; .*/, '').replace(/Goroutine \d+/, 'G')} at ${at}`);
  }
  expect([...seen].toSorted()).toEqual([
    `G receives from chosen at main.receive:${line('receives')}`,
    `G selects on chosen at main.choose:${line('selects')}`,
    `G sends on chosen at main.send:${line('sends')}`,
  ]);
});

test('uses of one mutex; a step begins at the line that uses it; removed, it is quiet', async () => {
  await client.request('delvescope/breakOnUse', { expression: 'mine.mu' });
  expect(await go()).toMatchObject({
    reason: 'data breakpoint',
    text: `Goroutine ${main} locks mine.mu`,
    at: `main.update:${line('locks')}`,
  });
  await client.request('next', { threadId: main });
  expect(await stopped()).toMatchObject({ reason: 'step', at: `main.update:${line('locks') + 1}` });
  expect(await go()).toMatchObject({ text: `Goroutine ${main} unlocks mine.mu` });
  await client.request('stepOut', { threadId: main });
  // The rest of `update` uses the mutex again before it returns.
  expect(await stopped()).toMatchObject({ text: `Goroutine ${main} tries to lock mine.mu` });
  const { breakpoints } = await client.request('delvescope/usageBreakpoints');
  const [only] = Array.isArray(breakpoints) ? breakpoints.map(objectOf) : [];
  const { usage } = await client.request('delvescope/breakpointView');
  const hits = { totalHits: 3, goroutines: [main], hits: [3] };
  expect(usage).toMatchObject([{ name: 'mine.mu', kind: 'mutex', status: hits }]);
  expect(only).toMatchObject({ name: 'mine.mu', kind: 'mutex' });
  await client.request('delvescope/removeUsageBreakpoints', { ids: [only?.['id']] });
  await client.request('continue', { threadId: main });
  await client.event('output', ({ output }) => String(output).includes('round 1'));
  expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
});

test('a read-write mutex, and two things at once, told apart', async () => {
  await client.request('delvescope/breakOnUse', { expression: 'mine.rw' });
  await client.request('delvescope/breakOnUse', { expression: 'theirs.mu' });
  await client.request('delvescope/breakOnUse', { expression: 'mine.mu' });
  const seen = new Set<string>();
  for (let count = 0; count < 60 && seen.size < 10; count++) {
    for (const use of (await go()).text.split('; ')) seen.add(use.replace(/Goroutine \d+ /, ''));
  }
  expect([...seen].toSorted()).toEqual([
    'locks for reading mine.rw',
    'locks mine.mu',
    'locks mine.rw',
    'locks theirs.mu',
    'tries to lock for reading mine.rw',
    'tries to lock mine.mu',
    'unlocks for reading mine.rw',
    'unlocks mine.mu',
    'unlocks mine.rw',
    'unlocks theirs.mu',
  ]);
});

test('after a restart what belongs to a package is found again, and the rest is told as gone', async () => {
  await client.request('delvescope/breakOnUse', { expression: 'mine.mu' });
  await client.request('restart', {});
  await client.event('output', ({ output }) =>
    String(output).includes('Breakpoints on mine.mu ended with the program'),
  );
  await client.disconnect();
  const other = await atGate(1);
  await other.request('delvescope/breakOnUse', { expression: 'gate' });
  const began = other.event('initialized');
  await other.request('restart', {});
  await began;
  await other.request('setBreakpoints', {
    source: { path: sourceOf('scopes') },
    breakpoints: [{ line: lineOf('scopes', '// open') }],
  });
  await other.request('configurationDone');
  // Until the program stands here there is no such channel.
  const { threadId } = await nextStopped(other, 'breakpoint');
  await other.request('continue', { threadId });
  const { text } = await nextStopped(other, 'data breakpoint');
  expect(text).toBe(`Goroutine ${String(threadId)} closes gate`);
  await other.disconnect();
});

async function nextStopped(from: DapClient, reason: string): Promise<JsonObject> {
  return objectOf((await from.event('stopped', (body) => body['reason'] === reason)).body);
}

test('what is no channel or mutex is refused in words', async () => {
  const refusal = async (expression: string): Promise<unknown> =>
    (await client.try('delvescope/breakOnUse', { expression })).message;
  expect(await refusal('mine')).toBe(
    'mine is *main.account: not a channel, sync.Mutex or sync.RWMutex.',
  );
  expect(await refusal('nothing')).toContain('nothing: could not find symbol value for nothing');
});

test('the variables view offers it where there is a channel or a mutex', async () => {
  const { stackFrames } = await client.request('stackTrace', {
    threadId: main,
    startFrame: 0,
    levels: 1,
  });
  const frameId = objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined)['id'];
  const { scopes } = await client.request('scopes', { frameId });
  const locals = objectOf(Array.isArray(scopes) ? scopes[0] : undefined);
  const children = async (
    reference: unknown,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const body = await client.request('variables', { variablesReference: reference });
    return Array.isArray(body['variables']) ? body['variables'].map(objectOf) : [];
  };
  const listed = await children(locals['variablesReference']);
  const menu = (name: string, among = listed): unknown =>
    among.find((each) => each['name'] === name)?.['__vscodeVariableMenuContext'];
  expect([menu('chosen'), menu('round')]).toEqual(['channel', undefined]);
  const mine = listed.find((each) => each['name'] === 'mine')?.['variablesReference'];
  const [account] = await children(mine);
  const fields = await children(account?.['variablesReference']);
  expect([menu('mu', fields), menu('rw', fields), menu('balance', fields)]).toEqual([
    'mutex',
    'mutex',
    undefined,
  ]);
});

test('set while the program runs, nothing is missed and nothing is shown', async () => {
  await client.request('continue', { threadId: main });
  await client.request('setExceptionBreakpoints', { filters: ['all-panics'] });
  expect((await stopped()).reason).toBe('exception');
});

test('in an optimised program channels are seen as ever, inlined mutexes only when somebody waits', async () => {
  client.close();
  client = DapClient.start();
  const launch = { mode: 'exec', program: optimisedFixture('sharing') };
  await client.start('launch', launch, { path: PATH, lines: [line('round')] });
  main = (await stopped()).threadId;
  await withoutLines();
  const channel = await client.request('delvescope/breakOnUse', { expression: 'chosen' });
  const mutex = await client.request('delvescope/breakOnUse', { expression: 'mine.mu' });
  expect(channel['limits']).toBe('');
  expect(mutex['limits']).toContain('only those for which somebody has to wait are seen');
  const seen = new Set<string>();
  for (let count = 0; count < 12 && seen.size < 3; count++) {
    for (const use of (await go()).text.split('; ')) seen.add(use.replace(/Goroutine \d+ /, ''));
  }
  expect([...seen].toSorted()).toEqual([
    'receives from chosen',
    'selects on chosen',
    'sends on chosen',
  ]);
});
