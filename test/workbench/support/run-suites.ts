/** Runs suites by name and makes sure that silence is never taken for success. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ARTIFACTS, ROOT } from '../../../scripts/tools/folders.ts';
import { desktop } from './desktop.ts';
import { embedded } from './embedded.ts';
import { runInHost } from './host-run.ts';
import { Skipped } from './suite.ts';
import type { HostKind, Suite, TestContext, TestResult } from './suite.ts';
import type { Workbench, WorkbenchHost } from './workbench.ts';

export interface SuiteRun {
  /** Holds `suites/` and `host/`. */
  readonly folder: string;
  readonly vsix: string;
  readonly host: HostKind;
  readonly log: (line: string) => void;
}

const HOSTS: Record<HostKind, WorkbenchHost> = { embedded, desktop };

/**
 * Runs a suite, and once more in a fresh window when one of its tests failed: windows of a busy machine lose focus and
 * clicks. A test that fails in both has failed.
 */
export async function runSuite(name: string, run: SuiteRun): Promise<readonly TestResult[]> {
  const first = await runOnce(name, run);
  if (first.every(({ outcome }) => outcome !== 'failed')) return first;
  run.log('  once more, in a fresh window');
  const passed = new Set(first.flatMap((each) => (each.outcome === 'passed' ? [each.name] : [])));
  return (await runOnce(name, run)).map((result) => ({
    ...result,
    outcome: passed.has(result.name) ? 'passed' : result.outcome,
    secondTry: true,
  }));
}

/** A suite that drives the page, or one inside the extension host. There is always at least one result. */
async function runOnce(name: string, run: SuiteRun): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  const report = (result: TestResult): void => {
    results.push({ ...result, suite: name });
    run.log(lineOf(result));
  };
  const fail = (message: string): void =>
    report({ suite: name, name: `the suite ${name}`, outcome: 'failed', milliseconds: 0, message });
  try {
    const pageFile = join(run.folder, 'suites', `${name}.ts`);
    const hostFile = join(run.folder, 'host', `${name}.ts`);
    if (existsSync(pageFile)) await runPageSuite(name, pageFile, run, report);
    else if (existsSync(hostFile)) await runHostSuite(name, hostFile, run, report);
    else fail(`there is neither ${pageFile} nor ${hostFile}`);
  } catch (error) {
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  if (results.length === 0) fail('the suite ran no test');
  return results;
}

async function runPageSuite(
  name: string,
  file: string,
  { vsix, host, log }: SuiteRun,
  report: (result: TestResult) => void,
): Promise<void> {
  // A suite file exports `suite`; one that does not is reported below.
  const { suite } = (await import(pathToFileURL(file).href)) as { suite?: Suite };
  if (suite === undefined) throw new Error(`${file} exports no suite`);
  const opened: Workbench[] = [];
  const context: TestContext = {
    vsix,
    host,
    log,
    async openWorkbench(options) {
      const workbench = await HOSTS[host].open({ ...options, vsix, suite: name });
      opened.push(workbench);
      return workbench;
    },
    skip(reason) {
      throw new Skipped(reason);
    },
  };
  const photograph = async (test: string): Promise<void> => {
    const folder = join(ARTIFACTS, 'failures');
    await mkdir(folder, { recursive: true });
    const stem = join(folder, `${name}-${test.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`);
    for (const [index, { page }] of opened.entries()) {
      // A picture is a help, not a result: a page that is gone has none.
      await page.screenshot({ path: `${stem}-${index}.png` }).catch(() => undefined);
    }
  };
  try {
    await suite.run(context, report, photograph);
  } catch (error) {
    await photograph('opening');
    throw error;
  } finally {
    for (const workbench of opened) await workbench.close();
  }
}

async function runHostSuite(
  name: string,
  file: string,
  { vsix, host, log }: SuiteRun,
  report: (result: TestResult) => void,
): Promise<void> {
  const results = await runInHost({ name, file, vsix, host, log, folder: join(ROOT, 'examples') });
  for (const { message, skipped = false, milliseconds, name: test } of results) {
    const outcome = message === undefined ? (skipped ? 'skipped' : 'passed') : 'failed';
    report({
      suite: name,
      name: test,
      milliseconds,
      outcome,
      ...(message === undefined ? {} : { message }),
    });
  }
}

function lineOf({ name, outcome, milliseconds, message }: TestResult): string {
  const mark = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[outcome];
  const detail = message === undefined ? '' : `\n${message.replaceAll(/^/gm, '          ')}`;
  return `  ${mark} ${name} (${milliseconds} ms)${detail}`;
}
