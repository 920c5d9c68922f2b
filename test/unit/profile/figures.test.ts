import { describe, expect, test } from 'vitest';
import {
  functionsAt,
  flatOfFrames,
  hottestLine,
  hottestLines,
  lineIndexOf,
  linesOfFile,
  linesOfFunction,
  neighboursOfFunction,
  neighboursOfLine,
  parseProfile,
  type Profile,
  stackValues,
  topOf,
  topOrder,
} from '../../../src/profile/index.ts';
import { type DrawOptions, drawProfile } from '../../support/draw-profile.ts';

describe('topOf', () => {
  test('cum counts recursion once, flat goes to the innermost inlined function', () =>
    checkTop(
      `
      main   main
      f      ~g
      f
      = 3    4
      `,
      ['g 4 4 inlined', 'f 3 3', 'main 0 7'],
    ));

  test('negative values sort by size', () =>
    checkTop(
      `
      main   main
      a      b
      = -5   2
      `,
      ['a -5 -5', 'b 2 2', 'main 0 -3'],
    ));

  test('drop_frames takes away what is below, but not the first frames', () =>
    checkTop(
      `
      runtime.goexit   main
      main             malloc
      malloc           grow
      grow
      = 1              2
      `,
      ['main 3 3', 'runtime.goexit 0 1'],
      { dropFrames: 'malloc|runtime\\..*' },
    ));

  test('keep_frames is an exception from drop_frames', () =>
    checkTop(
      `
      main
      malloc
      `,
      ['malloc 1 1', 'main 0 1'],
      { dropFrames: 'm.*', keepFrames: 'malloc|main' },
    ));

  test('an inlined frame that is dropped leaves the function it was inlined into', () =>
    checkTop(
      `
      main
      work
      ~malloc
      `,
      ['work 1 1', 'main 0 1'],
      { dropFrames: 'malloc' },
    ));
});

describe('line figures', () => {
  const drawing = `
      main@m.go:5   main@m.go:5   main@m.go:6
      f@f.go:10     f@f.go:11     f@f.go:10
      f@f.go:10     ~g@f.go:30
      = 1           2             4`;

  test('lines of a file: cum once per stack', () => {
    const { profile, values } = open(drawing);
    const index = lineIndexOf(profile, values);
    const file = profile.files.indexOf('f.go');
    expect(rowsOf(linesOfFile(profile, index, file))).toEqual(['10 5 5', '11 0 2', '30 2 2']);
    expect(index.files.cum[file]).toBe(7);
    expect(index.files.flat[file]).toBe(7);
    expect(rowsOf(linesOfFile(profile, index, profile.files.indexOf('m.go')))).toEqual([
      '5 0 3',
      '6 0 4',
    ]);
    expect(linesOfFile(profile, index, -1).length).toBe(0);
  });

  test('lines and hottest lines of functions', () => {
    const { profile, values } = open(drawing);
    const index = lineIndexOf(profile, values);
    const row = (name: string): number => profile.functions.names.indexOf(name);
    expect(rowsOf(linesOfFunction(profile, index, row('f')))).toEqual(['10 5 5', '11 0 2']);
    expect(hottestLines(profile, index)[row('f')]).toBe(10);
    expect(hottestLines(profile, index)[row('main')]).toBe(6);
    const wanted = new Uint8Array(profile.functions.length);
    wanted[row('g')] = 1;
    expect(hottestLine(profile, flatOfFrames(profile, values), wanted)).toEqual({
      file: 'f.go',
      line: 30,
      flat: 2,
    });
    expect(functionsAt(profile, profile.files.indexOf('f.go'), 10)).toEqual([row('f')]);
  });
});

describe('neighbours', () => {
  const drawing = `
      main@m.go:1   main@m.go:2   main@m.go:1
      f@f.go:1      g@f.go:9      f@f.go:1
      f@f.go:1      f@f.go:2      x@x.go:1
      x@x.go:1
      = 1           2             4`;

  test('of a function, each stack once, without its calls of itself', () => {
    const { profile, values } = open(drawing);
    const f = profile.functions.names.indexOf('f');
    expect(named(profile, neighboursOfFunction(profile, values, f))).toEqual({
      callers: ['main 5', 'g 2'],
      callees: ['x 5'],
    });
  });

  test('of a line', () => {
    const { profile, values } = open(drawing);
    const file = profile.files.indexOf('m.go');
    expect(named(profile, neighboursOfLine(profile, values, file, 1))).toEqual({
      callers: [],
      callees: ['f 5'],
    });
  });
});

function open(drawing: string, options: DrawOptions = {}) {
  const { value: profile, problems } = parseProfile(drawProfile(drawing, options));
  expect(problems).toEqual([]);
  return { profile, values: stackValues(profile, 0) };
}

function checkTop(drawing: string, expected: readonly string[], options: DrawOptions = {}): void {
  const { profile, values } = open(drawing, options);
  const top = topOf(profile, values);
  const rows = [...topOrder(profile, top)].map((row) => {
    const inlined = top.inlined[row] === 1 ? ' inlined' : '';
    return `${profile.functions.names[row]} ${top.flat[row]} ${top.cum[row]}${inlined}`;
  });
  expect(rows).toEqual(expected);
}

function rowsOf(window: {
  readonly line: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}): string[] {
  return [...window.line].map((line, row) => `${line} ${window.flat[row]} ${window.cum[row]}`);
}

function named(
  profile: Profile,
  lists: Readonly<Record<'callers' | 'callees', readonly { function: number; value: number }[]>>,
): Record<'callers' | 'callees', string[]> {
  const text = (entry: { function: number; value: number }): string =>
    `${profile.functions.names[entry.function]} ${entry.value}`;
  return { callers: lists.callers.map(text), callees: lists.callees.map(text) };
}
