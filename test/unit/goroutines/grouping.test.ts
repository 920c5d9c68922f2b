import { expect, test } from 'vitest';
import {
  GoroutineTableBuilder,
  GoroutineViews,
  completeFilter,
  parseDump,
} from '../../../src/goroutines/index.ts';
import type { GoroutineTable, ViewQuery } from '../../../src/goroutines/index.ts';
import { dedent, viewText } from '../../support/goroutine-text.ts';

const QUERY: ViewQuery = {
  groupBy: 'object',
  labelKey: null,
  filter: '',
  hideSystem: false,
  sort: 'count',
  openGroups: [],
  openGoroutines: [],
  start: 0,
  count: 100,
};
const CONTEXT = {
  generation: 1,
  status: 'complete',
  readMillis: 0,
  takenAt: 0,
  problems: [],
} as const;

function check(table: GoroutineTable, change: Partial<ViewQuery>, expected: string): void {
  const answer = new GoroutineViews().query(table, { ...QUERY, ...change }, CONTEXT);
  expect(viewText(answer)).toBe(dedent(expected));
}

/**
 *   1 main ─┬─ 2 accept ─┬─ 4 serve (a channel, tenant acme)
 *           │            └─ 5 serve (the same channel, tenant zulu)
 *           └─ 3 flush (a mutex)
 *   90, ended ── 6 serve (sends on the channel; on a thread)
 */
function server(): GoroutineTableBuilder {
  const builder = new GoroutineTableBuilder(['shop']);
  const frame = (name: string, line: number): ReturnType<GoroutineTableBuilder['frame']> =>
    builder.frame(name, '/app/main.go', line);
  const channel = builder.object({ kind: 'chan', addresses: [0xc000014060] });
  const mutex = builder.object({ kind: 'mutex', addresses: [0xc000020008] });
  const serve = frame('shop.serve', 20);
  const park = builder.frame('runtime.gopark', '/go/proc.go', 1);
  const stack = builder.stack([park, serve]);
  builder.nameObject(channel, 'jobs chan int');
  builder.add({ id: 1, state: 'sleep', user: frame('shop.main', 5) });
  builder.add({
    id: 3,
    state: 'sync.Mutex.Lock',
    parent: 1,
    object: mutex,
    user: frame('shop.flush', 9),
  });
  builder.add({ id: 2, state: 'IO wait', parent: 1, user: frame('shop.accept', 12) });
  const waiting = { user: serve, stack, object: channel, creation: frame('shop.accept', 13) };
  const labels = (tenant: string): ReturnType<GoroutineTableBuilder['labels']> =>
    builder.labels([
      ['request', tenant.length.toString()],
      ['tenant', tenant],
    ]);
  builder.add({ ...waiting, id: 4, state: 'chan receive', parent: 2, labels: labels('acme') });
  builder.add({ ...waiting, id: 5, state: 'chan receive', parent: 2, labels: labels('zulu') });
  const thread = builder.thread({ thread: 4711, processor: 2 });
  builder.add({
    ...waiting,
    id: 6,
    state: 'chan send',
    parent: 90,
    labels: labels('acme'),
    thread,
  });
  return builder;
}

test('by what is waited for', () => {
  check(
    server().build(),
    { openGroups: [{ key: 'object c000014060', limit: 1 }] },
    `
    6 of 6 of 6, 3 groups, lines 0 of 8
    3 “jobs chan int 0xc000014060” [chan receive] main.go:20 2 receive, 1 send
      4 shop.serve [chan receive] main.go:20 request=4 tenant=acme jobs chan int 0xc000014060
      2 more
    1 “mutex 0xc000020008” [sync.Mutex.Lock] main.go:9 1 Mutex.Lock
    2 “Waits for no known object” [sleep] -`,
  );
});

test('the tree of who started whom, with a parent that has ended', () => {
  const openGroups = [
    { key: 'parent 1', limit: 9 },
    { key: 'parent 90', limit: 9 },
  ];
  check(
    server().build(),
    { groupBy: 'parent', openGroups, openGoroutines: [1, 2] },
    `
    6 of 6 of 6, 2 groups, lines 0 of 10
    5 shop.main [chan receive] -
      1 shop.main [sleep] main.go:5 ▸2
        2 shop.accept [IO wait] main.go:12 ▸2
          4 shop.serve [chan receive] main.go:20 request=4 tenant=acme jobs chan int 0xc000014060
          5 shop.serve [chan receive] main.go:20 request=4 tenant=zulu jobs chan int 0xc000014060
        3 shop.flush [sync.Mutex.Lock] main.go:9 mutex 0xc000020008
    1 “goroutine 90, ended” [chan send] main.go:20
      6 shop.serve [chan send] main.go:20 request=4 tenant=acme thread 4711 · P2`,
  );
});

test('a filter leaves parents out, which the tree says', () => {
  check(
    server().build(),
    { groupBy: 'parent', filter: 'func:serve' },
    `
    3 of 6 of 6, 2 groups, lines 0 of 4
    2 “goroutine 2, left out by the filter” [chan receive] main.go:20
    1 “goroutine 90, ended” [chan send] main.go:20`,
  );
});

test('more children than are listed at first', () => {
  const builder = new GoroutineTableBuilder();
  builder.add({ id: 1, state: 'sleep' });
  for (let id = 2; id < 100; id++) builder.add({ id, state: 'select', parent: 1 });
  const query = { groupBy: 'parent', openGoroutines: [1], start: 20, count: 3 } as const;
  const openGroups = [{ key: 'parent 1', limit: 9 }];
  check(
    builder.build(),
    { ...query, openGroups },
    `
    99 of 99 of 99, 1 groups, lines 20 of 24
        19  [select] -
        20  [select] -
        21  [select] -`,
  );
  const { rows } = new GoroutineViews().query(
    builder.build(),
    { ...QUERY, ...query, openGroups, start: 23 },
    CONTEXT,
  );
  expect([rows.key, rows.count]).toEqual([['node 1'], [78]]);
  check(
    builder.build(),
    { ...query, start: 99, openGroups: [...openGroups, { key: 'node 1', limit: 98 }] },
    `
    99 of 99 of 99, 1 groups, lines 99 of 101
        98  [select] -
        99  [select] -`,
  );
});

test('by one label of several', () => {
  check(
    server().build(),
    { groupBy: 'label', labelKey: 'tenant' },
    `
    6 of 6 of 6, 3 groups, lines 0 of 6
    2 shop.serve [chan receive] main.go:20 tenant=acme
    1 shop.serve [chan receive] main.go:20 tenant=zulu
    3 “No label tenant” [sleep] -`,
  );
  const { labelKeys } = new GoroutineViews().query(server().build(), QUERY, CONTEXT);
  expect(labelKeys).toEqual([
    { key: 'request', count: 3 },
    { key: 'tenant', count: 3 },
  ]);
});

test('by stack and by thread', () => {
  const table = server().build();
  check(
    table,
    { groupBy: 'stack' },
    `
    6 of 6 of 6, 2 groups, lines 0 of 4
    3 shop.serve [chan receive] main.go:20
    3 “Stack not read” [sleep] -`,
  );
  check(
    table,
    { groupBy: 'thread' },
    `
    6 of 6 of 6, 2 groups, lines 0 of 4
    1 “thread 4711 · P2” [chan send] main.go:20
    5 “On no thread” [chan receive] -`,
  );
  const { rows } = new GoroutineViews().query(table, { ...QUERY, groupBy: 'stack' }, CONTEXT);
  const again = new GoroutineViews().query(
    server().build(),
    { ...QUERY, groupBy: 'stack' },
    CONTEXT,
  );
  expect(again.rows.key).toEqual(rows.key);
  expect(new Set(rows.key).size).toBe(2);
});

test('what a dump does not know cannot be grouped by, and says so', () => {
  const dump = 'goroutine 1 [select]:\nmain.work()\n\t/app/main.go:9 +0x1\n';
  const { value } = parseDump(dump);
  const { unavailable } = new GoroutineViews().query(value, QUERY, CONTEXT);
  expect(Object.keys(unavailable).sort()).toEqual([
    'creation',
    'label',
    'object',
    'parent',
    'thread',
  ]);
  const all = new GoroutineViews().query(server().build(), QUERY, CONTEXT);
  expect(Object.keys(all.unavailable)).toEqual(['start']);
});

test.each([
  ['', 'state: age: label: func: file: creator: id: parent: waits:'],
  ['st', 'state:'],
  ['func:serve -la', 'label:'],
  ['state:chan', 'chan-receive chan-send channel chan-receive-(nil-chan) chan-send-(nil-chan)'],
  ['label:ten', 'tenant tenant=acme tenant=zulu'],
  ['label:tenant=', 'tenant=acme tenant=zulu'],
  ['creator:', 'shop.accept'],
  ['file:', 'main.go'],
  ['parent:', '1 2 90'],
  ['waits:', '0xc000014060 0xc000020008'],
  ['id:', ''],
  ['nothing:', ''],
])('completing %j', (text, expected) => {
  const { items, from, to } = completeFilter(server().build(), text, text.length);
  expect(items.map((item) => item.text).join(' ')).toBe(expected);
  expect(to).toBe(text.length);
  expect(from).toBe(text.length - (/[^\s:-]*$/.exec(text)?.[0].length ?? 0));
});

test('words for several states count what they stand for', () => {
  const { items } = completeFilter(server().build(), 'state:', 6);
  const details = new Map(items.map(({ text, detail }) => [text, detail]));
  expect([details.get('chan-receive'), details.get('channel'), details.get('waiting')]).toEqual([
    '2',
    '3',
    '6',
  ]);
});

test('completing replaces the whole word, and says how many there are', () => {
  const { items, from, to } = completeFilter(server().build(), 'state:slxx id:1', 8);
  expect({ from, to, items }).toEqual({ from: 6, to: 10, items: [{ text: 'sleep', detail: '1' }] });
});

test('the filter finds children of a goroutine and what waits for an object', () => {
  const idsOf = (filter: string): readonly number[] => {
    const openGroups = [
      { key: 'thread 0', limit: 9 },
      { key: 'thread 4711', limit: 9 },
    ];
    const query = { ...QUERY, groupBy: 'thread', filter, openGroups } as const;
    const { rows } = new GoroutineViews().query(server().build(), query, CONTEXT);
    return rows.id.filter((id) => id > 0).sort((a, b) => a - b);
  };
  expect(idsOf('parent:2')).toEqual([4, 5]);
  expect(idsOf('waits:0xc000014060 -parent:2')).toEqual([6]);
  expect(idsOf('waits:jobs')).toEqual([4, 5, 6]);
  expect(idsOf('-waits:0xc000020008 -waits:jobs')).toEqual([1, 2]);
});
