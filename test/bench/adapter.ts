import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { objectOf } from '../../src/dap/messages.ts';
import { FrameDecoder, encodeFrame } from '../../src/dap/framing.ts';
import { RpcClient, openSocket } from '../../src/delve/rpc-client.ts';
import { GOROUTINE_GO_LOCATION } from '../../src/delve/rpc-types.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, kill, lineOf, sourceOf, startPrinting } from '../support/go-program.ts';

/** One measurement, ready to print as a line of JSON. */
export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was measured on what. */
  readonly on: string;
}

const STEPS = 60;
const ROUND = 'fmt.Fprintln(os.Stderr, "round"';
const SNAPSHOTS = 20;

/** What the adapter adds to a step, how fast frames are cut, and how soon goroutines are seen. */
export async function* cases(): AsyncGenerator<BenchLine> {
  yield framing();
  yield* steps();
  yield* goroutines(10_000);
  yield* goroutines(100_000);
  yield* listed(10_000);
  yield* snapshots(1000);
  yield* keptSteps();
  yield* expressions();
}

function framing(): BenchLine {
  const frame = encodeFrame(Buffer.alloc(20_000_000, 0x20));
  const chunk = 65_536;
  const started = performance.now();
  const decoder = new FrameDecoder();
  for (let at = 0; at < frame.length; at += chunk) decoder.push(frame.subarray(at, at + chunk));
  const value = performance.now() - started;
  return { name: 'framing', value, unit: 'ms', on: 'one message of 20 MB in chunks of 64 kB' };
}

async function* steps(): AsyncGenerator<BenchLine> {
  const program = builtFixture('parked');
  const breakpoint = {
    path: sourceOf('parked'),
    lines: [lineOf('parked', 'time.Sleep(time.Millisecond)')],
  };
  const through = DapClient.start();
  await through.start('launch', { mode: 'exec', program, args: ['100'] }, breakpoint);
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0', '--', '100'];
  const dlv = await startPrinting('dlv', ['exec', program, ...flags], 'API server listening at: ');
  const port = Number(dlv.address.split(':').at(-1));
  const socket = await openSocket({ host: '127.0.0.1', port }, 5000);
  const direct = new DapClient(socket, socket);
  await direct.start('attach', { mode: 'remote' }, breakpoint);
  const threads = new Map<DapClient, number>();
  for (const client of [through, direct]) threads.set(client, (await client.stopped()).threadId);
  // Interleaved, so that what else the machine does hits both alike.
  const times = { through: [] as number[], direct: [] as number[] };
  for (let step = 0; step < STEPS; step++) {
    times.through.push(await oneStep(through, threads));
    times.direct.push(await oneStep(direct, threads));
  }
  await through.disconnect();
  await direct.disconnect({ terminateDebuggee: true });
  await kill(dlv.process, 'SIGINT');
  const on = `${STEPS} steps of fixtures/go/parked with 100 goroutines, median`;
  yield { name: 'step', value: median(times.through), unit: 'ms', on };
  yield { name: 'step-direct', value: median(times.direct), unit: 'ms', on: `${on}, without us` };
  const ratio = median(times.through) / median(times.direct);
  yield { name: 'step-ratio', value: ratio, unit: 'times', on };
}

/** The main goroutine is stepped through while 20 others come by a breakpoint all the time. */
async function* keptSteps(): AsyncGenerator<BenchLine> {
  const client = DapClient.start();
  const path = sourceOf('busy');
  const line = (mark: string): number => lineOf('busy', `// ${mark}`);
  const first = { path, lines: [line('first')] };
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('busy'), args: ['20'] },
    first,
  );
  const { threadId } = await client.stopped();
  const quiet: number[] = [];
  const kept: number[] = [];
  for (const [times, lines] of [
    [quiet, [line('first')]],
    [kept, [line('first'), line('hot')]],
  ] as const) {
    const breakpoints = lines.map((each) => ({ line: each }));
    await client.request('setBreakpoints', { source: { path }, breakpoints });
    for (let count = 0; count < 5; count++) {
      times.push(await oneStep(client, new Map([[client, threadId]])));
    }
    // `wait` is two seconds away: the next round begins there.
    await client.request('setBreakpoints', {
      source: { path },
      breakpoints: [{ line: line('first') }],
    });
    await client.request('continue', { threadId });
    await client.stopped();
  }
  const passed = [...client.output('console').matchAll(/Passed (\d+) hit/g)];
  const hits = passed.reduce((sum, [, number]) => sum + Number(number), 0);
  await client.disconnect();
  const on = `5 steps of fixtures/go/busy, ${hits} hits of 20 other goroutines passed`;
  yield {
    name: 'kept-step-quiet',
    value: median(quiet),
    unit: 'ms',
    on: '5 steps, no hot breakpoint',
  };
  yield { name: 'kept-step-hot', value: median(kept), unit: 'ms', on };
}

async function oneStep(client: DapClient, threads: Map<DapClient, number>): Promise<number> {
  const threadId = threads.get(client) ?? 1;
  const started = performance.now();
  await client.request('next', { threadId });
  threads.set(client, (await client.stopped()).threadId);
  return performance.now() - started;
}

/** All goroutines of a stop with their stacks, as the panel gets them. */
async function* goroutines(goroutineCount: number): AsyncGenerator<BenchLine> {
  const client = await parkedAt(goroutineCount);
  const query = { groupBy: 'creation', hideSystem: true, count: 50 };
  const started = performance.now();
  let first = 0;
  let groups = 0;
  for (;;) {
    const view = await client.request('delvescope/goroutineView', query);
    const now = performance.now() - started;
    const isRead = Number(view['read']) > 0;
    if (first === 0 && isRead) first = now;
    const total = Number(view['total']);
    // Counts are exact as soon as all are read; their stacks come after that.
    const isCounted = total > goroutineCount && Number(view['read']) === total;
    if (groups === 0 && isCounted) groups = now;
    if (view['status'] !== 'reading') break;
    await client.event('delvescope/goroutinesChanged');
  }
  const all = performance.now() - started;
  const memory = residentMegabytes(client.process?.pid ?? 0);
  const stepStarted = performance.now();
  await client.request('next', { threadId: 1 });
  await client.stopped();
  const step = performance.now() - stepStarted;
  await client.disconnect();
  const on = `fixtures/go/parked with ${goroutineCount} goroutines`;
  yield { name: 'goroutines-first-rows', value: first, unit: 'ms', on };
  yield { name: 'goroutines-groups', value: groups, unit: 'ms', on };
  yield { name: 'goroutines-all', value: all, unit: 'ms', on };
  yield { name: 'goroutines-adapter-memory', value: memory, unit: 'MB', on };
  yield { name: 'goroutines-step-after', value: step, unit: 'ms', on };
}

/** The same goroutines as dlv lists them itself, without stacks: pages of 500, and its grouping. */
async function* listed(goroutineCount: number): AsyncGenerator<BenchLine> {
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0', '--'];
  const args = ['exec', builtFixture('parked'), ...flags, String(goroutineCount)];
  const dlv = await startPrinting('dlv', args, 'API server listening at: ');
  const port = Number(dlv.address.split(':').at(-1));
  const rpc = await RpcClient.connect({ host: '127.0.0.1', port }, 5000);
  const line = lineOf('parked', ROUND);
  await rpc.call('CreateBreakpoint', {
    Breakpoint: { file: sourceOf('parked'), line },
    LocExpr: '',
    SubstitutePathRules: null,
    Suspended: false,
  });
  await rpc.command('continue');
  const started = performance.now();
  for (let next = 0; next >= 0;)
    next = (await rpc.listGoroutines({ Start: next, Count: 500 })).Nextg;
  const pages = performance.now() - started;
  await rpc.command('continue');
  const groupingStarted = performance.now();
  const grouping = { GroupBy: GOROUTINE_GO_LOCATION, MaxGroupMembers: 1, MaxGroups: 1000 };
  await rpc.listGoroutines({ Start: 0, Count: 0, ...grouping });
  const groups = performance.now() - groupingStarted;
  rpc.close();
  await kill(dlv.process, 'SIGINT');
  const on = `fixtures/go/parked with ${goroutineCount} goroutines, dlv alone`;
  yield { name: 'goroutines-dlv-list', value: pages, unit: 'ms', on };
  yield { name: 'goroutines-dlv-groups', value: groups, unit: 'ms', on };
}

/** For how long a snapshot pauses a running program, and how much of it that covers. */
async function* snapshots(goroutineCount: number): AsyncGenerator<BenchLine> {
  const client = await parkedAt(goroutineCount);
  await client.request('setBreakpoints', { source: { path: sourceOf('parked') }, breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  const pauses: number[] = [];
  const reads: number[] = [];
  const stacks: number[] = [];
  for (let round = 0; round <= SNAPSHOTS; round++) {
    await client.request('delvescope/snapshotGoroutines', { isWhole: false });
    const view = await client.request('delvescope/goroutineView', { count: 10 });
    // The first one asks for source lines, once.
    if (round === 0) continue;
    pauses.push(Number(objectOf(view['pause'])['millis']));
    reads.push(Number(view['read']));
    stacks.push(Number(view['stackCount']));
  }
  await client.disconnect();
  const on = `${SNAPSHOTS} snapshots of fixtures/go/parked with ${goroutineCount} goroutines`;
  yield { name: 'snapshot-pause', value: median(pauses), unit: 'ms', on: `${on}, median` };
  yield { name: 'snapshot-pause-longest', value: Math.max(...pauses), unit: 'ms', on };
  yield { name: 'snapshot-read', value: median(reads), unit: 'goroutines', on };
  yield { name: 'snapshot-stacks', value: median(stacks), unit: 'goroutines', on };
}

async function parkedAt(goroutineCount: number): Promise<DapClient> {
  const client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('parked'), args: [String(goroutineCount)] },
    { path: sourceOf('parked'), lines: [lineOf('parked', ROUND)] },
  );
  await client.stopped();
  return client;
}

/** By /proc: Linux only, else 0. */
function residentMegabytes(processId: number): number {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** One expression in the frame of its own code in 1,000 goroutines, beside dlv's answers to the same questions. */
async function* expressions(): AsyncGenerator<BenchLine> {
  const count = 1000;
  const client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('values'), args: [String(count)] },
    { path: sourceOf('values'), lines: [lineOf('values', 'fmt.Fprintln(os.Stderr, "round"')] },
  );
  const times = { first: [] as number[], all: [] as number[], more: [] as number[] };
  for (let round = 0; round < 5; round++) {
    const { threadId } = await client.stopped();
    const cold = await timeTable(client, ['o.ID']);
    times.first.push(cold.first);
    times.all.push(cold.all);
    times.more.push((await timeTable(client, ['o.ID', 'o.Total'])).all);
    await client.request('continue', { threadId });
  }
  await client.disconnect();
  const on = `o.ID in ${count} goroutines of fixtures/go/values, median of 5`;
  yield { name: 'expressions-first-rows', value: median(times.first), unit: 'ms', on };
  yield { name: 'expressions-all', value: median(times.all), unit: 'ms', on };
  const moreOn = `${on}, a second column at the same stop`;
  yield { name: 'expressions-more', value: median(times.more), unit: 'ms', on: moreOn };
  const raw = await rawEvaluations(count);
  const rawOn = `${on}, dlv alone: pipelined Stacktrace and Eval, frames known`;
  yield { name: 'expressions-raw', value: raw, unit: 'ms', on: rawOn };
}

async function timeTable(
  client: DapClient,
  expressionList: readonly string[],
): Promise<{ readonly first: number; readonly all: number }> {
  const definition = { expressions: expressionList, filter: 'func:main.serve' };
  const started = performance.now();
  let first = 0;
  for (;;) {
    const view = await client.request('delvescope/expressionTable', { definition, count: 50 });
    if (first === 0 && Number(view['read']) > 0) first = performance.now() - started;
    if (view['status'] !== 'reading') return { first, all: performance.now() - started };
    await client.event('delvescope/expressionTableChanged');
  }
}

/** The same questions to dlv without us, all sent at once. */
async function rawEvaluations(count: number): Promise<number> {
  const program = builtFixture('values');
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0', '--', String(count)];
  const dlv = await startPrinting('dlv', ['exec', program, ...flags], 'API server listening at: ');
  const port = Number(dlv.address.split(':').at(-1));
  const rpc = await RpcClient.connect({ host: '127.0.0.1', port }, 5000);
  const line = lineOf('values', 'fmt.Fprintln(os.Stderr, "round"');
  await rpc.call('CreateBreakpoint', {
    Breakpoint: { file: sourceOf('values'), line },
    LocExpr: '',
    SubstitutePathRules: null,
    Suspended: false,
  });
  await rpc.command('continue');
  const { Goroutines } = await rpc.listGoroutines({ Start: 0, Count: 2 * count });
  const ids = Goroutines.filter((one) => one.userCurrentLoc.function?.name === 'main.serve');
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    await Promise.all(ids.map(({ id }) => evaluateRaw(rpc, id)));
    times.push(performance.now() - started);
  }
  rpc.close();
  await kill(dlv.process, 'SIGINT');
  return median(times);
}

async function evaluateRaw(rpc: RpcClient, id: number): Promise<void> {
  const stack = rpc.stacktrace(id, 20);
  // Parked below gopark, chanrecv and chanrecv1.
  const scope = { GoroutineID: id, Frame: 3, DeferredCall: 0 };
  const config = {
    FollowPointers: true,
    MaxVariableRecurse: 1,
    MaxStringLen: 64,
    MaxArrayValues: 8,
    MaxStructFields: 6,
  };
  await Promise.all([stack, rpc.call('Eval', { Scope: scope, Expr: 'o.ID', Cfg: config })]);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
