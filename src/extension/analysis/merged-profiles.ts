import { basename } from 'node:path';
import * as vscode from 'vscode';
import { webviewPanel } from '../../protocol/contributions.ts';
import { isProfile } from './choose-comparison.ts';
import type { Analysis } from './analysis.ts';
import type { ProfilePages } from './profile-pages.ts';
import { storedPath } from './stored-path.ts';

/** Opens several profiles as one, their values summed. */
export class MergedProfiles implements vscode.WebviewPanelSerializer {
  readonly #analysis: Analysis;
  readonly #pages: ProfilePages;

  constructor(analysis: Analysis, pages: ProfilePages) {
    this.#analysis = analysis;
    this.#pages = pages;
  }

  /** The selected ones; asks when the command was given none. */
  async open(selected: readonly vscode.Uri[]): Promise<void> {
    const title = vscode.l10n.t('Open merged');
    const chosen = selected.filter(isProfile);
    const uris =
      chosen.length > 1
        ? chosen
        : await vscode.window.showOpenDialog({ title, openLabel: title, canSelectMany: true });
    if (!uris || uris.length === 0) return;
    const paths = uris.map(({ fsPath }) => fsPath).sort();
    const panel = vscode.window.createWebviewPanel(
      webviewPanel.merged,
      vscode.l10n.t('{0} and {1} more', basename(paths[0] ?? ''), paths.length - 1),
      vscode.ViewColumn.Active,
    );
    this.#show(panel, paths);
  }

  /** After the window was reloaded: the page's own state names the profiles. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const known = storedPath(state);
    if (known && 'merged' in known && Array.isArray(known.merged)) {
      this.#show(panel, known.merged.map(String));
    } else panel.dispose();
    await Promise.resolve();
  }

  #show(panel: vscode.WebviewPanel, merged: readonly string[]): void {
    this.#pages.show(panel, {
      path: JSON.stringify({ merged }),
      name: panel.title,
      open: (token) => this.#analysis.request('delvescope/openMerged', { merged }, token),
    });
  }
}
