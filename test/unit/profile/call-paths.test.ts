import { expect, test } from 'vitest';
import {
  CallPaths,
  callsOfFunction,
  parseProfile,
  stackValues,
} from '../../../src/profile/index.ts';
import type { CallDirection } from '../../../src/profile/index.ts';
import { drawProfile } from '../../support/draw-profile.ts';

const DRAWING = `
  main    main    main         main   main
  serve   serve   serve        serve  gc
  serve   json    json         ~read
  read    read    json
                  serve
                  read
  = 1     2       4            8      16`;

/** Steps along a path: `name cum/flat`, `~` for inlined, `…` where the path goes on. */
function steps(path: string, direction: CallDirection): string[] {
  const { value: profile } = parseProfile(drawProfile(DRAWING));
  const paths = new CallPaths(profile, stackValues(profile, 0));
  const { names } = profile.functions;
  const rows = path.split(' ').map((name) => names.indexOf(name));
  return paths
    .steps(rows, direction)
    .map(
      ({ function: row, cum, flat, isInlined, goesOn }) =>
        `${isInlined ? '~' : ''}${names[row]} ${cum}/${flat}${goesOn ? '…' : ''}`,
    );
}

test('callees: each stack counts once, and a call of a function by itself is none', () => {
  expect(steps('serve', 'callees')).toEqual(['read 13/13', 'json 6/0…']);
  expect(steps('serve json', 'callees')).toEqual(['serve 4/0…', 'read 2/2']);
  expect(steps('serve json serve', 'callees')).toEqual(['read 4/4']);
  expect(steps('read', 'callees')).toEqual([]);
});

test('callers: flat is what ends in the function the path starts from', () => {
  expect(steps('read', 'callers')).toEqual(['serve 13/13…', 'json 2/2…']);
  expect(steps('read serve', 'callers')).toEqual(['main 9/9', 'json 4/4…']);
  expect(steps('json', 'callers')).toEqual(['serve 6/0…']);
  expect(steps('gc', 'callers')).toEqual(['main 16/16']);
});

test('a call is inlined when all its calls are', () => {
  const { value: profile } = parseProfile(
    drawProfile(`
  main       main
  serve@a:3  serve@a:4
  ~read      read
  = 1        2`),
  );
  const { names } = profile.functions;
  const calls = callsOfFunction(profile, stackValues(profile, 0), names.indexOf('serve'));
  expect(
    calls.map(({ line, function: row, value, isInlined }) => [line, names[row], value, isInlined]),
  ).toEqual([
    [3, 'read', 1, true],
    [4, 'read', 2, false],
  ]);
});
