import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { checkConversation } from '../support/conversation.ts';
import { DapClient } from '../support/dap-client.ts';
import {
  FIXTURES,
  builtFixture,
  descendants,
  isAlive,
  lineOf,
  sourceOf,
  until,
} from '../support/go-program.ts';

let client = DapClient.start('--help');
afterEach(() => client.close());

/** The folder of the binary that this session built and runs; other sessions have theirs beside it. */
function folderOfBinary(): string {
  for (const id of descendants(client.process?.pid ?? 0)) {
    const [command = ''] = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
    if (/delvescope-.{6}[\\/]/.test(command)) return dirname(command);
  }
  throw new Error('no process below the adapter runs a binary that it built');
}

async function topFrame(threadId: number): Promise<Readonly<Record<string, unknown>>> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 1,
  });
  return objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined);
}

test('debug: build, breakpoint, stack, evaluate, step, end', async () => {
  client = DapClient.start();
  const line = lineOf('steps', 'result := n * 2');
  await client.start(
    'launch',
    {
      mode: 'debug',
      program: join(FIXTURES, 'steps'),
      args: ['one', 'two'],
      env: { GREETING: 'hi' },
    },
    { path: sourceOf('steps'), lines: [line] },
  );
  const { threadId } = await client.stopped();
  const folder = folderOfBinary();
  const frame = await topFrame(threadId);
  expect(frame).toMatchObject({ name: 'main.double', line });
  const value = await client.request('evaluate', { expression: 'n + 40', frameId: frame['id'] });
  expect(value['result']).toBe('41');
  await client.request('next', { threadId });
  expect((await client.stopped()).reason).toBe('step');
  await client.request('setBreakpoints', { source: { path: sourceOf('steps') }, breakpoints: [] });
  await client.request('continue', { threadId });
  expect((await client.event('exited')).body).toEqual({ exitCode: 2 });
  await client.event('terminated');
  expect(client.output('stdout')).toBe('sum 12\n');
  expect(client.output('stderr')).toBe('args 2 hi\n');
  await client.disconnect();
  expect(existsSync(folder)).toBe(false);
});

test('the conversation of a short session', async () => {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('steps') },
    { path: sourceOf('steps'), lines: [lineOf('steps', 'fmt.Println("sum"')] },
  );
  const { threadId } = await client.stopped();
  await client.request('evaluate', { expression: 'sum', frameId: 1000 });
  await client.request('continue', { threadId });
  await client.event('terminated');
  await client.disconnect();
  checkConversation(client, 'exec');
});

test('source names of the program are found on this disk, and only under its roots', async () => {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('steps'), __workspaceFolders: [FIXTURES] },
    { path: sourceOf('steps'), lines: [lineOf('steps', 'fmt.Println("sum"')] },
  );
  await client.stopped();
  const find = (file: string): Promise<object> =>
    client.request('delvescope/resolveSource', { file, line: 1 });
  expect(await find(sourceOf('steps'))).toMatchObject({ path: sourceOf('steps') });
  expect(await find('/etc/passwd')).toMatchObject({ path: null });
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  const runtime = /"path":"([^"]*\/runtime\/[^"]*)"/.exec(JSON.stringify(stackFrames))?.[1] ?? '';
  expect(await find(runtime)).toMatchObject({ path: runtime });
  await client.disconnect();
});

test('stop on entry', async () => {
  client = DapClient.start();
  await client.start('launch', { mode: 'exec', program: builtFixture('steps'), stopOnEntry: true });
  expect((await client.stopped()).reason).toBe('entry');
  await client.disconnect();
});

test('a test, found by its file name', async () => {
  client = DapClient.start();
  const path = join(FIXTURES, 'tested', 'tested.go');
  await client.start(
    'launch',
    { program: join(FIXTURES, 'tested', 'tested_test.go'), args: ['-test.v'] },
    { path, lines: [5] },
  );
  const { threadId } = await client.stopped();
  expect(await topFrame(threadId)).toMatchObject({ name: 'tested.Add' });
  await client.request('continue', { threadId });
  await client.event('terminated');
  expect(client.output('stdout')).toContain('--- PASS: TestAdd');
  await client.disconnect();
});

test('without debugging: output, exit code, end', async () => {
  client = DapClient.start();
  const folder = mkdtempSync(join(tmpdir(), 'env-'));
  writeFileSync(join(folder, '.env'), 'GREETING="from file"\n');
  await client.initialize();
  await client.request('launch', {
    noDebug: true,
    program: join(FIXTURES, 'steps'),
    envFile: join(folder, '.env'),
    args: 'a "b c"',
  });
  expect((await client.event('exited')).body).toEqual({ exitCode: 2 });
  await client.event('terminated');
  expect(client.output('stdout')).toBe('sum 12\n');
  expect(client.output('stderr')).toBe('args 2 from file\n');
  await client.disconnect();
});

test('without debugging: disconnect ends the program', async () => {
  client = DapClient.start();
  await client.initialize();
  await client.request('launch', { noDebug: true, mode: 'exec', program: builtFixture('server') });
  await client.event('output');
  const below = descendants(client.process?.pid ?? 0);
  expect(below.length).toBeGreaterThan(1);
  await client.disconnect();
  expect(await until(() => !below.some(isAlive))).toBe(true);
});

test('restart builds again and starts over', async () => {
  client = DapClient.start();
  const line = lineOf('steps', 'fmt.Println("sum"');
  await client.start(
    'launch',
    { mode: 'debug', program: join(FIXTURES, 'steps'), args: ['x'] },
    { path: sourceOf('steps'), lines: [line] },
  );
  await client.stopped();
  await client.request('restart', {});
  await client.event('initialized');
  await client.request('configurationDone');
  const { threadId } = await client.stopped();
  expect(await topFrame(threadId)).toMatchObject({ name: 'main.main', line });
  await client.request('continue', { threadId });
  await client.event('terminated');
  expect(client.output('stderr')).toBe('args 1 \n');
  await client.disconnect();
});

test('restart with other arguments, which stay', async () => {
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('steps'), args: ['one', 'a b'] };
  const place = { path: sourceOf('steps'), lines: [lineOf('steps', 'sum := 0')] };
  await client.start('launch', launch, place);
  await client.stopped();
  const ask = (args: object): Promise<object> =>
    client.request('delvescope/programArguments', args);
  expect(await ask({})).toEqual({ text: 'one "a b"' });
  expect(await ask({ text: `1 2 'x "y"'` })).toEqual({ text: `1 2 'x "y"'` });
  expect((await client.try('delvescope/programArguments', { text: '"' })).message).toContain(
    'unterminated "',
  );
  // An editor sends the whole configuration again.
  await client.request('restart', { arguments: launch });
  await client.event('initialized');
  await client.request('setBreakpoints', { source: { path: place.path }, breakpoints: [] });
  await client.request('configurationDone');
  await client.event('terminated');
  expect(client.output('stderr')).toBe('args 3 \n');
  await client.disconnect();
});

test('call: the program stands again afterwards, in a new generation', async () => {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('steps') },
    { path: sourceOf('steps'), lines: [lineOf('steps', 'fmt.Println("sum"')] },
  );
  await client.stopped();
  const before = await client.request('delvescope/goroutineView', {});
  const called = await client.request('evaluate', { expression: 'call double(21)', frameId: 1000 });
  expect(called['result']).toContain('42');
  const after = await client.request('delvescope/goroutineView', {});
  expect(after['generation']).toBeGreaterThan(Number(before['generation']));
  await client.disconnect();
});

test('a dlv that is killed takes the program along', async () => {
  client = DapClient.start();
  await client.start('launch', { mode: 'debug', program: join(FIXTURES, 'server') });
  await client.event('output', ({ category }) => category === 'stdout');
  const below = descendants(client.process?.pid ?? 0);
  const dlv = below.find((id) =>
    readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--headless'),
  );
  process.kill(dlv ?? 0, 'SIGKILL');
  await client.event('terminated');
  expect(await until(() => !below.some(isAlive))).toBe(true);
});

describe('nothing stays behind', () => {
  test.each(['disconnect', 'closed stream', 'kill -9'] as const)('%s', async (end) => {
    client = DapClient.start();
    await client.start('launch', { mode: 'debug', program: join(FIXTURES, 'server') });
    await client.event('output', ({ category }) => category === 'stdout');
    const below = descendants(client.process?.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(3);
    const folder = folderOfBinary();
    expect(existsSync(folder)).toBe(true);
    if (end === 'disconnect') await client.disconnect();
    else if (end === 'closed stream') client.close();
    else client.process?.kill('SIGKILL');
    expect(await until(() => !below.some(isAlive))).toBe(true);
    expect(await until(() => !existsSync(folder))).toBe(true);
  });
});
