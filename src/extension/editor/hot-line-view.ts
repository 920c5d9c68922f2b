import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { percentText, quantityText } from '../../base/format.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { LINE_FRESH } from '../../protocol/analysis.ts';
import type { HotLine, HotLines } from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { Figures } from './figures.ts';
import { ORANGE, STEPS, stepOf } from './heat-steps.ts';
import { fileName } from './hot-lines.ts';

interface HotFile {
  readonly file: string;
  readonly flat: number;
  readonly lines: readonly HotLine[];
}

/** The hottest lines of the profile whose figures are shown, below their files. */
export class HotLineView implements vscode.TreeDataProvider<HotFile | HotLine>, vscode.Disposable {
  readonly #analysis: Pick<Analysis, 'request'>;
  readonly #figures: Pick<Figures, 'shown' | 'onDidChange'>;
  readonly #log: Pick<Log, 'warn'>;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  /** What is shown now. */
  #hot: HotLines = { lines: [], whole: 0, unit: '' };

  constructor(
    analysis: Pick<Analysis, 'request'>,
    figures: Pick<Figures, 'shown' | 'onDidChange'>,
    log: Pick<Log, 'warn'>,
  ) {
    this.#analysis = analysis;
    this.#figures = figures;
    this.#log = log;
    this.#disposables.add(figures.onDidChange(() => this.#changed.fire()));
  }

  async getChildren(element?: HotFile | HotLine): Promise<(HotFile | HotLine)[]> {
    if (element) return 'lines' in element ? [...element.lines] : [];
    const { shown } = this.#figures;
    if (!shown) return [];
    try {
      this.#hot = await this.#analysis.request('delvescope/hotLines', shown);
    } catch (error) {
      this.#log.warn(`hot lines: ${messageOf(error)}`);
      return [];
    }
    return byFile(this.#hot.lines);
  }

  getTreeItem(element: HotFile | HotLine): vscode.TreeItem {
    return 'lines' in element ? this.#fileItem(element) : this.#lineItem(element);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #fileItem({ file, flat, lines }: HotFile): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const isFirst = this.#hot.lines[0]?.file === file;
    const item = new vscode.TreeItem(fileName(file), isFirst ? Expanded : Collapsed);
    item.id = file;
    item.description = this.#words(flat);
    item.tooltip = lines[0]?.path ?? vscode.l10n.t('{0} is not on this machine.', file);
    return item;
  }

  /** Figures first: in a narrow view the text is what may be cut off. */
  #lineItem(hot: HotLine): vscode.TreeItem {
    const { file, line, text, flat, cum, state } = hot;
    const stale = state === LINE_FRESH ? '' : '~ ';
    const item = new vscode.TreeItem(`${stale}${this.#words(flat)}`);
    item.description = `:${line}  ${text}`;
    item.iconPath = heatIcon(flat / (this.#hot.lines[0]?.flat ?? 1));
    const total = vscode.l10n.t('{0} self, {1} total', this.#words(flat), this.#words(cum));
    const changed =
      stale === '' ? '' : `\n${vscode.l10n.t('The file was changed since the profile.')}`;
    item.tooltip = `${file}:${line}\n${total}${changed}`;
    if (hot.path !== null) item.contextValue = 'hotLine';
    item.command = {
      command: command.openHotLine,
      title: vscode.l10n.t('Go to line'),
      arguments: [hot],
    };
    return item;
  }

  #words(value: number): string {
    const { whole, unit } = this.#hot;
    return `${quantityText(value, unit)} · ${percentText(value, whole)}`;
  }
}

/** Files by what their hot lines sum to, as the lines come: hottest first. */
function byFile(lines: readonly HotLine[]): HotFile[] {
  const files = new Map<string, HotLine[]>();
  for (const line of lines) {
    const same = files.get(line.file);
    if (same) same.push(line);
    else files.set(line.file, [line]);
  }
  return [...files]
    .map(([file, own]) => ({
      file,
      lines: own,
      flat: own.reduce((sum, { flat }) => sum + flat, 0),
    }))
    .sort((a, b) => b.flat - a.flat);
}

/** The bar of the editor's gutter. */
function heatIcon(share: number): vscode.Uri {
  const { width = 2, bar = 0.25 } = STEPS[stepOf(share)] ?? {};
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">` +
    `<rect x="${12 - width}" y="1" width="${width}" height="14" fill="rgb(${ORANGE.join(',')})" fill-opacity="${bar}"/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
