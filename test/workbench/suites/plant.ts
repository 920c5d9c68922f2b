/** Proof that the runner can fail: each planted suite is broken in its own way, and each must end the run with an error. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { defineSuite } from '../support/suite.ts';
import type { TestContext, TestResult } from '../support/suite.ts';

const SUPPORT = join(ROOT, 'test', 'workbench', 'support').replaceAll('\\', '/');
const defining = `import { defineSuite } from '${SUPPORT}/suite.ts';`;
const hosting = `import { hostSuite } from '${SUPPORT}/host-suite.ts';`;

const PLANTED: Readonly<Record<string, string>> = {
  'suites/empty.ts': `${defining} export const suite = defineSuite({ open: async () => 0, tests: {} });`,
  'suites/nothing.ts': 'export {};',
  'suites/failing.ts': `${defining} export const suite = defineSuite({
    open: async () => 0, tests: { 'fails': async () => { throw new Error('planted'); } } });`,
  'suites/hanging.ts': `${defining} export const suite = defineSuite({
    timeout: 50, open: async () => 0, tests: { 'hangs': () => new Promise(() => setTimeout(() => {}, 1e6)) } });`,
  'suites/unsteady.ts': `${defining} let runs = 0; export const suite = defineSuite({
    open: async () => ++runs, tests: { 'passes later': async (run) => { if (run === 1) throw new Error(); } } });`,
  'suites/sound.ts': `${defining} export const suite = defineSuite({
    open: async () => 0, tests: { 'passes': async () => {} } });`,
  'host/crashing.ts': `${hosting} export const run = hostSuite(() => {
    test('passes', () => {}); test('takes the host down', () => process.exit(0)); });`,
};

export const suite = defineSuite({
  timeout: 180_000,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'delvescope-plant-'));
    for (const part of ['suites', 'host']) await mkdir(join(folder, part));
    for (const [file, text] of Object.entries(PLANTED)) await writeFile(join(folder, file), text);
    return folder;
  },
  close: (folder) => rm(folder, { recursive: true, force: true }),
  tests: {
    'a sound suite passes': async (folder, context) => {
      const [result] = await check(folder, context, 'sound', 'passed');
      assert.equal(result?.secondTry, undefined);
    },
    'a suite that fails once runs again, and says so': async (folder, context) => {
      const [result] = await check(folder, context, 'unsteady', 'passed');
      assert.equal(result?.secondTry, true);
    },
    'a suite without a file fails': async (folder, context) => {
      await check(folder, context, 'missing', 'failed', /there is neither/);
    },
    'a suite without tests fails': async (folder, context) => {
      await check(folder, context, 'empty', 'failed', /ran no test/);
    },
    'a file without a suite fails': async (folder, context) => {
      await check(folder, context, 'nothing', 'failed', /exports no suite/);
    },
    'a failing test fails': async (folder, context) => {
      await check(folder, context, 'failing', 'failed', /planted/);
    },
    'a hanging test fails': async (folder, context) => {
      await check(folder, context, 'hanging', 'failed', /took more than/);
    },
    'a dying extension host fails': async (folder, context) => {
      await check(folder, context, 'crashing', 'failed', /left no results/);
    },
  },
});

async function check(
  folder: string,
  { vsix, host }: TestContext,
  name: string,
  outcome: TestResult['outcome'],
  message = /^$/,
): Promise<readonly TestResult[]> {
  const file = join(folder, `${name}.json`);
  const options = ['--suites', folder, '--vsix', vsix, '--host', host, '--result', file];
  const child = spawn(
    process.execPath,
    [join(ROOT, 'test', 'workbench', 'main.ts'), ...options, name],
    {
      stdio: 'ignore',
    },
  );
  const code = await new Promise((resolve) => child.on('exit', resolve));
  assert.equal(code, outcome === 'passed' ? 0 : 1);
  // Written by main.ts a moment ago.
  const results = JSON.parse(await readFile(file, 'utf8')) as TestResult[];
  assert.deepEqual(new Set(results.map((result) => result.outcome)), new Set([outcome]));
  assert.match(results[0]?.message ?? '', message);
  return results;
}
