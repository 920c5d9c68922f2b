import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeLens, Hover } from 'vscode-languageserver-protocol';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROFILE = join(ROOT, 'examples/recorded/shop.cpu.pb.gz');
const RULE = join(ROOT, 'examples/shop/pricing/rule.go');
const CPU = 1;

let server: AnalysisServerProcess;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'analysis-'));
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
});
afterAll(async () => {
  server.stop();
  await rm(scratch, { recursive: true });
});

/** How many frames of `all` are not in `narrow` although what calls them is. */
function leftOut({ node, row, x, width }: FlameWindow, narrow: FlameWindow): number {
  const isShown = new Set(narrow.node);
  const callerOf = (frame: number): number =>
    row.findIndex((_, at) => {
      const left = x[at] ?? 0;
      const middle = (x[frame] ?? 0) + (width[frame] ?? 0) / 2;
      return (
        row[at] === (row[frame] ?? 0) - 1 && left <= middle && middle < left + (width[at] ?? 0)
      );
    });
  const isLeftOut = (frame: number): boolean =>
    !isShown.has(node[frame] ?? 0) && isShown.has(node[callerOf(frame)] ?? -1);
  return [...node.keys()].filter(isLeftOut).length;
}

describe('a CPU profile', () => {
  test('opens with what the first line says', async () => {
    const info = await server.request('delvescope/openProfile', { path: PROFILE });
    expect(info.sampleTypes.map(({ title }) => title)).toEqual(['Samples', 'CPU time']);
    expect(info.defaultSampleType).toBe(CPU);
    const hottest = info.answers[CPU]?.hottest;
    expect(hottest).toMatchObject({ file: 'delvescope.example/shop/pricing/rule.go', line: 29 });
  });

  test('merged with itself it has twice the values', async () => {
    const one = await server.request('delvescope/openProfile', { path: PROFILE });
    const two = await server.request('delvescope/openMerged', { merged: [PROFILE, PROFILE] });
    expect(two.sampleTypes[CPU]?.total).toBe(2 * (one.sampleTypes[CPU]?.total ?? 0));
    await server.request('delvescope/closeProfile', { profile: two.profile });
  });

  test('a flame window is columns, and its children add up', async () => {
    const query = { profile: PROFILE, sampleType: CPU, firstRow: 0, rowCount: 100, search: '' };
    const all = await server.request('delvescope/flameWindow', {
      ...query,
      root: 0,
      widthPixels: 1e6,
    });
    expect(all.total).toBeInstanceOf(Float64Array);
    expect(all.x.length).toBe(all.length);
    expect(all.total[0]).toBe(all.profileTotal);
    const narrow = await server.request('delvescope/flameWindow', {
      ...query,
      root: 0,
      widthPixels: 100,
    });
    expect(narrow.hidden).toBe(leftOut(all, narrow));
    const zoomed = await server.request('delvescope/flameWindow', {
      ...query,
      root: all.node[1] ?? 0,
      widthPixels: 800,
    });
    expect(zoomed.width[0]).toBe(1);
    expect(zoomed.path.map(({ node }) => node)).toEqual([0, all.node[1]]);
  });

  test('a sandwich stands around its function, and a frame knows its figures in all types', async () => {
    const scope = { profile: PROFILE, sampleType: CPU };
    const found = await server.request('delvescope/search', { ...scope, search: 'Engine).Apply' });
    const [node = 0] = found.nodes;
    const target = { node };
    const detail = await server.request('delvescope/functionDetail', { ...scope, target });
    const shape = { around: detail.function };
    const window = { root: 0, widthPixels: 1e6, firstRow: 0, rowCount: 100, search: '' };
    const flame = await server.request('delvescope/flameWindow', { ...scope, ...window, shape });
    expect(flame.total[0]).toBe(detail.total[CPU]);
    expect(flame.self[0]).toBe(detail.self[CPU]);
    const edgesOf = (row: number) =>
      [...flame.row.keys()]
        .filter((frame) => flame.row[frame] === row)
        .map((frame) => [flame.names[flame.name[frame] ?? 0], flame.total[frame]]);
    const expected = (list: readonly { readonly name: string; readonly value: number }[]) =>
      list.map(({ name, value }) => [name, value]);
    expect(edgesOf(1)).toEqual(expected(detail.callees));
    expect(edgesOf(-1)).toEqual(expected(detail.callers));
    for (const frame of [0, flame.row.indexOf(1), flame.row.indexOf(-2)]) {
      const query = { ...scope, shape, node: flame.node[frame] ?? 0 };
      const figures = await server.request('delvescope/frameFigures', query);
      expect(figures.total[CPU]).toBe(flame.total[frame]);
      // Samples of 10 ms each.
      expect(figures.total[0]).toBe((flame.total[frame] ?? 0) / 1e7);
    }
  });

  test('the table sorts and searches', async () => {
    const query = { profile: PROFILE, sampleType: CPU, descending: true, start: 0, count: 3 };
    const bySelf = await server.request('delvescope/tableWindow', {
      ...query,
      sort: 'self',
      search: '',
    });
    expect(bySelf.names[0]).toBe('delvescope.example/shop/pricing.(*Rule).match');
    expect(bySelf.self[0]).toBe(bySelf.largestSelf);
    const found = await server.request('delvescope/tableWindow', {
      ...query,
      sort: 'name',
      search: 'pricing',
    });
    expect(found.names.every((name) => name.includes('pricing'))).toBe(true);
    expect(found.rowCount).toBeLessThan(bySelf.rowCount);
  });

  test('a wrong regular expression is an answer, not a failure', async () => {
    const answer = await server.request('delvescope/search', {
      profile: PROFILE,
      sampleType: CPU,
      search: '/(/',
    });
    expect(answer.error).toMatch(/./);
    expect(answer.functions).toBe(0);
  });

  test('lines, lenses and hovers show the same figures', async () => {
    await server.request('delvescope/showFigures', { profile: PROFILE, sampleType: CPU });
    const figures = await server.request('delvescope/lineFigures', {
      profile: PROFILE,
      sampleType: CPU,
      path: RULE,
    });
    expect([...(figures?.line ?? [])]).toEqual([27, 28, 29]);
    expect(figures?.state.every((state) => state === 0)).toBe(true);
    const textDocument = { uri: pathToFileURL(RULE).toString() };
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument,
    });
    expect(lenses.map(({ range, command }) => [range.start.line + 1, command?.title])).toEqual([
      [25, expect.stringMatching(/^flat 3\.45 s · cum 3\.46 s · 59\.\d %$/)],
      [25, 'Show in flame graph'],
    ]);
    const hover: Hover = await server.connection.sendRequest('textDocument/hover', {
      textDocument,
      position: { line: 28, character: 4 },
    });
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('Called from') });
    expect(
      await server.connection.sendRequest('textDocument/hover', {
        textDocument,
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
  });

  test('figures move with their function', async () => {
    const uri = await server.openDocument(
      RULE,
      `// One more line.\n${await readFile(RULE, 'utf8')}`,
    );
    const figures = await server.request('delvescope/lineFigures', {
      profile: PROFILE,
      sampleType: CPU,
      path: RULE,
    });
    expect([...(figures?.line ?? [])]).toEqual([28, 29, 30]);
    expect(figures?.state.every((state) => state === 0)).toBe(true);
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  });

  test('a function that grew says that its figures may have moved', async () => {
    const path = join(ROOT, 'examples/shop/handlers.go');
    const text = (await readFile(path, 'utf8')).replace('item := ', '_ = r\n\titem := ');
    const uri = await server.openDocument(path, text);
    const figures = await server.request('delvescope/lineFigures', {
      profile: PROFILE,
      sampleType: CPU,
      path,
    });
    const grown = text.split('\n').findIndex((line) => line.startsWith('func (s *shop) order'));
    const stale = [...(figures?.line ?? [])].filter((_, index) => figures?.state[index] === 2);
    expect(stale.some((line) => line > grown && line < grown + 18)).toBe(true);
    expect(stale.every((line) => line > grown)).toBe(true);
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    expect(lenses.map(({ command }) => command?.title)).toContain('Changed since the profile');
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  });

  test('a detail names callers, callees and lines', async () => {
    const located = await server.request('delvescope/locateFrame', {
      profile: PROFILE,
      sampleType: CPU,
      target: { path: RULE, line: 29 },
    });
    const detail = await server.request('delvescope/functionDetail', {
      profile: PROFILE,
      sampleType: CPU,
      target: { node: located?.node ?? -1 },
    });
    expect(detail.name).toBe('delvescope.example/shop/pricing.(*Rule).match');
    expect(detail.callers[0]?.name).toBe('delvescope.example/shop/pricing.(*Engine).Apply');
    expect(detail.source?.path).toBe(RULE);
    expect(detail.source?.text[0]).toMatch(/^func \(r \*Rule\) match/);
    expect(detail.hottestLine).toBe(29);
  });
});

describe('bad files', () => {
  test('a cut profile shows what is before the cut', async () => {
    const path = join(scratch, 'cut.pb.gz');
    await cp(PROFILE, path);
    await truncate(path, 15_000);
    const info = await server.request('delvescope/openProfile', { path });
    expect(info.problems.join()).toMatch(/ends/);
  });

  test.each([
    ['missing.pb.gz', null, /^missing\.pb\.gz is not there\./],
    [
      'page.pprof',
      '<!doctype html><title>404</title>',
      /page\.pprof is a web page, not a profile\. If it asks to log in/,
    ],
    ['empty.prof', '', /empty\.prof is empty: .* Capture it again/],
    ['trace.prof', 'go 1.26 trace\0\0\0', /is an execution trace, not a profile\. Choose/],
  ])('%s', async (name, content, message) => {
    const path = join(scratch, name);
    if (content !== null) await writeFile(path, content);
    await expect(server.request('delvescope/openProfile', { path })).rejects.toThrow(message);
  });

  test('a source outside the roots is not found', async () => {
    const found = await server.request('delvescope/resolveSource', {
      file: '/etc/passwd',
      line: 1,
    });
    expect(found).toMatchObject({ path: null });
  });
});

test('a dump answers windows of rows until it is closed', async () => {
  const path = join(ROOT, 'examples/recorded/shop.goroutines.txt');
  const info = await server.request('delvescope/openDump', { path });
  const query = {
    groupBy: 'creation',
    labelKey: null,
    filter: '',
    hideSystem: true,
    sort: 'count',
    openGroups: [],
    openGoroutines: [],
    start: 0,
    count: 4,
  } as const;
  const view = await server.request('delvescope/dumpView', { dump: info.dump, query });
  expect(view.total).toBe(info.goroutines);
  expect(view.rows.name[0]).toBe('delvescope.example/shop/notify.(*Hub).deliver');
  await server.request('delvescope/closeDump', { dump: info.dump });
  await expect(server.request('delvescope/dumpView', { dump: info.dump, query })).rejects.toThrow(
    /closed/,
  );
});
