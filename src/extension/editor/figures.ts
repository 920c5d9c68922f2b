import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { percentText, quantityText } from '../../base/format.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { LINE_FRESH } from '../../protocol/analysis.ts';
import type { LineFigures } from '../../protocol/analysis.ts';
import type { PageScope } from '../../protocol/webview-profile.ts';
import { command, contextKey, setting } from '../../protocol/contributions.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { chooseHotLine } from './hot-lines.ts';
import { nextHotLine } from './next-hot-line.ts';
import { HeatStyles } from './heat-styles.ts';
import type { HeatOptions } from './heat-styles.ts';

const TYPING_MILLIS = 400;
const HEAT_SETTINGS = [setting.profileHeat, setting.profileLineEnds];

/** Whose figures the source shows. */
export interface Shown extends PageScope {
  readonly profile: string;
}

/**
 * Figures of a profile beside the lines of Go files: heat in the gutter and behind the line, the value after it.
 * Lenses and hovers show the same profile; the analysis server makes those.
 */
export class Figures implements vscode.Disposable {
  readonly #analysis: Analysis;
  readonly #log: Log;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  /** Other figures are shown, or none. */
  readonly onDidChange = this.#changed.event;
  #styles: HeatStyles | undefined;
  #status: vscode.StatusBarItem | undefined;
  #shown: Shown | null = null;
  /** Off by the user's word for this window; the setting decides at the start. */
  #hidden = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(analysis: Analysis, log: Log) {
    this.#analysis = analysis;
    this.#log = log;
  }

  get shown(): Shown | null {
    return this.#shown;
  }

  /** Shows the figures of a profile that the analysis server has open. */
  async show(shown: Shown): Promise<void> {
    if (JSON.stringify(this.#shown) === JSON.stringify(shown)) return;
    this.#start();
    this.#shown = shown;
    await this.#apply();
  }

  /** The profile was closed: its figures go. */
  forget(profile: string): void {
    if (this.#shown?.profile !== profile) return;
    this.#shown = null;
    void this.#apply();
  }

  async toggle(): Promise<void> {
    this.#hidden = !this.#hidden;
    await this.#apply();
  }

  async chooseHotLine(): Promise<void> {
    if (this.#shown) await chooseHotLine(this.#analysis, this.#shown);
  }

  /** Moves the cursor to the next (or previous) hot line of the file. */
  async goToHotLine(step: 1 | -1): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !this.#shown) return;
    const query = { ...this.#shown, path: editor.document.uri.fsPath };
    const figures = await this.#analysis.request('delvescope/lineFigures', query);
    const line = figures && nextHotLine(figures, editor.selection.active.line + 1, step);
    if (!line) return;
    const row = Math.min(line, editor.document.lineCount) - 1;
    const at = new vscode.Position(
      row,
      editor.document.lineAt(row).firstNonWhitespaceCharacterIndex,
    );
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(
      new vscode.Range(at, at),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Nothing listens before the first profile is open. */
  #start(): void {
    if (this.#styles) return;
    this.#hidden = !vscode.workspace.getConfiguration().get(setting.profileFigures, true);
    this.#styles = this.#disposables.add(new HeatStyles());
    this.#status = this.#disposables.add(
      vscode.window.createStatusBarItem('delvescope.figures', vscode.StatusBarAlignment.Left, 40),
    );
    this.#status.name = vscode.l10n.t('Profile figures');
    this.#status.command = command.toggleFigures;
    this.#disposables.addAll(
      vscode.window.onDidChangeVisibleTextEditors(() => void this.#drawAll()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.#drawAll()),
      vscode.workspace.onDidSaveTextDocument(() => void this.#drawAll()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'go') this.#drawSoon();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (HEAT_SETTINGS.some((name) => change.affectsConfiguration(name))) void this.#drawAll();
      }),
      { dispose: () => clearTimeout(this.#timer) },
      this.#analysis.onDidEnd(() => {
        this.#shown = null;
        this.#changed.fire();
        void this.#drawAll();
      }),
    );
  }

  /** Once the typing pauses: the editor moves the figures with their lines until then. */
  #drawSoon(): void {
    if (!this.#shown) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#drawAll(), TYPING_MILLIS);
  }

  async #apply(): Promise<void> {
    const shown = this.#hidden ? null : this.#shown;
    await vscode.commands.executeCommand(
      'setContext',
      contextKey.figuresAvailable,
      this.#shown !== null,
    );
    try {
      await this.#analysis.request('delvescope/showFigures', {
        ...(shown ?? { profile: null, sampleType: 0 }),
      });
    } catch (error) {
      this.#log.warn(`figures: ${messageOf(error)}`);
    }
    this.#changed.fire();
    await this.#drawAll();
  }

  async #drawAll(): Promise<void> {
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.languageId === 'go',
    );
    await Promise.all(editors.map((editor) => this.#draw(editor)));
    if (!editors.some((editor) => editor === vscode.window.activeTextEditor))
      this.#showStatus(undefined);
  }

  async #draw(editor: vscode.TextEditor): Promise<void> {
    const shown = this.#hidden ? null : this.#shown;
    if (!shown || editor.document.uri.scheme !== 'file') {
      this.#styles?.clear(editor);
      if (editor === vscode.window.activeTextEditor) this.#showStatus(null);
      return;
    }
    try {
      const figures = await this.#analysis.request('delvescope/lineFigures', {
        ...shown,
        path: editor.document.uri.fsPath,
      });
      if (shown !== this.#shown) return;
      if (figures) this.#styles?.draw(editor, figures, heatOptions());
      else this.#styles?.clear(editor);
      if (editor === vscode.window.activeTextEditor) this.#showStatus(figures);
    } catch (error) {
      this.#log.warn(`figures of ${editor.document.uri.fsPath}: ${messageOf(error)}`);
    }
  }

  #showStatus(figures: LineFigures | null | undefined): void {
    if (!this.#status) return;
    if (!this.#shown || figures === undefined) {
      this.#status.hide();
      return;
    }
    if (this.#hidden) {
      this.#status.text = `$(flame) ${vscode.l10n.t('figures hidden')}`;
    } else if (figures) {
      const total = quantityText(figures.profileTotal, figures.unit);
      const share = percentText(figures.fileTotal, figures.profileTotal);
      const stale = figures.state.some((state) => state !== LINE_FRESH)
        ? ` $(history) ${vscode.l10n.t('file changed')}`
        : '';
      this.#status.text = `$(flame) ${total} · ${vscode.l10n.t('this file {0}', share)}${stale}`;
      this.#status.tooltip = figures.profileName;
    } else {
      this.#status.text = `$(flame) ${vscode.l10n.t('no figures in this file')}`;
    }
    this.#status.show();
  }
}

function heatOptions(): HeatOptions {
  const settings = vscode.workspace.getConfiguration();
  return {
    heat: settings.get<HeatOptions['heat']>(setting.profileHeat, 'total'),
    words: settings.get(setting.profileLineEnds, true),
  };
}
