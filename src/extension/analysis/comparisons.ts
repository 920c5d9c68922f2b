import * as vscode from 'vscode';
import type { ProfileInfo } from '../../protocol/analysis.ts';
import { webviewPanel } from '../../protocol/contributions.ts';
import type { CaptureFile, CaptureList } from '../capture/capture-list.ts';
import { comparisonTitle } from '../capture/capture-name.ts';
import { describeChange } from '../testing/benchmark-results.ts';
import type { ResultMemory } from '../testing/result-memory.ts';
import type { Analysis } from './analysis.ts';
import { chooseComparison } from './choose-comparison.ts';
import type { Comparison } from './choose-comparison.ts';
import type { ProfilePages } from './profile-pages.ts';
import { storedPath } from './stored-path.ts';

/** Opens pages over two profiles. */
export class Comparisons implements vscode.WebviewPanelSerializer {
  readonly #analysis: Analysis;
  readonly #pages: ProfilePages;
  readonly #results: ResultMemory;

  constructor(analysis: Analysis, pages: ProfilePages, results: ResultMemory) {
    this.#analysis = analysis;
    this.#pages = pages;
    this.#results = results;
  }

  /** Asks for what the command did not name. */
  async compare(item?: vscode.Uri | CaptureFile, selected?: readonly unknown[]): Promise<void> {
    const comparison = await chooseComparison(item, selected);
    if (comparison) this.open(comparison);
  }

  /** The capture before this one, of the same kind from the same program. */
  async compareWithPrevious(item: CaptureFile, list: CaptureList): Promise<void> {
    const previous = await list.previous(item);
    if (previous) {
      this.open({ before: previous.uri.fsPath, after: item.uri.fsPath });
    } else {
      const words = vscode.l10n.t(
        'This is the first capture of its kind; there is none before it.',
      );
      await vscode.window.showInformationMessage(words);
    }
  }

  open(comparison: Comparison): void {
    const { before, after } = comparison;
    const panel = vscode.window.createWebviewPanel(
      webviewPanel.comparison,
      comparisonTitle(before, after),
      vscode.ViewColumn.Active,
    );
    this.#show(panel, comparison);
  }

  /** After the window was reloaded: the page's own state names the two profiles. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const comparison = comparisonOf(state);
    if (comparison) this.#show(panel, comparison);
    else panel.dispose();
    await Promise.resolve();
  }

  #show(panel: vscode.WebviewPanel, comparison: Comparison): void {
    this.#pages.show(panel, {
      path: JSON.stringify(comparison),
      name: panel.title,
      open: async (token) =>
        this.#withFigures(
          comparison,
          await this.#analysis.request('delvescope/openComparison', comparison, token),
        ),
    });
  }

  /** Two runs of a benchmark: its figures come first. */
  #withFigures({ before, after }: Comparison, info: ProfileInfo): ProfileInfo {
    const [old, now] = [before, after].map((path) => this.#results.of(path));
    if (!old || old.name !== now?.name || !info.comparison) return info;
    const notes = [`${now.name}: ${describeChange(old, now)}.`, ...info.comparison.notes];
    return { ...info, comparison: { ...info.comparison, notes } };
  }
}

/** The comparison of a page's stored state. */
function comparisonOf(state: unknown): Comparison | null {
  const known = storedPath(state);
  if (!known || !('before' in known) || !('after' in known)) return null;
  return { before: String(known.before), after: String(known.after) };
}
