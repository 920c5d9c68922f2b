import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { BreakpointView } from '../../protocol/breakpoint-view.ts';
import { view as viewIds } from '../../protocol/contributions.ts';
import { adapterEvent } from '../../protocol/debug-session.ts';
import type { AdapterRequests } from '../../protocol/debug-session.ts';
import type {
  FromExpressionsPage,
  SavedExpressions,
  ToExpressionsPage,
} from '../../protocol/webview-expressions.ts';
import { askAdapter } from '../debug/ask-adapter.ts';
import { focusGoroutine } from '../debug/focus-goroutine.ts';
import { openPlace } from '../editor/open-place.ts';
import {
  breakpointOf,
  keyOf,
  panelBreakpoints,
  replace,
  usageIdOf,
} from './breakpoint-panel-list.ts';
import { answerExpression } from './breakpoint-panel-expressions.ts';
import type { ExpressionQuestion } from './breakpoint-panel-expressions.ts';
import type { PanelSessions } from './breakpoint-panel-session.ts';
import { SourceLines } from './source-lines.ts';
import { webviewHtml, webviewRoot } from './webview-html.ts';

const SAVED_KEY = 'expressions';
/** Figures of a running program are drawn once a second. */
const POLL_MILLIS = 1000;

/** The panel "Breakpoints & expressions": gives the page what the editor and the adapter know, writes what is edited. */
export class BreakpointPanel implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: PanelSessions;
  readonly #memory: vscode.Memento;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #lines = this.#disposables.add(new SourceLines());
  readonly #figures = this.#disposables.add(new vscode.EventEmitter<BreakpointView | null>());
  /** Figures of breakpoints, once a second while a program runs. */
  readonly onDidChangeFigures = this.#figures.event;
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  /** Sent when the page is there. */
  #waiting: ToExpressionsPage[] = [];
  #poll: NodeJS.Timeout | undefined;

  constructor(extensionUri: vscode.Uri, sessions: PanelSessions, memory: vscode.Memento, log: Log) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#memory = memory;
    this.#log = log;
    this.#disposables.addAll(
      vscode.debug.onDidChangeBreakpoints(() => void this.refresh()),
      sessions.onDidChange(() => this.#sessionChanged()),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event }) => {
        if (session !== sessions.current) return;
        if (event === adapterEvent.expressionTableChanged) this.#send({ kind: 'tableChanged' });
        if (event === adapterEvent.breakpointsChanged) void this.refresh();
      }),
    );
    this.#disposables.defer(() => clearInterval(this.#poll));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    const title = vscode.l10n.t('Breakpoints & expressions');
    webview.html = webviewHtml(webview, this.#extensionUri, 'expressions', title);
    const listener = webview.onDidReceiveMessage((message: FromExpressionsPage) =>
      this.#receive(message),
    );
    view.onDidDispose(() => {
      listener.dispose();
      this.#view = undefined;
      this.#isReady = false;
    });
  }

  /** Opens the panel at a breakpoint, or at its form. */
  async show(breakpoint: vscode.Breakpoint, options: { readonly edit: boolean }): Promise<void> {
    await this.#open({ kind: 'showBreakpoint', key: keyOf(breakpoint), edit: options.edit });
  }

  async addExpression(expression: string): Promise<void> {
    await this.#open({ kind: 'addExpression', expression });
  }

  /** Asks for figures and draws the list anew. */
  async refresh(): Promise<void> {
    const session = this.#sessions.current;
    const figures = session ? await this.#figuresOf(session) : null;
    this.#figures.fire(figures);
    if (!this.#view?.visible || !this.#isReady) return;
    const view = await panelBreakpoints(session, figures, this.#lines);
    this.#send({ kind: 'breakpoints', view });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #open(message: ToExpressionsPage): Promise<void> {
    if (this.#isReady) this.#send(message);
    else this.#waiting.push(message);
    await vscode.commands.executeCommand(`${viewIds.breakpoints}.focus`);
  }

  #sessionChanged(): void {
    this.#send({ kind: 'session', session: this.#sessions.state });
    const runs = this.#sessions.state.phase === 'running';
    if (!runs) {
      clearInterval(this.#poll);
      this.#poll = undefined;
    }
    this.#poll ??= runs ? setInterval(() => void this.refresh(), POLL_MILLIS) : undefined;
    void this.refresh();
  }

  async #figuresOf(session: vscode.DebugSession): Promise<BreakpointView | null> {
    try {
      return await askAdapter(session, 'delvescope/breakpointView', {});
    } catch {
      return null; // It is starting or ending; the list is right without figures.
    }
  }

  #send(message: ToExpressionsPage): void {
    void this.#view?.webview.postMessage(message);
  }

  #ready(): void {
    this.#isReady = true;
    const saved = this.#memory.get<SavedExpressions>(SAVED_KEY);
    if (saved) this.#send({ kind: 'saved', saved });
    this.#send({ kind: 'session', session: this.#sessions.state });
    void this.refresh();
    for (const message of this.#waiting.splice(0)) this.#send(message);
  }

  #receive(message: FromExpressionsPage): void {
    switch (message.kind) {
      case 'ready':
        this.#ready();
        break;
      case 'save':
        void this.#memory.update(SAVED_KEY, message.saved);
        break;
      case 'table':
      case 'value':
      case 'frames':
      case 'set':
      case 'call':
      case 'functions':
        void this.#answer(message);
        break;
      case 'tableStop':
        this.#ask('delvescope/expressionTableStop', { resume: message.resume });
        break;
      case 'callStop':
        this.#ask('delvescope/expressionCallStop', {});
        break;
      case 'untrack':
        this.#ask('delvescope/trackGoroutine', {
          goroutine: message.goroutine,
          isTracked: false,
        });
        break;
      case 'export':
        this.#try('exporting', () => this.#export(message));
        break;
      case 'open':
        this.#try('opening', () => this.#openLine(message));
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'start':
        void vscode.commands.executeCommand(
          `workbench.action.debug.${message.what === 'debug' ? 'start' : 'pause'}`,
        );
        break;
      case 'toggle':
      case 'edit':
      case 'remove':
      case 'openBreakpoint':
        this.#try('the breakpoint', () => this.#change(message));
        break;
      case 'addFunction':
        void vscode.commands.executeCommand(
          'workbench.debug.viewlet.action.addFunctionBreakpointAction',
        );
        break;
      case 'log':
        this.#log.warn(`expressions panel: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  async #answer(message: ExpressionQuestion): Promise<void> {
    const { request } = message;
    const session = this.#sessions.current;
    try {
      if (!session) throw new Error(vscode.l10n.t('No program runs.'));
      this.#send(await answerExpression(session, message));
    } catch (error) {
      this.#send({ kind: 'failed', request, message: messageOf(error) });
    }
  }

  #ask<Name extends keyof AdapterRequests>(
    name: Name,
    parameters: AdapterRequests[Name]['arguments'],
  ): void {
    this.#try(name, async () => {
      const session = this.#sessions.current;
      if (session) await askAdapter(session, name, parameters);
    });
  }

  #try(what: string, run: () => unknown): void {
    Promise.resolve()
      .then(run)
      .catch((error: unknown) => {
        this.#log.warn(`${what}: ${messageOf(error)}`);
        void vscode.window.showWarningMessage(messageOf(error));
      });
  }

  async #export({ sort, format, to }: FromExpressionsPage & { kind: 'export' }): Promise<void> {
    const session = this.#sessions.current;
    if (!session) return;
    const { text } = await askAdapter(session, 'delvescope/expressionTableExport', {
      sort,
      format,
    });
    if (to === 'clipboard') {
      await vscode.env.clipboard.writeText(text);
      return;
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `expressions.${format}`;
    const uri = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }

  async #openLine({
    file,
    line,
    goroutine,
  }: FromExpressionsPage & { kind: 'open' }): Promise<void> {
    const session = this.#sessions.current;
    if (!session) return;
    await focusGoroutine(goroutine, async (id) => {
      return (await askAdapter(session, 'delvescope/selectGoroutine', { id })).found;
    });
    const source = await askAdapter(session, 'delvescope/resolveSource', { file, line });
    await openPlace({ ...source, file }, line, { preserveFocus: true });
  }

  async #change(
    message: FromExpressionsPage & { kind: 'toggle' | 'edit' | 'remove' | 'openBreakpoint' },
  ): Promise<void> {
    const usage = usageIdOf(message.key);
    const session = this.#sessions.current;
    if (usage !== undefined && message.kind === 'remove' && session) {
      await askAdapter(session, 'delvescope/removeUsageBreakpoints', { ids: [usage] });
    }
    const breakpoint = breakpointOf(message.key);
    if (!breakpoint) return;
    switch (message.kind) {
      case 'toggle':
        replace(breakpoint, { isEnabled: message.isEnabled });
        break;
      case 'edit':
        replace(breakpoint, { form: message.form });
        break;
      case 'remove':
        vscode.debug.removeBreakpoints([breakpoint]);
        break;
      case 'openBreakpoint':
        if (breakpoint instanceof vscode.SourceBreakpoint) {
          const { uri, range } = breakpoint.location;
          const place = { path: uri.fsPath, tried: [], file: uri.fsPath };
          await openPlace(place, range.start.line + 1, { preserveFocus: false });
        }
        break;
      default:
        assertNever(message);
    }
  }
}
