/**
 * Runs the tests of Delve's own DAP server with our adapter between its test client and its server, once with us and
 * once without, and compares. Delve's sources come from the module cache and are changed in a temporary copy only.
 *
 *   daptest client ──TCP──▶ relay ──stdio──▶ adapter --dap ADDR ──TCP──▶ dlv's DAP server
 *
 * usage: node test/peers/delve-dap-suite.ts [--without] [-run REGEX]
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execFileSync } from 'node:child_process';

const VERSION = 'v1.27.2';
/** Everything the tests print, for looking at a failure. */
const LOG = join(tmpdir(), 'delve-dap-suite.log');
const ADAPTER = resolve(import.meta.dirname, '../../src/adapter/main.ts');

interface Counts {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

const args = process.argv.slice(2);
const isDirect = args.includes('--without');
const flags = args.filter((argument) => argument !== '--without');
const work = await mkdtemp(join(tmpdir(), 'delve-dap-suite-'));
try {
  const folder = await preparedCopy(work);
  const relay = isDirect ? undefined : await startRelay();
  const counts = await runSuite(folder, relay?.address ?? '', flags);
  relay?.close();
  for (const name of counts.failed) console.log(`failed: ${name}`);
  if (counts.failed.length > 0) console.log(`the tests' output is in ${LOG}`);
  const { passed, failed, skipped } = counts;
  console.log(`${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length === 0 && passed.length > 0 ? 0 : 1;
} finally {
  await rm(work, { recursive: true, force: true });
}

/** Delve's module, writable, with a test client that goes through `$DAPTEST_VIA`. */
async function preparedCopy(folder: string): Promise<string> {
  const module = `github.com/go-delve/delve@${VERSION}`;
  const answer = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' });
  const { Dir: source } = JSON.parse(answer) as { Dir: string };
  const copy = join(folder, 'delve');
  await cp(source, copy, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', copy]);
  const client = join(copy, 'service/dap/daptest/client.go');
  const text = await readFile(client, 'utf8');
  const dial = 'fmt.Println("Connecting to server at:", addr)\n';
  if (!text.includes(dial)) throw new Error(`${client} has changed: no ${dial.trim()}`);
  const patched = text.replace('"net"\n', '"net"\n\t"os"\n').replace(
    dial,
    `${dial}	if via := os.Getenv("DAPTEST_VIA"); via != "" {
		conn, err := net.Dial("tcp", via)
		if err != nil {
			log.Fatal("dialing relay:", err)
		}
		fmt.Fprintf(conn, "UPSTREAM %s\\n", addr)
		return NewClientFromConn(conn)
	}
`,
  );
  await writeFile(client, patched);
  return copy;
}

/** Takes `UPSTREAM host:port` and then becomes the standard streams of an adapter in front of that address. */
function startRelay(): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((socket) => {
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\n');
      if (end < 0) return;
      socket.removeListener('data', read);
      const upstream = head.toString('utf8', 0, end).replace('UPSTREAM ', '').trim();
      pipeThroughAdapter(socket, upstream, head.subarray(end + 1));
    };
    socket.on('data', read);
    socket.on('error', () => {});
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      done({ address: `127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

/**
 * Delve's tests give a client 100 ms to be connected, less than a process needs to start. So the connection is made
 * here at once, and the adapter finds it behind a port of its own.
 */
function pipeThroughAdapter(client: Socket, upstream: string, rest: Buffer): void {
  const at = upstream.lastIndexOf(':');
  const host = upstream.slice(0, at).replace(/^\[::\]$|^$/, '127.0.0.1');
  const server = connect({
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(upstream.slice(at + 1)),
  });
  server.on('error', () => client.destroy());
  const door = createServer((socket) => {
    door.close();
    socket.pipe(server);
    server.pipe(socket);
    socket.on('error', () => server.destroy());
    socket.on('close', () => server.destroy());
  });
  door.listen(0, '127.0.0.1', () => {
    const bound = door.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    const adapter = spawn(process.execPath, [ADAPTER, '--dap', `127.0.0.1:${port}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    adapter.stdin.on('error', () => {});
    if (rest.length > 0) adapter.stdin.write(rest);
    client.pipe(adapter.stdin);
    adapter.stdout.pipe(client);
    adapter.on('exit', () => client.end());
    client.on('close', () => adapter.stdin.end());
  });
}

function runSuite(folder: string, via: string, extra: readonly string[]): Promise<Counts> {
  const counts = { passed: [] as string[], failed: [] as string[], skipped: [] as string[] };
  const child = spawn(
    'go',
    ['test', '-count=1', '-timeout', '20m', '-v', './service/dap', ...extra],
    {
      cwd: folder,
      env: { ...process.env, DAPTEST_VIA: via },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const log = createWriteStream(LOG);
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      log.write(`${line}\n`);
      const match = /^--- (PASS|FAIL|SKIP): (\S+)/.exec(line);
      const name = match?.[2];
      if (name === undefined) continue;
      if (match?.[1] === 'PASS') counts.passed.push(name);
      else if (match?.[1] === 'FAIL') counts.failed.push(name);
      else counts.skipped.push(name);
    }
  });
  return new Promise((done) => child.on('close', () => done(counts)));
}
