import { createServer } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/tools/folders.ts';
import type { CaptureKindInfo, CaptureProgress } from '../../src/protocol/capture.ts';
import type { TraceInfo, TraceProgress, TraceRecording } from '../../src/protocol/timeline.ts';
import { indexTrace } from '../../src/trace/index.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { builtExample, builtFixture, startPrinting } from '../support/go-program.ts';

const ACCESS = { headers: {}, verifyCertificate: true, trustedCertificates: '', proxy: '' };

let server: AnalysisServerProcess;
let folder: string;
let shop: ChildProcess;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capture-'));
  server = await AnalysisServerProcess.start();
  const args = ['-addr', '127.0.0.1:0', '-load', '2'];
  const started = await startPrinting(builtExample('shop'), args, 'shop listens on ');
  shop = started.process;
  address = started.address;
});

afterAll(async () => {
  shop.kill();
  server.stop();
  await rm(folder, { recursive: true });
});

async function kinds(of: string): Promise<readonly CaptureKindInfo[]> {
  const offer = await server.request('delvescope/captureOffer', { address: of, access: ACCESS });
  return offer.kinds;
}

let id = 0;

async function capture(from: string, title: string, seconds = 0, into = folder): Promise<string> {
  const kind = (await kinds(from)).find((one) => one.title === title);
  if (!kind) throw new Error(`${from} does not offer ${title}`);
  const query = { id: ++id, address: from, access: ACCESS, kind, seconds, folder: into };
  return (await server.request('delvescope/capture', query)).path ?? '';
}

describe('a running Go program', () => {
  test('its index names every kind', async () => {
    const titles = (await kinds(address)).map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['cpu', 'heap', 'allocs', 'goroutine', 'goroutine dump', 'trace']),
    );
    expect(titles).not.toContain('cmdline');
  });

  test('several kinds at once become files that are what they say', async () => {
    const [cpu, heap, trace, dump] = await Promise.all([
      capture(address, 'cpu', 1),
      capture(address, 'heap'),
      capture(address, 'trace', 1),
      capture(address, 'goroutine dump'),
    ]);
    const cpuInfo = await server.request('delvescope/openProfile', { path: cpu });
    expect(cpuInfo.sampleTypes.map(({ type }) => type)).toEqual(['samples', 'cpu']);
    const heapInfo = await server.request('delvescope/openProfile', { path: heap });
    expect(heapInfo.sampleTypes.at(-1)?.type).toBe('inuse_space');
    expect((await readFile(trace)).toString('latin1', 0, 5)).toBe('go 1.');
    expect(await readFile(dump, 'utf8')).toContain('goroutine 1 [');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a second CPU profile at the same time is told why not', async () => {
    const first = capture(address, 'cpu', 2);
    await new Promise((done) => setTimeout(done, 500));
    await expect(capture(address, 'cpu', 1)).rejects.toThrow(/is recording already/);
    await first;
  });
});

describe('a trace that is looked at while it is recorded', () => {
  const whole = new Uint8Array(readFileSync(join(ROOT, 'examples/recorded/pipeline.trace')));
  const { generations } = indexTrace((at, length) => whole.subarray(at, at + length), whole.length);
  const firstEnd = generations[0]?.end ?? 0;
  let program: Server;
  /** The answer of a program that has sent its first generation, and the beginning of the next. */
  let answer: ServerResponse;
  let listening: readonly { dispose(): void }[];
  let growth: TraceInfo[];
  let states: (TraceRecording | null)[];
  let captured: Promise<{ path: string | null }>;
  let path: string;
  let first: TraceInfo;

  beforeEach(async () => {
    program = createServer(({ url }, response) => {
      if (url?.startsWith('/debug/pprof/trace') !== true) {
        response.end('<html><a href="trace">trace</a></html>');
        return;
      }
      answer = response;
      response.write(whole.subarray(0, firstEnd + 50));
    });
    await new Promise<void>((done) => program.listen(0, '127.0.0.1', done));
    // A listening TCP server has an address of this kind.
    const { port } = program.address() as AddressInfo;
    const { promise: shown, resolve } = Promise.withResolvers<string>();
    growth = [];
    states = [];
    listening = [
      server.connection.onNotification(
        'delvescope/captureProgress',
        (progress: CaptureProgress) => {
          if (progress.trace !== undefined) resolve(progress.trace);
        },
      ),
      server.connection.onNotification('delvescope/traceProgress', (progress: TraceProgress) => {
        if (progress.info) growth.push(progress.info);
        if (progress.recording !== undefined) states.push(progress.recording);
      }),
    ];
    const from = `http://127.0.0.1:${port}`;
    const kind = (await kinds(from)).find(({ title }) => title === 'trace');
    if (!kind) throw new Error('no trace');
    const query = { address: from, access: ACCESS, kind, seconds: 9, folder, isWatched: true };
    captured = server.request('delvescope/capture', { id: ++id, ...query });
    path = await shown;
    first = await server.request('delvescope/openTrace', { path });
  });

  afterEach(async () => {
    await server.request('delvescope/closeTrace', { trace: path });
    for (const each of listening) each.dispose();
    program.closeAllConnections();
    program.close();
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  /** What it says when it has ended early. */
  async function ended(): Promise<string> {
    for (;;) {
      const said = states.find((state) => state !== null && state.ended !== null)?.ended;
      if (typeof said === 'string') return said;
      await sleep(50);
    }
  }

  test('opens with the first generation, and becomes the file', async () => {
    expect(first).toMatchObject({ trace: path, problems: [], readShare: 1, restProblem: null });
    expect(existsSync(path)).toBe(false);
    answer.end(whole.subarray(firstEnd + 50));
    expect(await captured).toEqual({ path });
    while (states.at(-1) !== null) await sleep(50);
    const last = growth.at(-1);
    expect(last).toMatchObject({ trace: path, problems: [], isComplete: true, readShare: 1 });
    expect(last?.endTime).toBeGreaterThan(first.endTime);
    expect(states[0]).toMatchObject({ seconds: 9, ended: null });
    expect(new Uint8Array(await readFile(path))).toEqual(whole);
  });

  test('is a part when it is stopped, and a file of whole generations when that is kept', async () => {
    await server.request('delvescope/stopRecording', { trace: path });
    expect(await captured).toEqual({ path: null });
    expect(await ended()).toBe('Stopped.');
    expect(existsSync(path)).toBe(false);
    await server.request('delvescope/keepRecording', { trace: path });
    expect(new Uint8Array(await readFile(path))).toEqual(whole.subarray(0, firstEnd));
    expect(states.at(-1)).toBeNull();
  });

  test('says what broke it off, can still be asked, and leaves nothing', async () => {
    answer.destroy();
    await expect(captured).rejects.toThrow(/^After \d+ bytes 127\.0\.0\.1:\d+ was gone: \w+\.$/);
    expect(await ended()).toMatch(/was gone/);
    const found = await server.request('delvescope/traceSearch', { trace: path, text: 'main' });
    expect(found.total).toBeGreaterThan(0);
    await server.request('delvescope/closeTrace', { trace: path });
    expect(existsSync(path)).toBe(false);
  });
});

describe('a flight recorder', () => {
  test('an address that serves one offers it, and it opens as a trace', async () => {
    const started = await startPrinting(builtFixture('flight'), [], 'flight listens on ');
    try {
      const at = `http://${started.address}/debug/flight?key=1`;
      await new Promise((done) => setTimeout(done, 300));
      const offered = await kinds(at);
      expect(offered.map(({ title, format }) => [title, format])).toEqual([
        ['flight recorder', 'trace'],
      ]);
      const path = await capture(at, 'flight recorder');
      expect(path).toMatch(/-flight-recorder\.trace$/);
      const info = await server.request('delvescope/openTrace', { path });
      expect(info.isComplete).toBe(true);
      expect(info.endTime).toBeGreaterThan(1e8);
      // Without the key it is an address like any other.
      expect((await kinds(`http://${started.address}/debug/flight`)).length).toBeGreaterThan(1);
    } finally {
      started.process.kill();
    }
  });
});

describe('what goes wrong', () => {
  test('nobody listens', async () => {
    await expect(kinds('127.0.0.1:1')).rejects.toThrow('Nothing listens on 127.0.0.1:1.');
  });

  test('no such host', async () => {
    await expect(kinds('no-such-host.invalid')).rejects.toThrow(/There is no host no-such-host/);
  });

  test.each<readonly [string, RequestListener, RegExp]>([
    ['a login page', (_request, response) => response.end('<!DOCTYPE html><form>'), /a web page/],
    [
      'no permission',
      (_request, response) => response.writeHead(403).end(),
      /wants to know who asks/,
    ],
    [
      'a profile that is not there',
      (request, response) =>
        request.url?.endsWith('/heap')
          ? response.writeHead(404).end('Unknown profile\n')
          : response.end(''),
      /has no heap profile/,
    ],
    [
      'more seconds than the server allows (Go before 1.23)',
      (request, response) =>
        request.url?.endsWith('/heap')
          ? response.writeHead(400).end("profile duration exceeds server's WriteTimeout\n")
          : response.end(''),
      /Choose fewer seconds/,
    ],
    [
      'a gzip stream that ends early',
      (_request, response) => response.end(gzipSync(Buffer.alloc(5000, 'x')).subarray(0, 30)),
      /cut short or damaged/,
    ],
    [
      'an answer that breaks off',
      (request, response) => {
        if (!request.url?.endsWith('/heap')) {
          response.end('');
          return;
        }
        response.writeHead(200, { 'content-length': '5000' });
        response.write('half', () => response.destroy());
      },
      /was gone/,
    ],
  ])('%s', async (_name, listener, message) => {
    await served(listener, async (from) => {
      const into = join(folder, 'failing');
      await expect(capture(from, 'heap', 0, into)).rejects.toThrow(message);
      expect(await readdir(into).catch(() => [])).toEqual([]);
    });
  });

  test('a header of the user reaches the host, and no other host by a redirect', async () => {
    const seen: (string | undefined)[] = [];
    await served(
      (request, response) => {
        seen.push(request.headers.authorization);
        response.end(gzipSync(Buffer.from('profile')));
      },
      async (other) => {
        const listener: RequestListener = (request, response) => {
          seen.push(request.headers.authorization);
          response.writeHead(302, { location: `${other}${request.url}` }).end();
        };
        await served(listener, async (from) => {
          const access = { ...ACCESS, headers: { authorization: 'Bearer x' } };
          const kind = (await kinds(address)).find(({ title }) => title === 'heap');
          if (!kind) throw new Error('no heap');
          const query = { id: ++id, address: from, access, kind, seconds: 0, folder };
          const { path } = await server.request('delvescope/capture', query);
          expect(gunzipSync(await readFile(path ?? '')).toString()).toBe('profile');
        });
      },
    );
    expect(seen).toEqual(['Bearer x', undefined]);
  });
});

/** A host of its own on a free port while `use` runs. */
async function served(
  listener: RequestListener,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const host: Server = createServer(listener);
  await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address of this kind.
  const { port } = host.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}`);
  } finally {
    host.closeAllConnections();
    host.close();
  }
}
