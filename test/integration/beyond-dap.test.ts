import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf } from '../support/go-program.ts';

/** What dlv's DAP has no answer to, answered through its JSON-RPC. */
let client = DapClient.start('--help');
let threadId = 0;
let frameId = 0;

const PATH = sourceOf('kinds');
const line = (mark: string): number => lineOf('kinds', `// ${mark}`);

beforeEach(async () => {
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('kinds') };
  await client.start('launch', launch, { path: PATH, lines: [line('calls')] });
  ({ threadId } = await client.stopped());
  frameId = (await topFrame()).id;
});
afterEach(() => client.close());

async function topFrame(): Promise<{ id: number; name: string; line: number }> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 1,
  });
  const frame = objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined);
  return { id: Number(frame['id']), name: String(frame['name']), line: Number(frame['line']) };
}

function labels(body: Readonly<Record<string, unknown>>, list: string): string[] {
  const items = body[list];
  return Array.isArray(items) ? items.map((each) => String(objectOf(each)['label'])) : [];
}

async function completed(text: string): Promise<string[]> {
  const args = { text, column: text.length + 1, frameId };
  return labels(await client.request('completions', args), 'targets');
}

async function value(expression: string): Promise<string> {
  return String((await client.request('evaluate', { expression, frameId }))['result']);
}

async function refusal(command: string, args: object): Promise<string> {
  const response = await client.try(command, args);
  expect(response.success).toBe(false);
  return String(response.message);
}

test('completions: locals, fields, packages, functions, methods, commands', async () => {
  expect(await completed('is')).toEqual(['isOpen']);
  expect(await completed('1 + tot')).toEqual(['totalSum']);
  expect(await completed('pot.')).toEqual(['inner', 'Name', 'Count', 'Next', 'Depth']);
  expect(await completed('pot.Next.Na')).toEqual(['Name']);
  expect(await completed('call pot.G')).toEqual(['Grow']);
  expect(await completed('call ad')).toContain('add');
  expect(await completed('call strings.ToUpp')).toEqual(['ToUpper']);
  expect(await completed('strin')).toContain('strings');
  expect(await completed('dlv s')).toEqual(['sources']);
  expect((await completed('')).slice(0, 3).toSorted()).toEqual(['isOpen', 'pot', 'shout']);
  expect(await completed('nothing.')).toEqual([]);
  const { targets } = await client.request('completions', { text: 'pot.Na', column: 7, frameId });
  expect(targets).toMatchObject([{ label: 'Name', start: 5, length: 2, detail: 'string' }]);
});

test('breakpointLocations: the lines with code', async () => {
  const range = { source: { path: PATH }, line: line('in add') - 2, endLine: line('in add') + 2 };
  expect(await client.request('breakpointLocations', range)).toEqual({
    breakpoints: [{ line: line('in add') - 1 }, { line: line('in add') }],
  });
});

test('stepInTargets: each call of the line, and into the chosen one', async () => {
  const body = await client.request('stepInTargets', { frameId });
  expect(labels(body, 'targets')).toEqual(['main.twice', 'main.twice (2)', 'main.add']);
  const targets = Array.isArray(body['targets']) ? body['targets'].map(objectOf) : [];
  await client.request('stepIn', { threadId, targetId: targets[1]?.['id'] });
  expect(await client.stopped()).toEqual({ threadId, reason: 'step' });
  expect(await topFrame()).toMatchObject({ name: 'main.twice' });
  frameId = (await topFrame()).id;
  expect(await value('n')).toBe('2');
  expect(await refusal('stepIn', { threadId, targetId: 99 })).toContain('Choose it again');
});

test('stepInTargets: through a value, and in the frame of a recursion', async () => {
  const lines = [{ line: line('through a value') }, { line: line('recursion') }];
  await client.request('setBreakpoints', { source: { path: PATH }, breakpoints: lines });
  await client.request('continue', { threadId });
  await client.stopped();
  frameId = (await topFrame()).id;
  const through = await client.request('stepInTargets', { frameId });
  expect(labels(through, 'targets')).toEqual(['call through a value']);
  const [only] = Array.isArray(through['targets']) ? through['targets'].map(objectOf) : [];
  await client.request('stepIn', { threadId, targetId: only?.['id'] });
  await client.stopped();
  expect((await topFrame()).name).toBe('strings.ToUpper');
  await client.request('continue', { threadId });
  await client.stopped();
  await client.request('stepIn', { threadId });
  await client.stopped();
  for (let count = 0; count < 2; count++) {
    await client.request('next', { threadId });
    await client.stopped();
  }
  frameId = (await topFrame()).id;
  expect(await value('n')).toBe('4');
  const second = await client.request('stepInTargets', { frameId });
  expect(labels(second, 'targets')).toEqual(['main.fib', 'main.fib (2)']);
  const [, fib] = Array.isArray(second['targets']) ? second['targets'].map(objectOf) : [];
  await client.request('stepIn', { threadId, targetId: fib?.['id'] });
  await client.stopped();
  frameId = (await topFrame()).id;
  // fib(3) has come by the same call with n = 1 many times before.
  expect(await value('n')).toBe('2');
});

test('goto: another line of the function, and nowhere else', async () => {
  const goTo = async (mark: string): Promise<unknown> => {
    const args = { source: { path: PATH }, line: line(mark) };
    const { targets } = await client.request('gotoTargets', args);
    return objectOf(Array.isArray(targets) ? targets[0] : undefined)['id'];
  };
  const targetId = await goTo('through a value');
  await client.request('goto', { threadId, targetId });
  expect(await client.stopped()).toEqual({ threadId, reason: 'goto' });
  expect(await topFrame()).toMatchObject({ name: 'main.main', line: line('through a value') });
  expect(await refusal('goto', { threadId, targetId: await goTo('in add') })).toBe(
    `main.go:${line('in add')} is not in main.main, where goroutine 1 stands. A jump stays in its function.`,
  );
  const nowhere = { source: { path: PATH }, line: 1 };
  expect(await refusal('gotoTargets', nowhere)).toBe('There is no code at main.go:1.');
  await client.request('setBreakpoints', { source: { path: PATH }, breakpoints: [] });
  await client.request('continue', { threadId });
  await client.event('terminated');
  // Neither `add` nor `Grow` has run.
  expect(client.output('stdout')).toMatch(/^false POT 3 0 lid$/m);
});

test('setExpression: numbers, booleans, pointers, strings; what cannot be, in words', async () => {
  const set = (expression: string, text: string): Promise<object> =>
    client.request('setExpression', { expression, value: text, frameId });
  expect(await set('pot.Count', '41 + 1')).toMatchObject({ value: '42', type: 'int' });
  expect(await set('isOpen', 'true')).toMatchObject({ value: 'true', type: 'bool' });
  expect(await set('pot.Next', 'nil')).toMatchObject({ type: '*main.thing' });
  expect(await value('pot.Next')).toBe('*main.thing nil');
  expect(await set('pot.Name', '"kettle"')).toMatchObject({ value: '"kettle"', type: 'string' });
  expect(await value('pot.Name')).toBe('"kettle"');
  const wrong = { expression: 'pot.Count', value: '"x"', frameId };
  expect(await refusal('setExpression', wrong)).toBe('pot.Count is an int: "x" is a string.');
  expect(await refusal('setExpression', { ...wrong, value: 'pot' })).toMatch(
    /^pot\.Count is an int: /,
  );
  expect(await refusal('setExpression', { expression: 'nope', value: '1', frameId })).toContain(
    'nope',
  );
});

test('loadedSources and source: the files of the program, and their text under the roots only', async () => {
  const { sources } = await client.request('loadedSources');
  expect(sources).toContainEqual({ name: 'main.go', path: PATH });
  const { content } = await client.request('source', {
    source: { path: PATH },
    sourceReference: 0,
  });
  expect(String(content)).toContain('func fib(n int)');
  const outside = { source: { path: '/etc/passwd' }, sourceReference: 0 };
  expect(await refusal('source', outside)).toContain('/etc/passwd is not in the workspace');
});

test('while the program runs, requests are refused in words and completions are empty', async () => {
  client.close();
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('busy') };
  await client.start('launch', launch);
  expect(await refusal('loadedSources', {})).toBe('The program runs. Pause it first.');
  expect(await refusal('stepInTargets', { frameId: 1 })).toBe('The program runs. Pause it first.');
  expect(await completed('a')).toEqual([]);
});
