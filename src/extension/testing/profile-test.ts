import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { quantityText } from '../../base/format.ts';
import { timeStamp } from '../../base/time-stamp.ts';
import { messageOf } from '../../base/user-error.ts';
import { setting } from '../../protocol/contributions.ts';
import { openCapture } from '../capture/captures.ts';
import { showError, showNotice } from '../notify.ts';
import { benchmarkResults, describeResult, goTestArguments } from './test-functions.ts';
import type { BenchmarkResult, TestFunction, TestProfile } from './test-functions.ts';
import type { ProfileTestArguments } from './test-lenses.ts';

/** How the last run of a benchmark went, for the comparison with the next. */
const RESULTS = 'test.results';

/** Runs one test or benchmark under `go test` with a profile and opens what it recorded. */
export class TestProfiler implements vscode.Disposable {
  readonly #folder: () => string;
  readonly #memory: vscode.Memento;
  #channel: vscode.OutputChannel | undefined;

  /** `folder`: where profiles go, beside what is captured from running programs. */
  constructor(folder: () => string, memory: vscode.Memento) {
    this.#folder = folder;
    this.#memory = memory;
  }

  async run({ uri, test, profile }: ProfileTestArguments): Promise<void> {
    const path = vscode.Uri.parse(uri).fsPath;
    await vscode.workspace.saveAll(false);
    const file = join(this.#folder(), fileName(dirname(path), test, profile, new Date()));
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
      else if (code === 0) await this.#show(test, file, text, profile);
      else await this.#failed(test, file, text, profile);
    } catch (error) {
      await showError(vscode.l10n.t('go test did not start: {0}', messageOf(error)), []);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  async #show(test: TestFunction, file: string, text: string, profile: TestProfile): Promise<void> {
    await openCapture(file, formatOf(profile));
    const [result] = benchmarkResults(text);
    if (!result) return;
    const key = `${dirname(file)}/${test.name}`;
    const all = this.#memory.get<Readonly<Record<string, BenchmarkResult>>>(RESULTS, {});
    await this.#memory.update(RESULTS, { ...all, [key]: result });
    void showNotice(`${result.name}: ${describeResult(result, all[key])}`, [this.#showOutput()]);
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

  #output(): vscode.OutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Delvescope Tests');
    return this.#channel;
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

interface GoTest {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly output: vscode.OutputChannel;
}

interface GoTestEnd {
  readonly code: number | null;
  readonly text: string;
  readonly isCancelled: boolean;
}

/** Rejects when the go command cannot be started. A cancelled run ends with all its processes. */
function goTest(
  { cwd, args, output }: GoTest,
  token: vscode.CancellationToken,
): Promise<GoTestEnd> {
  const configured = vscode.workspace.getConfiguration().get(setting.goPath, '');
  const go = configured === '' ? 'go' : configured;
  output.appendLine(`> ${go} ${args.join(' ')}`);
  return new Promise((resolve, reject) => {
    // A group of its own: go test runs the test as its child.
    const child = spawn(go, [...args], { cwd, detached: process.platform !== 'win32' });
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      output.append(chunk.toString('utf8'));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const cancelled = token.onCancellationRequested(() => {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    });
    child.on('error', (error) => {
      cancelled.dispose();
      reject(error);
    });
    child.on('close', (code) => {
      cancelled.dispose();
      resolve({ code, text, isCancelled: token.isCancellationRequested });
    });
  });
}

/** As captures are named, so that runs of one benchmark form a series: `pricing.BenchmarkApply-…-cpu.pb.gz`. */
function fileName(folder: string, { name }: TestFunction, profile: TestProfile, at: Date): string {
  const packageName = basename(folder).replaceAll(/[^\w.]+/g, '-');
  const extension = profile === 'trace' ? 'trace' : 'pb.gz';
  return `${packageName}.${name}-${timeStamp(at)}-${profile}.${extension}`;
}
