import { describe, expect, test } from 'vitest';
import {
  type CallTree,
  callTreeOf,
  flameLayout,
  LAYOUT_HIT,
  LAYOUT_INLINED,
  matchFunctions,
  matchedTotal,
  matchingNodes,
  parseProfile,
  pathTo,
  type Profile,
  stackValues,
} from '../../../src/profile/index.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { allNodes, childrenOf } from '../../support/tree-rows.ts';

describe('callTreeOf', () => {
  test('merges equal beginnings', () =>
    checkTree(
      `
      main    main    main
      serve   serve   gc
      read    write
      `,
      `
      root 3 self 0
        main 3 self 0
          serve 2 self 0
            read 1 self 1
            write 1 self 1
          gc 1 self 1`,
    ));

  test('widest first, then by name, whatever the order in the file', () =>
    checkTree(
      `
      a   z   b   a
      x
      = 1 5   5   3
      `,
      `
      root 14 self 0
        b 5 self 5
        z 5 self 5
        a 4 self 3
          x 1 self 1`,
    ));

  test('recursion and stacks that end on the way', () =>
    checkTree(
      `
      f   f   f
      f   f
      f
      = 1 2   4
      `,
      `
      root 7 self 0
        f 7 self 4
          f 3 self 2
            f 1 self 1`,
    ));

  test('inlined only where all stacks have it inlined', () =>
    checkTree(
      `
      main     main     main
      ~apply   ~apply   apply
      ~match   match
      `,
      `
      root 3 self 0
        main 3 self 0
          apply 3 self 1
            match 2 self 2`,
    ));

  test('inlined', () =>
    checkTree(
      `
      main     main
      ~match   ~match
      = 1      2
      `,
      `
      root 3 self 0
        main 3 self 0
          match 3 self 3 inlined`,
    ));

  test('a stack of 100,000 frames is cut where the depth no longer fits', () => {
    const deep = Array.from({ length: 100_000 }, (_, row) => `f${row % 7}`).join('\n');
    const { tree } = treeOf(deep);
    const nodes = allNodes(tree);
    expect(nodes.length).toBe(65_536);
    expect(tree.nodes.self[nodes.at(-1) ?? 0]).toBe(1);
    expect(tree.height(0)).toBe(65_535);
  });

  test('samples without a value for the type are not in the tree', () =>
    checkTree(
      `
      main   main
      a      b
      = 1    0
      `,
      `
      root 1 self 0
        main 1 self 0
          a 1 self 1`,
    ));

  test('the widest node of a function and the way to it', () => {
    const { profile, tree } = treeOf(`
      main   main   main
      a      b      b
      x      x      y
      = 1    4      2`);
    const x = widestOf(profile, tree, 'x');
    expect(pathTo(tree, x).map((node) => nameOf(profile, tree, node))).toEqual([
      'root',
      'main',
      'b',
      'x',
    ]);
  });
});

describe('flameLayout', () => {
  const drawing = `
      main   main     main   main
      a      a        b      c
      x      ~y
      = 50   30       19     1`;

  test('positions are fractions of the root', () =>
    checkLayout(drawing, { widthPixels: 1000 }, [
      '0 root 0.00+1.00',
      '1 main 0.00+1.00',
      '2 a 0.00+0.80',
      '3 x 0.00+0.50',
      '3 y 0.50+0.30 inlined',
      '2 b 0.80+0.19',
      '2 c 0.99+0.01',
      'depth 3 hidden 0',
    ]));

  test('narrow frames are left out and counted', () =>
    checkLayout(drawing, { widthPixels: 10 }, [
      '0 root 0.00+1.00',
      '1 main 0.00+1.00',
      '2 a 0.00+0.80',
      '3 x 0.00+0.50',
      '3 y 0.50+0.30 inlined',
      '2 b 0.80+0.19',
      'depth 3 hidden 1',
    ]));

  test('narrow callees that are wide together are one block', () => {
    const { tree } = treeOf(`
      main  main  main  main  main
      a     b     c     d
                  x
      = 50  4     3     2     41`);
    const query = { root: 0, widthPixels: 20, firstRow: 0, rowCount: 9, matching: null };
    const { rests, hidden } = flameLayout(tree, query);
    expect(hidden).toBe(3);
    // b, c and d, between a and what main does itself.
    expect(rests).toMatchObject({ length: 1, row: Uint16Array.of(2), count: Uint32Array.of(3) });
    expect(rests.x[0]).toBeCloseTo(0.5);
    expect(rests.width[0]).toBeCloseTo(0.09);
    // Beside the part that is asked for, and in rows that are not, there is nothing.
    expect(flameLayout(tree, { ...query, span: { from: 0, to: 0.4 } }).rests.length).toBe(0);
    expect(flameLayout(tree, { ...query, rowCount: 2 }).rests.length).toBe(0);
    expect(flameLayout(tree, { ...query, widthPixels: 1000 }).rests.length).toBe(0);
  });

  test('a part of the width: what begins before it and ends in it is there, what is beside it is not', () =>
    checkLayout(drawing, { widthPixels: 100, span: { from: 0.75, to: 0.9 } }, [
      '0 root 0.00+1.00',
      '1 main 0.00+1.00',
      '2 a 0.00+0.80',
      '3 y 0.50+0.30 inlined',
      '2 b 0.80+0.19',
      'depth 3 hidden 0',
    ]));

  test('a part of the width shows narrower frames', () =>
    checkLayout(drawing, { widthPixels: 10, span: { from: 0.95, to: 1 } }, [
      '0 root 0.00+1.00',
      '1 main 0.00+1.00',
      '2 b 0.80+0.19',
      '2 c 0.99+0.01',
      'depth 3 hidden 0',
    ]));

  test('zoomed to a node, some rows only, with hits', () => {
    const { profile, tree } = treeOf(drawing);
    const a = tree.id(widestOf(profile, tree, 'a'));
    checkLayout(drawing, { root: a, firstRow: 1, rowCount: 1, search: 'Y' }, [
      '1 x 0.00+0.63',
      '1 y 0.63+0.38 inlined hit',
      'depth 1 hidden 0',
    ]);
  });
});

describe('search', () => {
  const drawing = `
      main           main         main
      net/http.(*Server).Serve  http.serve  gc
      = 4            2            1`;

  test.each([
    ['serve', 2, 6],
    ['(*Server).Serve', 1, 4],
    ['^main$|gc', 2, 7],
    ['/S.r+ve$/', 2, 6],
    ['nothing', 0, 0],
    ['', 0, 0],
  ])('%s', (search, functions, total) => {
    const { profile, tree } = treeOf(drawing);
    const { matching, count, error } = matchFunctions(profile, search);
    expect({ count, error }).toEqual({ count: functions, error: null });
    expect(matchedTotal(profile, stackValues(profile, 0), matching)).toBe(total);
    const nodes = matchingNodes(tree, matching, 1000);
    expect([...nodes]).toEqual(
      [...nodes].sort((x, y) => (tree.nodes.total[y] ?? 0) - (tree.nodes.total[x] ?? 0)),
    );
  });

  test('a stack with several matches counts once', () => {
    const { value: profile } = parseProfile(
      drawProfile(`
        main    main
        encode  tick
        map
        encode
        = 6     1`),
    );
    const { matching } = matchFunctions(profile, 'encode|map');
    expect(matchedTotal(profile, stackValues(profile, 0), matching)).toBe(6);
  });

  test.each([
    ['/(a/', /missing \) for \( at 0/],
    ['/(?=a)/', /look-around at 0/],
    ['/(a)\\1/', /backreference at 3/],
  ])('%s is an error', (search, error) => {
    const { profile } = treeOf(drawing);
    expect(matchFunctions(profile, search).error).toMatch(error);
  });
});

function treeOf(drawing: string): { profile: Profile; tree: CallTree } {
  const { value: profile, problems } = parseProfile(drawProfile(drawing));
  expect(problems).toEqual([]);
  return { profile, tree: callTreeOf(profile, stackValues(profile, 0)) };
}

function checkTree(drawing: string, expected: string): void {
  const { profile, tree } = treeOf(drawing);
  const { inlined, total, self, depth } = tree.nodes;
  const lines = allNodes(tree).map((node) => {
    const mark = inlined[node] === 1 ? ' inlined' : '';
    const text = `${nameOf(profile, tree, node)} ${total[node]} self ${self[node]}${mark}`;
    return '  '.repeat(depth[node] ?? 0) + text;
  });
  const indent = /\n( *)/.exec(expected)?.[1] ?? '';
  expect(`\n${lines.join('\n')}`).toBe(expected.replaceAll(`\n${indent}`, '\n'));
  checkInvariants(tree);
}

/** The invariants of the model, derived anew. */
function checkInvariants(tree: CallTree): void {
  const { nodes } = tree;
  const list = allNodes(tree);
  let last = -1;
  for (const node of list) {
    const parent = nodes.parent[node] ?? -1;
    expect(parent).toBeLessThan(node);
    expect(tree.id(node)).toBeGreaterThan(last);
    expect(tree.find(tree.id(node))).toBe(node);
    last = tree.id(node);
    if (parent < 0) continue;
    expect(nodes.depth[node]).toBe((nodes.depth[parent] ?? 0) + 1);
    expect(tree.height(parent)).toBeGreaterThan(tree.height(node));
  }
  expect(tree.idLimit).toBeGreaterThan(last);
  expect(tree.find(tree.idLimit)).toBe(-1);
  for (const node of list) {
    let sum = nodes.self[node] ?? 0;
    for (const child of childrenOf(tree, node)) sum += nodes.total[child] ?? 0;
    expect(sum).toBe(nodes.total[node]);
  }
}

function checkLayout(
  drawing: string,
  query: {
    root?: number;
    widthPixels?: number;
    firstRow?: number;
    rowCount?: number;
    span?: { from: number; to: number };
    search?: string;
  },
  expected: readonly string[],
): void {
  const { profile, tree } = treeOf(drawing);
  const layout = flameLayout(tree, {
    root: query.root ?? 0,
    widthPixels: query.widthPixels ?? 1000,
    firstRow: query.firstRow ?? 0,
    rowCount: query.rowCount ?? 100,
    ...(query.span && { span: query.span }),
    matching: query.search === undefined ? null : matchFunctions(profile, query.search).matching,
  });
  const rows = Array.from({ length: layout.length }, (_, index) => {
    const flags = layout.flags[index] ?? 0;
    const words = `${flags & LAYOUT_INLINED ? ' inlined' : ''}${flags & LAYOUT_HIT ? ' hit' : ''}`;
    const place = `${layout.x[index]?.toFixed(2)}+${layout.width[index]?.toFixed(2)}`;
    return `${layout.row[index]} ${nameOf(profile, tree, tree.find(layout.node[index] ?? 0))} ${place}${words}`;
  });
  expect([...rows, `depth ${layout.depth} hidden ${layout.hidden}`]).toEqual(expected);
}

function nameOf(profile: Profile, tree: CallTree, node: number): string {
  return node === 0 ? 'root' : (profile.functions.names[tree.nodes.function[node] ?? 0] ?? '?');
}

function widestOf(profile: Profile, tree: CallTree, name: string): number {
  const wanted = Uint8Array.from(profile.functions.names, (known) => (known === name ? 1 : 0));
  return matchingNodes(tree, wanted, 1)[0] ?? -1;
}
