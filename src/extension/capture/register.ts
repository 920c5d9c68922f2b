import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { command, view } from '../../protocol/contributions.ts';
import type { Comparisons } from '../analysis/comparisons.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { TestProfiler } from '../testing/profile-test.ts';
import { TestLenses } from '../testing/test-lenses.ts';
import type { ProfileTestArguments } from '../testing/test-lenses.ts';
import { CaptureList } from './capture-list.ts';
import type { CaptureFile } from './capture-list.ts';
import { Captures, openCapture } from './captures.ts';
import { ContinuousCapture } from './continuous.ts';

/** Everything that makes profiles, traces and dumps: from running programs, and from tests. */
export function registerCapture(
  context: vscode.ExtensionContext,
  analysis: Analysis,
  comparisons: Pick<Comparisons, 'compareWithPrevious'>,
  log: Log,
): vscode.Disposable {
  const captures = new Captures(context, analysis);
  const folder = (): string => captures.folder();
  const continuous = new ContinuousCapture(captures, context.globalState, log);
  const list = new CaptureList(folder);
  const profiler = new TestProfiler(folder, context.workspaceState);
  const { registerCommand } = vscode.commands;
  const all = new Disposables();
  all.addAll(
    continuous,
    list,
    profiler,
    new TestLenses(),
    vscode.window.registerTreeDataProvider(view.captures, list),
    registerCommand(command.capture, () => captures.captureOnce()),
    registerCommand(command.captureContinuously, () => continuous.start()),
    registerCommand(command.stopCapturing, () => continuous.stop()),
    registerCommand(command.openCapture, ({ uri, format }: CaptureFile) =>
      openCapture(uri.fsPath, format),
    ),
    registerCommand(command.compareWithPrevious, (item: CaptureFile) =>
      comparisons.compareWithPrevious(item, list),
    ),
    registerCommand(command.profileTest, (target: ProfileTestArguments) => profiler.run(target)),
  );
  return all;
}
