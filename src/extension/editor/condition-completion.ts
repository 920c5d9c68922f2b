import * as vscode from 'vscode';
import { TERM_TABLE, printTerm } from '../../condition/index.ts';
import type { ConditionTerm, TermDescription } from '../../condition/index.ts';
import type { GoroutineView, GoroutineViewQuery } from '../../protocol/goroutine-view.ts';
import { ROW_GROUP } from '../../protocol/goroutine-view.ts';
import { askAdapter } from '../debug/ask-adapter.ts';
import type { PanelSessions } from '../views/breakpoint-panel-session.ts';

const GROUPS = 20;

/**
 * Terms for the editor's own field for a breakpoint's condition. That field asks the providers of the file's language
 * for what could stand at the first column of the breakpoint's line, and puts it in the place of all that is typed
 * (VS Code 1.101, breakpointWidget.ts). So this answers for that column only, and where there is code to stop at: who
 * completes at the beginning of a line of the program does so in an empty one.
 */
export class ConditionCompletion implements vscode.CompletionItemProvider, vscode.Disposable {
  readonly #sessions: PanelSessions;
  readonly #registration: vscode.Disposable;

  constructor(sessions: PanelSessions) {
    this.#sessions = sessions;
    const selector = { language: 'go', scheme: 'file' };
    this.#registration = vscode.languages.registerCompletionItemProvider(selector, this, '@');
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    if (position.character > 0 || document.lineAt(position).isEmptyOrWhitespace) return [];
    const terms = TERM_TABLE.map((term) => termItem(term));
    return [...terms, ...(await this.#ofLastStop())];
  }

  dispose(): void {
    this.#registration.dispose();
  }

  /** Goroutines, labels, creators and started functions that there are. */
  async #ofLastStop(): Promise<vscode.CompletionItem[]> {
    const session = this.#sessions.current;
    if (!session || this.#sessions.state.phase !== 'stopped') return [];
    const items: vscode.CompletionItem[] = [];
    const selected = vscode.debug.activeStackItem?.threadId;
    if (selected !== undefined) {
      const detail = vscode.l10n.t('the selected goroutine');
      items.push(valueItem({ kind: 'goroutine', id: selected }, detail));
      items.push(valueItem({ kind: 'childOf', id: selected }, detail));
    }
    try {
      const [byLabel, byStart] = await Promise.all(
        (['label', 'start'] as const).map((groupBy) =>
          askAdapter(session, 'delvescope/goroutineView', groupsQuery(groupBy)),
        ),
      );
      if (byLabel) items.push(...labelItems(byLabel));
      if (byStart) items.push(...startItems(byStart));
    } catch {
      // The terms alone are worth showing.
    }
    return items;
  }
}

function termItem({ name, argument, doc, example }: TermDescription): vscode.CompletionItem {
  const item = new vscode.CompletionItem(`@${name}`, vscode.CompletionItemKind.Keyword);
  item.detail = example;
  item.documentation = doc;
  item.sortText = `0${name}`;
  const value = /\((.*)\)/.exec(example)?.[1] ?? '';
  if (argument !== 'none') item.insertText = new vscode.SnippetString(`@${name}(\${1:${value}})`);
  return item;
}

function valueItem(term: ConditionTerm, detail: string): vscode.CompletionItem {
  const item = new vscode.CompletionItem(printTerm(term), vscode.CompletionItemKind.Value);
  item.detail = detail;
  item.sortText = `1${printTerm(term)}`;
  return item;
}

function groupsQuery(groupBy: GoroutineViewQuery['groupBy']): GoroutineViewQuery {
  return {
    groupBy,
    labelKey: null,
    filter: '',
    hideSystem: true,
    sort: 'count',
    openGroups: [],
    openGoroutines: [],
    start: 0,
    // A group takes two lines.
    count: GROUPS * 2,
  };
}

function labelItems({ rows }: GoroutineView): vscode.CompletionItem[] {
  const seen = new Set<string>();
  return rows.labels.flatMap((labels, at) =>
    labels.flatMap(([key, value]) => {
      const term = { kind: 'label', key, value } as const;
      if (seen.has(printTerm(term))) return [];
      seen.add(printTerm(term));
      return [valueItem(term, countOf(rows.count[at]))];
    }),
  );
}

function startItems({ rows }: GoroutineView): vscode.CompletionItem[] {
  return rows.name.flatMap((name, at) => {
    if (name === '' || rows.kind[at] !== ROW_GROUP) return [];
    return [valueItem({ kind: 'startedAs', function: name }, countOf(rows.count[at]))];
  });
}

function countOf(count = 0): string {
  return count === 1 ? vscode.l10n.t('1 goroutine') : vscode.l10n.t('{0} goroutines', count);
}
