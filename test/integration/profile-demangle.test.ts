/**
 * Mangled names of C++ and Rust are reported as pprof does. The names come from libraries of Debian, from node, and
 * from a program that rustc compiled.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileOfNames } from '../support/named-profile.ts';
import { delvescope, pprof } from '../support/pprof-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'delvescope-names-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'names.pb');
const list = resolve(import.meta.dirname, '../fixtures/mangled-names.txt');
const names = readFileSync(list, 'utf8').trimEnd().split('\n');
writeFileSync(file, profileOfNames(names));

test.each([
  ['traces'],
  ['raw'],
  ['top', '-nodefraction=0', '-nodecount=0'],
  ['top', '-focus=std::vector'],
  ['top', '-hide=operator|core::fmt'],
  ['traces', '-symbolize=none', '-focus=St6vector'],
])('%s %s', async (command = '', ...options) => {
  const [theirs, ours] = await Promise.all([
    pprof([`-${command}`, ...options, file], folder),
    delvescope([command, ...options, file], folder),
  ]);
  expect(theirs.out.length).toBeGreaterThan(400);
  expect(ours.out).toBe(theirs.out);
});

test('nearly all of them are understood', async () => {
  const { out } = await delvescope(['top', '-nodefraction=0', '-nodecount=0', file], folder);
  const left = out.split('\n').filter((line) => /_Z|_R[A-Z]/.test(line));
  expect(left.length).toBeLessThan(names.length / 50);
});
