import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { command, DEBUG_TYPE, setting } from '../../protocol/contributions.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';

/** Whether stepping stays in its goroutine, per session: shown in the status bar, switched by a click there. */
export class KeepStep implements vscode.Disposable {
  readonly #states = new Map<string, boolean>();
  readonly #disposables = new Disposables();
  #item: vscode.StatusBarItem | undefined;

  constructor() {
    this.#disposables.addAll(
      vscode.debug.onDidChangeActiveDebugSession(() => this.#show()),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.#states.delete(id)),
    );
  }

  dispose(): void {
    this.#item?.dispose();
    this.#disposables.dispose();
  }

  async toggle(): Promise<void> {
    const session = activeSession();
    if (!session) return;
    const isKept = !this.#isKept(session);
    await session.customRequest(adapterRequest.keepStep, { isKept });
    this.#states.set(session.id, isKept);
    this.#show();
  }

  #isKept(session: vscode.DebugSession): boolean {
    const attribute: unknown = session.configuration[ATTRIBUTE];
    const settings = vscode.workspace.getConfiguration(undefined, session.workspaceFolder);
    const initial =
      typeof attribute === 'boolean' ? attribute : settings.get(setting.keepStepInGoroutine, true);
    return this.#states.get(session.id) ?? initial;
  }

  #show(): void {
    const session = activeSession();
    if (!session) {
      this.#item?.hide();
      return;
    }
    this.#item ??= statusBarItem();
    const isKept = this.#isKept(session);
    this.#item.text = isKept
      ? vscode.l10n.t('$(lock-small) Step: this goroutine')
      : vscode.l10n.t('$(unlock) Step: any goroutine');
    this.#item.tooltip = isKept
      ? vscode.l10n.t('A step ends in its goroutine. Click to let breakpoints of others end it.')
      : vscode.l10n.t('A breakpoint of any goroutine ends a step. Click to stay in one goroutine.');
    this.#item.show();
  }
}

/** Of the launch configuration. */
const ATTRIBUTE = 'keepStepInGoroutine';

function activeSession(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === DEBUG_TYPE ? session : undefined;
}

function statusBarItem(): vscode.StatusBarItem {
  const id = command.keepStepInGoroutine;
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, -1);
  item.name = vscode.l10n.t('Delvescope: Keep Step in This Goroutine');
  item.command = id;
  return item;
}
