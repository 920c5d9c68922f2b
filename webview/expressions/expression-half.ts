import { html, render } from 'lit';
import type {
  ExpressionScope,
  ExpressionTableQuery,
  ExpressionTableView,
} from '../../src/protocol/expression-view.ts';
import type {
  FromExpressionsPage,
  PanelSession,
  SavedExpressions,
} from '../../src/protocol/webview-expressions.ts';
import { VirtualList } from '../shared/virtual-list.ts';
import type { Asker } from './asker.ts';
import * as model from './expression-model.ts';
import type { ExpressionState } from './expression-model.ts';
import { columnHeads, tableRows } from './expression-rows.ts';
import type { TableActions } from './expression-rows.ts';
import { empty, foot, head } from './expression-view.ts';
import type { ExpressionActions } from './expression-view.ts';
import { tableCommandOf } from './input.ts';
import type { TableCommand } from './input.ts';
import { rowText } from './words.ts';

const ROW_PIXELS = 22;
const TYPING_MILLIS = 250;
const SCREEN_ROWS = 60;

/** What the half needs of the page around it. */
export interface ExpressionHalfOptions {
  readonly asker: Asker;
  readonly post: (message: FromExpressionsPage) => void;
  readonly showKeys: () => void;
  /** The goroutine whose values are to be looked at in full, and the expression, if one was meant. */
  readonly inspect: (
    scope: ExpressionScope,
    row: { readonly view: ExpressionTableView; readonly at: number; readonly column: number },
    focus: boolean,
  ) => void;
}

/** One expression over many goroutines. */
export class ExpressionHalf {
  readonly element = document.createElement('section');
  readonly #options: ExpressionHalfOptions;
  readonly #head = part('head');
  readonly #table = part('table');
  readonly #columns = part('columns');
  readonly #empty = part('nothing');
  readonly #foot = part('tail');
  readonly #list: VirtualList;
  #state: ExpressionState = model.FIRST_STATE;
  #asked = 0;
  #question = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** An absolute row to select when it arrives. */
  #pendingRow: number | null = null;

  constructor(options: ExpressionHalfOptions) {
    this.#options = options;
    this.element.className = 'half expressions';
    this.element.setAttribute('aria-label', 'Expressions');
    this.#table.tabIndex = 0;
    this.#table.setAttribute('role', 'grid');
    this.#table.setAttribute('aria-label', 'Values by goroutine');
    this.#table.append(this.#columns);
    this.element.append(this.#head, this.#table, this.#empty, this.#foot);
    this.#list = new VirtualList({
      scroller: this.#table,
      rowHeight: ROW_PIXELS,
      headerHeight: 24,
      onWindow: () => this.ask(),
    });
    this.#listen();
  }

  get watches(): readonly string[] {
    return this.#state.watches;
  }

  setWatches(watches: readonly string[]): void {
    this.#change({ watches });
    this.#save();
  }

  restore(saved: SavedExpressions): void {
    this.#change({ ...saved });
    this.ask();
  }

  setSession(session: PanelSession): void {
    const isOther = session.name !== this.#state.session.name || session.phase === 'none';
    this.#change({ session, failure: null, ...(isOther && { view: null, group: '' }) });
    this.refresh();
  }

  addExpression(expression: string): void {
    this.#requery(model.withDraft({ ...this.#state, editing: null, draft: expression }));
    this.#save();
  }

  /** Asks again, because something changed. */
  refresh(): void {
    this.#question = '';
    this.ask();
  }

  ask(): void {
    if (!model.isAskable(this.#state)) return;
    const { start, count } = this.#list.window;
    const query = model.queryOf(this.#state, { start, count: Math.max(count, SCREEN_ROWS) });
    const question = JSON.stringify(query);
    if (question === this.#question) return;
    this.#question = question;
    void this.#ask(query);
  }

  focusFilter(): void {
    this.element.querySelector<HTMLInputElement>('#table-filter')?.focus();
  }

  render(): void {
    const { view, expressions } = this.#state;
    const hasTable =
      view !== null && expressions.length > 0 && (view.rowCount > 0 || view.status === 'reading');
    render(head(this.#state, this.#actions), this.#head);
    render(hasTable ? '' : empty(this.#state, this.#actions), this.#empty);
    render(foot(this.#state, this.#actions), this.#foot);
    this.#table.hidden = !hasTable;
    if (!hasTable) return;
    this.#table.classList.toggle('stale', view.status === 'stale');
    const widths = expressions.map(() => 'minmax(110px, 1fr)').join(' ');
    this.#table.style.setProperty('--columns', `92px 124px ${widths} 150px`);
    this.#table.style.setProperty('--least', `${92 + 124 + 150 + 110 * expressions.length}px`);
    this.#table.setAttribute('aria-rowcount', String(view.rowCount + 1));
    render(columnHeads(this.#state, this.#tableActions), this.#columns);
    render(html`${tableRows(this.#state, view, this.#tableActions)}`, this.#list.content);
    const selected = model.selectedRow(this.#state);
    if (selected < 0) this.#table.removeAttribute('aria-activedescendant');
    else this.#table.setAttribute('aria-activedescendant', `cell-row-${selected}`);
  }

  #listen(): void {
    this.#table.addEventListener('focus', () => this.#change({ hasFocus: true }));
    this.#table.addEventListener('blur', () => this.#change({ hasFocus: false }));
    this.element.addEventListener('keydown', (event) => {
      const { target, key } = event;
      if (target instanceof HTMLInputElement) {
        if (key === 'Escape') this.#leaveInput(target);
        else if (key === 'ArrowDown' && target.id === 'table-filter') this.#table.focus();
        return;
      }
      if (target instanceof HTMLSelectElement || target !== this.#table) return;
      const command = tableCommandOf(event);
      if (!command || (command.kind === 'copy' && (getSelection()?.toString() ?? '') !== ''))
        return;
      event.preventDefault();
      event.stopPropagation();
      this.#run(command);
    });
  }

  #leaveInput(input: HTMLInputElement): void {
    if (input.id === 'table-filter') this.#requery({ filter: '' });
    else this.#change({ draft: '', editing: null });
    this.#table.focus();
  }

  /** Only the newest question's answer counts. */
  async #ask(query: ExpressionTableQuery): Promise<void> {
    const asked = ++this.#asked;
    try {
      const answer = await this.#options.asker.ask({ kind: 'table', query });
      if (asked === this.#asked && answer.kind === 'table') this.#show(answer.view);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#question = '';
      this.#change({ failure: error instanceof Error ? error.message : String(error) });
    }
  }

  #show(view: ExpressionTableView): void {
    this.#change({ view, failure: null });
    this.#list.setRowCount(view.rowCount);
    this.#list.place(view.start);
    if (this.#pendingRow !== null) this.#selectRow(this.#pendingRow, this.#column);
  }

  #change(change: Partial<ExpressionState>): void {
    this.#state = { ...this.#state, ...change };
    this.render();
  }

  /** A change that makes another table or another order. */
  #requery(change: Partial<ExpressionState>): void {
    this.#change(change);
    this.ask();
  }

  #save(): void {
    this.#options.post({ kind: 'save', saved: model.savedOf(this.#state) });
  }

  get #column(): number {
    return this.#state.selected?.column ?? 0;
  }

  #run(command: TableCommand): void {
    const { view, expressions } = this.#state;
    if (!view) return;
    const at = model.selectedRow(this.#state);
    const row = at < 0 ? view.start - 1 : view.start + at;
    switch (command.kind) {
      case 'move': {
        const column = Math.max(
          -1,
          Math.min(expressions.length - 1, this.#column + command.columns),
        );
        this.#selectRow(Math.max(0, Math.min(view.rowCount - 1, row + command.rows)), column);
        break;
      }
      case 'page': {
        const next = row + command.direction * this.#list.pageRows;
        this.#selectRow(Math.max(0, Math.min(view.rowCount - 1, next)), this.#column);
        break;
      }
      case 'first':
      case 'last':
        this.#selectRow(command.kind === 'first' ? 0 : view.rowCount - 1, this.#column);
        break;
      case 'expand':
        this.#inspect(at, this.#column, true);
        break;
      case 'open':
        this.#open(at);
        break;
      case 'add':
        this.element.querySelector<HTMLInputElement>('#expression')?.focus();
        break;
      case 'removeColumn':
        if (this.#column >= 0) this.#tableActions.remove(this.#column);
        break;
      case 'sort':
        if (command.column < expressions.length) this.#tableActions.sort(command.column);
        break;
      case 'copy':
        if (at >= 0) this.#options.post({ kind: 'copy', text: rowText(view.rows, at) });
        break;
    }
  }

  #selectRow(row: number, column: number): void {
    const { view } = this.#state;
    if (!view) return;
    const id = view.rows.id[row - view.start];
    this.#list.reveal(row);
    this.#pendingRow = id === undefined ? row : null;
    if (id !== undefined) this.#select(row - view.start, column);
  }

  #select(at: number, column: number): void {
    const goroutine = this.#state.view?.rows.id[at];
    if (goroutine === undefined) return;
    this.#change({ selected: { goroutine, column } });
    this.#inspect(at, column, false);
  }

  #inspect(at: number, column: number, focus: boolean): void {
    const { view } = this.#state;
    const goroutine = view?.rows.id[at];
    if (!view || goroutine === undefined) return;
    const frame = Math.max(0, view.rows.frame[at] ?? 0);
    this.#options.inspect({ goroutine, frame, deferred: 0 }, { view, at, column }, focus);
  }

  #open(at: number): void {
    const rows = this.#state.view?.rows;
    const file = rows?.file[at] ?? '';
    if (!rows || file === '') return;
    const goroutine = rows.id[at] ?? 0;
    this.#options.post({ kind: 'open', file, line: rows.line[at] ?? 0, goroutine });
  }

  readonly #tableActions: TableActions = {
    sort: (column) => {
      this.#requery({ sort: model.nextSort(this.#state.sort, column) });
      this.#save();
    },
    edit: (column) => {
      this.#change({ editing: column, draft: this.#state.expressions[column] ?? '' });
      this.element.querySelector<HTMLInputElement>('#expression')?.select();
    },
    remove: (column) => {
      this.#requery(model.withoutColumn(this.#state, column));
      this.#save();
    },
    select: (at, column) => {
      this.#table.focus({ preventScroll: true });
      this.#select(at, column);
    },
    expand: (at, column) => this.#inspect(at, column, true),
    open: (at) => this.#open(at),
  };

  readonly #actions: ExpressionActions = {
    setFilter: (filter) => this.#typed({ filter }),
    setGroup: (group) => this.#requery({ group }),
    setFrame: (choice) => {
      this.#typed({ frame: model.frameOf(choice, '') });
      this.element.querySelector<HTMLInputElement>('#frame-function')?.focus();
    },
    setFrameText: (text) => this.#typed({ frame: model.frameOf('function', text) }),
    setDraft: (draft) => this.#change({ draft }),
    commitDraft: () => {
      this.#requery(model.withDraft(this.#state));
      this.#save();
    },
    stop: () => this.#options.post({ kind: 'tableStop', resume: false }),
    resume: () => this.#options.post({ kind: 'tableStop', resume: true }),
    exportAs: (format, to) =>
      this.#options.post({ kind: 'export', sort: this.#state.sort, format, to }),
    toggleSystem: () => this.#requery({ hideSystem: !this.#state.hideSystem }),
    takeSuggestion: () => {
      const error = this.#state.view?.filterError;
      const { filter } = this.#state;
      if (!error || error.suggestion === null) return;
      this.#typed({
        filter: filter.slice(0, error.from) + error.suggestion + filter.slice(error.to),
      });
    },
    showKeys: () => this.#options.showKeys(),
    start: (what) => this.#options.post({ kind: 'start', what }),
  };

  /** Asked when the typing pauses. */
  #typed(change: Partial<ExpressionState>): void {
    this.#change(change);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.ask();
      this.#save();
    }, TYPING_MILLIS);
  }
}

function part(className: string): HTMLElement {
  const created = document.createElement('div');
  created.className = className;
  return created;
}
