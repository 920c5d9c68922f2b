/** Large profiles are read and asked in threads of their own: they answer as small ones do, and nothing waits for them. */
import { randomFillSync } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol';
import type { ProfileProgress } from '../../src/protocol/analysis.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { generatedHeap } from '../support/generated-heap.ts';

const ROOT = join(import.meta.dirname, '../..');
const RECORDED = join(ROOT, 'examples/recorded/shop.cpu.pb.gz');
const RULE = join(ROOT, 'examples/shop/pricing/rule.go');
const CPU = 1;

let server: AnalysisServerProcess;
const folder = mkdtempSync(join(tmpdir(), 'profile-thread-'));
// Both are files that no revision control knows: what is known of their sources is the same.
const small = join(folder, 'small.pb.gz');
const large = join(folder, 'large.pb.gz');
const shares: ProfileProgress[] = [];

beforeAll(async () => {
  // A field that readers do not know, 40 MB of it: the profile is the same, and takes a while.
  const noise = Buffer.alloc(2 ** 20);
  const parts: Uint8Array[] = [gunzipSync(readFileSync(RECORDED))];
  for (let count = 0; count < 40; count++) {
    parts.push(Uint8Array.of(0x9a, 0x06, 0x80, 0x80, 0x40), Buffer.from(randomFillSync(noise)));
  }
  copyFileSync(RECORDED, small);
  writeFileSync(large, gzipSync(Buffer.concat(parts), { level: 1 }));
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
  server.connection.onNotification('delvescope/profileProgress', (told: ProfileProgress) => {
    shares.push(told);
  });
  await server.request('delvescope/openProfile', { path: small });
});

afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true });
});

test('opening can be cancelled, and begun again', async () => {
  const source = new CancellationTokenSource();
  const cancelled = server.request('delvescope/openProfile', { path: large }, source.token);
  setTimeout(() => source.cancel(), 100);
  await expect(cancelled).rejects.toThrow('cancelled');
  await expect(flame(large)).rejects.toThrow('large.pb.gz is not open');
});

test('others are answered while it opens, and it says how far it is', async () => {
  shares.length = 0;
  const done: string[] = [];
  const opening = server
    .request('delvescope/openProfile', { path: large })
    .then(() => done.push('opened'));
  const answering = flame(small).then(() => done.push('answered'));
  await Promise.all([opening, answering]);
  expect(done).toEqual(['answered', 'opened']);
  expect(shares.length).toBeGreaterThan(0);
  expect(new Set(shares.map(({ profile }) => profile))).toEqual(new Set([large]));
  const values = shares.map(({ share }) => share);
  expect(values).toEqual([...values].sort((a, b) => a - b));
});

test('every answer is that of the small file', async () => {
  expect(await flame(large)).toEqual(await flame(small));
  const scope = { sampleType: CPU, filter: [{ word: 'focus', value: 'pricing' }] as const };
  const both = async <T>(ask: (profile: string) => Promise<T>): Promise<T> => {
    const [here, there] = await Promise.all([ask(small), ask(large)]);
    expect(there).toEqual(here);
    return there;
  };
  const outcome = await both((profile) =>
    server.request('delvescope/filterOutcome', { profile, ...scope }),
  );
  expect(outcome.left).toBeGreaterThan(0);
  const table = await both((profile) =>
    server.request('delvescope/tableWindow', {
      profile,
      ...scope,
      sort: 'self',
      descending: true,
      search: '',
      start: 0,
      count: 9,
    }),
  );
  const target = { function: table.function[0] ?? 0 };
  // Its source is asked back from the server's thread, which has the texts of the editor.
  const detail = await both((profile) =>
    server.request('delvescope/functionDetail', { profile, ...scope, target }),
  );
  expect(detail.source?.path).toBe(RULE);
});

test('a question that runs is given up when nobody wants its answer', async () => {
  const profile = generatedHeap(100_000, 10_000);
  const { defaultSampleType: sampleType } = await server.request('delvescope/openProfile', {
    path: profile,
  });
  const draw = async (value: string, cancelAfter: number): Promise<number> => {
    const source = new CancellationTokenSource();
    const filter = [{ word: 'focus', value }] as const;
    const query = { profile, sampleType, filter, nodeCount: 80, search: '' };
    const began = performance.now();
    const drawing = server.request('delvescope/callGraph', query, source.token);
    const timer = setTimeout(() => source.cancel(), cancelAfter);
    await drawing.catch((error: unknown) => expect(String(error)).toContain('cancelled'));
    clearTimeout(timer);
    // The next question is answered, and what was given up is made anew when it is asked again.
    await server.request('delvescope/placeNow', { profile, file: 'x.go', line: 1 });
    return performance.now() - began;
  };
  const given = await draw('Method1', 30);
  const full = await draw('Method1', 1e6);
  expect(given).toBeLessThan(full / 2);
  await server.request('delvescope/closeProfile', { profile });
});

test('lenses and hovers of it', async () => {
  const textDocument = { uri: pathToFileURL(RULE).toString() };
  const shown = async (profile: string): Promise<unknown[]> => {
    await server.request('delvescope/showFigures', { profile, sampleType: CPU });
    const position = { line: 28, character: 0 };
    const answers = await Promise.all([
      server.connection.sendRequest('textDocument/codeLens', { textDocument }),
      server.connection.sendRequest('textDocument/hover', { textDocument, position }),
    ]);
    const name = JSON.stringify(profile).slice(1, -1);
    const quoted = JSON.stringify(answers).replaceAll(name, 'FILE');
    return JSON.parse(
      quoted
        .replaceAll(encodeURIComponent(name), 'FILE')
        .replace(/`(small|large)\.pb\.gz`/, 'NAME'),
    );
  };
  const [lenses, hover] = await shown(large);
  expect(lenses).not.toEqual([]);
  expect(hover).not.toBeNull();
  expect([lenses, hover]).toEqual(await shown(small));
});

test('opened again, what was asked before is answered', async () => {
  const opening = server.request('delvescope/openProfile', { path: large });
  const answers = [];
  while (answers.length < 20) answers.push(flame(large));
  await opening;
  answers.push(flame(large));
  const counts = (await Promise.all(answers)).map(({ length }) => length);
  expect(new Set(counts).size).toBe(1);
});

test('what is no profile is refused with its name', async () => {
  const path = join(folder, 'noise.bin');
  writeFileSync(path, randomFillSync(Buffer.alloc(300_000)).fill(0, 0, 1));
  await expect(server.request('delvescope/openProfile', { path })).rejects.toThrow(
    'noise.bin is not a profile',
  );
});

test.skipIf(!existsSync('/proc/self/task'))('closing it ends its thread', async () => {
  const before = threads();
  await server.request('delvescope/closeProfile', { profile: large });
  await expect.poll(threads).toBeLessThan(before);
  await expect(flame(large)).rejects.toThrow('large.pb.gz is not open');
});

function threads(): number {
  return readdirSync(`/proc/${server.pid}/task`).length;
}

function flame(profile: string) {
  return server.request('delvescope/flameWindow', {
    profile,
    sampleType: CPU,
    root: 0,
    widthPixels: 800,
    firstRow: 0,
    rowCount: 40,
    search: '',
  });
}
