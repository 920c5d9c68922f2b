/** The tree, graph, source and tags of the profile page beside `go tool pprof`, over the real analysis server. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATH_CALLER, PATH_FUNCTION, ROW_EXPANDED } from '../../src/protocol/analysis.ts';
import type { CallPath, TableWindow } from '../../src/protocol/analysis.ts';
import type { ProfileFilter } from '../../src/protocol/profile-filter.ts';
import { EDGE_RESIDUAL } from '../../src/protocol/profile-views.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { encodeProfile } from '../support/draw-profile.ts';
import { pprof } from '../support/pprof-tool.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROFILE = join(ROOT, 'examples/recorded/shop.cpu.pb.gz');
const CPU = { profile: PROFILE, sampleType: 1 };

let server: AnalysisServerProcess;

beforeAll(async () => {
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
  await server.request('delvescope/openProfile', { path: PROFILE });
});
afterAll(() => server.stop());

function table(filter: ProfileFilter, expanded: readonly CallPath[]): Promise<TableWindow> {
  return server.request('delvescope/tableWindow', {
    ...CPU,
    filter,
    expanded,
    sort: 'total',
    descending: true,
    search: '',
    start: 0,
    count: 5000,
  });
}

const SHARES = String.raw`\s+[\d.]+%\s+\|\s+(.*?)( \(inline\))?$`;

describe('callers and callees of every function are those of pprof -tree', () => {
  const FILTERS: readonly (readonly [ProfileFilter, string[]])[] = [
    [[], []],
    [[{ word: 'ignore', value: 'pricing' }], ['-ignore=pricing']],
    [[{ word: 'granularity', value: 'lines' }], ['-lines']],
  ];
  for (const [filter, options] of FILTERS) {
    test(options.join(' ') || 'without a filter', async () => {
      const fixed = ['-tree', '-unit=ns', '-nodecount=0', '-nodefraction=0', '-edgefraction=0'];
      const { out } = await pprof([...fixed, ...options, PROFILE]);
      const tops = await table(filter, []);
      const expanded = [...tops.function].map((row) => ({
        direction: PATH_FUNCTION,
        functions: [row],
      }));
      const all = await table(filter, expanded);
      const ours = blocksOf(all).sort();
      const theirs = out
        .split(/^-+\+-+$/m)
        .slice(2, -1)
        .map((block) => pprofBlock(block))
        .sort();
      expect(theirs.length).toBeGreaterThan(10);
      expect(ours).toEqual(theirs);
    });
  }
});

/** A function with its callers above and its callees below: name, values. */
function pprofBlock(block: string): string {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => {
      const own = /^\s*(\S+)\s+[\d.]+%\s+[\d.]+%\s+(\S+)\s+[\d.]+%\s+\|\s(\S.*)$/.exec(line);
      if (own) return `= ${nanos(own[1])} ${nanos(own[2])} ${own[3]}`;
      const edge = new RegExp(String.raw`^\s*(\S+)${SHARES}`).exec(line);
      return `${nanos(edge?.[1])} ${edge?.[2]}${edge?.[3] ?? ''}`;
    })
    .join('\n');
}

function nanos(text = ''): number {
  return Number(text.replace(/ns$/, ''));
}

function blocksOf(all: TableWindow): string[] {
  const blocks: string[] = [];
  for (let row = 0; row < all.length; row++) {
    if (all.direction[row] !== PATH_FUNCTION) continue;
    const own = `= ${all.self[row]} ${all.total[row]} ${all.names[row]}`;
    const callers: string[] = [];
    const callees: string[] = [];
    for (let k = row + 1; k < all.length && all.direction[k] !== PATH_FUNCTION; k++) {
      const inline = ((all.flags[k] ?? 0) & 1) === 1 ? ' (inline)' : '';
      const line = `${all.total[k]} ${all.names[k]}${inline}`;
      if (all.direction[k] === PATH_CALLER) callers.push(line);
      else callees.push(line);
    }
    blocks.push([...callers, own, ...callees].join('\n'));
  }
  return blocks;
}

test('a path of calls goes on along its stacks', async () => {
  const find = (window: TableWindow, name: string, direction: number): number => {
    for (let row = 0; row < window.length; row++) {
      if (window.direction[row] === direction && window.names[row]?.endsWith(name)) return row;
    }
    throw new Error(`no ${name}`);
  };
  const tops = await table([], []);
  const match = tops.function[find(tops, '(*Rule).match', PATH_FUNCTION)] ?? 0;
  const first = { direction: PATH_FUNCTION, functions: [match] };
  const callers = await table([], [first]);
  const caller = find(callers, '(*Engine).Apply', PATH_CALLER);
  const functions = [
    ...callers.path.subarray(callers.pathStart[caller], callers.pathStart[caller + 1]),
  ];
  expect(functions).toHaveLength(2);
  const deeper = await table([], [first, { direction: PATH_CALLER, functions }]);
  expect((deeper.flags[caller] ?? 0) & ROW_EXPANDED).toBe(ROW_EXPANDED);
  // What calls the caller: the values of its steps sum to its own.
  let sum = 0;
  for (let row = 0; row < deeper.length; row++) {
    const length = (deeper.pathStart[row + 1] ?? 0) - (deeper.pathStart[row] ?? 0);
    if (deeper.direction[row] === PATH_CALLER && length === 3) sum += deeper.total[row] ?? 0;
  }
  expect(sum).toBe(deeper.total[caller]);
  expect(deeper.rowCount).toBe(deeper.length);
  // A window into the middle has the same rows.
  const part = await server.request('delvescope/tableWindow', {
    ...CPU,
    expanded: [first],
    sort: 'total',
    descending: true,
    search: '',
    start: caller - 1,
    count: 3,
  });
  expect(part.names).toEqual(callers.names.slice(caller - 1, caller + 2));
});

describe('boxes and arrows of the graph are those of pprof -dot', () => {
  const CASES: readonly (readonly [number, ProfileFilter, string[]])[] = [
    [80, [], []],
    [12, [], ['-nodecount=12']],
    [80, [{ word: 'focus', value: 'pricing' }], ['-focus=pricing']],
    [80, [{ word: 'granularity', value: 'files' }], ['-files']],
  ];
  for (const [nodeCount, filter, options] of CASES) {
    test(`${nodeCount} ${options.join(' ')}`, async () => {
      const { out } = await pprof(['-dot', '-unit=ns', ...options, PROFILE]);
      const graph = await server.request('delvescope/callGraph', {
        ...CPU,
        filter,
        nodeCount,
        search: '',
      });
      const boxes = [...out.matchAll(/^N\d+ \[label=.*? tooltip="(.*?) \((\d+)(?:ns)?\)" /gm)];
      expect(boxes.length).toBeGreaterThan(5);
      expect(graph.names.map((name, box) => `${name} ${graph.cum[box]}`)).toEqual(
        boxes.map(([, name, cum]) => `${name} ${cum}`),
      );
      const arrows = [
        ...out.matchAll(/^N\d+ -> N\d+ .*? tooltip="(.*?) (->|\.\.\.) (.*?) \((\d+)(?:ns)?\)"/gm),
      ];
      const { edges } = graph;
      const ours = Array.from(edges.weight, (weight, edge) => {
        const ends = [edges.caller[edge], edges.callee[edge]].map((box) => graph.names[box ?? 0]);
        const sign = ((edges.flags[edge] ?? 0) & EDGE_RESIDUAL) === 0 ? '->' : '...';
        return `${ends[0]} ${sign} ${ends[1]} ${weight}`;
      });
      expect(ours).toEqual(
        arrows.map(([, from, sign, to, weight]) => `${from} ${sign} ${to} ${weight}`),
      );
      expectPlaced(graph);
    });
  }
});

/** Boxes lie inside the picture, do not overlap, and callees of the first call lie below their callers. */
function expectPlaced(graph: Awaited<ReturnType<typeof callGraphType>>): void {
  const edge = (box: number, side: -1 | 1, of: 'x' | 'y'): number =>
    (graph[of][box] ?? 0) +
    (side * ((of === 'x' ? graph.boxWidth : graph.boxHeight)[box] ?? 0)) / 2;
  for (let box = 0; box < graph.length; box++) {
    expect(edge(box, -1, 'x')).toBeGreaterThanOrEqual(0);
    expect(edge(box, 1, 'x')).toBeLessThanOrEqual(graph.width);
    expect(edge(box, 1, 'y')).toBeLessThanOrEqual(graph.height);
    for (let other = 0; other < box; other++) {
      const apart =
        edge(box, -1, 'x') >= edge(other, 1, 'x') ||
        edge(other, -1, 'x') >= edge(box, 1, 'x') ||
        edge(box, -1, 'y') >= edge(other, 1, 'y') ||
        edge(other, -1, 'y') >= edge(box, 1, 'y');
      expect(apart, `${graph.names[box]} over ${graph.names[other]}`).toBe(true);
    }
  }
}

function callGraphType() {
  return server.request('delvescope/callGraph', { ...CPU, nodeCount: 1, search: '' });
}

const GO_ROOT = execFileSync('go', ['env', 'GOROOT']).toString().trim();
const SOURCES = `-source_path=${join(ROOT, 'examples')}:${join(GO_ROOT, 'src')}`;

describe('lines of functions are those of pprof -list', () => {
  for (const name of ['pricing.(*Rule).match', 'pricing.(*Engine).Apply', 'runtime.mallocgc']) {
    test(name, async () => {
      const all = await table([], []);
      const row = all.names.findIndex((known) => known.endsWith(name));
      const view = await server.request('delvescope/sourceView', {
        ...CPU,
        function: all.function[row] ?? -1,
      });
      const [listing] = view.listings;
      const pattern = `^${view.name.replaceAll(/[()*.]/g, '\\$&')}$`;
      const { out } = await pprof(
        [`-list=${pattern}`, '-unit=ns', '-trim_path=delvescope.example', SOURCES, PROFILE],
        ROOT,
      );
      const theirs = [...out.matchAll(/^\s*(\d+|\.)(?:ns)?\s+(\d+|\.)(?:ns)?\s+(\d+):/gm)]
        .map(([, flat, cum, line]) => `${line} ${Number(flat) || 0} ${Number(cum) || 0}`)
        .filter((line) => !line.endsWith(' 0 0'));
      const ours = Array.from(
        listing?.line ?? [],
        (line, at) => `${line} ${listing?.flatOf[at]} ${listing?.cumOf[at]}`,
      ).filter((line) => !line.endsWith(' 0 0'));
      expect(ours.length).toBeGreaterThan(0);
      expect(ours).toEqual(theirs);
      expect(listing?.path).not.toBeNull();
    });
  }
});

describe('labels', () => {
  let scratch = '';
  let profile = '';

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'tags-'));
    profile = join(scratch, 'tags.pb.gz');
    const bytes = labelledProfile();
    await writeFile(profile, gzipSync(bytes));
    await server.request('delvescope/openProfile', { path: profile });
  });
  afterAll(() => rm(scratch, { recursive: true }));

  const pivot = (query: { function?: number; splitBy?: string; filter?: ProfileFilter }) =>
    server.request('delvescope/tagPivot', {
      profile,
      sampleType: 0,
      function: query.function ?? null,
      splitBy: query.splitBy ?? null,
      filter: query.filter ?? [],
    });

  test('values are those of pprof -tags', async () => {
    const { out } = await pprof(['-tags', profile]);
    const theirs: string[] = [];
    let key = '';
    for (const line of out.split('\n')) {
      key = /^\s*(\S+): Total/.exec(line)?.[1] ?? key;
      const value = /^\s*(\d+) \(.*?\): (.*)$/.exec(line);
      if (value) theirs.push(`${key} ${value[1]} ${value[2]}`);
    }
    const { keys } = await pivot({});
    const ours = keys.flatMap(({ key: name, values }) =>
      values.map(({ text, value }) => `${name} ${value} ${text}`),
    );
    expect(theirs).toHaveLength(7);
    expect(ours).toEqual(theirs);
  });

  test('each value is a filter that leaves just its samples', async () => {
    const { keys } = await pivot({});
    for (const { values } of keys) {
      for (const { term, value } of values) {
        const filter: ProfileFilter = [{ word: 'tagfocus', value: term }];
        const outcome = await server.request('delvescope/filterOutcome', {
          profile,
          sampleType: 0,
          filter,
        });
        expect([term, outcome.left, outcome.error]).toEqual([term, value, null]);
      }
    }
  });

  test('another key and a function split them', async () => {
    const { names, function: rows } = await server.request('delvescope/tableWindow', {
      profile,
      sampleType: 0,
      sort: 'total',
      descending: true,
      search: '',
      start: 0,
      count: 2,
    });
    const main = rows[names.indexOf('main.main')] ?? -1;
    const { keys, columns } = await pivot({ splitBy: 'tenant', function: main });
    expect(columns).toEqual(['a,b', 'acme']);
    const bytes = keys.find(({ key }) => key === 'bytes');
    expect(bytes?.values.map(({ text, split }) => [text, ...split])).toEqual([
      ['2kB', 8, 0],
      ['1kB', 0, 5],
      ['64B', 1, 2],
    ]);
    const sums = (side: 'flat' | 'cum') => bytes?.values.map((value) => value[side]);
    expect(sums('cum')).toEqual([8, 5, 3]);
    expect(sums('flat')).toEqual([0, 5, 2]);
  });
});

/** Two functions; each sample has a tenant, a number of bytes and a round. */
function labelledProfile(): Uint8Array {
  const strings = ['', 'samples', 'count', 'main.leaf', 'main.main', 'main.go'];
  const text = (value: string): number => {
    if (!strings.includes(value)) strings.push(value);
    return strings.indexOf(value);
  };
  const sample = (path: number[], value: number, tenant: string, bytes: number, round: number) => ({
    locationId: path,
    value: [value],
    label: [
      { key: text('tenant'), str: text(tenant) },
      { key: text('bytes'), num: bytes, numUnit: text('bytes') },
      { key: text('round'), num: round, numUnit: text('rounds') },
    ],
  });
  const samples = [
    sample([1, 2], 8, 'a,b', 2048, 1),
    sample([2], 5, 'acme', 1024, 2),
    sample([2], 2, 'acme', 64, 2),
    sample([1, 2], 1, 'a,b', 64, 1),
  ];
  return encodeProfile({
    sampleType: [{ type: 1, unit: 2 }],
    sample: samples,
    location: [
      { id: 1, line: [{ functionId: 1, line: 7 }] },
      { id: 2, line: [{ functionId: 2, line: 3 }] },
    ],
    function: [
      { id: 1, name: 3, filename: 5 },
      { id: 2, name: 4, filename: 5 },
    ],
    stringTable: strings,
  });
}
