import { expect, test } from 'vitest';
import { GoroutineTableBuilder, GoroutineViews, emptyView } from '../../../src/goroutines/index.ts';
import type { GoroutineTable, ViewContext, ViewQuery } from '../../../src/goroutines/index.ts';
import type { GoroutineView } from '../../../src/protocol/goroutine-view.ts';
import { dedent, viewText } from '../../support/goroutine-text.ts';

const CONTEXT: ViewContext = {
  generation: 1,
  status: 'complete',
  readMillis: 0,
  takenAt: 0,
  problems: [],
};
const QUERY: ViewQuery = {
  groupBy: 'creation',
  labelKey: null,
  filter: '',
  hideSystem: false,
  sort: 'count',
  openGroups: [],
  openGoroutines: [],
  start: 0,
  count: 100,
};

function shop(): GoroutineTableBuilder {
  const builder = new GoroutineTableBuilder();
  const creation = builder.frame('orders.(*Hub).Subscribe', '/app/hub.go', 88);
  const user = builder.frame('orders.(*Hub).deliver', '/app/hub.go', 97);
  const park = builder.frame('runtime.gopark', '/go/proc.go', 1);
  const stack = builder.stack([park, user]);
  for (const [id, minutes] of [
    [10, 1],
    [11, 12],
    [12, 5],
  ] as const) {
    const labels = builder.labels([['request', String(id)]]);
    const wait = minutes * 60e9;
    builder.add({
      id,
      state: 'chan receive',
      wait,
      creation,
      user,
      start: user,
      current: park,
      labels,
      stack,
    });
  }
  const main = builder.frame('main.main', '/app/main.go', 7);
  builder.add({
    id: 1,
    state: 'running',
    user: main,
    current: main,
    start: builder.frame('runtime.main', '/go/proc.go', 2),
  });
  const sweep = builder.frame('runtime.bgsweep', '/go/mgc.go', 3);
  builder.add({
    id: 2,
    state: 'GC sweep wait',
    user: park,
    current: park,
    start: sweep,
    creation: sweep,
  });
  return builder;
}

/** Also proves that an answer is what the protocol promises. */
function check(
  table: GoroutineTable,
  change: Partial<ViewQuery>,
  expected: string,
  context = CONTEXT,
): void {
  const answer = new GoroutineViews().query(table, { ...QUERY, ...change }, context);
  const promised: GoroutineView = { ...answer, pause: null, isTotalOpen: false };
  expect(promised.generation).toBe(context.generation);
  expect(viewText(answer)).toBe(dedent(expected));
}

const HUB = 'creation orders.(*Hub).Subscribe /app/hub.go:88';

test('groups, members, frames and what is not listed', () => {
  check(
    shop().build(),
    { openGroups: [{ key: HUB, limit: 2 }], openGoroutines: [11] },
    `
    5 of 5 of 5, 3 groups, lines 0 of 12
    3 orders.(*Hub).deliver [chan receive] hub.go:88 12 min
      11 orders.(*Hub).deliver [chan receive] hub.go:97 12 min request=11
        (runtime.gopark proc.go:1
        *orders.(*Hub).deliver hub.go:97
        created by orders.(*Hub).Subscribe hub.go:88
      12 orders.(*Hub).deliver [chan receive] hub.go:97 5 min request=12
      1 more
    1 main.main [running] main.go:7
    1 runtime.bgsweep [GC sweep wait] mgc.go:3`,
  );
});

test('a window holds the rows that touch it', () => {
  check(
    shop().build(),
    { openGroups: [{ key: HUB, limit: 9 }], start: 1, count: 2 },
    `
    5 of 5 of 5, 3 groups, lines 0 of 9
    3 orders.(*Hub).deliver [chan receive] hub.go:88 12 min
      11 orders.(*Hub).deliver [chan receive] hub.go:97 12 min request=11`,
  );
  check(
    shop().build(),
    { start: 3, count: 1 },
    `
    5 of 5 of 5, 3 groups, lines 2 of 6
    1 main.main [running] main.go:7`,
  );
});

test('every window is a part of the whole', () => {
  const views = new GoroutineViews();
  const table = shop().build();
  const query = { ...QUERY, openGroups: [{ key: HUB, limit: 2 }], openGoroutines: [11, 12] };
  const whole = views.query(table, query, CONTEXT);
  const lines = whole.rows.kind.flatMap((kind, at) => (kind === 0 ? [at, at] : [at]));
  for (let start = 0; start < lines.length; start++) {
    const { rows } = views.query(table, { ...query, start, count: 4 }, CONTEXT);
    const expected = [...new Set(lines.slice(start, start + 4))].map((at) => whole.rows.name[at]);
    expect(rows.name).toEqual(expected);
  }
});

test('by state, by label, oldest first, without the runtime', () => {
  check(
    shop().build(),
    { groupBy: 'state', hideSystem: true, sort: 'oldest' },
    `
    4 of 5 of 5, 2 groups, lines 0 of 4
    3 “chan receive” [chan receive] hub.go:97 12 min
    1 “running” [running] main.go:7`,
  );
  check(
    shop().build(),
    { groupBy: 'label', filter: 'id:10-11' },
    `
    2 of 5 of 5, 2 groups, lines 0 of 4
    1 orders.(*Hub).deliver [chan receive] hub.go:97 12 min request=11
    1 orders.(*Hub).deliver [chan receive] hub.go:97 1 min request=10`,
  );
});

test('known totals count until a filter makes them wrong', () => {
  const builder = shop();
  builder.setTotal(8_412);
  builder.setKnownTotal(
    'creation',
    builder.frame('orders.(*Hub).Subscribe', '/app/hub.go', 88),
    6_204,
  );
  builder.setKnownTotal('creation', builder.frame('pay.Capture', '/app/pay.go', 5), 299);
  const open = { hideSystem: true, openGroups: [{ key: HUB, limit: 1 }] };
  check(
    builder.build(),
    open,
    `
    4 of 5 of 8412, 3 groups, lines 0 of 8
    6204 orders.(*Hub).deliver [chan receive] hub.go:88 12 min
      11 orders.(*Hub).deliver [chan receive] hub.go:97 12 min request=11
      6203 more
    299 pay.Capture [] pay.go:5
    1 main.main [running] main.go:7`,
  );
  check(
    builder.build(),
    { ...open, filter: 'state:chan' },
    `
    3 of 5 of 8412, 1 groups, lines 0 of 4
    3 orders.(*Hub).deliver [chan receive] hub.go:88 12 min
      11 orders.(*Hub).deliver [chan receive] hub.go:97 12 min request=11
      2 more`,
  );
});

test('rows can be completed later; deferred calls and ancestors stand where they belong', () => {
  const builder = new GoroutineTableBuilder();
  const place = builder.frame('main.work', '/app/main.go', 9);
  builder.add({ id: 7, state: 'select', current: place });
  const before = builder.build();
  const lock = builder.frame('sync.(*Mutex).Lock', '/go/mutex.go', 5);
  const creation = builder.frame('main.main', '/app/main.go', 3);
  const stack = builder.stack([lock, place]);
  builder.update(7, { user: place, wait: 60e9, stack, creation, parent: 1 });
  const after = builder.build();
  expect(after.version).not.toBe(before.version);
  const defers = [
    {
      position: 1,
      deferred: builder.frame('main.(*Order).close', '/app/order.go', 30),
      statement: builder.frame('main.work', '/app/main.go', 8),
    },
  ];
  const ancestors = [{ id: 1, frames: [builder.frame('main.main', '/app/main.go', 3)] }];
  const notesOf = (id: number) => (id === 7 ? { defers, ancestors } : undefined);
  check(
    after,
    {
      groupBy: 'location',
      openGroups: [{ key: 'location main.work /app/main.go:9', limit: 5 }],
      openGoroutines: [7],
    },
    `
    1 of 1 of 1, 1 groups, lines 0 of 8
    1 main.work [select] main.go:9 1 min
      7 main.work [select] main.go:9 1 min
        (sync.(*Mutex).Lock mutex.go:5
        *main.work main.go:9
        deferred main.(*Order).close main.go:8
        created by main.main main.go:3 in goroutine 1, ended
        ancestor main.main main.go:3 in goroutine 1, ended`,
    { ...CONTEXT, notesOf },
  );
  expect(viewText(emptyView(3))).toBe('0 of 0 of 0, 0 groups, lines 0 of 0');
});
