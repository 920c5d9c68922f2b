import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import { view } from '../../protocol/contributions.ts';
import type { GoroutineSources } from './goroutine-sources.ts';

/** Opens a dump file in the goroutine panel; without one, asks which. */
export async function openDumpFile(sources: GoroutineSources, uri?: vscode.Uri): Promise<void> {
  const file = uri ?? (await chooseFile());
  if (file) await open(sources, { path: file.fsPath });
}

/** Opens the text of the clipboard as a dump. */
export async function openDumpFromClipboard(sources: GoroutineSources): Promise<void> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') {
    await vscode.window.showWarningMessage(
      vscode.l10n.t('The clipboard is empty. Copy a goroutine dump or a panic first.'),
    );
    return;
  }
  await open(sources, { text, name: vscode.l10n.t('Clipboard') });
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open goroutine dump'),
    openLabel: vscode.l10n.t('Open dump'),
  });
  return chosen?.[0];
}

async function open(
  sources: GoroutineSources,
  what: { path: string } | { text: string; name: string },
): Promise<void> {
  try {
    await vscode.commands.executeCommand(`${view.goroutines}.focus`);
    const info = await sources.openDump(what);
    if (info.goroutines === 0) {
      await vscode.window.showWarningMessage(
        info.problems[0] ?? vscode.l10n.t('{0} holds no goroutines.', info.name),
      );
    }
  } catch (error) {
    await vscode.window.showErrorMessage(messageOf(error));
  }
}
