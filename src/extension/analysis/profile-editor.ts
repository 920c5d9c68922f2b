import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ShowInFlameGraphArguments } from '../../protocol/analysis.ts';
import { customEditor } from '../../protocol/contributions.ts';
import type { Analysis } from './analysis.ts';
import type { ProfilePages } from './profile-pages.ts';

/** Opens profiles, and leads from a code lens back to the frame. */
export class ProfileEditors implements vscode.CustomReadonlyEditorProvider {
  readonly #analysis: Analysis;
  readonly #pages: ProfilePages;

  constructor(analysis: Analysis, pages: ProfilePages) {
    this.#analysis = analysis;
    this.#pages = pages;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const path = uri.fsPath;
    this.#pages.show(panel, {
      path,
      name: basename(path),
      open: (token) => this.#analysis.request('delvescope/openProfile', { path }, token),
    });
  }

  async askAndOpen(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open profile'),
      openLabel: vscode.l10n.t('Open profile'),
      canSelectMany: true,
    });
    for (const uri of chosen ?? []) {
      await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.profile);
    }
  }

  /** Shows the function's widest frame, selected. Called by lenses and hovers with their own argument. */
  async reveal(target: unknown): Promise<void> {
    if (!isRevealTarget(target)) return;
    const page = this.#pages.pageOf(target.profile);
    if (page) page.show();
    else {
      await vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.file(target.profile),
        customEditor.profile,
        vscode.ViewColumn.Beside,
      );
    }
    await (page ?? this.#pages.pageOf(target.profile))?.reveal(target);
  }
}

function isRevealTarget(target: unknown): target is ShowInFlameGraphArguments {
  return (
    typeof target === 'object' &&
    target !== null &&
    'profile' in target &&
    typeof target.profile === 'string' &&
    'sampleType' in target &&
    typeof target.sampleType === 'number' &&
    'function' in target &&
    typeof target.function === 'number'
  );
}
