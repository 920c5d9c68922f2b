import * as vscode from 'vscode';

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
