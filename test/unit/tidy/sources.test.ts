import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DELVE_VERSION } from '../../../scripts/tools/delve.ts';
import { delveVersions, focusedTests, readmeProblems } from './sources.ts';

let planted = '';
beforeEach(() => {
  planted = mkdtempSync(join(tmpdir(), 'delvescope-tidy-'));
});
afterEach(() => rmSync(planted, { recursive: true }));

test('no test is focused', () => {
  expect(focusedTests('test')).toEqual([]);
});

test('a focused test is found', () => {
  writeFileSync(join(planted, 'a.test.ts'), 'test.only("x", () => {});');
  expect(focusedTests(planted)).toHaveLength(1);
});

test('each layer has a short introduction', () => {
  expect(readmeProblems('src')).toEqual([]);
});

test('a missing and a long introduction are found', () => {
  for (const name of ['bare', 'wordy']) mkdirSync(join(planted, name));
  writeFileSync(join(planted, 'wordy', 'README.md'), 'line\n'.repeat(11));
  expect(readmeProblems(planted)).toEqual([
    'bare has no README.md',
    'wordy/README.md has 11 lines, more than 10',
  ]);
});

test('the dlv that users are offered is the one that the tests use', () => {
  expect(new Set(delveVersions('src'))).toEqual(new Set([DELVE_VERSION]));
});
