import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { parseAddress } from './address.ts';

const LAST_ADDRESS = 'attachAddress';

/** Asks for host:port, remembers it for the workspace, and attaches to the dlv that listens there. */
export async function askAndAttach(memory: vscode.Memento): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Attach to dlv'),
    prompt: vscode.l10n.t('Where does `dlv --headless --accept-multiclient` listen?'),
    placeHolder: 'host:port',
    value: memory.get(LAST_ADDRESS, '127.0.0.1:2345'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseAddress(value)
        ? undefined
        : vscode.l10n.t('Write host:port, for instance 127.0.0.1:2345 or [::1]:2345.'),
  });
  const address = text === undefined ? undefined : parseAddress(text);
  if (text === undefined || !address) return;
  await memory.update(LAST_ADDRESS, text);
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    type: DEBUG_TYPE,
    request: 'attach',
    mode: 'remote',
    name: `dlv ${text.trim()}`,
    ...address,
  });
}
