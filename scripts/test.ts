/**
 * `npm test`: every suite there is, on a machine that may have nothing but Node and Go.
 *
 *   set-up → checks → unit → build and package → workbench, and integration beside it: both mostly wait
 *
 * A suite that ran no test, died or left no result counts as a failure. The last line is the sum, alone.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecks } from './checks.ts';
import { endOnSignals, run, secondsSince } from './child.ts';
import {
  closingLine,
  demandTests,
  failing,
  outcomeOfVitest,
  outcomeOfWorkbench,
  passing,
} from './outcome.ts';
import type { Failure, Outcome, VitestReport, WorkbenchResult } from './outcome.ts';
import { VSIX } from './package.ts';
import { ensureChromium } from './tools/chromium.ts';
import { ensureCodeServer } from './tools/code-server.ts';
import { ensureDelve } from './tools/delve.ts';
import { ensureSshd } from './tools/sshd.ts';
import { ARTIFACTS, ROOT, toolEnvironment } from './tools/folders.ts';

/** Colours are for a terminal; a log of a build has none. */
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** A suite that hangs is ended and counted, so that the sum is still printed. */
const LIMIT_MILLISECONDS = 30 * 60_000;

const RESULTS = join(ARTIFACTS, 'results');
const isDesktop = process.argv.includes('--desktop');

await main();

async function main(): Promise<void> {
  endOnSignals();
  const began = performance.now();
  await rm(RESULTS, { recursive: true, force: true });
  await mkdir(RESULTS, { recursive: true });
  const outcomes = [
    await section('Set-up', setUp),
    ...(isDesktop
      ? []
      : [
          await section('Checks', checks),
          await section('Unit tests', () => vitest('unit', false)),
        ]),
    await section('Build and package', packaging),
    ...(await Promise.all([
      section('Workbench', workbench),
      ...(isDesktop ? [] : [section('Integration tests', () => vitest('integration', true))]),
    ])),
  ];
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  if (failures.length > 0) {
    console.log('\nFailed:');
    for (const { name, message } of failures)
      console.log(`\n● ${name}\n${message.replaceAll(/^/gm, '  ')}`);
  }
  console.log(`\nAll suites in ${secondsSince(began)}.\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
  console.log(closingLine(outcomes));
}

/** A section that throws, and one in which nothing ran, are failures. */
async function section(title: string, body: () => Promise<Outcome>): Promise<Outcome> {
  const began = performance.now();
  console.log(`\n── ${title} ──`);
  const outcome = demandTests(
    title,
    await body().catch((error: unknown) =>
      failing(title, error instanceof Error ? error.message : String(error)),
    ),
  );
  const { passed, failures } = outcome;
  console.log(
    `── ${title}: ${passed} passed, ${failures.length} failed in ${secondsSince(began)} ──`,
  );
  return outcome;
}

/** Counts as one test: a machine that cannot be set up is a failure, with the reason. */
async function setUp(): Promise<Outcome> {
  await ensureDelve();
  if (process.platform === 'linux') await ensureSshd();
  if (!isDesktop) {
    await ensureChromium();
    await ensureCodeServer();
  }
  return passing(1);
}

async function checks(): Promise<Outcome> {
  const results = await runChecks();
  const failures = results.flatMap(({ name, complaint }) =>
    complaint === undefined ? [] : [{ name, message: complaint }],
  );
  return { passed: results.length - failures.length, skipped: 0, failures };
}

async function vitest(project: string, quiet: boolean): Promise<Outcome> {
  const file = join(RESULTS, `${project}.json`);
  const died = await failureOf(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    project,
    quiet,
  );
  return outcomeOfVitest(await resultOf<VitestReport>(file, project, died), died);
}

async function packaging(): Promise<Outcome> {
  await run(process.execPath, ['scripts/package.ts'], { cwd: ROOT });
  return passing(1);
}

async function workbench(): Promise<Outcome> {
  const file = join(RESULTS, 'workbench.json');
  const host = isDesktop ? 'desktop' : 'embedded';
  const died = await failureOf(
    ['test/workbench/main.ts', '--vsix', VSIX, '--host', host, '--result', file],
    'workbench',
  );
  const results = await resultOf<readonly WorkbenchResult[]>(file, 'workbench', died);
  return outcomeOfWorkbench(results, died);
}

/** Runs a suite's own runner; a bad exit is remembered, for the case that the results do not explain it. */
async function failureOf(
  args: readonly string[],
  name: string,
  quiet = false,
): Promise<Failure | undefined> {
  try {
    const env = { ...toolEnvironment(), ...PLAIN };
    await run(process.execPath, args, { cwd: ROOT, env, quiet, limit: LIMIT_MILLISECONDS });
    return undefined;
  } catch (error) {
    return { name, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The file was written by the runner that just ran; the folder was empty before. */
async function resultOf<T>(file: string, name: string, died: Failure | undefined): Promise<T> {
  if (!existsSync(file)) throw new Error(`${name} left no results. ${died?.message ?? ''}`);
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
