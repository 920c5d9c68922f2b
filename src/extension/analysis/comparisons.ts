import * as vscode from 'vscode';
import type { ProfileInfo } from '../../protocol/analysis.ts';
import { webviewPanel } from '../../protocol/contributions.ts';
import type { CaptureFile, CaptureList } from '../capture/capture-list.ts';
import { comparisonTitle, sideNames } from '../capture/capture-name.ts';
import { describeChange } from '../testing/benchmark-results.ts';
import type { ResultMemory } from '../testing/result-memory.ts';
import type { Analysis } from './analysis.ts';
import { chooseComparison } from './choose-comparison.ts';
import type { Comparison } from './choose-comparison.ts';
import type { ProfilePages } from './profile-pages.ts';
import { storedPath } from './stored-path.ts';

/** Opens pages over several profiles. */
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
  async compare(item?: unknown, selected?: readonly unknown[]): Promise<void> {
    const comparison = await chooseComparison(item, selected);
    if (comparison) this.open(comparison);
  }

  /** The capture before this one, of the same kind from the same program. */
  async compareWithPrevious(item: CaptureFile, list: CaptureList): Promise<void> {
    const previous = await list.previous(item);
    if (previous) {
      this.open([previous.uri.fsPath, item.uri.fsPath]);
    } else {
      const words = vscode.l10n.t(
        'This is the first capture of its kind; there is none before it.',
      );
      await vscode.window.showInformationMessage(words);
    }
  }

  open(comparison: Comparison): void {
    const panel = vscode.window.createWebviewPanel(
      webviewPanel.comparison,
      comparisonTitle(comparison),
      vscode.ViewColumn.Active,
    );
    this.#show(panel, comparison);
  }

  /** After the window was reloaded: the page's own state names the profiles. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const comparison = comparisonOf(state);
    if (comparison) this.#show(panel, comparison);
    else panel.dispose();
    await Promise.resolve();
  }

  #show(panel: vscode.WebviewPanel, compared: Comparison): void {
    this.#pages.show(panel, {
      path: JSON.stringify({ compared }),
      name: panel.title,
      open: async (token) =>
        this.#described(
          compared,
          await this.#analysis.request('delvescope/openComparison', { compared }, token),
        ),
    });
  }

  /** Captures of a series are called by what differs. Runs of a benchmark: its figures come first. */
  #described(compared: Comparison, info: ProfileInfo): ProfileInfo {
    if (!info.comparison) return info;
    const { pair } = info.comparison;
    const names = compared.length > 2 ? sideNames(compared) : null;
    const sides = info.comparison.sides.map((side, index) => ({
      ...side,
      name: names?.[index] ?? side.name,
    }));
    const [before = '', after = ''] = [pair.before, pair.after].map((side) => sides[side]?.name);
    const notes = [...this.#benchmarkNotes(compared), ...info.comparison.notes];
    return { ...info, comparison: { ...info.comparison, sides, before, after, notes } };
  }

  /** From the first run to the last. */
  #benchmarkNotes(compared: Comparison): string[] {
    const [old, now] = [compared[0], compared.at(-1)].map((path) => this.#results.of(path ?? ''));
    if (!old || old.name !== now?.name) return [];
    return [`${now.name}: ${describeChange(old, now)}.`];
  }
}

/** The comparison of a page's stored state. */
function comparisonOf(state: unknown): Comparison | null {
  const known = storedPath(state);
  if (!known || !('compared' in known) || !Array.isArray(known.compared)) return null;
  return known.compared.map(String);
}
