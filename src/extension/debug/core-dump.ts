import { basename } from 'node:path';
import * as vscode from 'vscode';
import { quantityText } from '../../base/format.ts';
import { messageOf } from '../../base/user-error.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { adapterEvent, adapterRequest } from '../../protocol/debug-session.ts';
import type { AdapterEvents, AdapterRequests, CoreDump } from '../../protocol/debug-session.ts';
import { showError, showNotice } from '../notify.ts';
import { asAdapterEvent } from './adapter-event.ts';

type Place = AdapterRequests['delvescope/corePlace']['answer'];
type Progress = AdapterEvents['delvescope/coreProgress'];

/** Asks where, lets the adapter write, shows how far it is, and offers to open what came. */
export async function askAndWriteCore(session: vscode.DebugSession | undefined): Promise<void> {
  if (!session) {
    await showError(vscode.l10n.t('There is no debug session with a program to dump.'), []);
    return;
  }
  try {
    // What a custom request answers is typed by its name.
    const place = (await session.customRequest(adapterRequest.corePlace)) as Place;
    const path = await askPath(session, place);
    if (path === undefined) return;
    const core = await write(session, path);
    if (!core.isCancelled) await offer(session, core, place);
  } catch (error) {
    await showError(messageOf(error), []);
  }
}

async function askPath(
  session: vscode.DebugSession,
  { isLocal, address }: Place,
): Promise<string | undefined> {
  const name = `${session.name.replaceAll(/[^\w.-]+/g, '-')}.core`;
  if (isLocal) {
    const folder = session.workspaceFolder?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Write core dump'),
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    });
    return chosen?.fsPath;
  }
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Write core dump'),
    prompt: vscode.l10n.t('A file on the machine of dlv ({0}), not on this one', address),
    value: `/tmp/${name}`,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('Name a file.') : undefined),
  });
}

/** The program stands while it is written: with percent, and with a button to stop it. */
async function write(session: vscode.DebugSession, path: string): Promise<CoreDump> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Writing core dump {0}', basename(path)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const show = (state: Progress): void => {
      const percent = state.MemTotal === 0 ? 0 : (state.MemDone / state.MemTotal) * 100;
      const size = quantityText(state.MemTotal, 'bytes');
      const message = vscode.l10n.t('{0} % of {1}', Math.floor(percent), size);
      progress.report({ increment: percent - shown, message });
      shown = percent;
    };
    const listeners = [
      vscode.debug.onDidReceiveDebugSessionCustomEvent((event) => {
        const own = event.session === session ? asAdapterEvent(event) : undefined;
        if (own?.event === adapterEvent.coreProgress) show(own.body);
      }),
      token.onCancellationRequested(() => {
        void session.customRequest(adapterRequest.cancelCore);
      }),
    ];
    try {
      return (await session.customRequest(adapterRequest.writeCore, { path })) as CoreDump;
    } finally {
      for (const listener of listeners) listener.dispose();
    }
  });
}

function offer(
  session: vscode.DebugSession,
  { path, program }: CoreDump,
  { isLocal, address }: Place,
): Promise<void> {
  if (!isLocal) {
    const text = vscode.l10n.t('The core dump is on the machine of dlv ({0}): {1}', address, path);
    const run = (): unknown => vscode.env.clipboard.writeText(path);
    return showNotice(text, [{ title: vscode.l10n.t('Copy path'), run }]);
  }
  const text = vscode.l10n.t('The core dump is written: {0}', path);
  if (program === null) return showNotice(text, []);
  const run = (): unknown =>
    vscode.debug.startDebugging(session.workspaceFolder, {
      type: DEBUG_TYPE,
      request: 'launch',
      name: vscode.l10n.t('core {0}', basename(path)),
      mode: 'core',
      program,
      coreFilePath: path,
      stopOnEntry: true,
    });
  return showNotice(text, [{ title: vscode.l10n.t('Open'), run }]);
}
