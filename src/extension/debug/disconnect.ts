import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import { adapterRequest, DISCONNECT_CHOICES } from '../../protocol/debug-session.ts';
import type { DisconnectChoice } from '../../protocol/debug-session.ts';
import { showError } from '../notify.ts';

const LAST_CHOICE = 'disconnectChoice';

interface Item extends vscode.QuickPickItem {
  readonly choice: DisconnectChoice;
}

const ITEMS: Record<DisconnectChoice, () => Omit<Item, 'choice'>> = {
  continue: () => ({
    label: vscode.l10n.t('$(debug-continue) Let the program go on'),
    detail: vscode.l10n.t('Breakpoints of this session are cleared.'),
  }),
  leaveHalted: () => ({
    label: vscode.l10n.t('$(debug-pause) Leave it halted'),
    detail: vscode.l10n.t('It serves nobody until someone attaches to its dlv and continues it.'),
  }),
  kill: () => ({
    label: vscode.l10n.t('$(debug-stop) Kill it'),
    detail: vscode.l10n.t('A remote dlv ends with it.'),
  }),
};

/** Asks what becomes of the program; the last answer in this workspace is on top. */
export async function askDisconnect(
  memory: vscode.Memento,
  sessionName: string,
): Promise<DisconnectChoice | undefined> {
  const last = memory.get<DisconnectChoice>(LAST_CHOICE);
  const items = DISCONNECT_CHOICES.map((choice): Item => ({ choice, ...ITEMS[choice]() }));
  const picked = await vscode.window.showQuickPick(
    items.toSorted((a, b) => Number(b.choice === last) - Number(a.choice === last)),
    {
      title: vscode.l10n.t('Disconnect from {0}', sessionName),
      placeHolder: vscode.l10n.t('What becomes of the program?'),
      ignoreFocusOut: true,
    },
  );
  if (picked) await memory.update(LAST_CHOICE, picked.choice);
  return picked?.choice;
}

/** Disconnects a session the way the user chooses now. */
export async function chooseAndDisconnect(
  memory: vscode.Memento,
  session: vscode.DebugSession | undefined,
): Promise<void> {
  if (!session) {
    await showError(vscode.l10n.t('There is no debug session to disconnect from.'), []);
    return;
  }
  const choice = await askDisconnect(memory, session.name);
  if (choice === undefined) return;
  try {
    await session.customRequest(adapterRequest.chooseDisconnect, { choice });
  } catch (error) {
    await showError(messageOf(error), []);
    return;
  }
  await vscode.debug.stopDebugging(session);
}
