import * as vscode from 'vscode';
import type { Action } from '../notify.ts';
import { DLV_MODULE } from './install-dlv.ts';

/** How to get the dlv this extension is tested with, for a machine that is not this one. */
export function copyInstall(): Action {
  return {
    title: vscode.l10n.t('Copy install command'),
    run: () => vscode.env.clipboard.writeText(`go install ${DLV_MODULE}`),
  };
}

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
