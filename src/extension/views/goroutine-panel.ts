import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { assertNever } from '../../base/assert.ts';
import { messageOf } from '../../base/user-error.ts';
import { command } from '../../protocol/contributions.ts';
import type { FromGoroutinePanel, ToGoroutinePanel } from '../../protocol/webview-goroutines.ts';
import { focusGoroutine } from '../debug/focus-goroutine.ts';
import { openPlace } from '../editor/open-place.ts';
import type { GoroutineSources } from './goroutine-sources.ts';
import { webviewHtml, webviewRoot } from './webview-html.ts';

/** The goroutine panel: passes questions of the page to the shown source, and opens what is clicked. */
export class GoroutinePanel implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sources: GoroutineSources;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  #view: vscode.WebviewView | undefined;

  constructor(extensionUri: vscode.Uri, sources: GoroutineSources, log: Log) {
    this.#extensionUri = extensionUri;
    this.#sources = sources;
    this.#log = log;
    this.#disposables.add(
      sources.onDidChange((what) => (what === 'sources' ? this.#sendSources() : this.refresh())),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.#extensionUri)],
    };
    webview.html = webviewHtml(webview, this.#extensionUri, 'goroutines', 'Goroutines');
    const listener = webview.onDidReceiveMessage((message: FromGoroutinePanel) =>
      this.#receive(message),
    );
    view.onDidDispose(() => {
      listener.dispose();
      this.#view = undefined;
    });
  }

  /** Asks the page to ask again. Nothing happens while the panel is hidden: it asks when it is shown. */
  refresh(): void {
    this.#send({ kind: 'changed' });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #send(message: ToGoroutinePanel): void {
    void this.#view?.webview.postMessage(message);
  }

  #sendSources(): void {
    this.#send({ kind: 'sources', sources: this.#sources.list(), current: this.#sources.current });
  }

  #receive(message: FromGoroutinePanel): void {
    switch (message.kind) {
      case 'ready':
        this.#sendSources();
        break;
      case 'query':
        void this.#answer(message);
        break;
      case 'open':
        void this.#open(message);
        break;
      case 'source':
        this.#sources.show(message.id);
        break;
      case 'closeSource':
        this.#sources.close(message.id);
        break;
      case 'readAll':
        this.#sources
          .readAll()
          .catch((error: unknown) => this.#failed('reading all goroutines', error));
        break;
      case 'stopReading':
        this.#sources
          .stopReading()
          .catch((error: unknown) => this.#failed('stopping to read', error));
        break;
      case 'snapshot':
        void this.#snapshot(message.isWhole);
        break;
      case 'complete':
        void this.#complete(message);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'breakIn':
        void vscode.commands.executeCommand(command.breakInGoroutine, message.goroutine, {
          file: message.file,
          line: message.line,
        });
        break;
      case 'createdInTrace':
        void vscode.commands.executeCommand(command.showInTrace, {
          createdAt: { file: message.file, line: message.line },
        });
        break;
      case 'track':
        void vscode.commands.executeCommand(command.trackGoroutine, message.goroutine);
        break;
      case 'start':
        void vscode.commands.executeCommand(START_COMMANDS[message.what]);
        break;
      case 'log':
        this.#log.warn(`goroutine panel: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  async #answer({ request, query }: FromGoroutinePanel & { kind: 'query' }): Promise<void> {
    try {
      const view = await this.#sources.view(query);
      if (view) this.#send({ kind: 'view', request, view });
    } catch (error) {
      this.#send({ kind: 'failed', request, message: messageOf(error) });
    }
  }

  /** The page says at its list why there is none. */
  async #snapshot(isWhole: boolean): Promise<void> {
    let failure: string | null = null;
    try {
      await this.#sources.snapshot(isWhole);
    } catch (error) {
      failure = messageOf(error);
      this.#log.warn(`snapshot of goroutines: ${failure}`);
    }
    this.#send({ kind: 'snapshotTaken', failure });
  }

  /** Without completions typing goes on. */
  async #complete({ request, query }: FromGoroutinePanel & { kind: 'complete' }): Promise<void> {
    try {
      const completion = await this.#sources.complete(query);
      if (completion) this.#send({ kind: 'completion', request, completion });
    } catch (error) {
      this.#log.warn(`completing a filter: ${messageOf(error)}`);
    }
  }

  async #open(place: FromGoroutinePanel & { kind: 'open' }): Promise<void> {
    try {
      if (place.goroutine > 0) {
        await focusGoroutine(place.goroutine, (id) => this.#sources.select(id));
      }
      const { path, tried } = await this.#sources.resolveSource({
        file: place.file,
        line: place.line,
      });
      await openPlace({ path, tried, file: place.file }, place.line, {
        preserveFocus: place.preserveFocus,
      });
    } catch (error) {
      this.#failed(`opening ${place.file}:${place.line}`, error);
    }
  }

  #failed(what: string, error: unknown): void {
    this.#log.warn(`${what}: ${messageOf(error)}`);
    void vscode.window.showWarningMessage(messageOf(error));
  }
}

const START_COMMANDS: Record<(FromGoroutinePanel & { kind: 'start' })['what'], string> = {
  debug: 'workbench.action.debug.start',
  attach: command.attachToDlv,
  dump: command.openGoroutineDump,
  clipboard: command.openGoroutineDumpFromClipboard,
  pause: 'workbench.action.debug.pause',
};
