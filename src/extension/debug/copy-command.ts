import * as vscode from 'vscode';
import type { Action } from '../notify.ts';

/** How to start a dlv that serves several clients, for the clipboard. */
export function copyCommand(): Action {
  return {
    title: vscode.l10n.t('Copy dlv command'),
    run: () =>
      vscode.env.clipboard.writeText(
        'dlv exec --headless --accept-multiclient --continue --listen=127.0.0.1:2345 ./program',
      ),
  };
}
