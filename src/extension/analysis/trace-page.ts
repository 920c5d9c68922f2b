import { basename } from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { customEditor } from '../../protocol/contributions.ts';
import { traceName } from '../../protocol/timeline.ts';
import type {
  TraceInfo,
  TraceMark,
  TraceOutline,
  TraceProgress,
  TraceRecording,
} from '../../protocol/timeline.ts';
import type { FromTimelinePage, ToTimelinePage } from '../../protocol/webview-timeline.ts';
import { openPlace } from '../editor/open-place.ts';
import { serverEndedWords } from './analysis.ts';
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
  readonly onMarks: () => void;
  /** Another section of the trace is shown: this one is not needed any more, as far as this tab goes. */
  readonly onLeave: (trace: string) => void;
}

/** One open tab. What is posted before the page says `ready` would be lost; the page asks for all it needs. */
export class TracePage implements vscode.Disposable {
  readonly path: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #onMarks: TracePageOptions['onMarks'];
  readonly #onLeave: TracePageOptions['onLeave'];
  readonly #disposables = new Disposables();
  readonly #tab: OpenedTab<TraceInfo, ToTimelinePage>;
  #outline: TraceOutline | null = null;
  #section = 0;
  /** How far its capture is; null for a file. */
  #recording: TraceRecording | null = null;
  /** Is shown as soon as the page has the trace. */
  #asked: ToTimelinePage | null = null;

  constructor(
    path: string,
    panel: vscode.WebviewPanel,
    { analysis, folder, log, onMarks, onLeave }: TracePageOptions,
  ) {
    this.path = path;
    this.#folder = folder;
    this.#panel = panel;
    this.#analysis = analysis;
    this.#log = log;
    this.#onMarks = onMarks;
    this.#onLeave = onLeave;
    this.#tab = new OpenedTab(panel, (token) =>
      analysis.request('delvescope/openTrace', { path, section: this.#section }, token),
    );
    this.#disposables.addAll(
      this.#tab,
      panel.webview.onDidReceiveMessage((message: FromTimelinePage) => this.#receive(message)),
    );
  }

  /** What requests call the section that is shown. */
  get trace(): string {
    return traceName(this.path, this.#section);
  }

  /** The server lost the trace: open it again, and let the page ask anew. */
  serverEnded(): void {
    const isReading = (info: TraceInfo): boolean => info.readShare < 1 && info.restProblem === null;
    this.#recording = null;
    if (!this.#tab.lost(isReading)) this.#sendError(serverEndedWords());
    else if (this.#tab.isReady) void this.#sendTrace();
  }

  /** The server has read this share of the file. */
  progress({ share, outline, info, recording }: TraceProgress): void {
    this.#outline = outline ?? this.#outline;
    if (recording !== undefined) {
      this.#recording = recording;
      this.#tab.send({ kind: 'recording', recording });
      return;
    }
    if (info) {
      this.#tab.renew(info);
      this.#tab.send({ kind: 'trace', info });
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

  /** Another tab of the same trace changed the bookmarks. */
  marksChanged(): void {
    if (this.#tab.isOpen) void this.#sendMarks();
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
      case 'section':
        this.#openSection(message.section);
        break;
      case 'stopRecording':
        void this.#record('delvescope/stopRecording');
        break;
      case 'keepRecording':
        void this.#record('delvescope/keepRecording');
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
    const { trace } = this;
    if (!this.#tab.isOpen) this.#sendLoading(null);
    try {
      const info = await this.#tab.info();
      // Meanwhile another section may have been asked for.
      if (trace !== this.trace) return;
      this.#tab.send({ kind: 'trace', info });
      this.#tab.send({ kind: 'recording', recording: this.#recording });
      this.#sendAsked();
      await this.#sendMarks();
    } catch (error) {
      if (trace !== this.trace) return;
      // Retrying leads to where there is something.
      this.#section = 0;
      this.#sendError(messageOf(error));
    }
  }

  #sendError(message: string): void {
    this.#tab.send({ kind: 'error', name: basename(this.path), message });
  }

  /** Ends the capture that is shown, or keeps what came of it. */
  async #record(request: 'delvescope/stopRecording' | 'delvescope/keepRecording'): Promise<void> {
    try {
      await this.#analysis.request(request, { trace: this.path });
    } catch (error) {
      await vscode.window.showErrorMessage(messageOf(error));
    }
  }

  #openSection(section: number): void {
    const before = this.trace;
    this.#section = section;
    this.#tab.forget();
    // Two sections may be more than there is memory for.
    this.#onLeave(before);
    void this.#sendTrace();
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
      const { section } = await this.#tab.info();
      const marks = await readMarks(this.path, section);
      this.#tab.send({ kind: 'marks', marks, error: null });
    } catch (error) {
      this.#tab.send({ kind: 'marks', marks: [], error: messageOf(error) });
    }
  }

  async #saveMarks(marks: readonly TraceMark[]): Promise<void> {
    try {
      const { section } = await this.#tab.info();
      await writeMarks(this.path, section, marks);
      this.#onMarks();
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
