import { performance } from 'node:perf_hooks';
import { FrameDecoder, encodeFrame } from '../../src/dap/framing.ts';
import { RpcClient, openSocket } from '../../src/delve/rpc-client.ts';
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
const GOROUTINES = 10_000;

/** What the adapter adds to a step, how fast frames are cut, and how soon goroutines are seen. */
export async function* cases(): AsyncGenerator<BenchLine> {
  yield framing();
  yield* steps();
  yield* goroutines();
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

async function oneStep(client: DapClient, threads: Map<DapClient, number>): Promise<number> {
  const threadId = threads.get(client) ?? 1;
  const started = performance.now();
  await client.request('next', { threadId });
  threads.set(client, (await client.stopped()).threadId);
  return performance.now() - started;
}

async function* goroutines(): AsyncGenerator<BenchLine> {
  const client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('parked'), args: [String(GOROUTINES)] },
    { path: sourceOf('parked'), lines: [lineOf('parked', 'fmt.Fprintln(os.Stderr, "round"')] },
  );
  await client.stopped();
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
    const counts = JSON.stringify(view['rows']);
    if (groups === 0 && total > GOROUTINES && counts.includes(`${GOROUTINES / 2}`)) groups = now;
    if (view['status'] !== 'reading') break;
    await client.event('delvescope/goroutinesChanged');
  }
  const all = performance.now() - started;
  await client.disconnect();
  const on = `fixtures/go/parked with ${GOROUTINES} goroutines`;
  yield { name: 'goroutines-first-rows', value: first, unit: 'ms', on };
  yield { name: 'goroutines-groups', value: groups, unit: 'ms', on };
  yield { name: 'goroutines-all', value: all, unit: 'ms', on };
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
