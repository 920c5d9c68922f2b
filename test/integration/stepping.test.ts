import { afterEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf, until } from '../support/go-program.ts';

let client = DapClient.start('--help');
afterEach(() => client.close());

const PATH = sourceOf('busy');
const line = (mark: string): number => lineOf('busy', mark.includes(' ') ? mark : `// ${mark}`);

async function setLines(...marks: readonly string[]): Promise<number[]> {
  const { breakpoints } = await client.request('setBreakpoints', {
    source: { path: PATH },
    breakpoints: marks.map((mark) => ({ line: line(mark) })),
  });
  return Array.isArray(breakpoints) ? breakpoints.map((each) => Number(objectOf(each)['id'])) : [];
}

/** Runs the fixture until it stops at one mark, then adds breakpoints at the others. */
async function stopAt(mark: string, others: readonly string[], args: object = {}): Promise<number> {
  client = DapClient.start();
  const launch = { mode: 'exec', program: builtFixture('busy'), ...args };
  await client.start('launch', launch, { path: PATH, lines: [line(mark)] });
  const { threadId } = await client.stopped();
  await setLines(mark, ...others);
  return threadId;
}

async function lineAt(threadId: number): Promise<number> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 1,
  });
  return Number(objectOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined)['line']);
}

async function step(command: 'next' | 'stepIn' | 'stepOut', threadId: number): Promise<string> {
  await client.request(command, { threadId });
  const stop = await client.stopped();
  return `${stop.reason} in ${stop.threadId === threadId ? 'G' : 'another'} at ${await lineAt(stop.threadId)}`;
}

test('steps stay in their goroutine while others hit a hot line', async () => {
  const threadId = await stopAt('first', ['hot']);
  for (const mark of ['second', 'third']) {
    expect(await step('next', threadId)).toBe(`step in G at ${line(mark)}`);
  }
  expect(await step('stepIn', threadId)).toBe(`step in G at ${line('func double')}`);
  expect(await step('stepOut', threadId)).toBe(`step in G at ${line('third')}`);
  for (const mark of ['fourth', 'fifth', 'sixth']) {
    expect(await step('next', threadId)).toBe(`step in G at ${line(mark)}`);
  }
  const passed = `Passed \\d+ hits? of other goroutines: main\\.go:${line('hot')} \\(goroutines? [\\d, ]+\\)`;
  expect(client.output('console')).toMatch(new RegExp(`^${passed}$`, 'm'));
  expect(client.output('console')).not.toContain('interrupted');
});

test('a breakpoint of the same goroutine ends the step, and the next one works', async () => {
  const threadId = await stopAt('third', ['hot', 'inside']);
  expect(await step('next', threadId)).toBe(`breakpoint in G at ${line('inside')}`);
  expect(await step('stepOut', threadId)).toBe(`step in G at ${line('third')}`);
  expect(await step('next', threadId)).toBe(`step in G at ${line('fourth')}`);
});

test('a step that waits is ended by a pause, which shows its goroutine', async () => {
  const threadId = await stopAt('before', ['hot']);
  await setLines('hot');
  expect(await step('next', threadId)).toBe(`step in G at ${line('blocks')}`);
  await client.request('next', { threadId });
  await new Promise((done) => setTimeout(done, 300));
  await client.request('pause', { threadId });
  const stop = await client.stopped();
  expect(stop).toMatchObject({ reason: 'pause', threadId });
  expect(await until(() => /Passed \d+ hits/.test(client.output('console')))).toBe(true);
});

test('a step that waits goes on after breakpoints were set meanwhile', async () => {
  const threadId = await stopAt('before', []);
  expect(await step('next', threadId)).toBe(`step in G at ${line('blocks')}`);
  await client.request('next', { threadId });
  await new Promise((done) => setTimeout(done, 300));
  // One with a goroutine term is made while the program stands for a moment, which is a pause for dlv.
  await client.request('setBreakpoints', {
    source: { path: PATH },
    breakpoints: [{ line: line('hot'), condition: '@goroutine(1)' }],
  });
  const stop = await client.stopped();
  expect(stop).toMatchObject({ reason: 'step', threadId });
  expect(await lineAt(threadId)).toBe(line('blocks') + 1);
});

test('the end of the goroutine ends its step at the next stop of another', async () => {
  const threadId = await stopAt('last', ['hot']);
  await setLines('hot');
  const stops: string[] = [];
  for (let count = 0; count < 12; count++) {
    stops.push(await step('next', threadId));
    if (stops.at(-1)?.includes('another')) break;
  }
  expect(stops.at(-1)).toBe(`breakpoint in another at ${line('hot')}`);
  expect(client.output('console')).toContain(
    `Goroutine ${threadId} has ended, and its step with it.`,
  );
});

test('switched off, a step ends at any breakpoint, and the next one works all the same', async () => {
  const threadId = await stopAt('first', ['hot'], { keepStepInGoroutine: false });
  const seen = new Set<string>();
  for (let count = 0; count < 8; count++) {
    const stop = await step('next', threadId);
    expect(stop).not.toContain('exception');
    seen.add(stop);
  }
  expect(seen).toContain(`breakpoint in another at ${line('hot')}`);
  expect(client.output('console')).toContain(
    `The step of goroutine ${threadId} was interrupted. Continue takes it up again.`,
  );
  await client.request('delvescope/keepStep', { isKept: true });
  expect(await step('next', threadId)).toMatch(/^step in G/);
});
