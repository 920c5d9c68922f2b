import { basename } from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { customEditor } from '../../protocol/contributions.ts';
import type { TraceInfo, TraceMark, TraceOutline, TraceProgress } from '../../protocol/timeline.ts';
import type { FromTimelinePage, ToTimelinePage } from '../../protocol/webview-timeline.ts';
import { openPlace } from '../editor/open-place.ts';
import type { Analysis } from './analysis.ts';
import { OpenedTab } from './opened-tab.ts';
import { breakForSuchGoroutines } from './trace-breakpoint.ts';
import { readMarks, writeMarks } from './trace-marks.ts';

export interface TracePageOptions {
  readonly analysis: Analysis;
  /** Where derived profiles go. */
  readonly folder: vscode.Uri;
  readonly log: Log;
  /** The bookmarks were changed in this tab, and kept. */
  readonly onMarks: (marks: readonly TraceMark[]) => void;
}

/** One open tab. What is posted before the page says `ready` would be lost; the page asks for all it needs. */
export class TracePage implements vscode.Disposable {
  readonly path: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #onMarks: TracePageOptions['onMarks'];
  readonly #disposables = new Disposables();
  readonly #tab: OpenedTab<TraceInfo, ToTimelinePage>;
  #outline: TraceOutline | null = null;
  /** Is shown as soon as the page has the trace. */
  #asked: ToTimelinePage | null = null;

  constructor(
    path: string,
    panel: vscode.WebviewPanel,
    { analysis, folder, log, onMarks }: TracePageOptions,
  ) {
    this.path = path;
    this.#folder = folder;
    this.#panel = panel;
    this.#analysis = analysis;
    this.#log = log;
    this.#onMarks = onMarks;
    this.#tab = new OpenedTab(panel, (token) =>
      analysis.request('delvescope/openTrace', { path }, token),
    );
    this.#disposables.addAll(
      this.#tab,
      panel.webview.onDidReceiveMessage((message: FromTimelinePage) => this.#receive(message)),
    );
  }

  /** The server lost the trace: open it again, and let the page ask anew. */
  serverEnded(): void {
    this.#tab.forget();
    if (this.#tab.isReady) void this.#sendTrace();
  }

  /** The server has read this share of the file. */
  progress({ share, outline, isWhole }: TraceProgress): void {
    this.#outline = outline ?? this.#outline;
    if (isWhole) {
      this.#tab.renew();
      if (this.#tab.isReady) void this.#sendTrace();
    } else if (!this.#tab.isOpen) this.#sendLoading(share);
  }

  show(): void {
    this.#panel.reveal(this.#panel.viewColumn);
  }

  search(text: string): void {
    this.#ask({ kind: 'search', text });
  }

  filter(text: string): void {
    this.#ask({ kind: 'filter', text });
  }

  /** Another tab of the same trace changed them. */
  showMarks(marks: readonly TraceMark[]): void {
    this.#tab.send({ kind: 'marks', marks, error: null });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #receive(message: FromTimelinePage): void {
    switch (message.kind) {
      case 'ready':
        this.#tab.isReady = true;
        void this.#sendTrace();
        break;
      case 'retry':
        this.#tab.forget();
        void this.#sendTrace();
        break;
      case 'ask':
        void this.#answer(message);
        break;
      case 'open':
        void this.#openSource(message);
        break;
      case 'openProfile':
        void this.#openProfile((trace, folder) =>
          this.#analysis.request('delvescope/writeTraceProfile', {
            trace,
            kind: message.profile,
            folder,
          }),
        );
        break;
      case 'openRangeProfile':
        void this.#openProfile((trace, folder) =>
          this.#analysis.request('delvescope/writeRangeProfile', {
            trace,
            start: message.start,
            end: message.end,
            lane: message.lane,
            folder,
          }),
        );
        break;
      case 'breakHere':
        void this.#breakHere(message);
        break;
      case 'saveMarks':
        void this.#saveMarks(message.marks);
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
    if (!this.#tab.isOpen) this.#sendLoading(null);
    try {
      const info = await this.#tab.info();
      this.#tab.send({ kind: 'trace', info });
      this.#sendAsked();
      await this.#sendMarks();
    } catch (error) {
      this.#tab.send({ kind: 'error', name, message: messageOf(error) });
    }
  }

  #ask(message: ToTimelinePage): void {
    this.#asked = message;
    if (this.#tab.isReady && this.#tab.isOpen) this.#sendAsked();
  }

  #sendAsked(): void {
    if (this.#asked !== null && this.#tab.isReady) this.#tab.send(this.#asked);
    this.#asked = null;
  }

  async #sendMarks(): Promise<void> {
    try {
      this.#tab.send({ kind: 'marks', marks: await readMarks(this.path), error: null });
    } catch (error) {
      this.#tab.send({ kind: 'marks', marks: [], error: messageOf(error) });
    }
  }

  async #saveMarks(marks: readonly TraceMark[]): Promise<void> {
    try {
      await writeMarks(this.path, marks);
      this.#onMarks(marks);
    } catch (error) {
      const text = vscode.l10n.t('Keeping the bookmarks failed: {0}', messageOf(error));
      await vscode.window.showErrorMessage(text);
    }
  }

  #sendLoading(share: number | null): void {
    const message = vscode.l10n.t('Reading {0}', basename(this.path));
    this.#tab.send({ kind: 'loading', message, share, outline: this.#outline });
  }

  async #answer({ request, method, query }: FromTimelinePage & { kind: 'ask' }): Promise<void> {
    try {
      const { trace } = await this.#tab.info();
      // The page pairs each method with its query; the trace completes it.
      const params = { ...query, trace } as never;
      const result = await this.#analysis.request(method, params);
      this.#tab.send({ kind: 'answer', request, method, result } as ToTimelinePage);
    } catch (error) {
      this.#tab.send({ kind: 'failed', request, message: messageOf(error) });
    }
  }

  /** Derived profiles are kept with the workspace's data: they can be made again at any time. */
  async #openProfile(
    write: (trace: string, folder: string) => Promise<{ path: string }>,
  ): Promise<void> {
    try {
      const { trace } = await this.#tab.info();
      const { path } = await write(trace, this.#folder.fsPath);
      await vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.file(path),
        customEditor.profile,
      );
    } catch (error) {
      await vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #breakHere(message: FromTimelinePage & { kind: 'breakHere' }): Promise<void> {
    try {
      await breakForSuchGoroutines(this.#analysis, message);
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
