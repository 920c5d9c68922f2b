import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFromMemory } from '../../src/adapter/goroutines/memory-reader.ts';
import { readGoroutines } from '../../src/adapter/goroutines/reader.ts';
import type { ReadOptions } from '../../src/adapter/goroutines/reader.ts';
import { readLayout } from '../../src/adapter/goroutines/raw/layout.ts';
import { Places } from '../../src/adapter/goroutines/raw/places.ts';
import { Snapshot } from '../../src/adapter/goroutines/snapshot.ts';
import { readStacks } from '../../src/adapter/goroutines/stacks.ts';
import type { Gate } from '../../src/adapter/side-channel.ts';
import { neverCancelled } from '../../src/base/cancellation.ts';
import { RpcClient } from '../../src/delve/rpc-client.ts';
import { waitReasonTable } from '../../src/delve/wait-reason.ts';
import type { GoroutineTable } from '../../src/goroutines/index.ts';
import { builtFixture, kill, lineOf, sourceOf, startPrinting } from '../support/go-program.ts';
import type { Started } from '../support/go-program.ts';

const GO = 'go1.26.8';
const options: ReadOptions = {
  token: neverCancelled,
  isUnlimited: () => false,
  changed: () => undefined,
};

let dlv: Started;
let rpc: RpcClient;
let gate: Gate;
let selected = 0;

/** dlv alone, stopped in `parked` with 1,200 goroutines. */
beforeAll(async () => {
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0', '--', '1200'];
  dlv = await startPrinting(
    'dlv',
    ['exec', builtFixture('parked'), ...flags],
    'API server listening at: ',
  );
  const port = Number(dlv.address.split(':').at(-1));
  rpc = await RpcClient.connect({ host: '127.0.0.1', port }, 5000);
  gate = { run: (call) => call(rpc) };
  await rpc.call('CreateBreakpoint', {
    Breakpoint: {
      file: sourceOf('parked'),
      line: lineOf('parked', 'fmt.Fprintln(os.Stderr, "round"'),
    },
    LocExpr: '',
    SubstitutePathRules: null,
    Suspended: false,
  });
  await rpc.command('continue');
  selected = (await rpc.stateNow()).currentGoroutine?.id ?? 0;
});
afterAll(async () => {
  rpc.close();
  await kill(dlv.process, 'SIGINT');
});

const newSnapshot = (): Snapshot =>
  new Snapshot(1, [], { waitReasons: waitReasonTable(GO), now: null, selected }, 0);

async function fromMemory(): Promise<Snapshot> {
  const layout = await readLayout(rpc, GO);
  if (!layout) throw new Error('no layout');
  const snapshot = newSnapshot();
  await readFromMemory(gate, { layout, places: new Places() }, snapshot, options);
  return snapshot;
}

/** What dlv's list knows too, in words. */
function lines(table: GoroutineTable): string[] {
  const place = (frame: number | undefined): string =>
    `${table.frames.function[frame ?? 0]} ${table.frames.file[frame ?? 0]}:${table.frames.line[frame ?? 0]}`;
  return Array.from({ length: table.length }, (_, row) =>
    [
      table.id[row],
      table.states[table.state[row] ?? 0],
      `created ${place(table.creation[row])}`,
      `started ${place(table.start[row])}`,
      `flags ${table.flags[row]}`,
      JSON.stringify(table.labelSets[table.labelSet[row] ?? 0]),
    ].join(' | '),
  ).sort();
}

test('memory tells what dlv lists, for every goroutine', async () => {
  const listed = newSnapshot();
  await readGoroutines(gate, listed, options);
  const read = await fromMemory();
  expect(read.status).toBe('complete');
  expect(lines(read.table)).toEqual(lines(listed.table));
  expect(read.table.length).toBeGreaterThan(1200);
});

test('stacks walked in memory are those of dlv', async () => {
  const { table } = await fromMemory();
  const ids = [...table.id].filter((_, row) => row % 97 === 0 || row < 8);
  const asked = newSnapshot();
  await readGoroutines(gate, asked, options);
  await readStacks(gate, asked, ids);
  const stackOf = (of: GoroutineTable, id: number): string[] => {
    const stack = of.stack[of.rowOf(id)] ?? 0;
    const frames = of.stacks.frames.slice(of.stacks.start[stack], of.stacks.start[stack + 1]);
    return frames.map((frame) => `${of.frames.function[frame]}:${of.frames.line[frame]}`);
  };
  for (const id of ids) {
    expect(stackOf(table, id)).toEqual(stackOf(asked.table, id));
    expect(table.frames.function[table.user[table.rowOf(id)] ?? 0]).toBe(
      asked.table.frames.function[asked.table.user[asked.table.rowOf(id)] ?? 0],
    );
  }
});

test('what is waited for: one channel, one lock, two channels of a select', async () => {
  const { table } = await fromMemory();
  const counts = new Map<number, number>();
  for (const object of table.object) counts.set(object, (counts.get(object) ?? 0) + 1);
  const found = [...counts]
    .filter(([object, count]) => object > 0 && count > 1)
    .map(([object, count]) => [
      table.objects[object]?.kind,
      table.objects[object]?.addresses.length,
      count,
    ]);
  expect(found.sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
    ['chan', 1, 600],
    ['mutex', 1, 300],
    ['select', 2, 300],
  ]);
  const { Variable: mutex } = await rpc.call('Eval', {
    Scope: { GoroutineID: selected, Frame: 1, DeferredCall: 0 },
    Expr: 'mu',
    Cfg: {
      FollowPointers: true,
      MaxVariableRecurse: 1,
      MaxStringLen: 0,
      MaxArrayValues: 0,
      MaxStructFields: -1,
    },
  });
  expect(table.objects.find(({ kind }) => kind === 'mutex')?.addresses).toEqual([mutex.addr]);
});

test('parents and threads', async () => {
  const { table } = await fromMemory();
  const main = table.rowOf(selected);
  expect(table.threads[table.thread[main] ?? 0]?.processor).toBeGreaterThanOrEqual(0);
  expect([...table.parent].filter((parent) => parent === selected).length).toBeGreaterThan(1200);
});
