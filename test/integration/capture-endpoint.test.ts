import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaptureAccess, CaptureKindInfo } from '../../src/protocol/capture.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { builtFixture, startPrinting } from '../support/go-program.ts';

const TOKEN = { Authorization: 'Bearer secret' };
const ACCESS: CaptureAccess = {
  headers: TOKEN,
  verifyCertificate: true,
  trustedCertificates: '',
  proxy: '',
};

interface Endpoint {
  readonly plain: string;
  readonly secure: string;
  /** PEM. */
  readonly certificate: string;
}

let server: AnalysisServerProcess;
let program: ChildProcess;
let endpoint: Endpoint;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'endpoint-'));
  server = await AnalysisServerProcess.start();
  const started = await startPrinting(builtFixture('endpoint'), []);
  program = started.process;
  // The fixture prints exactly this.
  endpoint = JSON.parse(started.address) as Endpoint;
});

afterAll(async () => {
  program.kill();
  server.stop();
  await rm(folder, { recursive: true });
});

async function kinds(address: string, access = ACCESS): Promise<readonly CaptureKindInfo[]> {
  return (await server.request('delvescope/captureOffer', { address, access })).kinds;
}

async function capture(address: string, title: string, access = ACCESS) {
  const kind = (await kinds(address, access)).find((one) => one.title === title);
  if (!kind) throw new Error(`${address} does not offer ${title}`);
  const query = { id: 1, address, access, kind, seconds: 0, folder };
  const { path } = await server.request('delvescope/capture', query);
  return server.request('delvescope/openProfile', { path: path ?? '' });
}

describe('a program that wants a token', () => {
  test('without it, says so', async () => {
    const access = { ...ACCESS, headers: {} };
    await expect(kinds(endpoint.plain, access)).rejects.toThrow('wants to know who asks (401)');
  });

  test('with it, offers profiles of its own under a prefix of its own', async () => {
    const own = (await kinds(endpoint.plain)).find(({ title }) => title === 'shop.sessions');
    expect(own).toMatchObject({ format: 'pprof', count: 3 });
    const info = await capture(endpoint.plain, 'shop.sessions');
    expect(info.sampleTypes.map(({ total }) => total)).toEqual([3]);
  });
});

describe('a certificate that the system does not trust', () => {
  test('is refused with words', async () => {
    await expect(kinds(endpoint.secure)).rejects.toThrow(/certificate of .* is not trusted/);
  });

  test('is trusted from a file', async () => {
    const access = { ...ACCESS, trustedCertificates: endpoint.certificate };
    const info = await capture(endpoint.secure, 'heap', access);
    expect(info.sampleTypes).toHaveLength(4);
  });

  test('is accepted where the user said so', async () => {
    const access = { ...ACCESS, verifyCertificate: false };
    await capture(endpoint.secure, 'goroutine', access);
  });
});

test('a capture that is cancelled leaves nothing', async () => {
  const access = { ...ACCESS, verifyCertificate: false };
  const kind = (await kinds(endpoint.secure, access)).find(({ title }) => title === 'cpu');
  const into = join(folder, 'cancelled');
  const query = { id: 2, address: endpoint.secure, access, kind, seconds: 20, folder: into };
  const source = new CancellationTokenSource();
  const asked = server.connection.sendRequest('delvescope/capture', query, source.token);
  setTimeout(() => source.cancel(), 300);
  await expect(asked).rejects.toThrow('cancelled');
  expect(await readdir(into).catch(() => [])).toEqual([]);
});

describe('a proxy', () => {
  let proxy: Server;
  let access: CaptureAccess;
  const asked: string[] = [];

  beforeAll(async () => {
    proxy = proxyTo(endpoint, asked);
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    // A listening TCP server has an address of this kind.
    const { port } = proxy.address() as AddressInfo;
    access = { ...ACCESS, proxy: `http://me:pass@127.0.0.1:${port}` };
  });

  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  test('is asked for http addresses', async () => {
    await capture('http://program.invalid/debug/internal/prof/', 'heap', access);
    expect(asked).toContain('http://program.invalid/debug/internal/prof/heap');
  });

  test('connects to https addresses, whose certificates are checked', async () => {
    const address = 'https://example.com/debug/internal/prof/';
    await expect(kinds(address, access)).rejects.toThrow(/is not trusted/);
    const trusting = { ...access, trustedCertificates: endpoint.certificate };
    await capture(address, 'heap', trusting);
    expect(asked).toContain('CONNECT example.com:443');
  });

  test('that refuses is told as such', async () => {
    const address = 'https://other.invalid/debug/internal/prof/';
    await expect(kinds(address, access)).rejects.toThrow(/proxy .* does not connect .* \(403\)/);
  });
});

/** Passes everything on to the program, whatever host was asked for, to those that know the password. */
function proxyTo({ plain, secure }: Endpoint, asked: string[]): Server {
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    headers['proxy-authorization'] === `Basic ${Buffer.from('me:pass').toString('base64')}`;
  const proxy = createServer((incoming, response) => {
    asked.push(incoming.url ?? '');
    if (!isKnown(incoming)) {
      response.writeHead(407).end();
      return;
    }
    const { pathname, search } = new URL(incoming.url ?? '');
    const { host, ...headers } = incoming.headers;
    expect(host).toBe('program.invalid');
    request(new URL(`${pathname}${search}`, plain), { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  });
  proxy.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (!isKnown(incoming) || incoming.url !== 'example.com:443') {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(secure);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  return proxy;
}
