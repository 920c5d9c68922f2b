/** Filters of the profile view beside `go tool pprof`, over the real analysis server. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../src/protocol/profile-export.ts';
import type { ProfileFilter } from '../../src/protocol/profile-filter.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROFILE = join(ROOT, 'examples/recorded/shop.cpu.pb.gz');
const RULE = join(ROOT, 'examples/shop/pricing/rule.go');
const scope = { profile: PROFILE, sampleType: 1 };

let server: AnalysisServerProcess;

beforeAll(async () => {
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
  await server.request('delvescope/openProfile', { path: PROFILE });
});
afterAll(() => server.stop());

/** Flat and cumulative milliseconds and name, as `-top` prints them; names of other granularities may repeat. */
async function pprofTop(options: readonly string[]): Promise<string[]> {
  const exec = promisify(execFile);
  const fixed = ['-top', '-unit=ms', '-nodecount=0', '-nodefraction=0', '-edgefraction=0'];
  const { stdout } = await exec('go', ['tool', 'pprof', ...fixed, ...options, PROFILE]);
  const rows = stdout.split('\n').flatMap((line) => {
    const found =
      /^\s*(-?[\d.]+)(?:ms)?\s+[\d.]+%\s+[\d.]+%\s+(-?[\d.]+)(?:ms)?\s+[\d.]+%\s+(.+)$/.exec(line);
    const [, flat = '', cum = '', name = ''] = found ?? [];
    return found
      ? [`${Number(flat)} ${Number(cum)} ${name.replace(/ \((?:partial-)?inline\)$/, '')}`]
      : [];
  });
  return rows.sort();
}

async function ourTop(filter: ProfileFilter): Promise<string[]> {
  const query = { ...scope, filter, sort: 'self', descending: true, search: '' } as const;
  const table = await server.request('delvescope/tableWindow', { ...query, start: 0, count: 5000 });
  const millis = (value = 0): number => value / 1e6;
  return table.names
    .map((name, index) => `${millis(table.self[index])} ${millis(table.total[index])} ${name}`)
    .sort();
}

describe('every filter gives the figures of go tool pprof', () => {
  const FILTERS: readonly (readonly [name: string, filter: ProfileFilter, options: string[]])[] = [
    ['focus', [{ word: 'focus', value: 'pricing' }], ['-focus=pricing']],
    ['ignore', [{ word: 'ignore', value: 'regexp|runtime' }], ['-ignore=regexp|runtime']],
    ['hide', [{ word: 'hide', value: 'net/http' }], ['-hide=net/http']],
    ['show', [{ word: 'show', value: 'shop' }], ['-show=shop']],
    ['show_from', [{ word: 'show_from', value: 'pricing' }], ['-show_from=pricing']],
    ['noinlines', [{ word: 'noinlines', value: '' }], ['-noinlines']],
    ['lines', [{ word: 'granularity', value: 'lines' }], ['-lines']],
    ['files', [{ word: 'granularity', value: 'files' }], ['-files']],
    [
      'two together',
      [
        { word: 'focus', value: 'http' },
        { word: 'ignore', value: 'pricing' },
      ],
      ['-focus=http', '-ignore=pricing'],
    ],
  ];
  for (const [name, filter, options] of FILTERS) {
    test(name, async () => {
      const expected = await pprofTop(options);
      expect(expected.length).toBeGreaterThan(3);
      expect(await ourTop(filter)).toEqual(expected);
    });
  }
});

test('flame graph, lines, search and outcome obey the same filter', async () => {
  const filter: ProfileFilter = [{ word: 'ignore', value: 'pricing' }];
  const outcome = await server.request('delvescope/filterOutcome', { ...scope, filter });
  const window = { root: 0, widthPixels: 1000, firstRow: 0, rowCount: 50, search: '' };
  const flame = await server.request('delvescope/flameWindow', { ...scope, filter, ...window });
  expect(flame.rootTotal).toBe(outcome.left);
  expect(flame.profileTotal).toBe(outcome.whole);
  expect(outcome.left).toBeLessThan(outcome.whole);
  const lines = await server.request('delvescope/lineFigures', { ...scope, filter, path: RULE });
  expect(lines?.line.length ?? 0).toBe(0);
  const found = await server.request('delvescope/search', { ...scope, filter, search: 'pricing' });
  expect(found.total).toBe(0);
});

test('relative percentages are of what is left', async () => {
  const filter: ProfileFilter = [
    { word: 'focus', value: 'pricing' },
    { word: 'relative_percentages', value: '' },
  ];
  const { left, whole } = await server.request('delvescope/filterOutcome', { ...scope, filter });
  expect(whole).toBe(left);
});

test('what matches nothing is named, and a wrong expression filters nothing', async () => {
  const missing: ProfileFilter = [{ word: 'focus', value: 'no such function' }];
  const none = await server.request('delvescope/filterOutcome', { ...scope, filter: missing });
  expect(none).toMatchObject({ left: 0, unmatched: ['focus'], error: null });
  const wrong: ProfileFilter = [{ word: 'focus', value: '(' }];
  const outcome = await server.request('delvescope/filterOutcome', { ...scope, filter: wrong });
  expect(outcome.error).toMatch(/^focus: missing \)/);
  expect(outcome.left).toBe(outcome.whole);
});

test('completion offers words, then names by share', async () => {
  const ask = (text: string) =>
    server.request('delvescope/filterDraft', { ...scope, text, caret: text.length });
  const words = await ask('tag');
  expect(words.completion.items.map(({ text }) => text)).toContain('tagfocus=');
  const names = await ask('focus=Rule');
  expect(names.completion.items[0]).toEqual({
    text: 'pricing\\.\\(\\*Rule\\)\\.match',
    detail: expect.stringMatching(/^59\.\d %$/),
  });
  expect(names.term).toEqual({ word: 'focus', value: 'Rule' });
});

describe('two profiles compared', () => {
  const compared = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compare-'));
    const before = join(folder, 'before.pb.gz');
    const options = ['-proto', '-ignore=json', `-output=${before}`, PROFILE];
    await promisify(execFile)('go', ['tool', 'pprof', ...options]);
    const info = await server.request('delvescope/openComparison', {
      compared: [before, PROFILE],
    });
    return { folder, before, info };
  };

  test('every change is what pprof -base says', async () => {
    const { folder, before, info } = await compared();
    expect(info.sampleTypes.map(({ type }) => type)).toEqual(['samples', 'cpu']);
    const expected = await pprofTop([`-base=${before}`]);
    const table = await server.request('delvescope/tableWindow', {
      profile: info.profile,
      sampleType: 1,
      sort: 'change',
      descending: true,
      search: '',
      start: 0,
      count: 5000,
    });
    const millis = (after = 0, old = 0): number => (after - old) / 1e6;
    const changed = table.names
      .map((name, index) => {
        const flat = millis(table.self[index], table.selfBefore?.[index]);
        const cum = millis(table.total[index], table.totalBefore?.[index]);
        return `${flat} ${cum} ${name}`;
      })
      .filter((row) => !row.startsWith('0 0 '));
    const ofPprof = expected.filter((row) => !row.startsWith('0 0 '));
    expect(ofPprof.length).toBeGreaterThan(10);
    expect(changed.sort()).toEqual(ofPprof.sort());
    await rm(folder, { recursive: true });
  });

  test('frames carry their values before, filtered as well', async () => {
    const { folder, info } = await compared();
    const scope2 = { profile: info.profile, sampleType: 1 };
    const window = { root: 0, widthPixels: 1e6, firstRow: 0, rowCount: 200, search: '' };
    const flame = await server.request('delvescope/flameWindow', { ...scope2, ...window });
    expect(flame.before?.[0]).toBe(info.comparison?.beforeTotals[1]);
    for (let frame = 0; frame < flame.length; frame++) {
      expect(flame.before?.[frame] ?? 0).toBeLessThanOrEqual(flame.total[frame] ?? 0);
    }
    // What was not there before is exactly what is focused.
    const filter: ProfileFilter = [{ word: 'focus', value: 'json' }];
    const focused = await server.request('delvescope/flameWindow', {
      ...scope2,
      ...window,
      filter,
    });
    expect(focused.rootTotal).toBeGreaterThan(0);
    expect(focused.before?.[0]).toBe(0);
    const changes = await server.request('delvescope/changes', scope2);
    expect((changes?.totalAfter ?? 0) - (changes?.totalBefore ?? 0)).toBe(focused.rootTotal);
    await rm(folder, { recursive: true });
  });

  test('profiles of different kinds do not compare', async () => {
    const heap = join(ROOT, 'examples/recorded/shop.heap.pb.gz');
    await expect(
      server.request('delvescope/openComparison', { compared: [heap, PROFILE] }),
    ).rejects.toThrow(/Only profiles of one kind compare: shop.heap.pb.gz measures alloc_objects/);
  });
});

describe('what is exported is what the filter leaves', () => {
  const filter: ProfileFilter = [{ word: 'focus', value: 'pricing' }];
  const exported = async (format: ExportFormat): Promise<string> => {
    const path = join(await mkdtemp(join(tmpdir(), 'export-')), 'file');
    await server.request('delvescope/exportProfile', { ...scope, filter, format, path });
    return path;
  };

  test('as a profile that go tool pprof reads', async () => {
    const path = await exported('pprof');
    const { stdout } = await promisify(execFile)('go', ['tool', 'pprof', '-top', path]);
    expect(stdout).toMatch(/Total samples = 3\.72s/);
  });

  test('as SVG, speedscope JSON, folded stacks and CSV', async () => {
    const svg = await readFile(await exported('svg'), 'utf8');
    expect(svg).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect(svg).not.toContain('<script');
    const speedscope = JSON.parse(await readFile(await exported('speedscope'), 'utf8'));
    const weights: number[] = speedscope.profiles[0].weights;
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(3_720_000_000);
    const folded = await readFile(await exported('folded'), 'utf8');
    const lines = folded.trimEnd().split('\n');
    expect(lines.every((line) => line.includes('pricing'))).toBe(true);
    const csv = await readFile(await exported('csv'), 'utf8');
    expect(csv).toContain('pricing.(*Rule).match');
  });

  test('as the texts of pprof', async () => {
    const query = { ...scope, filter, report: 'text', functionName: '' } as const;
    const text = await server.request('delvescope/profileReport', query);
    const { stdout } = await promisify(execFile)('go', [
      'tool',
      'pprof',
      '-text',
      '-focus=pricing',
      PROFILE,
    ]);
    const rows = (all: string): string => all.slice(all.indexOf('      flat'));
    expect(rows(text)).toBe(rows(stdout));
  });

  test('a file that cannot be written says so', async () => {
    const query = { ...scope, filter, format: 'csv', path: '/nowhere/file.csv' } as const;
    await expect(server.request('delvescope/exportProfile', query)).rejects.toThrow(
      /\/nowhere\/file.csv cannot be written/,
    );
  });
});
