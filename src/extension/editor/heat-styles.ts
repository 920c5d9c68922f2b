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
      const state = figures.state[index] ?? LINE_FRESH;
      if (row < 0 || row >= editor.document.lineCount) continue;
      if (cum === 0 && state !== LINE_CHANGED) continue;
      const step = hottest === 0 ? 0 : stepOf(Math.abs(cum) / hottest);
      (state === LINE_FRESH ? fresh : stale)[step]?.push({
        range: editor.document.lineAt(row).range,
        renderOptions: { after: after(cum, figures, state) },
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
  state: number,
): vscode.ThemableDecorationAttachmentRenderOptions {
  if (state === LINE_CHANGED) return attachment(`✎ ${STATE_WORDS[LINE_CHANGED]()}`, 'normal');
  if (Math.abs(cum) < Math.abs(figures.profileTotal) * WORDS_FROM_SHARE) return {};
  const words = `${quantityText(cum, figures.unit)} · ${percentText(cum, figures.profileTotal)}`;
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
