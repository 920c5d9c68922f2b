import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { quantityText } from '../../base/format.ts';
import { messageOf } from '../../base/user-error.ts';
import type { Comparison } from '../analysis/choose-comparison.ts';
import { openCapture } from '../capture/captures.ts';
import { showError, showNotice } from '../notify.ts';
import { benchmarkResults, describeResult } from './benchmark-results.ts';
import { goTest } from './go-test.ts';
import type { ResultMemory } from './result-memory.ts';
import { goTestArguments } from './test-functions.ts';
import type { TestFunction, TestProfile } from './test-functions.ts';
import { profileFileName, seriesOf } from './profile-file-name.ts';
import type { ProfileTestArguments } from './test-lenses.ts';

/** What runs of tests share. */
export interface TestProfilerParts {
  /** Where profiles go, beside what is captured from running programs. */
  readonly folder: () => string;
  readonly results: ResultMemory;
  readonly output: () => vscode.OutputChannel;
  /** Opens the comparison of two profiles. */
  readonly compare: (comparison: Comparison) => void;
}

/** Runs one test or benchmark under `go test` with a profile and opens what it recorded. */
export class TestProfiler {
  readonly #folder: () => string;
  readonly #results: ResultMemory;
  readonly #output: () => vscode.OutputChannel;
  readonly #compare: (comparison: Comparison) => void;

  constructor({ folder, results, output, compare }: TestProfilerParts) {
    this.#folder = folder;
    this.#results = results;
    this.#output = output;
    this.#compare = compare;
  }

  async run({ uri, test, profile }: ProfileTestArguments): Promise<void> {
    const path = vscode.Uri.parse(uri).fsPath;
    await vscode.workspace.saveAll(false);
    const file = join(this.#folder(), profileFileName(dirname(path), test, profile, new Date()));
    await mkdir(dirname(file), { recursive: true });
    const output = this.#output();
    output.clear();
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('{0}: recording {1}', test.name, profile),
      cancellable: true,
    };
    const temporary = await mkdtemp(join(tmpdir(), 'delvescope-test-'));
    try {
      const args = goTestArguments(test, profile, file, join(temporary, 'profiled.test'));
      const run = { cwd: dirname(path), args, output };
      const { code, text, isCancelled } = await vscode.window.withProgress(
        options,
        async (progress, token) => {
          const report = reportGrowth(file, progress);
          try {
            return await goTest(run, token);
          } finally {
            clearInterval(report);
          }
        },
      );
      if (isCancelled) await rm(file, { force: true });
      else if (code === 0) await this.#show(file, text, profile);
      else await this.#failed(test, file, text, profile);
    } catch (error) {
      await showError(vscode.l10n.t('go test did not start: {0}', messageOf(error)), []);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async #show(file: string, text: string, profile: TestProfile): Promise<void> {
    await openCapture(file, formatOf(profile));
    const [result] = benchmarkResults(text);
    if (!result) return;
    const before = this.#results.lastOf(seriesOf(file), profile);
    await this.#results.remember(file, result);
    const compare = before && {
      title: vscode.l10n.t('Compare with the run before'),
      run: () => this.#compare([before.profile, file]),
    };
    void showNotice(`${result.name}: ${describeResult(result, before?.result)}`, [
      ...(compare && profile !== 'trace' ? [compare] : []),
      this.#showOutput(),
    ]);
  }

  async #failed(
    test: TestFunction,
    file: string,
    text: string,
    profile: TestProfile,
  ): Promise<void> {
    const recorded = await stat(file).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (!recorded) await rm(file, { force: true });
    const nothing = /no test files|no tests to run/.test(text);
    const message = nothing
      ? vscode.l10n.t('go test found no {0} in this package.', test.name)
      : vscode.l10n.t('{0} failed.', test.name);
    const open = {
      title: profile === 'trace' ? vscode.l10n.t('Open trace') : vscode.l10n.t('Open profile'),
      run: () => openCapture(file, formatOf(profile)),
    };
    await showError(message, [this.#showOutput(), ...(recorded ? [open] : [])]);
  }

  #showOutput(): { readonly title: string; run(): void } {
    return { title: vscode.l10n.t('Show output'), run: () => this.#output().show(true) };
  }
}

function formatOf(profile: TestProfile): 'trace' | 'pprof' {
  return profile === 'trace' ? 'trace' : 'pprof';
}

const REPORT_MILLIS = 500;

/** Says for how long it has been going on, and how much is recorded: a trace grows all the time. */
function reportGrowth(
  file: string,
  progress: vscode.Progress<{ message: string }>,
): ReturnType<typeof setInterval> {
  const began = performance.now();
  const report = async (): Promise<void> => {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    const seconds = Math.round((performance.now() - began) / 1000);
    const recorded = size === 0 ? '' : ` · ${quantityText(size, 'bytes')}`;
    progress.report({ message: `${seconds} s${recorded}` });
  };
  return setInterval(() => void report(), REPORT_MILLIS);
}
