import { afterEach, expect, test } from 'vitest';
import { isEvent, objectOf } from '../../src/dap/messages.ts';
import type { GoroutineView } from '../../src/protocol/goroutine-view.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, kill, lineOf, sourceOf, startPrinting } from '../support/go-program.ts';

let client = DapClient.start('--help');
afterEach(() => client.close());

const ROUND = 'fmt.Fprintln(os.Stderr, "round"';

async function stopped(more: object = {}, args: readonly string[] = []): Promise<number> {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('panel'), args, ...more },
    { path: sourceOf('panel'), lines: [lineOf('panel', ROUND)] },
  );
  return (await client.stopped()).threadId;
}

async function viewOf(query: object): Promise<GoroutineView> {
  const full = { hideSystem: true, count: 200, ...query };
  for (;;) {
    // Checked by what is expected of it.
    const view = (await client.request(
      'delvescope/goroutineView',
      full,
    )) as unknown as GoroutineView;
    if (view.status !== 'reading') return view;
    await client.event('delvescope/goroutinesChanged');
  }
}

/** Groups as `count title-or-name detail`, addresses left out. */
function groupsOf({ rows }: GoroutineView): string[] {
  return rows.kind.flatMap((kind, at) => {
    if (kind !== 0) return [];
    const name = rows.title[at] === '' ? rows.name[at] : rows.title[at];
    const text = `${rows.count[at]} ${name?.replace(/0x[0-9a-f]+/g, '@')} ${rows.detail[at]}`;
    return [text.trim()];
  });
}

test('who waits for what, with the names the program uses', async () => {
  await stopped();
  let groups = groupsOf(await viewOf({ groupBy: 'object' }));
  // Names of what is in sight come after the rows.
  while (groups.filter((group) => / (p\.|results)/.test(group)).length < 5) {
    await client.event('delvescope/goroutinesChanged');
    groups = groupsOf(await viewOf({ groupBy: 'object' }));
  }
  expect(groups.slice(0, 3)).toEqual([
    '10 p.jobs chan int @ 10 receive',
    expect.stringMatching(/^5 p\.\w+ chan [^,]+, p\.\w+ chan .+ @, @ 5 select$/),
    '4 p.mu sync.Mutex @ 4 Mutex.Lock',
  ]);
  expect(groups.slice(3).toSorted((a, b) => a.localeCompare(b))).toEqual([
    '2 Waits for no known object',
    '3 p.rw sync.RWMutex @ 2 RWMutex.RLock, 1 Mutex.Lock',
    '3 results chan<- string @ 3 send',
  ]);
  const view = await viewOf({ groupBy: 'object' });
  const address = /0x[0-9a-f]+/.exec(view.rows.title[0] ?? '')?.[0] ?? '';
  const filtered = await viewOf({ groupBy: 'start', filter: `waits:${address}` });
  expect(groupsOf(filtered)).toEqual(['10 main.(*pool).receive', '5 main.(*pool).choose']);
});

test('the tree of who started whom, a parent that ended, deferred calls, threads', async () => {
  const main = await stopped();
  const tree = await viewOf({ groupBy: 'parent' });
  const groups = groupsOf(tree);
  expect(groups[0]).toBe('21 main.stop');
  expect(groups[1]).toMatch(/^6 goroutine \d+, ended$/);
  expect(tree.rows.id[0]).toBe(main);
  const openGroups = [{ key: tree.rows.key[1], limit: 10 }];
  const children = await viewOf({ groupBy: 'parent', openGroups });
  const id = children.rows.id.find((each, at) => each > 0 && children.rows.kind[at] === 1) ?? 0;
  const opened = await viewOf({ groupBy: 'parent', openGroups, openGoroutines: [id] });
  const lines = opened.rows.kind.flatMap((kind, at) =>
    kind === 3
      ? [`${opened.rows.name[at]} ${opened.rows.flags[at]} ${opened.rows.detail[at]}`]
      : [],
  );
  const statement = lineOf('panel', 'defer p.close()');
  const at = opened.rows.flags.findIndex((flags) => (flags & 128) !== 0);
  expect([opened.rows.name[at], opened.rows.line[at]]).toEqual(['main.(*pool).close', statement]);
  expect(lines).toContain(
    `main.spawn 64 in goroutine ${/\d+/.exec(tree.rows.title[1] ?? '')?.[0]}, ended`,
  );
  const threads = await viewOf({ groupBy: 'thread' });
  expect(groupsOf(threads).some((group) => /^1 thread \d+ · P\d+$/.test(group))).toBe(true);
  expect(threads.unavailable).toEqual({});
});

test('identical stacks, one label of several, completions', async () => {
  await stopped();
  const stacks = await viewOf({ groupBy: 'stack' });
  expect(stacks.stackCount).toBe(stacks.read);
  expect(groupsOf(stacks).slice(0, 3)).toEqual([
    // By way of `main` and of `spawn`: two stacks.
    '6 main.(*pool).receive',
    '5 main.(*pool).choose',
    '4 main.(*pool).receive',
  ]);
  const labels = await viewOf({ groupBy: 'label', labelKey: 'tenant' });
  expect(labels.labelKeys).toEqual([
    { key: 'request', count: 3 },
    { key: 'tenant', count: 3 },
  ]);
  expect(labels.rows.labels).toContainEqual([['tenant', 'acme']]);
  expect(labels.rows.count.slice(0, 2)).toEqual([2, 1]);
  const completion = { filter: 'label:ten', caret: 9 };
  const answer = await client.request('delvescope/goroutineCompletions', completion);
  expect(answer).toEqual({
    from: 6,
    to: 9,
    items: [
      { text: 'tenant', detail: '3' },
      { text: 'tenant=acme', detail: '2' },
      { text: 'tenant=zulu', detail: '1' },
    ],
  });
});

test('a launch attribute makes the program note ancestors', async () => {
  await stopped({ tracebackAncestors: 5 });
  const view = await viewOf({ groupBy: 'parent' });
  const key = view.rows.key.find((_, at) => view.rows.title[at]?.endsWith(', ended'));
  const openGroups = [{ key, limit: 1 }];
  const { rows } = await viewOf({ groupBy: 'parent', openGroups });
  const id = rows.id[rows.kind.indexOf(1)] ?? 0;
  const opened = await viewOf({ groupBy: 'parent', openGroups, openGoroutines: [id] });
  const ancestors = opened.rows.name.filter((_, at) => (opened.rows.flags[at] ?? 0) & 2048);
  expect(ancestors).toContain('main.spawn');
  expect(ancestors).toContain('main.main');
});

test('a running program is looked at in a pause it hardly feels', async () => {
  const threadId = await stopped();
  await client.request('setBreakpoints', { source: { path: sourceOf('panel') }, breakpoints: [] });
  await client.request('continue', { threadId });
  const pauses: { readonly said: number; readonly felt: number }[] = [];
  for (let round = 0; round < 12; round++) {
    client.events.splice(0);
    await client.request('delvescope/snapshotGoroutines', { isWhole: false });
    const view = await viewOf({ groupBy: 'location' });
    expect(view.status).toBe('stale');
    expect(view.read).toBe(view.total);
    if (round > 0 && view.pause?.count === 1)
      pauses.push({ said: view.pause.millis, felt: await felt() });
  }
  // What else the machine does makes some longer; the shortest tells what the snapshot itself costs.
  const [shortest] = pauses.toSorted((a, b) => a.said - b.said);
  expect(shortest?.said).toBeLessThan(40);
  expect(shortest?.felt).toBeLessThan((shortest?.said ?? 0) + 10);
  const view = await viewOf({ groupBy: 'object' });
  expect(view.rows.count[0]).toBe(10);
  const told = client.conversation
    .filter(({ from }) => from === 'adapter')
    .map((one) => one.message);
  expect(told.filter((message) => isEvent(message) && message.event === 'stopped').length).toBe(1);
  expect(await client.request('delvescope/selectGoroutine', { id: 1 })).toEqual({ found: false });
  await client.request('pause', { threadId: 0 });
  expect((await client.stopped()).reason).toBe('pause');
  expect((await viewOf({ groupBy: 'location' })).pause).toBe(null);
}, 40_000);

/** The longest time in milliseconds between two ticks of the program, of what it says from here on. */
async function felt(): Promise<number> {
  const gaps: number[] = [];
  while (gaps.length < 3) {
    const { body } = await client.event('output', ({ output }) => /gap \d+/.test(String(output)));
    const text = String(objectOf(body)['output']);
    gaps.push(...Array.from(text.matchAll(/gap (\d+)/g), ([, nanos]) => Number(nanos) / 1e6));
  }
  return Math.max(...gaps);
}

test('a dlv for one client lists what DAP lists, and says what that is', async () => {
  const flags = ['--headless', '--listen=127.0.0.1:0'];
  const dlv = await startPrinting(
    'dlv',
    ['exec', builtFixture('parked'), ...flags, '--', '1500'],
    'API server listening at: ',
  );
  client = DapClient.start();
  const port = Number(dlv.address.split(':').at(-1));
  await client.start(
    'attach',
    { mode: 'remote', host: '127.0.0.1', port },
    { path: sourceOf('parked'), lines: [lineOf('parked', ROUND)] },
  );
  await client.stopped();
  const view = await viewOf({ groupBy: 'location' });
  expect(view.status).toBe('partial');
  expect(view.isTotalOpen).toBe(true);
  expect(view.read).toBeGreaterThanOrEqual(1024);
  expect(view.problems).toEqual([expect.stringContaining('at most 1,024 goroutines')]);
  expect(Object.keys(view.unavailable)).toEqual(
    expect.arrayContaining(['creation', 'parent', 'object', 'label']),
  );
  const openGroups = [{ key: view.rows.key[0], limit: 3 }];
  let lines = await viewOf({ groupBy: 'location', openGroups });
  // Lines of what is in sight come after the rows.
  while (!lines.rows.file.some((file) => file.endsWith('main.go'))) {
    await client.event('delvescope/goroutinesChanged');
    lines = await viewOf({ groupBy: 'location', openGroups });
  }
  const id = (await client.try('delvescope/snapshotGoroutines', {})).success;
  expect(id).toBe(true);
  expect(objectOf(await client.request('threads'))['threads']).toBeDefined();
  await client.disconnect();
  await kill(dlv.process, 'SIGINT');
});
