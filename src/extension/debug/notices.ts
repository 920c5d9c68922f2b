import * as vscode from 'vscode';
import { command } from '../../protocol/contributions.ts';
import type { AdapterEvents, NoticeCode } from '../../protocol/debug-session.ts';
import { showNotice } from '../notify.ts';
import type { Action } from '../notify.ts';
import { copyCommand, copyInstall } from './copy-command.ts';

/** Shows what the adapter has to say, with the buttons that help. */
export function showAdapterNotice({
  code,
  message,
  subject = '',
}: AdapterEvents['delvescope/notice']): Promise<void> {
  return showNotice(message, ACTIONS[code](subject));
}

/** Every notice has its buttons: a new code does not compile without them. */
const ACTIONS: Record<NoticeCode, (subject: string) => readonly Action[]> = {
  'no-side-channel': () => [copyCommand()],
  optimised: (build) => [copy(vscode.l10n.t('Copy build command'), build)],
  stripped: (build) => [copy(vscode.l10n.t('Copy build command'), build)],
  'go-too-new': () => [copyInstall()],
  'path-unknown': () => [
    {
      title: vscode.l10n.t('Path doctor'),
      run: () => vscode.commands.executeCommand(command.pathDoctor),
    },
  ],
  'left-behind': (address) => [copy(vscode.l10n.t('Copy address'), address)],
};

function copy(title: string, text: string): Action {
  return { title, run: () => vscode.env.clipboard.writeText(text) };
}
