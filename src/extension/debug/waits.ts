import * as vscode from 'vscode';
import type { Waiting } from '../../protocol/debug-session.ts';

interface Shown {
  report(message: string): void;
  end(): void;
}

/** Sessions that wait for their dlv: one progress each, whose Cancel ends the session. */
export class Waits {
  readonly #shown = new Map<string, Shown>();

  /** Null: the session waits no longer. */
  show(session: vscode.DebugSession, waiting: Waiting | null): void {
    const shown = this.#shown.get(session.id);
    if (!waiting) {
      this.#shown.delete(session.id);
      shown?.end();
      return;
    }
    (shown ?? this.#open(session, waiting.address)).report(wordsOf(waiting));
  }

  #open(session: vscode.DebugSession, address: string): Shown {
    let end = (): void => {};
    let report = (_message: string): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Waiting for dlv at {0}', address),
        cancellable: true,
      },
      (progress, token) => {
        report = (message) => progress.report({ message });
        token.onCancellationRequested(() => void vscode.debug.stopDebugging(session));
        return ended;
      },
    );
    const shown: Shown = { report: (message) => report(message), end: () => end() };
    this.#shown.set(session.id, shown);
    return shown;
  }
}

function wordsOf({ reason, deadline }: Waiting): string {
  if (deadline === null) return vscode.l10n.t('{0}; breakpoints are kept', reason);
  const seconds = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
  return vscode.l10n.t('{0}; gives up in {1} s', reason, seconds);
}
