import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { percentText, quantityText } from '../../base/format.ts';
import type { LineFigures } from '../../protocol/analysis.ts';

/** Steps of heat, coolest first: bar width in pixels and alpha of bar and line background. */
const STEPS: readonly { readonly width: number; readonly bar: number; readonly line: number }[] = [
  { width: 2, bar: 0.25, line: 0 },
  { width: 3, bar: 0.4, line: 0.03 },
  { width: 4, bar: 0.55, line: 0.06 },
  { width: 6, bar: 0.8, line: 0.1 },
  { width: 8, bar: 1, line: 0.16 },
];

/** `charts.orange` of the default themes: an icon in the gutter is a picture and cannot name a theme colour. */
const ORANGE = { dark: [209, 134, 22], light: [209, 134, 22] } as const;

/** Below this share of the profile a line has a bar but no words after it. */
const WORDS_FROM_SHARE = 0.004;

/** Draws figures into an editor. One decoration type per step of heat; the words are given per line. */
export class HeatStyles implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #types: readonly vscode.TextEditorDecorationType[];
  readonly #staleTypes: readonly vscode.TextEditorDecorationType[];

  constructor() {
    this.#types = STEPS.map((step) => this.#disposables.add(createType(step, false)));
    this.#staleTypes = STEPS.map((step) => this.#disposables.add(createType(step, true)));
  }

  draw(editor: vscode.TextEditor, figures: LineFigures): void {
    const fresh: vscode.DecorationOptions[][] = STEPS.map(() => []);
    const stale: vscode.DecorationOptions[][] = STEPS.map(() => []);
    const hottest = figures.cum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let index = 0; index < figures.line.length; index++) {
      const row = (figures.line[index] ?? 0) - 1;
      const cum = figures.cum[index] ?? 0;
      if (row < 0 || row >= editor.document.lineCount || cum === 0) continue;
      const isStale = figures.stale[index] === 1;
      (isStale ? stale : fresh)[stepOf(Math.abs(cum) / hottest)]?.push({
        range: editor.document.lineAt(row).range,
        renderOptions: { after: after(cum, figures, isStale) },
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

/** Heat is relative to the hottest line of the file; the square root keeps the cool ones apart. */
function stepOf(share: number): number {
  return Math.min(STEPS.length - 1, Math.floor(Math.sqrt(share) * STEPS.length));
}

function after(
  cum: number,
  figures: LineFigures,
  isStale: boolean,
): vscode.ThemableDecorationAttachmentRenderOptions {
  if (Math.abs(cum) < Math.abs(figures.profileTotal) * WORDS_FROM_SHARE) return {};
  const words = `${quantityText(cum, figures.unit)} · ${percentText(cum, figures.profileTotal)}`;
  return {
    contentText: isStale ? `~ ${words} · ${vscode.l10n.t('may have moved')}` : words,
    margin: '0 0 0 28px',
    color: new vscode.ThemeColor('editorInlayHint.foreground'),
    ...(isStale && { fontStyle: 'italic' }),
  };
}

function createType(step: (typeof STEPS)[number], stale: boolean): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    ...(step.bar >= 0.5 && { overviewRulerColor: new vscode.ThemeColor('charts.orange') }),
    dark: themed(step, ORANGE.dark, stale),
    light: themed(step, ORANGE.light, stale),
  });
}

function themed(
  { width, bar, line }: (typeof STEPS)[number],
  colour: readonly number[],
  stale: boolean,
): vscode.ThemableDecorationRenderOptions {
  return {
    gutterIconPath: gutterIcon(width, `rgb(${colour.join(',')})`, bar, stale),
    gutterIconSize: 'cover',
    ...(line > 0 && { backgroundColor: `rgba(${colour.join(',')},${stale ? line / 2 : line})` }),
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
