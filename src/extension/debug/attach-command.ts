import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';

const LAST_ADDRESS = 'attachAddress';

export interface Address {
  readonly host: string;
  readonly port: number;
}

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

/** `host:port`, `[v6]:port`, `:port` and a bare port; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]*)):)?(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) return undefined;
  return {
    host: match[1] ?? (match[2] === undefined || match[2] === '' ? '127.0.0.1' : match[2]),
    port,
  };
}
