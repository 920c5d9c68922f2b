import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import type { HotLine } from '../../protocol/analysis.ts';
import { command, customEditor, view, webviewPanel } from '../../protocol/contributions.ts';
import { registerCapture } from '../capture/register.ts';
import { Figures } from '../editor/figures.ts';
import { HotLineView } from '../editor/hot-line-view.ts';
import { breakAtHotLine, openHotLine } from '../editor/hot-lines.ts';
import { ResultMemory } from '../testing/result-memory.ts';
import type { Analysis } from './analysis.ts';
import { urisOf } from './choose-comparison.ts';
import { Comparisons } from './comparisons.ts';
import { MergedProfiles } from './merged-profiles.ts';
import { ProfileEditors } from './profile-editor.ts';
import { ProfilePages } from './profile-pages.ts';

/** Everything about profiles: their editor, comparisons, figures in the code, and what makes them. */
export function registerProfiles(
  context: vscode.ExtensionContext,
  analysis: Analysis,
  log: Log,
): vscode.Disposable {
  const all = new Disposables();
  const figures = all.add(new Figures(analysis, log));
  const pages = all.add(new ProfilePages(context, analysis, figures, log));
  const results = new ResultMemory(context.workspaceState);
  const comparisons = new Comparisons(analysis, pages, results);
  all.addAll(
    ...profileEditors(new ProfileEditors(analysis, pages)),
    ...severalProfiles(comparisons, new MergedProfiles(analysis, pages)),
    ...figureFeatures(analysis, figures, log),
    registerCapture(context, analysis, { comparisons, results }, log),
  );
  return all;
}

function profileEditors(profiles: ProfileEditors): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    vscode.window.registerCustomEditorProvider(customEditor.profile, profiles, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerCommand(command.openProfile, () => profiles.askAndOpen()),
    registerCommand(command.showInFlameGraph, (target: unknown) => profiles.reveal(target)),
  ];
}

function severalProfiles(comparisons: Comparisons, merged: MergedProfiles): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand(command.compareProfiles, (item?: unknown, selected?: readonly unknown[]) =>
      comparisons.compare(item, selected),
    ),
    vscode.window.registerWebviewPanelSerializer(webviewPanel.comparison, comparisons),
    registerCommand(command.openMerged, (item?: unknown, selected?: readonly unknown[]) =>
      merged.open(urisOf(selected ?? [item])),
    ),
    vscode.window.registerWebviewPanelSerializer(webviewPanel.merged, merged),
  ];
}

function figureFeatures(analysis: Analysis, figures: Figures, log: Log): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  const list = new HotLineView(analysis, figures, log);
  return [
    list,
    vscode.window.registerTreeDataProvider(view.hotLines, list),
    registerCommand(command.toggleFigures, () => figures.toggle()),
    registerCommand(command.openHotLine, (line: HotLine) =>
      openHotLine(line, { preserveFocus: true, beside: true }),
    ),
    registerCommand(command.breakAtHotLine, (line: unknown) => breakAtHotLine(line)),
    registerCommand(command.chooseHotLine, () => figures.chooseHotLine()),
    registerCommand(command.nextHotLine, () => figures.goToHotLine(1)),
    registerCommand(command.previousHotLine, () => figures.goToHotLine(-1)),
  ];
}
