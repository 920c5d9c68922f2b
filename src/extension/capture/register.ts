import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { command, view } from '../../protocol/contributions.ts';
import type { Comparisons } from '../analysis/comparisons.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { RevisionComparer } from '../testing/compare-revisions.ts';
import { TestProfiler } from '../testing/profile-test.ts';
import type { TestProfilerParts } from '../testing/profile-test.ts';
import type { ResultMemory } from '../testing/result-memory.ts';
import { TestLenses } from '../testing/test-lenses.ts';
import type { ProfileTestArguments } from '../testing/test-lenses.ts';
import { CaptureList } from './capture-list.ts';
import type { CaptureFile } from './capture-list.ts';
import { Captures, openCapture } from './captures.ts';
import { ContinuousCapture } from './continuous.ts';

interface CaptureParts {
  readonly comparisons: Pick<Comparisons, 'compareWithPrevious' | 'open'>;
  readonly results: ResultMemory;
}

/** Everything that makes profiles, traces and dumps: from running programs, and from tests. */
export function registerCapture(
  context: vscode.ExtensionContext,
  analysis: Analysis,
  { comparisons, results }: CaptureParts,
  log: Log,
): vscode.Disposable {
  const captures = new Captures(context, analysis);
  const folder = (): string => captures.folder();
  const continuous = new ContinuousCapture(captures, context.globalState, log);
  const list = new CaptureList(folder);
  const { registerCommand } = vscode.commands;
  const all = new Disposables();
  all.addAll(
    continuous,
    list,
    testFeatures(folder, { comparisons, results }),
    vscode.window.createTreeView(view.captures, { treeDataProvider: list, canSelectMany: true }),
    registerCommand(command.capture, () => captures.captureOnce()),
    registerCommand(command.captureAccess, () => captures.manageAccess()),
    registerCommand(command.captureContinuously, () => continuous.start()),
    registerCommand(command.stopCapturing, () => continuous.stop()),
    registerCommand(command.openCapture, ({ uri, format }: CaptureFile) =>
      openCapture(uri.fsPath, format),
    ),
    registerCommand(command.compareWithPrevious, (item: CaptureFile) =>
      comparisons.compareWithPrevious(item, list),
    ),
  );
  return all;
}

function testFeatures(
  folder: () => string,
  { comparisons, results }: CaptureParts,
): vscode.Disposable {
  const all = new Disposables();
  let channel: vscode.OutputChannel | undefined;
  const parts: TestProfilerParts = {
    folder,
    results,
    output: () => (channel ??= all.add(vscode.window.createOutputChannel('Delvescope Tests'))),
    compare: (comparison) => comparisons.open(comparison),
  };
  const profiler = new TestProfiler(parts);
  const revisions = new RevisionComparer(parts);
  const { registerCommand } = vscode.commands;
  all.addAll(
    new TestLenses(),
    registerCommand(command.profileTest, (target: ProfileTestArguments) => profiler.run(target)),
    registerCommand(command.compareRevisions, (target: ProfileTestArguments) =>
      revisions.run(target),
    ),
  );
  return all;
}
