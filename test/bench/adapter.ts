import { performance } from 'node:perf_hooks';
import { FrameDecoder, encodeFrame } from '../../src/dap/framing.ts';
import { openSocket } from '../../src/delve/rpc-client.ts';
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
