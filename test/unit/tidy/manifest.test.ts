import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as contributions from '../../../src/protocol/contributions.ts';
import { differences, undeclared } from './manifest.ts';
import type { Manifest } from './manifest.ts';

const text = readFileSync('package.json', 'utf8');
// The project's own manifest; the editor checks the rest of it.
const manifest = JSON.parse(text) as Manifest;

test('package.json and contributions.ts name the same things', () => {
  expect(differences(manifest, contributions)).toEqual([]);
});

test('menus and when clauses name only what is declared', () => {
  expect(undeclared(text, contributions)).toEqual([]);
});

test('an id that one side lacks is found', () => {
  const command = { openProfile: 'delvescope.openProfile', forgotten: 'delvescope.forgotten' };
  const planted: Manifest = {
    contributes: {
      commands: [{ command: 'delvescope.openProfile' }, { command: 'delvescope.stray' }],
    },
  };
  const code = {
    DEBUG_TYPE: 'delvescope',
    command,
    view: {},
    customEditor: {},
    setting: {},
    contextKey: {},
  };
  expect(differences(planted, code)).toEqual([
    'command delvescope.stray is only in package.json',
    'command delvescope.forgotten is only in contributions.ts',
    'debug type delvescope is only in contributions.ts',
  ]);
});

test('a misspelt id in a when clause is found', () => {
  expect(undeclared('{"when": "view == delvescope.gorutines"}', contributions)).toEqual([
    'delvescope.gorutines',
  ]);
});
