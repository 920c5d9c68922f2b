import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyQuery,
  type CallTree,
  callTreeOf,
  combineProfiles,
  DEFAULT_QUERY,
  encodeProfile,
  flameLayout,
  matchingNodes,
  newReport,
  pathTo,
  type Profile,
  type ProfileFilters,
  readProfile,
  reportLines,
  stackValues,
} from '../../../src/profile/index.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { allNodes } from '../../support/tree-rows.ts';

const SEED = fc.integer({ min: 0, max: 100_000 });
const RUNS = { numRuns: 40, seed: 11 };

describe('merging', () => {
  test('is associative', () =>
    fc.assert(
      fc.property(SEED, (seed) => {
        const [a, b, c] = [0, 1, 2].map((k) => profileOf(seed + k, seed));
        if (!a || !b || !c) throw new Error('three profiles are made');
        const left = merged(merged(a, b), c);
        expect(samplesOf(left)).toEqual(samplesOf(merged(a, merged(b, c))));
        expect(samplesOf(left)).toEqual(samplesOf(merged(a, b, c)));
      }),
      RUNS,
    ));

  test('sums up', () =>
    fc.assert(
      fc.property(SEED, (seed) => {
        const a = profileOf(seed, seed);
        const b = profileOf(seed + 1, seed);
        const total = stackValues(merged(a, b), 0).total;
        expect(total).toBe(stackValues(a, 0).total + stackValues(b, 0).total);
      }),
      RUNS,
    ));
});

describe('filters', () => {
  const pairs: readonly (readonly [Partial<ProfileFilters>, Partial<ProfileFilters>])[] = [
    [{ focus: 'main' }, { ignore: 'json' }],
    [{ focus: 'Serve' }, { tagFocus: 'tenant=a' }],
    [{ tagIgnore: 'bytes=1kb:' }, { tagFocus: 'tenant=a|b' }],
  ];

  test.each(pairs)('%j and %j commute', (one, other) =>
    fc.assert(
      fc.property(SEED, (seed) => {
        const profile = profileOf(seed);
        const both = samplesOf(filtered(profile, { ...one, ...other }));
        expect(samplesOf(filtered(filtered(profile, one), other))).toEqual(both);
        expect(samplesOf(filtered(filtered(profile, other), one))).toEqual(both);
      }),
      RUNS,
    ),
  );

  test('focus and ignore of the same part everything', () =>
    fc.assert(
      fc.property(SEED, (seed) => {
        const profile = profileOf(seed);
        const parts = [{ focus: 'main' }, { ignore: 'main' }].map(
          (filter) => stackValues(filtered(profile, filter), 0).total,
        );
        // Samples without a stack are in neither part.
        const empty =
          stackValues(profile, 0).total -
          stackValues(filtered(profile, { ignore: 'no such' }), 0).total;
        expect((parts[0] ?? 0) + (parts[1] ?? 0) + empty).toBe(stackValues(profile, 0).total);
      }),
      RUNS,
    ));
});

test('frames of a flame graph are as wide as their children and their own value', () =>
  fc.assert(
    fc.property(SEED, (seed) => {
      const profile = profileOf(seed);
      const tree = callTreeOf(profile, stackValues(profile, 0));
      const layout = flameLayout(tree, {
        root: 0,
        widthPixels: Number.MAX_VALUE,
        firstRow: 0,
        rowCount: 1000,
        matching: null,
      });
      const children = new Map<number, number>();
      layout.node.forEach((id, k) => {
        const parent = tree.id(tree.nodes.parent[tree.find(id)] ?? 0);
        if (id > 0) children.set(parent, (children.get(parent) ?? 0) + (layout.total[k] ?? 0));
      });
      layout.node.forEach((node, k) => {
        expect((children.get(node) ?? 0) + (layout.self[k] ?? 0)).toBe(layout.total[k]);
      });
    }),
    RUNS,
  ));

test('nodes of a tree have the same ids whatever was looked at first, and searches find the widest', () =>
  fc.assert(
    fc.property(SEED, (seed) => {
      const profile = profileOf(seed);
      const values = stackValues(profile, 0);
      const whole = callTreeOf(profile, values);
      const all = allNodes(whole);
      const tree = callTreeOf(profile, values);
      for (const node of all.toReversed()) {
        expect(pathNames(tree, tree.find(whole.id(node)))).toEqual(pathNames(whole, node));
      }
      const matching = Uint8Array.from(profile.functions.names, (_, row) =>
        row % 3 === 0 ? 1 : 0,
      );
      const { width, function: functions } = whole.nodes;
      const expected = all
        .filter((node) => node > 0 && matching[functions[node] ?? 0] === 1)
        .sort((a, b) => (width[b] ?? 0) - (width[a] ?? 0));
      const few = callTreeOf(profile, values);
      expect(Array.from(matchingNodes(few, matching, 1000), (node) => few.id(node))).toEqual(
        expected.map((node) => whole.id(node)),
      );
    }),
    RUNS,
  ));

test('what is written reads back as the same profile', () =>
  fc.assert(
    fc.property(SEED, (seed) => {
      const profile = profileOf(seed);
      const bytes = encodeProfile(profile, { ratio: 1, simplifyNames: false });
      const { value, problems } = readProfile(bytes);
      expect(problems).toEqual([]);
      expect(rawText(value)).toEqual(rawText(profile));
    }),
    RUNS,
  ));

function profileOf(seed: number, typeSeed = seed): Profile {
  return readProfile(randomProfile(seed, { typeSeed })).value;
}

function merged(...profiles: readonly Profile[]): Profile {
  const { profile, error } = combineProfiles(profiles);
  if (!profile) throw new Error(error);
  return profile;
}

function filtered(profile: Profile, filters: Partial<ProfileFilters>): Profile {
  return applyQuery(profile, { ...DEFAULT_QUERY, sampleType: 0, ...filters }).profile;
}

/** Stacks, labels and values as text, in any order: ids and the order of samples may differ. */
function samplesOf(profile: Profile): string[] {
  // Binaries with the same build id are one: which of their names stays depends on the order of merging.
  const lines = textOf(profile, 'traces').map((line) =>
    line.replace(/ \[(?:shop|libx\.so\.6|\[vdso\])\]/, ' [binary]'),
  );
  return lines
    .join('\n')
    .split(/^-+\+-+$/m)
    .slice(1, -1)
    .sort();
}

function rawText(profile: Profile): string[] {
  return textOf(profile, 'raw');
}

function textOf(profile: Profile, format: 'traces' | 'raw'): string[] {
  const query = {
    ...DEFAULT_QUERY,
    sampleType: 0,
    granularity: 'addresses' as const,
    simplifyNames: false,
  };
  const report = { ...newReport(applyQuery(profile, query), query, format), format };
  const context = { pattern: null, readSource: () => ({ error: '' }), time: () => null };
  return [...(reportLines(report, context) ?? [])];
}

function pathNames(tree: CallTree, node: number): number[] {
  return pathTo(tree, node).map((step) => tree.nodes.function[step] ?? 0);
}
