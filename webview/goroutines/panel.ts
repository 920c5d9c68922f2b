import { html, render } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import type { GoroutineViewQuery } from '../../src/protocol/goroutine-view.ts';
import { ROW_GOROUTINE, ROW_MORE } from '../../src/protocol/goroutine-view.ts';
import type {
  FromGoroutinePanel,
  ToGoroutinePanel,
} from '../../src/protocol/webview-goroutines.ts';
import { KeysList } from '../shared/keys-list.ts';
import { Newest } from '../shared/newest.ts';
import { VirtualList } from '../shared/virtual-list.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import * as completion from '../shared/completion.ts';
import { creationSite } from './creation-site.ts';
import type { CreationSite } from './creation-site.ts';
import { FILTER_LIST, KEY_LIST, commandOf, filterKey } from './input.ts';
import type { PanelCommand } from './input.ts';
import * as model from './model.ts';
import type { PanelState, RowIdentity, SavedState } from './model.ts';
import { rowId, rowList } from './rows.ts';
import type { RowActions } from './rows.ts';
import { GROUPS, head, listEnd, tail } from './view.ts';
import type { PanelActions } from './view.ts';
import { rowText } from './words.ts';

const LINE_PIXELS = 22;
const TYPING_MILLIS = 120;
const FOLLOW_MILLIS = 2000;

/** Keys that mean the same wherever the focus is. */
const EVERYWHERE: ReadonlySet<PanelCommand['kind']> = new Set([
  'keys',
  'filter',
  'clearFilter',
  'groupBy',
  'snapshot',
  'follow',
]);

type Api = VscodeApi<ToGoroutinePanel, FromGoroutinePanel, SavedState>;

/** Joins the model to the page and to the extension. */
export class Panel {
  readonly #api: Api;
  readonly #newest = new Newest<'view', GoroutineViewQuery>();
  readonly #head = element('div', 'head');
  readonly #tree = element('div', 'tree');
  readonly #tail = element('div', 'tail');
  readonly #end = element('div', 'list-end');
  readonly #list: VirtualList;
  readonly #keys: KeysList;
  #state: PanelState;
  /** The last request for completions. */
  #completing = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** A move past the rows at hand, made when they arrive. */
  #pendingLine: number | null = null;

  constructor(api: Api, parent: HTMLElement) {
    this.#api = api;
    this.#state = { ...model.INITIAL_STATE, ...api.getState() };
    const root = element('div', 'ds goroutines');
    root.append(this.#head, this.#tree, this.#tail);
    parent.append(root);
    this.#tree.tabIndex = 0;
    this.#tree.setAttribute('role', 'tree');
    this.#tree.setAttribute('aria-label', 'Goroutines');
    this.#list = new VirtualList({
      scroller: this.#tree,
      rowHeight: LINE_PIXELS,
      onWindow: () => this.#ask(),
    });
    this.#tree.append(this.#end);
    this.#keys = new KeysList(root, [
      ['Keys', KEY_LIST],
      ['Filter', FILTER_LIST],
    ]);
    this.#listen(root);
  }

  start(): void {
    this.#api.onMessage((message) => this.#receive(message));
    // Times in words grow old.
    setInterval(() => this.#renderEdges(), 1000);
    setInterval(() => this.#follow(), FOLLOW_MILLIS);
    this.#render();
    this.#api.post({ kind: 'ready' });
    this.#ask();
  }

  #listen(root: HTMLElement): void {
    this.#tree.addEventListener('focus', () => this.#change({ treeHasFocus: true }));
    this.#tree.addEventListener('blur', () => this.#change({ treeHasFocus: false }));
    this.#tree.addEventListener('scroll', () => this.#save(), { passive: true });
    root.addEventListener('keydown', (event) => {
      const { target } = event;
      if (target instanceof HTMLInputElement) return this.#keyInFilter(event);
      if (target instanceof HTMLSelectElement && !['Escape', 'F1'].includes(event.key)) return;
      const command = commandOf(event);
      const isForTree = command !== null && !EVERYWHERE.has(command.kind);
      if (!command || (isForTree && target !== this.#tree)) return;
      if (command.kind === 'copy' && (getSelection()?.toString() ?? '') !== '') return;
      event.preventDefault();
      event.stopPropagation();
      this.#run(command);
    });
  }

  /** The list of completions takes the arrows while it is open; then they lead to the tree. */
  #keyInFilter(event: KeyboardEvent): void {
    const action = filterKey(event, this.#state.completion);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    switch (action.kind) {
      case 'move':
        return this.#change({ completion: action.to });
      case 'accept':
        return this.#takeCompletion(action.index);
      case 'open':
        return this.#complete();
      case 'close':
        return this.#change({ completion: null });
      case 'leave':
        return this.#tree.focus();
      case 'command':
        return this.#run(action.command);
      default:
        assertNever(action);
    }
  }

  #receive(message: ToGoroutinePanel): void {
    switch (message.kind) {
      case 'sources':
        this.#change(model.withSources(this.#state, message.sources, message.current));
        this.#newest.forget();
        this.#ask();
        return;
      case 'changed':
        this.#newest.forget();
        this.#ask();
        return;
      case 'view':
        if (this.#newest.find(message.request) !== null) this.#show(message.view);
        return;
      case 'failed':
        if (this.#newest.find(message.request) === null) return;
        this.#newest.forget();
        this.#change({ failure: message.message });
        return;
      case 'completion':
        if (message.request !== this.#completing || !isFilter(document.activeElement)) return;
        this.#change({ completion: completion.opened(message.completion, this.#state.filter) });
        return;
      case 'snapshotTaken':
        this.#taken(message.failure);
        return;
      case 'focusFilter':
        filterInput()?.focus();
        return;
      default:
        this.#api.post({ kind: 'log', message: `unknown message ${JSON.stringify(message)}` });
        assertNever(message);
    }
  }

  #show(view: NonNullable<PanelState['view']>): void {
    const isFirst = this.#state.view === null;
    this.#change({ view, failure: null });
    this.#list.setRowCount(view.rowCount);
    this.#list.place(view.start);
    if (isFirst && this.#state.scrollTop > 0) this.#list.scrollTop = this.#state.scrollTop;
    if (this.#pendingLine !== null) this.#selectLine(this.#pendingLine);
    // What the panel begins with may be what is not known here.
    if (this.#state.groupBy === 'creation' && view.unavailable.creation)
      this.#requery({ groupBy: 'location' });
  }

  #ask(): void {
    // Before the first answer the list has no lines; a screenful shows how many there are.
    const { count, start } = this.#list.window;
    const window = {
      start,
      count: Math.max(count, Math.ceil(this.#tree.clientHeight / LINE_PIXELS), 60),
    };
    const query = model.queryOf(this.#state, window);
    const request = this.#newest.ask('view', query);
    if (request !== null) this.#api.post({ kind: 'query', request, query });
  }

  #change(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#render();
    this.#save();
  }

  /** A change that makes another list. */
  #requery(change: Partial<PanelState>): void {
    this.#change(change);
    this.#ask();
  }

  #save(): void {
    this.#state = { ...this.#state, scrollTop: this.#list.scrollTop };
    this.#api.setState(model.savedStateOf(this.#state));
  }

  #renderEdges(): void {
    const now = Date.now();
    render(head(this.#state, this.#panelActions, now), this.#head);
    render(tail(this.#state, this.#panelActions, now), this.#tail);
  }

  #render(): void {
    const { view } = this.#state;
    this.#renderEdges();
    this.#tree.hidden = view === null || view.rowCount === 0;
    if (view === null) return;
    this.#tree.classList.toggle('stale', view.status === 'stale' && view.pause === null);
    render(html`${rowList(this.#state, view, this.#rowActions)}`, this.#list.content);
    render(listEnd(this.#state, view, this.#panelActions), this.#end);
    const selected = model.positionOf(view.rows, this.#state.selected);
    if (selected < 0) this.#tree.removeAttribute('aria-activedescendant');
    else this.#tree.setAttribute('aria-activedescendant', rowId(selected));
  }

  #complete(): void {
    const input = filterInput();
    if (!input) return;
    const query = { filter: input.value, caret: input.selectionStart ?? input.value.length };
    this.#api.post({ kind: 'complete', request: ++this.#completing, query });
  }

  #takeCompletion(index: number): void {
    const open = this.#state.completion;
    const input = filterInput();
    if (!open || !input) return;
    const { filter, caret } = completion.accepted(open, index, this.#state.filter);
    this.#requery({ filter, completion: null });
    input.setSelectionRange(caret, caret);
    if (filter.slice(0, caret).endsWith(':')) this.#complete();
  }

  #snapshot(isWhole: boolean): void {
    if (this.#state.isTaking || model.currentSource(this.#state)?.kind !== 'live') return;
    this.#change({ isTaking: true });
    this.#api.post({ kind: 'snapshot', isWhole });
  }

  #taken(failure: string | null): void {
    // Following a program that cannot be looked at would say so again every 2 s.
    this.#change({ isTaking: false, failure, ...(failure !== null && { isFollowing: false }) });
  }

  #follow(): void {
    const { isFollowing, view } = this.#state;
    if (isFollowing && view?.status !== 'reading' && view?.status !== 'complete')
      this.#snapshot(false);
  }

  #identity(at: number): RowIdentity | null {
    const { view } = this.#state;
    return view && at >= 0 && at < view.rows.kind.length ? model.identityOf(view.rows, at) : null;
  }

  #run(command: PanelCommand): void {
    const { view } = this.#state;
    const at = view ? model.positionOf(view.rows, this.#state.selected) : -1;
    switch (command.kind) {
      case 'move':
        return this.#select(at < 0 ? 0 : at + command.by);
      case 'page':
        return this.#page(at, command.direction);
      case 'first':
        return this.#selectLine(0);
      case 'last':
        return this.#selectLine((view?.rowCount ?? 1) - 1);
      case 'expand':
        return this.#expand(at);
      case 'collapse':
        return this.#collapse(at);
      case 'open':
        return this.#open(at, false);
      case 'groupBy': {
        const able = GROUPS.filter((by) => view?.unavailable[by] === undefined);
        const next = able[(able.indexOf(this.#state.groupBy) + 1) % able.length];
        return next ? this.#requery({ groupBy: next }) : undefined;
      }
      case 'filter':
        return filterInput()?.focus();
      case 'clearFilter':
        return this.#state.filter === '' ? this.#tree.focus() : this.#requery({ filter: '' });
      case 'copy':
        return this.#copy(at);
      case 'breakIn':
      case 'track':
        return this.#onGoroutine(command.kind, at);
      case 'inTrace':
        return this.#inTrace(at);
      case 'keys':
        return this.#keys.show();
      case 'snapshot':
        return view?.status === 'complete' ? undefined : this.#snapshot(false);
      case 'follow':
        return this.#panelActions.toggleFollowing();
      default:
        assertNever(command);
    }
  }

  #select(at: number): void {
    const { view } = this.#state;
    const identity = this.#identity(at);
    if (!view) return;
    if (identity === null) {
      // Beyond the rows at hand: scroll there, the answer brings them.
      const line = at < 0 ? view.start - 1 : model.lineOf(view, view.rows.kind.length);
      if (line >= 0 && line < view.rowCount) this.#selectLine(line);
      return;
    }
    this.#pendingLine = null;
    this.#change({ selected: identity });
    const line = model.lineOf(view, at);
    this.#list.reveal(line + (identity.kind === 0 ? 1 : 0));
    this.#list.reveal(line);
  }

  #selectLine(line: number): void {
    const { view } = this.#state;
    if (!view) return;
    for (let at = view.rows.kind.length - 1; at >= 0; at--) {
      const begin = model.lineOf(view, at);
      const end = model.lineOf(view, at + 1);
      if (begin <= line && line < end) return this.#select(at);
    }
    this.#pendingLine = line;
    this.#list.reveal(line);
  }

  #page(at: number, direction: 1 | -1): void {
    const { view } = this.#state;
    if (!view) return;
    const line = (at < 0 ? 0 : model.lineOf(view, at)) + direction * this.#list.pageRows;
    this.#selectLine(Math.max(0, Math.min(view.rowCount - 1, line)));
  }

  #expand(at: number): void {
    const identity = this.#identity(at);
    if (identity === null || !model.canOpen(identity)) return;
    if (model.isOpen(this.#state, identity)) this.#select(at + 1);
    else this.#requery(model.toggled(this.#state, identity));
  }

  #collapse(at: number): void {
    const identity = this.#identity(at);
    const { view } = this.#state;
    if (identity === null || view === null) return;
    if (model.isOpen(this.#state, identity)) this.#requery(model.toggled(this.#state, identity));
    else if (model.levelOf(view.rows, at) > 1) this.#select(model.parentPosition(view.rows, at));
  }

  #addTerm(term: string): void {
    this.#requery({ filter: model.withTerm(this.#state.filter, term) });
  }

  #open(at: number, preserveFocus: boolean): void {
    const identity = this.#identity(at);
    const rows = this.#state.view?.rows;
    if (identity === null || !rows) return;
    if (identity.kind === ROW_MORE)
      return this.#requery(model.withMoreMembers(this.#state, identity.key));
    const file = rows.file[at] ?? '';
    if (file === '') return;
    const goroutine = identity.id;
    this.#api.post({ kind: 'open', file, line: rows.line[at] ?? 0, goroutine, preserveFocus });
  }

  #copy(at: number): void {
    const rows = this.#state.view?.rows;
    if (rows && at >= 0) this.#api.post({ kind: 'copy', text: rowText(rows, at) });
  }

  get #isLive(): boolean {
    return model.currentSource(this.#state)?.kind === 'live';
  }

  #creationSite(at: number): CreationSite | null {
    const { view, groupBy } = this.#state;
    return view && creationSite(groupBy, view.rows, at);
  }

  #inTrace(at: number): void {
    const site = this.#creationSite(at);
    if (site) this.#api.post({ kind: 'createdInTrace', ...site });
  }

  /** Only a goroutine of a live session can be stopped. */
  #onGoroutine(kind: 'breakIn' | 'track', at: number): void {
    const identity = this.#identity(at);
    const rows = this.#state.view?.rows;
    if (!this.#isLive || !rows || identity === null || identity.id === 0) return;
    const goroutine = identity.id;
    if (kind === 'track') this.#api.post({ kind, goroutine });
    else this.#api.post({ kind, goroutine, file: rows.file[at] ?? '', line: rows.line[at] ?? 0 });
  }

  readonly #rowActions: RowActions = {
    select: (at) => {
      const identity = this.#identity(at);
      const wasSelected = this.#state.view
        ? model.positionOf(this.#state.view.rows, this.#state.selected) === at
        : false;
      this.#select(at);
      // A click on a group opens it, as in the editor's own trees; on a goroutine it shows the code.
      if (identity?.kind === ROW_GOROUTINE) this.#open(at, true);
      else if (identity && model.canOpen(identity))
        this.#requery(model.toggled(this.#state, identity));
      else if (identity && !wasSelected) this.#open(at, true);
    },
    toggle: (at) => {
      const identity = this.#identity(at);
      this.#select(at);
      if (identity) this.#requery(model.toggled(this.#state, identity));
    },
    open: (at) => this.#open(at, false),
    more: (at) => this.#open(at, false),
    copy: (at) => this.#copy(at),
    breakIn: (at) => this.#onGoroutine('breakIn', at),
    hasCreationSite: (at) => this.#creationSite(at) !== null,
    inTrace: (at) => this.#inTrace(at),
    isLive: () => this.#isLive,
    narrow: (at) => {
      const { view, groupBy } = this.#state;
      const term = view ? model.termOf(groupBy, view.rows, at) : '';
      if (term !== '') this.#addTerm(term);
    },
    addTerm: (term) => this.#addTerm(term),
  };

  readonly #panelActions: PanelActions = {
    setFilter: (filter) => {
      this.#change({ filter });
      this.#complete();
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#ask(), filter === '' ? 0 : TYPING_MILLIS);
    },
    takeSuggestion: () => this.#requery(model.withSuggestion(this.#state)),
    setGroupBy: (groupBy) => this.#requery({ groupBy }),
    toggleSort: () => this.#requery({ sort: this.#state.sort === 'count' ? 'oldest' : 'count' }),
    toggleSystem: () => this.#requery({ hideSystem: !this.#state.hideSystem }),
    setLabelKey: (labelKey) => this.#requery({ labelKey }),
    clearFilter: () => this.#requery({ filter: '' }),
    takeCompletion: (index) => this.#takeCompletion(index),
    closeCompletion: () => this.#change({ completion: null }),
    readAll: () => this.#api.post({ kind: 'readAll' }),
    stopReading: () => this.#api.post({ kind: 'stopReading' }),
    snapshot: (isWhole) => this.#snapshot(isWhole),
    toggleFollowing: () => {
      this.#change({ isFollowing: !this.#state.isFollowing });
      this.#follow();
    },
    retry: () => {
      this.#newest.forget();
      this.#requery({ failure: null });
    },
    showKeys: () => this.#keys.show(),
    start: (what) => this.#api.post({ kind: 'start', what }),
    setSource: (id) => this.#api.post({ kind: 'source', id }),
    closeSource: (id) => this.#api.post({ kind: 'closeSource', id }),
  };
}

function filterInput(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('#filter');
}

function isFilter(focused: Element | null): boolean {
  return focused?.id === 'filter';
}

function element(tag: string, className: string): HTMLElement {
  const created = document.createElement(tag);
  created.className = className;
  return created;
}
