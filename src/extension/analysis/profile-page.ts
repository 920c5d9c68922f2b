import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { ProfileInfo, ShowInFlameGraphArguments } from '../../protocol/analysis.ts';
import type { FromProfilePage, PageScope, ToProfilePage } from '../../protocol/webview-profile.ts';
import type { Figures } from '../editor/figures.ts';
import { openPlace } from '../editor/open-place.ts';
import { serverEndedWords } from './analysis.ts';
import type { Analysis } from './analysis.ts';
import { askServer } from './ask-server.ts';
import { exportProfile } from './export-profile.ts';
import { breakAtFrame } from './frame-breakpoint.ts';
import { OpenedTab } from './opened-tab.ts';
import type { PageMemory } from './page-memory.ts';

/** What a page shows: a profile, or a comparison, which has both paths for a path. */
export interface PageSource {
  readonly path: string;
  readonly name: string;
  readonly memory: PageMemory;
  readonly open: (token: vscode.CancellationToken) => Promise<ProfileInfo>;
}

/** One open tab. Messages wait until the page says it is ready: what is posted before is lost. */
export class ProfilePage implements vscode.Disposable {
  readonly path: string;
  readonly #source: PageSource;
  readonly #panel: vscode.WebviewPanel;
  readonly #analysis: Analysis;
  readonly #figures: Figures;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #tab: OpenedTab<ProfileInfo, ToProfilePage>;
  #scope: PageScope = { sampleType: 0, filter: [] };
  /** Questions of the page that are not answered yet, by their number. */
  readonly #asked = new Map<number, vscode.CancellationTokenSource>();
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
    this.#tab = new OpenedTab(panel, (token) => source.open(token));
    this.#disposables.addAll(
      this.#tab,
      panel.webview.onDidReceiveMessage((message: FromProfilePage) => this.#receive(message)),
    );
  }

  show(): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, false);
    else if (!this.#panel.active) this.#panel.reveal(this.#panel.viewColumn, false);
  }

  async reveal({ sampleType, function: id }: ShowInFlameGraphArguments): Promise<void> {
    const { profile } = await this.#tab.info();
    // Lines of source belong to functions, so that is what frames must be.
    const filter = this.#scope.filter.filter(({ word }) => word !== 'granularity');
    const target = { function: id };
    const query = { profile, ...this.#scope, sampleType, filter, target };
    const frame = await this.#analysis.request('delvescope/locateFrame', query);
    if (frame) this.#send({ kind: 'reveal', sampleType, filter, node: frame.node, function: id });
  }

  /** How much of the file has been read, 0 to 1. */
  progress(share: number): void {
    if (this.#tab.isReady && !this.#tab.isOpen) this.#sendLoading(share);
  }

  /** The server lost the profile: open it again, and let the page ask anew. */
  serverEnded(): void {
    if (!this.#tab.lost()) this.#sendError(serverEndedWords());
    else if (this.#tab.isReady) void this.#sendProfile();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #send(message: ToProfilePage): void {
    if (!this.#tab.send(message)) this.#pending.push(message);
  }

  #receive(message: FromProfilePage): void {
    switch (message.kind) {
      case 'ready':
        this.#tab.isReady = true;
        void this.#sendProfile();
        break;
      case 'retry':
        this.#tab.forget();
        void this.#sendProfile();
        break;
      case 'ask':
        void this.#answer(message);
        break;
      case 'drop':
        this.#asked.get(message.request)?.cancel();
        break;
      case 'open':
        void this.#openSource(message);
        break;
      case 'figures':
        this.#scope = scopeOf(message);
        void this.#figures.show({ profile: this.path, ...this.#scope });
        break;
      case 'breakpoint':
        void breakAtFrame(
          this.#analysis,
          this.#tab.info().then(({ profile }) => profile),
          message,
          this.#log,
        );
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
    if (!this.#tab.isAsked) this.#sendLoading(null);
    try {
      const info = await this.#tab.info();
      this.#send({ kind: 'profile', info, remembered: this.#source.memory.recall(this.path) });
      for (const message of this.#pending.splice(0)) this.#send(message);
    } catch (error) {
      this.#sendError(messageOf(error));
    }
  }

  #sendError(message: string): void {
    this.#tab.send({ kind: 'error', name: this.#source.name, message });
  }

  #sendLoading(share: number | null): void {
    const { name } = this.#source;
    this.#send({ kind: 'loading', name, message: vscode.l10n.t('Reading {0}', name), share });
  }

  async #answer(ask: FromProfilePage & { kind: 'ask' }): Promise<void> {
    const { request, method } = ask;
    const cancel = new vscode.CancellationTokenSource();
    this.#asked.set(request, cancel);
    try {
      const { profile } = await this.#tab.info();
      const result = await askServer(this.#analysis, profile, ask, cancel.token);
      this.#send({ kind: 'answer', request, method, result });
    } catch (error) {
      // Nobody waits for what was dropped.
      if (cancel.token.isCancellationRequested) return;
      this.#send({ kind: 'failed', request, message: messageOf(error) });
    } finally {
      this.#asked.delete(request);
      cancel.dispose();
    }
  }

  async #export(message: FromProfilePage & { kind: 'export' }): Promise<void> {
    try {
      const { profile, name, comparison } = await this.#tab.info();
      const { functionName } = message;
      const scope = { profile, ...scopeOf(message) };
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
    isNow,
    preserveFocus,
  }: FromProfilePage & { kind: 'open' }): Promise<void> {
    try {
      const { profile } = await this.#tab.info();
      const query = { profile, file, line };
      const place = await this.#analysis.request('delvescope/placeNow', query);
      const at = isNow ? line : place.line;
      await openPlace({ ...place, file }, at, { preserveFocus, beside: true });
    } catch (error) {
      this.#log.warn(`opening ${file}:${line}: ${messageOf(error)}`);
      await vscode.window.showWarningMessage(messageOf(error));
    }
  }
}

/** Without what else a message has. */
function scopeOf({ sampleType, filter, pair }: PageScope): PageScope {
  return { sampleType, filter, ...(pair && { pair }) };
}
