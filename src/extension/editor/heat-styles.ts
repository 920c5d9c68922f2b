import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { percentText, quantityText } from '../../base/format.ts';
import {
  LINE_CHANGED,
  LINE_FRESH,
  LINE_IN_CHANGED,
  LINE_MAYBE_MOVED,
} from '../../protocol/analysis.ts';
import type { LineFigures, LineState } from '../../protocol/analysis.ts';
import { ORANGE, STEPS, stepOf } from './heat-steps.ts';

/** Below this share of the profile a line has a bar but no words after it. */
const WORDS_FROM_SHARE = 0.004;

export interface HeatOptions {
  /** The values that are drawn: of the line alone, or with what it calls. */
  readonly heat: 'self' | 'total';
  /** The value after the line. */
  readonly words: boolean;
}

/** Draws figures into an editor. One decoration type per step of heat; the words are given per line. */
export class HeatStyles implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #types: readonly vscode.TextEditorDecorationType[];
  readonly #staleTypes: readonly vscode.TextEditorDecorationType[];

  constructor() {
    this.#types = STEPS.map((step) => this.#disposables.add(createType(step, false)));
    this.#staleTypes = STEPS.map((step) => this.#disposables.add(createType(step, true)));
  }

  draw(editor: vscode.TextEditor, figures: LineFigures, { heat, words }: HeatOptions): void {
    const values = heat === 'self' ? figures.flat : figures.cum;
    const fresh: vscode.DecorationOptions[][] = STEPS.map(() => []);
    const stale: vscode.DecorationOptions[][] = STEPS.map(() => []);
    const hottest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let index = 0; index < figures.line.length; index++) {
      const row = (figures.line[index] ?? 0) - 1;
      const value = values[index] ?? 0;
      const state = figures.state[index] ?? LINE_FRESH;
      if (row < 0 || row >= editor.document.lineCount) continue;
      if (value === 0 && state !== LINE_CHANGED) continue;
      const step = hottest === 0 ? 0 : stepOf(Math.abs(value) / hottest);
      (state === LINE_FRESH ? fresh : stale)[step]?.push({
        range: editor.document.lineAt(row).range,
        ...(words && { renderOptions: { after: after(value, figures, state) } }),
      });
    }
    this.#types.forEach((type, step) => editor.setDecorations(type, fresh[step] ?? []));
    this.#staleTypes.forEach((type, step) => editor.setDecorations(type, stale[step] ?? []));
  }

  clear(editor: vscode.TextEditor): void {
    for (const type of [...this.#types, ...this.#staleTypes]) editor.setDecorations(type, []);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function after(
  value: number,
  figures: LineFigures,
  state: number,
): vscode.ThemableDecorationAttachmentRenderOptions {
  if (state === LINE_CHANGED) return attachment(`✎ ${STATE_WORDS[LINE_CHANGED]()}`, 'normal');
  if (Math.abs(value) < Math.abs(figures.profileTotal) * WORDS_FROM_SHARE) return {};
  const words = `${quantityText(value, figures.unit)} · ${percentText(value, figures.profileTotal)}`;
  if (state === LINE_FRESH) return attachment(words, 'normal');
  // The server sends nothing but states.
  return attachment(`~ ${words} · ${STATE_WORDS[state as LineState]()}`, 'italic');
}

function attachment(
  contentText: string,
  fontStyle: 'normal' | 'italic',
): vscode.ThemableDecorationAttachmentRenderOptions {
  const color = new vscode.ThemeColor('editorInlayHint.foreground');
  return { contentText, margin: '0 0 0 28px', color, fontStyle };
}

const STATE_WORDS: Readonly<Record<LineState, () => string>> = {
  [LINE_FRESH]: () => '',
  [LINE_MAYBE_MOVED]: () => vscode.l10n.t('may have moved'),
  [LINE_IN_CHANGED]: () => vscode.l10n.t('function changed'),
  [LINE_CHANGED]: () => vscode.l10n.t('changed since the profile, no data'),
};

function createType(step: (typeof STEPS)[number], stale: boolean): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    ...(step.bar >= 0.5 && { overviewRulerColor: new vscode.ThemeColor('charts.orange') }),
    ...themed(step, stale),
  });
}

function themed(
  { width, bar, line }: (typeof STEPS)[number],
  stale: boolean,
): vscode.ThemableDecorationRenderOptions {
  return {
    gutterIconPath: gutterIcon(width, `rgb(${ORANGE.join(',')})`, bar, stale),
    gutterIconSize: 'cover',
    ...(line > 0 && { backgroundColor: `rgba(${ORANGE.join(',')},${stale ? line / 2 : line})` }),
  };
}

/** A bar at the right edge of the glyph margin, where breakpoints leave room; hatched when lines may have moved. */
function gutterIcon(width: number, colour: string, alpha: number, stale: boolean): vscode.Uri {
  const dashes = stale ? ` stroke-dasharray="3 2"` : '';
  const x = 18 - width / 2;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" preserveAspectRatio="none">` +
    `<line x1="${x}" y1="0" x2="${x}" y2="18" stroke="${colour}" stroke-opacity="${alpha}" stroke-width="${width}"${dashes}/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
