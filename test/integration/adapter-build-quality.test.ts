import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, FIXTURES, lineOf, sourceOf } from '../support/go-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'quality-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The `steps` fixture, built with these flags. */
function built(name: string, ...flags: readonly string[]): string {
  const binary = join(folder, name);
  execFileSync('go', ['build', ...flags, '-o', binary, '.'], { cwd: join(FIXTURES, 'steps') });
  return binary;
}

/** Every notice of a session that stops at its entry and then ends. */
async function notices(program: string): Promise<readonly Record<string, unknown>[]> {
  const client = DapClient.start();
  await client.start('launch', { mode: 'exec', program, stopOnEntry: true });
  await client.stopped();
  const { threads } = await client.request('threads');
  expect(threads).toBeDefined();
  await client.disconnect();
  return client.conversation
    .map(({ message }) => objectOf(message))
    .filter(({ event }) => event === 'delvescope/notice')
    .map(({ body }) => objectOf(body));
}

const COMMAND = `go build -gcflags="all=-N -l" ${join(FIXTURES, 'steps')}`;

test('a program built for debugging needs no word', async () => {
  expect(await notices(builtFixture('steps'))).toEqual([]);
});

test.each([
  ['optimised', []],
  ['stripped', ['-ldflags=-s -w']],
  ['stripped', ['-ldflags=-w']],
] as const)('%s: %j', async (code, flags) => {
  const [notice, ...more] = await notices(built('program', ...flags));
  expect(notice).toMatchObject({ code, subject: COMMAND });
  expect(notice?.['message']).toContain(COMMAND);
  expect(more).toEqual([]);
});

test('said once, also where the scopes say it again', async () => {
  const client = DapClient.start();
  const line = lineOf('steps', 'Println');
  const breakpoint = { path: sourceOf('steps'), lines: [line] };
  const program = built('again');
  await client.start('launch', { mode: 'exec', program }, breakpoint);
  const { threadId } = await client.stopped();
  const { stackFrames } = await client.request('stackTrace', { threadId });
  const [frame] = Array.isArray(stackFrames) ? stackFrames : [];
  const { scopes } = await client.request('scopes', { frameId: objectOf(frame)['id'] });
  expect(JSON.stringify(scopes)).toContain('optimized function');
  await client.disconnect();
  const told = client.conversation.filter(
    ({ message }) => objectOf(message)['event'] === 'delvescope/notice',
  );
  expect(told).toHaveLength(1);
});

test('the goroutine panel of a stripped program says why it is empty', async () => {
  const client = DapClient.start();
  const program = built('empty', '-ldflags=-s -w');
  await client.start('launch', { mode: 'exec', program, stopOnEntry: true });
  await client.stopped();
  const view = await client.request('delvescope/goroutineView', {});
  expect(JSON.stringify(view['problems'])).toContain('without debug information');
  await client.disconnect();
});
