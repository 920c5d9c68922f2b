import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import { showError } from '../notify.ts';

/** Asks for the program's arguments, with those it has as a start, and restarts the session with them. */
export async function restartWithArguments(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    await showError(vscode.l10n.t('There is no debug session to restart.'), []);
    return;
  }
  try {
    const value = await argumentsOf(session);
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Restart {0} with arguments', session.name),
      prompt: vscode.l10n.t('Separated by spaces; quotes keep spaces together.'),
      value,
      ignoreFocusOut: true,
    });
    if (text === undefined) return;
    await session.customRequest(adapterRequest.programArguments, { text });
    await vscode.commands.executeCommand('workbench.action.debug.restart');
  } catch (error) {
    await showError(messageOf(error), []);
  }
}

async function argumentsOf(session: vscode.DebugSession): Promise<string> {
  const answer: unknown = await session.customRequest(adapterRequest.programArguments, {});
  const isAnswer = typeof answer === 'object' && answer !== null && 'text' in answer;
  return isAnswer ? String(answer.text) : '';
}
