// Records what the programs in examples/ leave behind, into examples/recorded/:
//
//     node scripts/record-examples.ts
//
// 1. Build the programs into a temporary folder, with -trimpath: file names then read
//    delvescope.example/shop/main.go, whatever the machine.
// 2. Record profiles and goroutine dumps of the shop under load, over HTTP.
// 3. Record how the deadlock ends: by the runtime's own finding, and by SIGQUIT.
// 4. Record an execution trace of the pipeline.
// 5. Check sizes and contents. Only when all is well, replace the recorded files.
//
// Needs Go (1.26 for labels in dumps) and Node 24, and takes a little over a minute.

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

const EXAMPLES = resolve(import.meta.dirname, '../examples');
const RECORDED = join(EXAMPLES, 'recorded');

const MAX_TRACE_BYTES = 1.5 * 2 ** 20;
const MAX_TOTAL_BYTES = 2.5 * 2 ** 20;

const SUBSCRIBERS = 120;
/** A dump tells how long a goroutine has waited from one minute on; the rest is for a garbage collection, which starts that clock. */
const LEAK_AGE_MS = 63_000;

/** File name → path of the shop's pprof endpoint. The profile of the processor comes before, while the leak grows old. */
const SHOP_ENDPOINTS: Readonly<Record<string, string>> = {
  'shop.heap.pb.gz': 'heap',
  'shop.allocs.pb.gz': 'allocs',
  'shop.block.pb.gz': 'block',
  'shop.mutex.pb.gz': 'mutex',
  'shop.threadcreate.pb.gz': 'threadcreate',
  'shop.goroutine.pb.gz': 'goroutine',
  'shop.goroutine.debug1.txt': 'goroutine?debug=1',
  'shop.goroutines.txt': 'goroutine?debug=2',
};

interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Program {
  readonly child: ChildProcess;
  /** Settles when the program has ended and all its output is read. */
  readonly exit: Promise<Exit>;
  /** The first line of stdout; rejects if the program ends without one. */
  readonly firstLine: Promise<string>;
}

/** What every step needs: where to build, where to write, what ends the recording early, and what has to be ended with it. */
interface Recording {
  readonly bin: string;
  readonly out: string;
  readonly signal: AbortSignal;
  readonly programs: Set<Program>;
}

async function main(): Promise<void> {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interrupt.abort(new Error(`interrupted by ${name}`)));
  }
  const temporary = await mkdtemp(join(tmpdir(), 'delvescope-examples-'));
  const recording: Recording = {
    bin: join(temporary, 'bin'),
    out: join(temporary, 'out'),
    signal: AbortSignal.any([interrupt.signal, AbortSignal.timeout(5 * 60_000)]),
    programs: new Set(),
  };
  try {
    await mkdir(recording.bin);
    await mkdir(recording.out);
    await build(recording);
    await recordShop(recording);
    await recordDeadlock(recording);
    await recordPipeline(recording);
    await check(recording);
    await publish(recording);
  } finally {
    await endPrograms(recording);
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function build(recording: Recording): Promise<void> {
  const packages = ['./shop', './deadlock', './pipeline'];
  await succeed(
    recording,
    start(recording, 'go', [
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-o',
      recording.bin,
      ...packages,
    ]),
  );
}

async function recordShop(recording: Recording): Promise<void> {
  const shop = start(recording, binary(recording, 'shop'), ['-addr', '127.0.0.1:0', '-load', '8']);
  const url = (await whileRunning(recording, shop.firstLine)).replace('shop listens on ', '');

  const subscriptions = Array.from({ length: SUBSCRIBERS }, (_, index) =>
    get(recording, `${url}/subscribe?tenant=tenant-${index % 7}`),
  );
  await Promise.all(subscriptions);
  const old = Date.now() + LEAK_AGE_MS;

  await save(recording, 'shop.cpu.pb.gz', `${url}/debug/pprof/profile?seconds=5`);
  await sleep(Math.max(0, old - Date.now()), undefined, { signal: recording.signal });
  for (const [file, path] of Object.entries(SHOP_ENDPOINTS)) {
    await save(recording, file, `${url}/debug/pprof/${path}`);
  }
  shop.child.kill('SIGTERM');
  await whileRunning(recording, shop.exit);
}

async function recordDeadlock(recording: Recording): Promise<void> {
  const fatal = await whileRunning(
    recording,
    start(recording, binary(recording, 'deadlock'), ['-fatal']).exit,
  );
  await writeDump(recording, 'deadlock.panic.txt', fatal, 'all goroutines are asleep - deadlock!');

  if (process.platform === 'win32') {
    console.log('deadlock.sigquit.txt is left as it is: Windows has no SIGQUIT');
    return;
  }
  const alive = start(recording, binary(recording, 'deadlock'), []);
  await whileRunning(recording, alive.firstLine);
  await sleep(500, undefined, { signal: recording.signal }); // for the three goroutines to reach their cycle
  alive.child.kill('SIGQUIT');
  await writeDump(
    recording,
    'deadlock.sigquit.txt',
    await whileRunning(recording, alive.exit),
    'SIGQUIT: quit',
  );
}

async function recordPipeline(recording: Recording): Promise<void> {
  const trace = join(recording.out, 'pipeline.trace');
  await succeed(
    recording,
    start(recording, binary(recording, 'pipeline'), ['-seconds', '1.5', '-trace', trace]),
  );
}

/** Throws unless the new files are small enough and free of this machine's folders. */
async function check(recording: Recording): Promise<void> {
  const environment = await succeed(
    recording,
    start(recording, 'go', ['env', 'GOROOT', 'GOPATH', 'GOMODCACHE', 'GOCACHE']),
  );
  const checkout = resolve(EXAMPLES, '..');
  const folders = [checkout, homedir(), ...environment.stdout.split(/\r?\n/)].filter(
    (folder) => folder.length > 1,
  );
  const forbidden = folders.flatMap((folder) => [
    `${folder}${sep}`,
    `${folder.replaceAll('\\', '/')}/`,
  ]);

  let total = 0;
  for (const file of await readdir(recording.out)) {
    const bytes = await readFile(join(recording.out, file));
    total += bytes.length;
    if (file.endsWith('.trace') && bytes.length > MAX_TRACE_BYTES) {
      throw new Error(
        `${file} has ${bytes.length} bytes, more than ${MAX_TRACE_BYTES}; record again on a quieter machine`,
      );
    }
    const content = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    for (const folder of forbidden) {
      if (content.includes(folder)) {
        throw new Error(`${file} contains ${folder}, a folder of this machine`);
      }
    }
  }
  if (total > MAX_TOTAL_BYTES) {
    throw new Error(`the recorded files have ${total} bytes, more than ${MAX_TOTAL_BYTES}`);
  }
}

async function publish(recording: Recording): Promise<void> {
  await mkdir(RECORDED, { recursive: true });
  for (const file of (await readdir(recording.out)).sort()) {
    await copyFile(join(recording.out, file), join(RECORDED, file));
    const { length } = await readFile(join(RECORDED, file));
    console.log(`${length.toLocaleString('en').padStart(9)} bytes  examples/recorded/${file}`);
  }
}

function binary(recording: Recording, name: string): string {
  return join(recording.bin, process.platform === 'win32' ? `${name}.exe` : name);
}

/** Starts a command in examples/ without a shell. */
function start(recording: Recording, command: string, args: readonly string[]): Program {
  const env = { ...process.env, GODEBUG: 'tracebacklabels=1' };
  const child = spawn(command, args, { cwd: EXAMPLES, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const exit = new Promise<Exit>((fulfil, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error) => reject(new Error(`cannot run ${command}`, { cause: error })));
    child.once('close', (code) => fulfil({ code, stdout, stderr }));
  });
  const firstLine = new Promise<string>((fulfil, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const end = stdout.indexOf('\n');
      if (end >= 0) fulfil(stdout.slice(0, end).trim());
    });
    exit.then(() => reject(new Error(`${command} ended without a word: ${stderr}`)), reject);
  });
  firstLine.catch(() => undefined); // Most callers wait for the exit alone.
  const program: Program = { child, exit, firstLine };
  recording.programs.add(program);
  const forget = (): unknown => recording.programs.delete(program);
  exit.then(forget, forget);
  return program;
}

/** Waits for a promise of a program, but no longer than the recording goes on. */
async function whileRunning<T>(recording: Recording, promise: Promise<T>): Promise<T> {
  recording.signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = (): void => reject(recording.signal.reason);
    recording.signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    recording.signal.removeEventListener('abort', stop);
  }
}

async function succeed(recording: Recording, program: Program): Promise<Exit> {
  const exit = await whileRunning(recording, program.exit);
  if (exit.code !== 0) {
    throw new Error(`${program.child.spawnargs.join(' ')} ended with ${exit.code}: ${exit.stderr}`);
  }
  return exit;
}

async function endPrograms(recording: Recording): Promise<void> {
  const programs = [...recording.programs];
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.allSettled(programs.map(({ exit }) => exit));
}

async function get(recording: Recording, url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: recording.signal });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.toString()}`);
  return body;
}

async function save(recording: Recording, file: string, url: string): Promise<void> {
  await writeFile(join(recording.out, file), await get(recording, url));
}

async function writeDump(
  recording: Recording,
  file: string,
  { stderr }: Exit,
  expected: string,
): Promise<void> {
  if (!stderr.includes(expected))
    throw new Error(`${file} should say "${expected}", but says: ${stderr}`);
  await writeFile(join(recording.out, file), stderr);
}

try {
  await main();
} catch (error) {
  for (let cause = error; cause instanceof Error; cause = cause.cause) console.error(cause.message);
  process.exitCode = 1;
}
