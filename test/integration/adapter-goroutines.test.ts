import { afterEach, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf } from '../support/go-program.ts';

let client = DapClient.start('--help');
afterEach(() => client.close());

interface View {
  readonly generation: number;
  readonly status: string;
  readonly total: number;
  readonly read: number;
  readonly matched: number;
  readonly oldestWait: number | null;
  readonly rows: Readonly<Record<'name' | 'state' | 'key' | 'file', string[]>> &
    Readonly<Record<'count' | 'id' | 'kind' | 'line' | 'flags', number[]>>;
}

async function viewOf(query: object): Promise<View> {
  // Checked by what is expected of it.
  return (await client.request('delvescope/goroutineView', query)) as unknown as View;
}

async function stoppedAt(count: number): Promise<number> {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('parked'), args: [String(count)] },
    { path: sourceOf('parked'), lines: [lineOf('parked', 'fmt.Fprintln(os.Stderr, "round"')] },
  );
  return (await client.stopped()).threadId;
}

async function complete(query: object): Promise<View> {
  for (;;) {
    const view = await viewOf(query);
    if (view.status !== 'reading') return view;
    await client.event('delvescope/goroutinesChanged');
  }
}

const ours = (view: View): [string, number][] =>
  view.rows.name
    .map((name, row): [string, number] => [name, view.rows.count[row] ?? 0])
    .filter(([name]) => name.startsWith('main.'));

test('all of 6,000 goroutines, grouped, filtered, with waits', async () => {
  await stoppedAt(6000);
  const view = await complete({ groupBy: 'creation', hideSystem: true, count: 100 });
  expect(view.status).toBe('complete');
  expect(view.read).toBe(view.total);
  expect(view.total).toBeGreaterThanOrEqual(6001);
  expect(view.matched).toBe(6001);
  expect(ours(view).filter(([, count]) => count > 1)).toEqual([
    ['main.receive', 3000],
    ['main.lock', 1500],
    ['main.choose', 1500],
  ]);
  expect(view.rows.state).toContain('chan receive');
  expect(view.rows.state).toContain('sync.Mutex.Lock');
  expect(view.oldestWait).toBeGreaterThan(0);
  expect(view.oldestWait).toBeLessThan(60e9);
  const labelled = await complete({ groupBy: 'creation', filter: 'label:request=3', count: 10 });
  expect(labelled.matched).toBe(150);
});

test('grouped by location, all goroutines count for their own code', async () => {
  await stoppedAt(6000);
  const view = await complete({ groupBy: 'location', hideSystem: true, count: 20 });
  expect(ours(view).filter(([, count]) => count > 1)).toEqual([
    ['main.receive', 3000],
    ['main.choose', 1500],
    ['main.lock', 1500],
  ]);
  const row = view.rows.name.indexOf('main.lock');
  const openGroups = [{ key: view.rows.key[row], limit: 5 }];
  const query = { groupBy: 'location', hideSystem: true, openGroups, count: 60 };
  const members = await complete(query);
  const id = members.rows.id.find((each) => each > 0);
  const opened = await complete({ ...query, openGoroutines: [id] });
  const frames = opened.rows.name.filter((_, at) => opened.rows.kind[at] === 3);
  expect(frames).toContain('sync.(*Mutex).Lock');
  expect(frames).toContain('main.lock');
});

test('a goroutine beyond the first 1,024 can be selected', async () => {
  await stoppedAt(3000);
  const view = await complete({ groupBy: 'creation', hideSystem: true, count: 100 });
  const row = view.rows.name.indexOf('main.choose');
  const openGroups = [{ key: view.rows.key[row], limit: 2000 }];
  const opened = await complete({ groupBy: 'creation', hideSystem: true, openGroups, count: 3000 });
  const id = opened.rows.id
    .filter((each, at) => each > 0 && opened.rows.key[at] === view.rows.key[row])
    .at(-1);
  const before = await client.request('threads');
  expect(JSON.stringify(before)).not.toContain(`"id":${id},`);
  expect(await client.request('delvescope/selectGoroutine', { id })).toEqual({ found: true });
  const stop = objectOf((await client.event('stopped')).body);
  expect(stop).toMatchObject({ threadId: id, description: 'Selected', allThreadsStopped: false });
  const { threads } = await client.request('threads');
  expect(threads).toContainEqual({ id, name: `[Go ${id}] main.choose` });
  const { stackFrames } = await client.request('stackTrace', { threadId: id });
  expect(JSON.stringify(stackFrames)).toContain('main.choose');
  expect(await client.request('delvescope/selectGoroutine', { id: 99_999_999 })).toEqual({
    found: false,
  });
});

test('stepping while everything is being read: nothing hangs, rows become stale', async () => {
  const threadId = await stoppedAt(6000);
  for (let step = 0; step < 5; step++) {
    void viewOf({ count: 10 });
    await client.request('next', { threadId });
    expect((await client.stopped()).reason).toMatch(/step|breakpoint/);
  }
  const view = await complete({ count: 10 });
  expect(view.status).toBe('complete');
  await client.request('setBreakpoints', { source: { path: sourceOf('parked') }, breakpoints: [] });
  await client.request('continue', { threadId });
  const stale = await viewOf({ count: 10 });
  expect(stale.status).toBe('stale');
  expect(stale.read).toBe(view.read);
  await client.request('pause', { threadId: 0 });
  await client.stopped();
  expect((await complete({ count: 10 })).generation).toBeGreaterThan(view.generation);
});
