import { basename } from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { ProfileInfo, ShowInFlameGraphArguments } from '../../protocol/analysis.ts';
import { customEditor, webviewPanel } from '../../protocol/contributions.ts';
import type { ProfileFilter } from '../../protocol/profile-filter.ts';
import type { FromProfilePage, ToProfilePage } from '../../protocol/webview-profile.ts';
import type { Figures } from '../editor/figures.ts';
import { openPlace } from '../editor/open-place.ts';
import { webviewHtml, webviewRoot } from '../views/webview-html.ts';
import type { CaptureFile, CaptureList } from '../capture/capture-list.ts';
import type { Analysis } from './analysis.ts';
import { exportProfile } from './export-profile.ts';
import { PageMemory } from './page-memory.ts';
import { chooseComparison } from './choose-comparison.ts';
import type { Comparison } from './choose-comparison.ts';

/** Opens profiles: one page per tab, and the way back from a code lens to the frame. */
export class ProfileEditors
  implements vscode.CustomReadonlyEditorProvider, vscode.WebviewPanelSerializer, vscode.Disposable
{
  readonly #extensionUri: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #figures: Figures;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #memory: PageMemory;
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
    this.#disposables.add(
      analysis.onDidEnd(() => {
        for (const page of this.#pages) page.serverEnded();
      }),
    );
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    const path = document.uri.fsPath;
    this.#show(panel, {
      path,
      name: basename(path),
      memory: this.#memory,
      open: (token) => this.#analysis.request('delvescope/openProfile', { path }, token),
    });
  }

  /** A page over two profiles; asks for what the command did not name. */
  async compare(item?: vscode.Uri | CaptureFile, selected?: readonly unknown[]): Promise<void> {
    const comparison = await chooseComparison(item, selected);
    if (comparison) this.#openComparison(comparison);
  }

  /** The capture before this one, of the same kind from the same program. */
  async compareWithPrevious(item: CaptureFile, list: CaptureList): Promise<void> {
    const previous = await list.previous(item);
    if (previous) {
      this.#openComparison({ before: previous.uri.fsPath, after: item.uri.fsPath });
    } else {
      const words = vscode.l10n.t(
        'This is the first capture of its kind; there is none before it.',
      );
      await vscode.window.showInformationMessage(words);
    }
  }

  /** After the window was reloaded: the page's own state names the two profiles. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const comparison = comparisonOf(state);
    if (comparison) this.#showComparison(panel, comparison);
    else panel.dispose();
    await Promise.resolve();
  }

  #openComparison(comparison: Comparison): void {
    const { before, after } = comparison;
    const title = `${basename(before)} ↔ ${basename(after)}`;
    const panel = vscode.window.createWebviewPanel(
      webviewPanel.comparison,
      title,
      vscode.ViewColumn.Active,
    );
    this.#showComparison(panel, comparison);
  }

  #showComparison(panel: vscode.WebviewPanel, comparison: Comparison): void {
    const path = JSON.stringify(comparison);
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    this.#show(panel, {
      path,
      name: panel.title,
      memory: this.#memory,
      open: (token) => this.#analysis.request('delvescope/openComparison', comparison, token),
    });
  }

  #show(panel: vscode.WebviewPanel, source: PageSource): void {
    const page = new ProfilePage(source, panel, this.#analysis, this.#figures, this.#log);
    this.#pages.add(page);
    panel.onDidDispose(() => {
      this.#pages.delete(page);
      page.dispose();
      if (!this.#pageOf(page.path)) this.#close(page.path);
    });
    panel.webview.html = webviewHtml(panel.webview, this.#extensionUri, 'flame', 'Profile');
  }

  async askAndOpen(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open profile'),
      openLabel: vscode.l10n.t('Open profile'),
      canSelectMany: true,
    });
    for (const uri of chosen ?? []) {
      await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.profile);
    }
  }

  /** Shows the function's widest frame, selected. Called by lenses and hovers with their own argument. */
  async reveal(target: unknown): Promise<void> {
    if (!isRevealTarget(target)) return;
    const uri = vscode.Uri.file(target.profile);
    let page = this.#pageOf(target.profile);
    if (page) page.show();
    else
      await vscode.commands.executeCommand(
        'vscode.openWith',
        uri,
        customEditor.profile,
        vscode.ViewColumn.Beside,
      );
    page ??= this.#pageOf(target.profile);
    await page?.reveal(target);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** The last tab of a profile was closed: its figures go, and the server may forget it. */
  #close(path: string): void {
    this.#figures.forget(path);
    this.#analysis
      .request('delvescope/closeProfile', { profile: path })
      .catch((error: unknown) => this.#log.warn(`closing ${path}: ${messageOf(error)}`));
  }

  #pageOf(path: string): ProfilePage | undefined {
    return [...this.#pages].find((page) => page.path === path);
  }
}

function isRevealTarget(target: unknown): target is ShowInFlameGraphArguments {
  return (
    typeof target === 'object' &&
    target !== null &&
    'profile' in target &&
    typeof target.profile === 'string' &&
    'sampleType' in target &&
    typeof target.sampleType === 'number' &&
    'function' in target &&
    typeof target.function === 'number'
  );
}

/** What a page shows: a profile, or a comparison, which has both paths for a path. */
interface PageSource {
  readonly path: string;
  readonly name: string;
  readonly memory: PageMemory;
  readonly open: (token: vscode.CancellationToken) => Promise<ProfileInfo>;
}

/** The comparison of a page's stored state. */
function comparisonOf(state: unknown): Comparison | null {
  if (typeof state !== 'object' || state === null || !('page' in state)) return null;
  const { page } = state;
  if (typeof page !== 'object' || page === null || !('profile' in page)) return null;
  try {
    const known: unknown = JSON.parse(String(page.profile));
    if (typeof known !== 'object' || known === null) return null;
    if (!('before' in known) || !('after' in known)) return null;
    return { before: String(known.before), after: String(known.after) };
  } catch {
    return null;
  }
}

/** One open tab. Messages wait until the page says it is ready: what is posted before is lost. */
class ProfilePage implements vscode.Disposable {
  readonly path: string;
  readonly #source: PageSource;
  readonly #panel: vscode.WebviewPanel;
  readonly #analysis: Analysis;
  readonly #figures: Figures;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #cancel = new vscode.CancellationTokenSource();
  #info: Promise<ProfileInfo> | undefined;
  #ready = false;
  #filter: ProfileFilter = [];
  #pending: ToProfilePage[] = [];

  constructor(
    source: PageSource,
    panel: vscode.WebviewPanel,
    analysis: Analysis,
    figures: Figures,
    log: Log,
  ) {
    this.path = source.path;
    this.#source = source;
    this.#panel = panel;
    this.#analysis = analysis;
    this.#figures = figures;
    this.#log = log;
    this.#disposables.addAll(
      this.#cancel,
      panel.webview.onDidReceiveMessage((message: FromProfilePage) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is torn down; it will say `ready` again.
        if (!panel.visible) this.#ready = false;
      }),
    );
  }

  show(): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, false);
    else if (!this.#panel.active) this.#panel.reveal(this.#panel.viewColumn, false);
  }

  async reveal({ sampleType, function: id }: ShowInFlameGraphArguments): Promise<void> {
    const { profile } = await this.#open();
    // Lines of source belong to functions, so that is what frames must be.
    const filter = this.#filter.filter(({ word }) => word !== 'granularity');
    const target = { function: id };
    const frame = await this.#analysis.request('delvescope/locateFrame', {
      profile,
      sampleType,
      filter,
      target,
    });
    if (frame) this.#send({ kind: 'reveal', sampleType, filter, node: frame.node, function: id });
  }

  /** The server lost the profile: open it again, and let the page ask anew. */
  serverEnded(): void {
    this.#info = undefined;
    if (this.#ready) void this.#sendProfile();
  }

  dispose(): void {
    this.#cancel.cancel();
    this.#disposables.dispose();
  }

  #open(): Promise<ProfileInfo> {
    this.#info ??= this.#source.open(this.#cancel.token).catch((error: unknown) => {
      this.#info = undefined;
      throw error;
    });
    return this.#info;
  }

  #send(message: ToProfilePage): void {
    if (this.#ready) void this.#panel.webview.postMessage(message);
    else this.#pending.push(message);
  }

  #receive(message: FromProfilePage): void {
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        void this.#sendProfile();
        break;
      case 'retry':
        this.#info = undefined;
        void this.#sendProfile();
        break;
      case 'ask':
        void this.#answer(message);
        break;
      case 'open':
        void this.#openSource(message);
        break;
      case 'figures':
        this.#filter = message.filter;
        void this.#figures.show({
          profile: this.path,
          sampleType: message.sampleType,
          filter: message.filter,
        });
        break;
      case 'breakpoint':
        void this.#break(message);
        break;
      case 'export':
        void this.#export(message);
        break;
      case 'remember':
        this.#source.memory.remember(this.path, message.state);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'log':
        this.#log.warn(`profile page: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  async #sendProfile(): Promise<void> {
    const { name } = this.#source;
    if (!this.#info)
      this.#send({ kind: 'loading', name, message: vscode.l10n.t('Reading {0}', name) });
    try {
      const info = await this.#open();
      this.#send({ kind: 'profile', info, remembered: this.#source.memory.recall(this.path) });
      for (const message of this.#pending.splice(0)) this.#send(message);
    } catch (error) {
      this.#send({ kind: 'error', name, message: messageOf(error) });
    }
  }

  async #answer(ask: FromProfilePage & { kind: 'ask' }): Promise<void> {
    const { request, method } = ask;
    try {
      const { profile } = await this.#open();
      const result = await this.#request(profile, ask);
      this.#send({ kind: 'answer', request, method, result });
    } catch (error) {
      this.#send({ kind: 'failed', request, message: messageOf(error) });
    }
  }

  #request(profile: string, ask: FromProfilePage & { kind: 'ask' }) {
    switch (ask.method) {
      case 'delvescope/filterOutcome':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/changes':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/filterDraft':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/flameWindow':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/tableWindow':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/functionDetail':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/search':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      case 'delvescope/locateFrame':
        return this.#analysis.request(ask.method, { ...ask.query, profile });
      default:
        return assertNever(ask);
    }
  }

  async #break({ file, line, caller }: FromProfilePage & { kind: 'breakpoint' }): Promise<void> {
    try {
      const { path } = await this.#analysis.request('delvescope/resolveSource', { file, line });
      if (path === null) {
        const words = vscode.l10n.t('{0} is not on this machine: no breakpoint is set.', file);
        await vscode.window.showWarningMessage(words);
        return;
      }
      const location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
      const condition = caller === '' ? undefined : `@stack(${caller})`;
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition)]);
      const place = `${basename(path)}:${line}`;
      const words = condition
        ? vscode.l10n.t('Breakpoint at {0} when {1}', place, condition)
        : vscode.l10n.t('Breakpoint at {0}', place);
      vscode.window.setStatusBarMessage(`$(debug-breakpoint-conditional) ${words}`, 5000);
    } catch (error) {
      this.#log.warn(`breakpoint at ${file}:${line}: ${messageOf(error)}`);
      await vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #export({
    sampleType,
    filter,
    functionName,
  }: FromProfilePage & { kind: 'export' }): Promise<void> {
    try {
      const { profile, name, comparison } = await this.#open();
      const scope = { profile, sampleType, filter };
      const page = { name, functionName, isComparison: comparison !== null };
      await exportProfile(this.#analysis, scope, page);
    } catch (error) {
      this.#log.warn(`exporting ${this.path}: ${messageOf(error)}`);
      await vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #openSource({
    file,
    line,
    preserveFocus,
  }: FromProfilePage & { kind: 'open' }): Promise<void> {
    try {
      const source = await this.#analysis.request('delvescope/resolveSource', { file, line });
      await openPlace({ ...source, file }, line, { preserveFocus, beside: true });
    } catch (error) {
      this.#log.warn(`opening ${file}:${line}: ${messageOf(error)}`);
      await vscode.window.showWarningMessage(messageOf(error));
    }
  }
}
