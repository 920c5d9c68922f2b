import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ResolvedSource } from '../../protocol/goroutine-view.ts';

export interface OpenOptions {
  readonly preserveFocus: boolean;
  /** Keeps the view that was clicked in sight: opens in another editor group. */
  readonly beside?: boolean;
}

/** Opens a resolved source at a 1-based line; when it was not found, says which paths were tried. */
export async function openPlace(
  source: ResolvedSource & { readonly file: string },
  line: number,
  options: OpenOptions,
): Promise<void> {
  if (source.path === null) {
    const tried = source.tried.slice(0, 3).join(', ');
    await vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} is not on this machine. Tried: {1}. Add the folder to the setting delvescope.substitutePath.',
        source.file,
        tried === '' ? source.file : tried,
      ),
    );
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(source.path));
  const row = Math.min(Math.max(0, line - 1), document.lineCount - 1);
  const start = document.lineAt(row).firstNonWhitespaceCharacterIndex;
  const editor = await vscode.window.showTextDocument(document, {
    preserveFocus: options.preserveFocus,
    preview: true,
    ...(options.beside && { viewColumn: columnBeside(source.path) }),
    selection: new vscode.Range(row, start, row, start),
  });
  editor.revealRange(
    new vscode.Range(row, 0, row, 0),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

/** The group that already shows the file, else one that shows text, else a new one to the side. */
function columnBeside(path: string): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  for (const group of vscode.window.tabGroups.all) {
    if (group.viewColumn === active) continue;
    for (const { input } of group.tabs) {
      if (input instanceof vscode.TabInputText && basename(input.uri.path) === basename(path)) {
        return group.viewColumn;
      }
    }
  }
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== active);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
