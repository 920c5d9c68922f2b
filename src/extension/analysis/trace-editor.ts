import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { ShowCreatedInTraceArguments, ShowInTraceArguments } from '../../protocol/analysis.ts';
import { customEditor } from '../../protocol/contributions.ts';
import { webviewHtml, webviewRoot } from '../views/webview-html.ts';
import type { Analysis } from './analysis.ts';
import { TracePage } from './trace-page.ts';

/** Opens execution traces: one page per tab. */
export class TraceEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #folder: vscode.Uri;
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #pages = new Set<TracePage>();

  constructor(context: vscode.ExtensionContext, analysis: Analysis, log: Log) {
    this.#extensionUri = context.extensionUri;
    this.#folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'traces');
    this.#analysis = analysis;
    this.#log = log;
    this.#disposables.addAll(
      analysis.onDidEnd(() => {
        for (const page of this.#pages) page.serverEnded();
      }),
      analysis.onNotification('delvescope/traceProgress', (progress) => {
        for (const page of this.#pages) if (page.trace === progress.trace) page.progress(progress);
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
    const page = new TracePage(document.uri.fsPath, panel, {
      analysis: this.#analysis,
      folder: this.#folder,
      log: this.#log,
      onMarks: () => {
        const others = [...this.#pages].filter((each) => each !== page && each.path === page.path);
        for (const other of others) other.marksChanged();
      },
      onLeave: (trace) => this.#release(trace),
    });
    this.#pages.add(page);
    panel.onDidChangeViewState(() => {
      if (!panel.active) return;
      // The one looked at last stands last.
      this.#pages.delete(page);
      this.#pages.add(page);
    });
    panel.onDidDispose(() => {
      this.#pages.delete(page);
      page.dispose();
      this.#release(page.trace);
    });
    webview.html = webviewHtml(webview, this.#extensionUri, 'timeline', 'Trace');
  }

  /** Opens the trace, or shows it, and searches in it; without a name takes the one that was looked at last. */
  async reveal(target: unknown): Promise<void> {
    if (isCreatedInTrace(target)) {
      await this.#revealCreated(target);
      return;
    }
    if (!isShowInTrace(target)) return;
    const { trace, text } = target;
    const uri = vscode.Uri.file(trace);
    const open = (): TracePage | undefined => [...this.#pages].find(({ path }) => path === trace);
    const known = open();
    if (known) known.show();
    else await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.trace);
    open()?.search(text);
  }

  async #revealCreated({ createdAt }: ShowCreatedInTraceArguments): Promise<void> {
    if (this.#pages.size === 0) {
      const open = vscode.l10n.t('Open trace…');
      const text = vscode.l10n.t('No trace is open: open one of this program, or capture one.');
      if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
      await this.askAndOpen();
    }
    const page = [...this.#pages].at(-1);
    if (!page) return;
    page.show();
    // A filter's words end at blanks: the name of the file is enough where a folder has some.
    const parts = createdAt.file.split(/[\\/]/);
    const near = parts.slice(-2).join('/');
    const file = /\s/.test(near) ? (parts.at(-1) ?? '') : near;
    page.filter(`created:${file}:${createdAt.line}`);
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

  /** Once no tab shows it the server may forget it. */
  #release(trace: string): void {
    if ([...this.#pages].some((page) => page.trace === trace)) return;
    this.#analysis
      .request('delvescope/closeTrace', { trace })
      .catch((error: unknown) => this.#log.warn(`closing ${trace}: ${messageOf(error)}`));
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

function isCreatedInTrace(target: unknown): target is ShowCreatedInTraceArguments {
  if (typeof target !== 'object' || target === null || !('createdAt' in target)) return false;
  const { createdAt } = target;
  return (
    typeof createdAt === 'object' &&
    createdAt !== null &&
    'file' in createdAt &&
    typeof createdAt.file === 'string' &&
    'line' in createdAt &&
    typeof createdAt.line === 'number'
  );
}
