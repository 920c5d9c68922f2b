import type * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { Figures } from '../editor/figures.ts';
import { webviewHtml, webviewRoot } from '../views/webview-html.ts';
import type { Analysis } from './analysis.ts';
import { PageMemory } from './page-memory.ts';
import type { PageSource } from './profile-page.ts';
import { ProfilePage } from './profile-page.ts';

/** The open tabs of profiles and comparisons. */
export class ProfilePages implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #figures: Figures;
  readonly #log: Log;
  readonly #memory: PageMemory;
  readonly #disposables = new Disposables();
  readonly #pages = new Set<ProfilePage>();

  constructor(
    {
      extensionUri,
      workspaceState,
    }: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>,
    analysis: Analysis,
    figures: Figures,
    log: Log,
  ) {
    this.#extensionUri = extensionUri;
    this.#memory = new PageMemory(workspaceState);
    this.#analysis = analysis;
    this.#figures = figures;
    this.#log = log;
    this.#disposables.addAll(
      analysis.onDidEnd(() => {
        for (const page of this.#pages) page.serverEnded();
      }),
      analysis.onNotification('delvescope/profileProgress', ({ profile, share }) =>
        this.pageOf(profile)?.progress(share),
      ),
    );
  }

  /** Fills a panel. When the last tab of a profile is closed, its figures go, and the server may forget it. */
  show(panel: vscode.WebviewPanel, source: Omit<PageSource, 'memory'>): void {
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    const page = new ProfilePage(
      { ...source, memory: this.#memory },
      panel,
      this.#analysis,
      this.#figures,
      this.#log,
    );
    this.#pages.add(page);
    panel.onDidDispose(() => {
      this.#pages.delete(page);
      page.dispose();
      if (!this.pageOf(page.path)) this.#close(page.path);
    });
    panel.webview.html = webviewHtml(panel.webview, this.#extensionUri, 'flame', 'Profile');
  }

  pageOf(path: string): ProfilePage | undefined {
    return [...this.#pages].find((page) => page.path === path);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #close(path: string): void {
    this.#figures.forget(path);
    this.#analysis
      .request('delvescope/closeProfile', { profile: path })
      .catch((error: unknown) => this.#log.warn(`closing ${path}: ${messageOf(error)}`));
  }
}
