import { describe, expect, test } from 'vitest';
import {
  csvTable,
  DEFAULT_QUERY,
  flameSvg,
  foldedStacks,
  parseProfile,
  type Profile,
  QueryCache,
  readProfile,
  speedscopeJson,
  stackValues,
  unsymbolizedAddresses,
  withSymbols,
} from '../../../src/profile/index.ts';
import { drawProfile } from '../../support/draw-profile.ts';

const BEFORE = `
      main    main    main
      serve   serve   gc
      read    write
      = 4     2       3`;

describe('other formats', () => {
  const profile = profileOf(`
      main@/m.go:1   main@/m.go:1
      +a;b@/x,"y     c
      = 3            1`);
  const values = stackValues(profile, 0);

  test('folded stacks: a name cannot end a frame', () =>
    expect([...foldedStacks(profile, values)]).toEqual(['main;+a b 3', 'main;c 1']));

  test('CSV: cells are quoted, and none is a formula', () =>
    expect([...csvTable(profile, values)]).toEqual([
      'function,file,line,flat (count),flat %,cum (count),cum %',
      `'+a;b,"/x,""y",0,3,75.00,3,75.00`,
      'c,,0,1,25.00,1,25.00',
      'main,/m.go,0,0,0.00,4,100.00',
    ]));

  test('speedscope', () => {
    const file: unknown = JSON.parse([...speedscopeJson(profile, values, 'shop')].join(''));
    expect(file).toMatchObject({
      name: 'shop',
      profiles: [{ type: 'sampled', unit: 'none', endValue: 4, weights: [3, 1] }],
    });
  });

  test('a flame graph as SVG: names are text, not markup', () => {
    const hostile = profileOf(`
      main
      <script>&`);
    const options = { title: '<b>', width: 800, maxRows: 50 };
    const svg = [...flameSvg(hostile, stackValues(hostile, 0), options)].join('\n');
    expect(svg).toContain('&lt;script&gt;&amp;');
    expect(svg).toContain('<title>&lt;b&gt;</title>');
    expect(svg).not.toContain('<script');
  });
});

test('addresses without a function get those of a symbolizer', () => {
  const text = new TextEncoder().encode('conns profile: total 3\n2 @ 0x11 0x21\n1 @ 0x21\n');
  const { value } = readProfile(text);
  expect(unsymbolizedAddresses(value).map(({ address }) => address)).toEqual([0x10n, 0x20n]);
  const inlined = { name: 'inner', file: 'i.go', line: 3 };
  const outer = { name: 'outer', file: 'o.go', line: 7 };
  const named = withSymbols(value, new Map([[0x10n, [inlined, outer]]]));
  expect([...foldedStacks(named, stackValues(named, 0))]).toEqual([
    '<unknown>;outer;inner 2',
    '<unknown> 1',
  ]);
  expect(unsymbolizedAddresses(named).map(({ address }) => address)).toEqual([0x20n]);
});

describe('QueryCache', () => {
  const cache = new QueryCache(profileOf(BEFORE));
  const ask = (change: object) => cache.resolved({ ...DEFAULT_QUERY, sampleType: 0, ...change });

  test('functions are the nodes of the granularity', () => {
    const lines = new QueryCache(profileOf('main@m.go:1  main@m.go:2\nf@f.go:3  f@f.go:3'));
    const query = { ...DEFAULT_QUERY, sampleType: 0, granularity: 'lines' as const };
    const { profile } = lines.resolved(query);
    expect([...profile.functions.names].sort()).toEqual(['f f.go:3', 'main m.go:1', 'main m.go:2']);
  });

  test('filters leave what matches; the total stays', () => {
    const { profile, total } = ask({ focus: 'serve', hide: 'main' });
    expect([...foldedStacks(profile, stackValues(profile, 0))]).toEqual([
      'serve;read 4',
      'serve;write 2',
    ]);
    expect(total).toBe(9);
    expect(ask({ focus: 'serve', relativePercentages: true }).total).toBe(6);
  });

  test('a broken expression filters nothing and says where it is broken', () => {
    const { error, profile } = ask({ ignore: 'a(b' });
    expect(error).toBe('ignore: missing ) for ( at 1');
    expect(stackValues(profile, 0).total).toBe(9);
  });

  test('equal filters are applied once', () => {
    const query = { ...DEFAULT_QUERY, sampleType: 0, focus: 'gc' };
    expect(cache.applied(query)).toBe(cache.applied({ ...query, nodeCount: 5 }));
  });
});

function profileOf(drawing: string): Profile {
  return parseProfile(drawProfile(drawing)).value;
}
