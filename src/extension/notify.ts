import * as vscode from 'vscode';
import { messageOf, UserError } from '../base/user-error.ts';
import type { Log } from '../base/log.ts';

/** A button and what it does. */
export interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

/** Shows an error with its buttons and runs the chosen one; closing the message does nothing. */
export async function showError(message: string, actions: readonly Action[]): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, ...actions);
  await chosen?.run();
}

export async function showNotice(message: string, actions: readonly Action[]): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, ...actions);
  await chosen?.run();
}

/** A `UserError` is shown as it is; anything else is a bug: logged with its stack, one quiet notice. */
export function report(error: unknown, what: string, log: Log & { show(): void }): void {
  if (error instanceof UserError) {
    log.warn(`${what}: ${error.message}\n${error.detail}`);
    void showError(error.message, []);
    return;
  }
  log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  void showError(`${what} failed: ${messageOf(error)}`, [
    { title: vscode.l10n.t('Show log'), run: () => log.show() },
  ]);
}
