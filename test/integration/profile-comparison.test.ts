/** Three profiles compared, beside `go tool pprof` over each of them and over two at a time. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FunctionDetail, Neighbour, ProfileInfo } from '../../src/protocol/analysis.ts';
import type { ProfileFilter } from '../../src/protocol/profile-filter.ts';
import type { SidesQuery, SidesWindow } from '../../src/protocol/profile-views.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROFILE = join(ROOT, 'examples/recorded/shop.cpu.pb.gz');
const CPU = 1;

let server: AnalysisServerProcess;
let folder: string;
/** Without the JSON encoder, as it was, without the pricing. */
let files: readonly [string, string, string];
let info: ProfileInfo;

beforeAll(async () => {
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
  folder = await mkdtemp(join(tmpdir(), 'compare-'));
  const ignoring = async (name: string): Promise<string> => {
    const file = join(folder, `no-${name}.pb.gz`);
    await pprof(['-proto', `-ignore=${name}`, `-output=${file}`, PROFILE]);
    return file;
  };
  files = [await ignoring('json'), PROFILE, await ignoring('pricing')];
  info = await server.request('delvescope/openComparison', { compared: files });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  server.stop();
});

async function pprof(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('go', ['tool', 'pprof', ...args]);
  return stdout;
}

/** Flat and cumulative milliseconds by name, as `-top` prints them. */
async function pprofTop(args: readonly string[]): Promise<Map<string, readonly number[]>> {
  const fixed = ['-top', '-unit=ms', '-nodecount=0', '-nodefraction=0', '-edgefraction=0'];
  const rows = new Map<string, readonly number[]>();
  for (const line of (await pprof([...fixed, ...args])).split('\n')) {
    const found =
      /^\s*(-?[\d.]+)(?:ms)?\s+[\d.]+%\s+[\d.]+%\s+(-?[\d.]+)(?:ms)?\s+[\d.]+%\s+(.+)$/.exec(line);
    if (!found) continue;
    const name = (found[3] ?? '').replace(/ \((?:partial-)?inline\)$/, '');
    rows.set(name, [Number(found[1]), Number(found[2])]);
  }
  return rows;
}

function sides(query: Partial<SidesQuery> = {}): Promise<SidesWindow> {
  return server.request('delvescope/sidesWindow', {
    profile: info.profile,
    sampleType: CPU,
    measure: 'flat',
    base: 0,
    isScaled: false,
    sort: 'range',
    descending: true,
    search: '',
    start: 0,
    count: 5000,
    ...query,
  });
}

test('the sides and their sums', () => {
  expect(info.comparison?.sides.map(({ name }) => name)).toEqual([
    'no-json.pb.gz',
    'shop.cpu.pb.gz',
    'no-pricing.pb.gz',
  ]);
  expect(info.comparison?.pair).toEqual({ before: 0, after: 2 });
  const sums = info.comparison?.sides.map(({ totals }) => totals[CPU]);
  expect(sums?.[1]).toBe(5_830_000_000);
  expect(sums?.[2]).toBe(info.sampleTypes[CPU]?.total);
});

test.each(['flat', 'cum'] as const)('every %s value is what pprof says', async (measure) => {
  const window = await sides({ measure });
  for (const [side, file] of files.entries()) {
    const expected = await pprofTop([file]);
    expect(expected.size).toBeGreaterThan(100);
    window.names.forEach((name, index) => {
      const value = (window.values[index * 3 + side] ?? 0) / 1e6;
      expect([name, value]).toEqual([name, expected.get(name)?.[measure === 'flat' ? 0 : 1] ?? 0]);
    });
  }
});

test('rows are sorted by range, value, change and name', async () => {
  const values = (window: SidesWindow, index: number): readonly number[] => [
    ...window.values.subarray(index * 3, index * 3 + 3),
  ];
  const falls = (window: SidesWindow, key: (row: readonly number[]) => number): void => {
    expect(window.length).toBeGreaterThan(100);
    for (let index = 1; index < window.length; index++) {
      expect(key(values(window, index - 1))).toBeGreaterThanOrEqual(key(values(window, index)));
    }
  };
  falls(await sides(), (row) => Math.max(...row) - Math.min(...row));
  falls(await sides({ sort: { side: 1, by: 'value' } }), (row) => row[1] ?? 0);
  const change = { sort: { side: 2, by: 'change' }, base: 1 } as const;
  falls(await sides(change), (row) => Math.abs((row[2] ?? 0) - (row[1] ?? 0)));
  const rising = await sides({ sort: 'name', descending: false, search: 'pricing' });
  expect(rising.length).toBeLessThan(20);
});

test('scaled, all sides have the sum of the base', async () => {
  const window = await sides({ isScaled: true, base: 1 });
  const sums = [0, 0, 0];
  window.values.forEach((value, at) => (sums[at % 3] = (sums[at % 3] ?? 0) + value));
  for (const sum of sums) expect(sum).toBeCloseTo(5.83e9, 0);
  expect(window.sideCount).toBe(3);
});

test('any two of them, filtered as well, are what pprof -base says', async () => {
  const filter: ProfileFilter = [{ word: 'focus', value: 'http' }];
  for (const [before, after] of [
    [0, 2],
    [1, 0],
    [2, 1],
  ] as const) {
    const expected = await pprofTop(['-focus=http', `-base=${files[before]}`, files[after]]);
    const table = await server.request('delvescope/tableWindow', {
      profile: info.profile,
      sampleType: CPU,
      filter,
      pair: { before, after },
      sort: 'change',
      descending: true,
      search: '',
      start: 0,
      count: 5000,
    });
    const millis = (now = 0, old = 0): number => (now - old) / 1e6;
    const changes = table.names.map((name, index): readonly [string, readonly number[]] => [
      name,
      [
        millis(table.self[index], table.selfBefore?.[index]),
        millis(table.total[index], table.totalBefore?.[index]),
      ],
    ]);
    const isChange = ([, row]: readonly [string, readonly number[]]): boolean =>
      row.some((value) => value !== 0);
    expect(changes.some(isChange)).toBe(true);
    expect(new Map(changes.filter(isChange))).toEqual(new Map([...expected].filter(isChange)));
  }
});

test.each([
  [0, 1],
  [1, 2],
] as const)('the graph of %i and %i is that of pprof -diff_base', async (before, after) => {
  const out = await pprof(['-dot', '-unit=ns', `-diff_base=${files[before]}`, files[after]]);
  const graph = await server.request('delvescope/callGraph', {
    profile: info.profile,
    sampleType: CPU,
    pair: { before, after },
    nodeCount: 80,
    search: '',
  });
  const boxes = [...out.matchAll(/^N\d+ \[label=.*? tooltip="(.*?) \((-?\d+)(?:ns)?\)" /gm)];
  expect(boxes.length).toBeGreaterThan(5);
  const changes = graph.names.map(
    (name, box) => `${name} ${(graph.cum[box] ?? 0) - (graph.cumBefore?.[box] ?? 0)}`,
  );
  // Which boxes and what is in them; pprof orders them by calls that cancel out as well.
  expect(changes.sort()).toEqual(boxes.map(([, name, cum]) => `${name} ${cum}`).sort());
  const arrows = out.matchAll(
    /^N\d+ -> N\d+ .*? tooltip="(.*?) (?:->|\.\.\.) (.*?) \((-?\d+)(?:ns)?\)"/gm,
  );
  const { edges } = graph;
  const ours = Array.from(edges.weight, (weight, edge) => {
    const ends = [edges.caller[edge], edges.callee[edge]].map((box) => graph.names[box ?? 0]);
    return `${ends.join(' ')} ${weight}`;
  });
  const theirs = [...arrows].map(([, from, to, weight]) => `${from} ${to} ${weight}`);
  // pprof draws calls that did not change as well.
  const isChange = (arrow: string): boolean => !arrow.endsWith(' 0');
  expect(ours.filter(isChange).sort()).toEqual(theirs.filter(isChange).sort());
});

test('lines of a function are those of pprof -list on either side', async () => {
  const name = 'orders.(*Service).Place';
  const table = await sides({ measure: 'cum', search: name });
  const row = table.names.findIndex((known) => known.endsWith(name));
  const scope = { profile: info.profile, sampleType: CPU, pair: { before: 1, after: 2 } };
  const query = { ...scope, function: table.function[row] ?? -1, beforeFactor: 1 };
  const { listings } = await server.request('delvescope/sourceView', query);
  const [listing] = listings;
  const pattern = `^${(table.names[row] ?? '').replaceAll(/[()*.]/g, '\\$&')}$`;
  const root = `-source_path=${join(ROOT, 'examples')}`;
  for (const [file, figures] of [
    [files[1], listing?.before],
    [files[2], listing],
  ] as const) {
    const options = ['-unit=ns', '-trim_path=delvescope.example', root];
    const out = await pprof([`-list=${pattern}`, ...options, file]);
    const theirs = [...out.matchAll(/^\s*(\d+|\.)(?:ns)?\s+(\d+|\.)(?:ns)?\s+(\d+):/gm)]
      .map(([, flat, cum, line]) => `${line} ${Number(flat) || 0} ${Number(cum) || 0}`)
      .filter((line) => !line.endsWith(' 0 0'));
    const ours = Array.from(
      listing?.line ?? [],
      (line, at) => `${line} ${figures?.flatOf[at]} ${figures?.cumOf[at]}`,
    ).filter((line) => !line.endsWith(' 0 0'));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours).toEqual(theirs);
  }
  // The whole file holds more than the function, and the same for its lines.
  const whole = await server.request('delvescope/sourceView', { ...query, isWholeFile: true });
  const [all] = whole.listings;
  expect(all?.line[0]).toBe(1);
  expect(all?.line.length).toBeGreaterThan(listing?.line.length ?? 0);
  listing?.line.forEach((line, at) => {
    expect(all?.cumOf[line - 1]).toBe(listing.cumOf[at]);
    expect(all?.before?.cumOf[line - 1]).toBe(listing.before?.cumOf[at]);
  });
});

test('labels have the values of pprof -tags on either side', async () => {
  const { keys } = await server.request('delvescope/tagPivot', {
    profile: info.profile,
    sampleType: CPU,
    pair: { before: 0, after: 1 },
    function: null,
    splitBy: null,
  });
  const tagsOf = async (file: string): Promise<Map<string, number>> => {
    const values = new Map<string, number>();
    let key = '';
    for (const line of (await pprof(['-tags', '-unit=ns', file])).split('\n')) {
      key = /^\s*(\S+): Total/.exec(line)?.[1] ?? key;
      const value = /^\s*(\d+)(?:ns)? \(.*?\): (.*)$/.exec(line);
      if (value) values.set(`${key}=${value[2]}`, Number(value[1]));
    }
    return values;
  };
  const [before, after] = [await tagsOf(files[0]), await tagsOf(files[1])];
  expect(after.size).toBeGreaterThan(1);
  let changes = 0;
  for (const { key, values } of keys) {
    for (const value of values) {
      const name = `${key}=${value.text}`;
      expect([name, value.value]).toEqual([name, after.get(name) ?? 0]);
      expect([name, value.before?.value]).toEqual([name, before.get(name) ?? 0]);
      if (value.value !== value.before?.value) changes++;
    }
  }
  expect(changes).toBeGreaterThan(0);
});

test('the details of a function have the figures of either side', async () => {
  const [before, after] = [files[1], files[0]];
  const detailIn = async (
    profile: string,
    name: string,
    pair?: { readonly before: number; readonly after: number },
  ): Promise<FunctionDetail> => {
    const scope = { profile, sampleType: CPU, ...(pair && { pair }) };
    const found = await server.request('delvescope/search', { ...scope, search: name });
    const target = { node: found.nodes[0] ?? -1 };
    return server.request('delvescope/functionDetail', { ...scope, target });
  };
  for (const file of [before, after])
    await server.request('delvescope/openProfile', { path: file });
  for (const name of [
    'Engine\\).Apply$',
    'net/http.serverHandler.ServeHTTP$',
    'orders.\\(\\*Service\\).Place$',
  ]) {
    const compared = await detailIn(info.profile, name, { before: 1, after: 0 });
    const [old, now] = [await detailIn(before, name), await detailIn(after, name)];
    expect(compared.callers.length * compared.callees.length).toBeGreaterThan(0);
    for (const side of ['callers', 'callees'] as const) {
      const of = (
        list: FunctionDetail['callers'],
        figure: (one: Neighbour) => number | undefined,
      ) => new Map(list.filter(figure).map((one) => [one.name, figure(one)]));
      expect(of(compared[side], ({ value }) => value)).toEqual(of(now[side], ({ value }) => value));
      expect(of(compared[side], (one) => one.before)).toEqual(of(old[side], ({ value }) => value));
    }
    const sum = (column?: Float64Array): number => column?.reduce((a, b) => a + b, 0) ?? 0;
    expect(sum(compared.source?.cum)).toBe(sum(now.source?.cum));
    expect(sum(compared.source?.cumBefore)).toBe(sum(old.source?.cum));
  }
});
