import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  neighboursOfFunction,
  parseProfile,
  readProfile,
  stackValues,
  topOf,
} from '../../../src/profile/index.ts';
import type { Profile } from '../../../src/profile/index.ts';
import type { FlameShape } from '../../../src/protocol/analysis.ts';
import { FlameGraph } from '../../../src/server/flame-graph.ts';
import type { FlameHalf } from '../../../src/server/flame-graph.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { allNodes, childrenOf } from '../../support/tree-rows.ts';

describe('callers first', () => {
  test('stacks begin with their leaf', () =>
    check(
      `
      main    main    main
      serve   serve   gc
      read    write   read
      = 4     2       1`,
      'callers',
      `
      root 7 self 0
        read 5 self 0
          serve 4 self 0
            main 4 self 4
          gc 1 self 0
            main 1 self 1
        write 2 self 0
          serve 2 self 0
            main 2 self 2`,
    ));
});

describe('a sandwich', () => {
  test('what a function calls, and who called it', () => {
    const drawing = `
      main    main    main    gc
      serve   serve   tick    read
      read    read    read
      file    net
      = 4     2       1       8`;
    const read = rowOf(drawing, 'read');
    check(
      drawing,
      { around: read },
      `
      root 15 self 9
        file 4 self 4
        net 2 self 2
      root 15 self 0
        gc 8 self 8
        serve 6 self 0
          main 6 self 6
        tick 1 self 0
          main 1 self 1`,
    );
  });

  test('a function that calls itself is one frame', () => {
    const drawing = `
      main
      walk
      walk
      stat`;
    check(
      drawing,
      { around: rowOf(drawing, 'walk') },
      `
      root 1 self 0
        stat 1 self 1
      root 1 self 0
        main 1 self 1`,
    );
  });

  test('a stack that comes back to it counts once in each place, and shares its width', () => {
    const drawing = `
      main
      json
      map
      json
      text
      = 6`;
    const { graph } = graphOf(drawing, { around: rowOf(drawing, 'json') });
    const [below, above] = graph.halves;
    const firstRow = ({ tree }: FlameHalf) =>
      childrenOf(tree, 0).map((node) => [tree.nodes.width[node], tree.nodes.total[node]]);
    expect(below && firstRow(below)).toEqual([
      [3, 6],
      [3, 6],
    ]);
    expect(above && firstRow(above)).toEqual([
      [3, 6],
      [3, 6],
    ]);
    expect(below?.tree.nodes.total[0]).toBe(6);
    expect(below?.tree.nodes.width[0]).toBe(6);
  });

  test('its first rows are what neighbours are, in any profile', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const profile = readProfile(randomProfile(seed)).value;
        const values = stackValues(profile, 0);
        const { cum, flat } = topOf(profile, values);
        for (let row = 0; row < profile.functions.length; row++) {
          const graph = new FlameGraph(profile, values, { around: row });
          const [below, above] = graph.halves;
          const { callers, callees } = neighboursOfFunction(profile, values, row);
          expect(below && edgesOf(below)).toEqual(sorted(callees));
          expect(below?.tree.nodes.total[0]).toBe(cum[row]);
          expect(below?.tree.nodes.self[0]).toBe(flat[row]);
          expect(above && edgesOf(above)).toEqual(sorted(callers));
        }
      }),
      { numRuns: 60, seed: 3 },
    ));
});

test('figures of a node in other sample types are what the tree sums beside its own', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
      const profile = readProfile(randomProfile(seed)).value;
      const types = profile.sampleTypes.map((_, type) => stackValues(profile, type));
      const [values] = types;
      if (values === undefined) return;
      for (const shape of ['callees', 'callers', { around: 0 }] as const) {
        for (const other of types) {
          const graph = new FlameGraph(profile, values, shape, other);
          for (const half of graph.halves) {
            const { nodes } = half.tree;
            for (const node of allNodes(half.tree).slice(0, 40)) {
              const { total, self } = half.figuresOf(node, [values, other]);
              expect(total[0]).toBe(nodes.total[node]);
              expect(self[0]).toBe(nodes.self[node]);
              expect(total[1]).toBe(nodes.before[node]);
            }
          }
        }
      }
    }),
    { numRuns: 30, seed: 5 },
  ));

function graphOf(drawing: string, shape: FlameShape): { profile: Profile; graph: FlameGraph } {
  const { value: profile, problems } = parseProfile(drawProfile(drawing));
  expect(problems).toEqual([]);
  return { profile, graph: new FlameGraph(profile, stackValues(profile, 0), shape) };
}

function rowOf(drawing: string, name: string): number {
  return parseProfile(drawProfile(drawing)).value.functions.names.indexOf(name);
}

function check(drawing: string, shape: FlameShape, expected: string): void {
  const { profile, graph } = graphOf(drawing, shape);
  const lines = graph.halves.flatMap(({ tree }) =>
    allNodes(tree).map((node) => {
      const { total, self, depth, function: row } = tree.nodes;
      const name = node === 0 ? 'root' : profile.functions.names[row[node] ?? 0];
      return `${'  '.repeat(depth[node] ?? 0)}${name} ${total[node]} self ${self[node]}`;
    }),
  );
  const indent = /\n( *)/.exec(expected)?.[1] ?? '';
  expect(`\n${lines.join('\n')}`).toBe(expected.replaceAll(`\n${indent}`, '\n'));
}

type Edge = { readonly function: number; readonly value: number };

function edgesOf({ tree }: FlameHalf): string[] {
  return sorted(
    childrenOf(tree, 0).map((node) => ({
      function: tree.nodes.function[node] ?? 0,
      value: tree.nodes.total[node] ?? 0,
    })),
  );
}

function sorted(edges: readonly Edge[]): string[] {
  return edges.map((edge) => `${edge.function} ${edge.value}`).sort();
}
