import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import type { PathReport, PathRule } from '../../protocol/path-doctor.ts';
import type { FromPathDoctor, ToPathDoctor } from '../../protocol/webview-paths.ts';
import { saveInLaunchJson, saveInSettings } from '../debug/save-paths.ts';
import { webviewHtml, webviewRoot } from './webview-html.ts';

/** The path doctor: a page for the session that is debugged; one at a time. */
export class PathDoctor implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #log: Pick<Log, 'warn'>;
  #panel: vscode.WebviewPanel | undefined;
  #session: vscode.DebugSession | undefined;
  /** Chosen and not saved. */
  #unsaved: readonly PathRule[] = [];

  constructor(extensionUri: vscode.Uri, log: Pick<Log, 'warn'>) {
    this.#extensionUri = extensionUri;
    this.#log = log;
  }

  /** `session`: the one the user came from; otherwise the active one. */
  open(session = vscode.debug.activeDebugSession): void {
    if (session?.type !== DEBUG_TYPE) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The path doctor looks at a program that is debugged. Start a session first.',
        ),
      );
      return;
    }
    if (session !== this.#session) this.#unsaved = [];
    this.#session = session;
    if (this.#panel) {
      this.#panel.reveal();
      void this.#show(adapterRequest.pathDoctor, {});
    } else this.#panel = this.#create();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const options = {
      enableScripts: true,
      retainContextWhenHidden: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    const title = vscode.l10n.t('Path Doctor');
    const panel = vscode.window.createWebviewPanel(
      'delvescope.paths',
      title,
      vscode.ViewColumn.Active,
      options,
    );
    panel.webview.html = webviewHtml(panel.webview, this.#extensionUri, 'paths', title);
    const listener = panel.webview.onDidReceiveMessage((message: FromPathDoctor) => {
      this.#receive(message).catch((error: unknown) => this.#failed(error));
    });
    panel.onDidDispose(() => {
      listener.dispose();
      this.#panel = undefined;
    });
    return panel;
  }

  async #receive(message: FromPathDoctor): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#show(adapterRequest.pathDoctor, {});
      case 'use':
        return this.#use(message.rule);
      case 'choose':
        return this.#choose(message.folder);
      case 'save':
        return this.#save(message.where);
      default:
        return assertNever(message);
    }
  }

  async #choose(to: string): Promise<void> {
    const title = vscode.l10n.t('Which folder is {0}?', to);
    const [folder] =
      (await vscode.window.showOpenDialog({
        title,
        canSelectFolders: true,
        canSelectFiles: false,
      })) ?? [];
    if (folder) await this.#use({ from: folder.fsPath, to });
  }

  async #use(rule: PathRule): Promise<void> {
    this.#unsaved = [...this.#unsaved.filter(({ to }) => to !== rule.to), rule];
    await this.#show(adapterRequest.usePaths, { rules: [rule] });
  }

  async #save(where: 'settings' | 'launch'): Promise<void> {
    const session = this.#session;
    if (where === 'settings') await saveInSettings(this.#unsaved);
    else if (!session || !(await saveInLaunchJson(session, this.#unsaved))) {
      await vscode.env.clipboard.writeText(
        `"substitutePath": ${JSON.stringify(this.#unsaved, undefined, 2)}`,
      );
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'This session has no configuration in launch.json. The attribute is in the clipboard.',
        ),
      );
      return;
    }
    this.#unsaved = [];
    await this.#show(adapterRequest.pathDoctor, {});
  }

  async #show(request: string, args: object): Promise<void> {
    const session = this.#session;
    if (!session) return;
    try {
      const answer: unknown = await session.customRequest(request, args);
      // The adapter ships with this extension: both requests are answered with a report.
      const report = answer as PathReport;
      this.#send({ kind: 'report', session: session.name, report, unsaved: this.#unsaved });
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#log.warn(`path doctor: ${messageOf(error)}`);
    this.#send({ kind: 'failed', message: messageOf(error) });
  }

  #send(message: ToPathDoctor): void {
    void this.#panel?.webview.postMessage(message);
  }
}
