import { basename } from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { ShowInTraceArguments } from '../../protocol/analysis.ts';
import { customEditor } from '../../protocol/contributions.ts';
import type { TraceInfo, TraceProfileKind } from '../../protocol/timeline.ts';
import type { FromTimelinePage, ToTimelinePage } from '../../protocol/webview-timeline.ts';
import { parseCondition, printTerm } from '../../condition/index.ts';
import { openPlace } from '../editor/open-place.ts';
import { webviewHtml, webviewRoot } from '../views/webview-html.ts';
import type { Analysis } from './analysis.ts';

/** Opens execution traces: one page per tab. */
export class TraceEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #folder: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #pages = new Set<TracePage>();
  /** To the progress of the server that runs now. */
  #isListening = false;

  constructor(context: vscode.ExtensionContext, analysis: Analysis, log: Log) {
    this.#extensionUri = context.extensionUri;
    this.#folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'traces');
    this.#analysis = analysis;
    this.#log = log;
    this.#disposables.add(
      analysis.onDidEnd(() => {
        this.#isListening = false;
        for (const page of this.#pages) page.serverEnded();
      }),
    );
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    this.#listen();
    const page = new TracePage(document.uri.fsPath, panel, {
      analysis: this.#analysis,
      folder: this.#folder,
      log: this.#log,
    });
    this.#pages.add(page);
    panel.onDidDispose(() => {
      this.#pages.delete(page);
      page.dispose();
      if (![...this.#pages].some(({ path }) => path === page.path)) this.#close(page.path);
    });
    webview.html = webviewHtml(webview, this.#extensionUri, 'timeline', 'Trace');
  }

  /** Opens the trace, or shows it, and searches in it. */
  async reveal(target: unknown): Promise<void> {
    if (!isShowInTrace(target)) return;
    const { trace, text } = target;
    const uri = vscode.Uri.file(trace);
    const open = (): TracePage | undefined => [...this.#pages].find(({ path }) => path === trace);
    const known = open();
    if (known) known.show();
    else await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.trace);
    open()?.search(text);
  }

  async askAndOpen(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open execution trace'),
      openLabel: vscode.l10n.t('Open trace'),
    });
    for (const uri of chosen ?? []) {
      await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.trace);
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    const told = this.#analysis.onNotification('delvescope/traceProgress', ({ trace, share }) => {
      for (const page of this.#pages) if (page.path === trace) page.progress(share);
    });
    told.catch((error: unknown) => this.#log.warn(`progress of traces: ${messageOf(error)}`));
  }

  /** The last tab of a trace was closed: the server may forget it. */
  #close(path: string): void {
    this.#analysis
      .request('delvescope/closeTrace', { trace: path })
      .catch((error: unknown) => this.#log.warn(`closing ${path}: ${messageOf(error)}`));
  }
}

/** One open tab. What is posted before the page says `ready` would be lost; the page asks for all it needs. */
class TracePage implements vscode.Disposable {
  readonly path: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #cancel = new vscode.CancellationTokenSource();
  #info: Promise<TraceInfo> | undefined;
  #isReady = false;
  #isOpen = false;
  /** Is searched for as soon as the page shows the trace. */
  #search: string | null = null;

  constructor(
    path: string,
    panel: vscode.WebviewPanel,
    { analysis, folder, log }: { analysis: Analysis; folder: vscode.Uri; log: Log },
  ) {
    this.path = path;
    this.#folder = folder;
    this.#panel = panel;
    this.#analysis = analysis;
    this.#log = log;
    this.#disposables.addAll(
      this.#cancel,
      panel.webview.onDidReceiveMessage((message: FromTimelinePage) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is torn down; it will say `ready` again.
        if (!panel.visible) this.#isReady = false;
      }),
    );
  }

  /** The server lost the trace: open it again, and let the page ask anew. */
  serverEnded(): void {
    this.#info = undefined;
    this.#isOpen = false;
    if (this.#isReady) void this.#sendTrace();
  }

  /** The server has read this share of the file. */
  progress(share: number): void {
    if (!this.#isOpen) this.#sendLoading(share);
  }

  show(): void {
    this.#panel.reveal(this.#panel.viewColumn);
  }

  search(text: string): void {
    this.#search = text;
    if (this.#isReady && this.#isOpen) this.#sendSearch();
  }

  dispose(): void {
    this.#cancel.cancel();
    this.#disposables.dispose();
  }

  #open(): Promise<TraceInfo> {
    this.#info ??= this.#analysis
      .request('delvescope/openTrace', { path: this.path }, this.#cancel.token)
      .catch((error: unknown) => {
        this.#info = undefined;
        throw error;
      });
    return this.#info;
  }

  #send(message: ToTimelinePage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  #receive(message: FromTimelinePage): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        void this.#sendTrace();
        break;
      case 'retry':
        this.#info = undefined;
        this.#isOpen = false;
        void this.#sendTrace();
        break;
      case 'ask':
        void this.#answer(message);
        break;
      case 'open':
        void this.#openSource(message);
        break;
      case 'openProfile':
        void this.#openProfile(message.profile);
        break;
      case 'breakHere':
        void this.#breakHere(message);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'log':
        this.#log.warn(`trace page: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  async #sendTrace(): Promise<void> {
    const name = basename(this.path);
    if (!this.#isOpen) this.#sendLoading(null);
    try {
      const info = await this.#open();
      this.#isOpen = true;
      this.#send({ kind: 'trace', info });
      this.#sendSearch();
    } catch (error) {
      this.#send({ kind: 'error', name, message: messageOf(error) });
    }
  }

  #sendSearch(): void {
    if (this.#search !== null && this.#isReady) this.#send({ kind: 'search', text: this.#search });
    this.#search = null;
  }

  #sendLoading(share: number | null): void {
    const message = vscode.l10n.t('Reading {0}', basename(this.path));
    this.#send({ kind: 'loading', message, share });
  }

  async #answer({ request, method, query }: FromTimelinePage & { kind: 'ask' }): Promise<void> {
    try {
      const { trace } = await this.#open();
      // The page pairs each method with its query; the trace completes it.
      const params = { ...query, trace } as never;
      const result = await this.#analysis.request(method, params);
      this.#send({ kind: 'answer', request, method, result } as ToTimelinePage);
    } catch (error) {
      this.#send({ kind: 'failed', request, message: messageOf(error) });
    }
  }

  /** Derived profiles are kept with the workspace's data: they can be made again at any time. */
  async #openProfile(kind: TraceProfileKind): Promise<void> {
    try {
      const { trace } = await this.#open();
      const query = { trace, kind, folder: this.#folder.fsPath };
      const { path } = await this.#analysis.request('delvescope/writeTraceProfile', query);
      await vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.file(path),
        customEditor.profile,
      );
    } catch (error) {
      await vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #breakHere({
    file,
    line,
    startedAs,
  }: FromTimelinePage & { kind: 'breakHere' }): Promise<void> {
    try {
      const source = await this.#analysis.request('delvescope/resolveSource', { file, line });
      await openPlace({ ...source, file }, line, { preserveFocus: false, beside: true });
      if (source.path === null) return;
      const location = new vscode.Location(
        vscode.Uri.file(source.path),
        new vscode.Position(line - 1, 0),
      );
      const condition = printTerm({ kind: 'startedAs', function: startedAs });
      // The name comes from a file: it must be that one term and nothing else.
      const { terms, goCondition, problems } = parseCondition(condition);
      if (problems.length > 0 || terms.length !== 1 || goCondition !== '') {
        throw new Error(vscode.l10n.t('{0} cannot stand in a condition.', startedAs));
      }
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition)]);
    } catch (error) {
      await vscode.window.showWarningMessage(messageOf(error));
    }
  }

  async #openSource({
    file,
    line,
    preserveFocus,
  }: FromTimelinePage & { kind: 'open' }): Promise<void> {
    try {
      const source = await this.#analysis.request('delvescope/resolveSource', { file, line });
      await openPlace({ ...source, file }, line, { preserveFocus, beside: true });
    } catch (error) {
      await vscode.window.showWarningMessage(messageOf(error));
    }
  }
}

function isShowInTrace(target: unknown): target is ShowInTraceArguments {
  return (
    typeof target === 'object' &&
    target !== null &&
    'trace' in target &&
    typeof target.trace === 'string' &&
    'text' in target &&
    typeof target.text === 'string'
  );
}
