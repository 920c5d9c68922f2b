import { html, render } from 'lit';
import type {
  ExpressionFrames,
  ExpressionScope,
  ExpressionTableView,
  ExpressionValue,
} from '../../src/protocol/expression-view.ts';
import { CELL_CALL, CELL_ERROR, CELL_OTHER } from '../../src/protocol/expression-view.ts';
import type { FromExpressionsPage } from '../../src/protocol/webview-expressions.ts';
import { VirtualList } from '../shared/virtual-list.ts';
import type { Asker } from './asker.ts';
import {
  PAGE_BYTES,
  PAGE_CHILDREN,
  closed,
  extended,
  opened,
  parentOf,
  rootNode,
  withHead,
} from './details-model.ts';
import type { Tree } from './details-model.ts';
import { detailsHead, treeRows } from './details-view.ts';
import type { DetailsActions, DetailsState } from './details-view.ts';

const ROW_PIXELS = 22;
/** Moving along the rows asks for the stack of the one that is stayed at. */
const SETTLE_MILLIS = 200;
const CLOCK_MILLIS = 500;

export interface DetailsOptions {
  readonly asker: Asker;
  readonly post: (message: FromExpressionsPage) => void;
  readonly watches: () => readonly string[];
  readonly setWatches: (watches: readonly string[]) => void;
}

/** One goroutine's values in full: in a chosen frame or deferred call, opened page by page, changed, called. */
export class DetailsPane {
  readonly element = document.createElement('aside');
  readonly #options: DetailsOptions;
  readonly #head = document.createElement('div');
  readonly #tree = document.createElement('div');
  readonly #list: VirtualList;
  #state: DetailsState = EMPTY;
  #shown = '';
  #generation = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(options: DetailsOptions) {
    this.#options = options;
    this.element.className = 'details';
    this.element.hidden = true;
    this.element.setAttribute('aria-label', 'Values of the goroutine');
    this.#tree.className = 'values';
    this.#tree.tabIndex = 0;
    this.#tree.setAttribute('role', 'tree');
    this.element.append(this.#head, this.#tree);
    this.#list = new VirtualList({
      scroller: this.#tree,
      rowHeight: ROW_PIXELS,
      onWindow: () => this.#render(),
    });
    this.#listen();
  }

  /** Shows a row of the table; the values in the cells stand for themselves until they are opened. */
  show(
    scope: ExpressionScope,
    {
      view,
      at,
      column,
    }: { readonly view: ExpressionTableView; readonly at: number; readonly column: number },
    focus: boolean,
  ): void {
    const shown = JSON.stringify([
      view.generation,
      scope,
      view.columns.map((one) => one.expression),
    ]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#generation++;
      const roots = view.columns.map(({ expression }, index) => {
        const cells = view.rows.cells[index];
        return rootNode(expression, cells?.kind[at] ?? CELL_OTHER, cells?.text[at] ?? '');
      });
      const watches = this.#options.watches().map((watch) => rootNode(watch, CELL_OTHER, ''));
      const tree = [...roots, ...watches];
      this.#set({
        ...EMPTY,
        scope,
        tree,
        name: view.rows.name[at] ?? '',
        selected: Math.max(0, column),
      });
      this.element.hidden = false;
      this.#readHeads(roots.length);
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => void this.#readFrames(scope), SETTLE_MILLIS);
    } else if (column >= 0) this.#set({ selected: column });
    if (!focus) return;
    this.#tree.focus();
    void this.#open(this.#state.selected);
  }

  close(): void {
    this.element.hidden = true;
    this.#shown = '';
    this.#generation++;
  }

  #listen(): void {
    this.#tree.addEventListener('focus', () => this.#set({ hasFocus: true }));
    this.#tree.addEventListener('blur', () => this.#set({ hasFocus: false }));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        if (this.#state.editing !== null || this.#state.confirming !== null)
          this.#set({ editing: null, confirming: null });
        else this.close();
        return;
      }
      if (event.target !== this.#tree || !this.#key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** True: the key meant something. */
  #key(key: string): boolean {
    const { selected, tree } = this.#state;
    const node = tree[selected];
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#select(selected + (key === 'ArrowDown' ? 1 : -1));
        return true;
      case 'ArrowRight':
        if (node?.isOpen) this.#select(selected + 1);
        else void this.#open(selected);
        return true;
      case 'ArrowLeft':
        if (node?.isOpen) this.#setTree(closed(tree, selected));
        else this.#select(parentOf(tree, selected));
        return true;
      case 'Enter':
        void this.#open(selected);
        return true;
      case 'F2':
        if (node?.canSet) this.#edit(selected);
        return true;
      default:
        return false;
    }
  }

  #select(at: number): void {
    if (at < 0 || at >= this.#state.tree.length) return;
    this.#set({ selected: at });
    this.#list.reveal(at);
  }

  #set(change: Partial<DetailsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#list.setRowCount(this.#state.tree.length);
    this.#render();
  }

  #edit(at: number): void {
    this.#set({ editing: at });
    const input = this.#tree.querySelector<HTMLInputElement>('form input');
    input?.focus();
    input?.select();
  }

  #setTree(tree: Tree): void {
    this.#set({ tree, failure: null });
  }

  #render(): void {
    const { start, count } = this.#list.window;
    render(detailsHead(this.#state, this.#actions, Date.now()), this.#head);
    this.#list.place(start);
    render(html`${treeRows(this.#state, { start, count }, this.#actions)}`, this.#list.content);
  }

  async #value(expression: string, start: number, count: number): Promise<ExpressionValue | null> {
    const { scope } = this.#state;
    const generation = this.#generation;
    if (!scope) return null;
    const query = { scope, expression, start, count };
    const answer = await this.#options.asker.ask({ kind: 'value', query });
    return answer.kind === 'value' && generation === this.#generation ? answer.value : null;
  }

  /** Opens, loads more, or asks whether a call may run. */
  async #open(at: number): Promise<void> {
    const { tree } = this.#state;
    const node = tree[at];
    if (!node) return;
    if (node.cell === CELL_CALL) {
      this.#set({ confirming: node.expression });
      return;
    }
    if (node.isOpen) {
      this.#setTree(closed(tree, at));
      return;
    }
    if (node.kind === 'text' || (node.kind === 'value' && !node.canOpen)) return;
    const size = node.isString ? PAGE_BYTES : PAGE_CHILDREN;
    await this.#try(async () => {
      const value = await this.#value(
        node.expression,
        node.kind === 'more' ? node.loaded : 0,
        size,
      );
      const now = this.#state.tree;
      const place = now.indexOf(node);
      if (value === null || place < 0) return;
      this.#setTree(node.kind === 'more' ? extended(now, place, value) : opened(now, place, value));
    });
  }

  #readHeads(from: number): void {
    for (let at = from; at < this.#state.tree.length; at++) void this.#readHead(at);
  }

  async #readHead(at: number): Promise<void> {
    const node = this.#state.tree[at];
    if (!node) return;
    try {
      const value = await this.#value(node.expression, 0, PAGE_CHILDREN);
      const place = this.#state.tree.indexOf(node);
      if (value && place >= 0) this.#setTree(withHead(this.#state.tree, place, value));
    } catch (error) {
      const place = this.#state.tree.indexOf(node);
      if (place < 0) return;
      const failed = { ...node, text: wordsOf(error), cell: CELL_ERROR, canOpen: false };
      this.#setTree(this.#state.tree.with(place, failed));
    }
  }

  async #readFrames({ goroutine }: ExpressionScope): Promise<void> {
    const generation = this.#generation;
    await this.#try(async () => {
      const answer = await this.#options.asker.ask({ kind: 'frames', goroutine });
      if (answer.kind !== 'frames' || generation !== this.#generation) return;
      this.#set({ frames: answer.frames satisfies ExpressionFrames });
    });
  }

  async #try(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#set({ failure: wordsOf(error) });
    }
  }

  async #write(at: number, value: string): Promise<void> {
    const { scope, tree } = this.#state;
    const node = tree[at];
    this.#set({ editing: null });
    if (!scope || !node) return;
    await this.#try(async () => {
      const { expression } = node;
      await this.#options.asker.ask({ kind: 'set', scope, expression, value });
      await this.#readHead(this.#state.tree.indexOf(node));
    });
    this.#tree.focus();
  }

  async #call(expression: string): Promise<void> {
    const { scope } = this.#state;
    if (!scope) return;
    this.#set({ confirming: null, calling: { expression, since: Date.now() }, failure: null });
    this.#clock = setInterval(() => this.#render(), CLOCK_MILLIS);
    const generation = this.#generation;
    await this.#try(async () => {
      const answer = await this.#options.asker.ask({ kind: 'call', scope, expression });
      if (answer.kind !== 'called' || generation !== this.#generation) return;
      this.#set({ called: { expression, ...answer.answer } });
    });
    clearInterval(this.#clock);
    this.#set({ calling: null });
  }

  readonly #actions: DetailsActions = {
    select: (at) => {
      this.#tree.focus({ preventScroll: true });
      this.#select(at);
    },
    open: (at) => {
      this.#select(at);
      void this.#open(at);
    },
    edit: (at) => this.#edit(at),
    write: (at, value) => void this.#write(at, value),
    cancelEdit: () => {
      // The input also loses the focus while it is being taken away.
      if (this.#state.editing !== null) this.#set({ editing: null });
    },
    copy: (text) => this.#options.post({ kind: 'copy', text }),
    close: () => this.close(),
    setPlace: (frame, deferred) => {
      const { scope, tree, frames } = this.#state;
      if (!scope) return;
      this.#generation++;
      this.#shown = '';
      const roots = tree.filter(({ depth }) => depth === 0);
      const fresh = roots.map(({ expression }) => rootNode(expression, CELL_OTHER, ''));
      const name = frames?.name[frame] ?? '';
      this.#set({ scope: { ...scope, frame, deferred }, tree: fresh, name, failure: null });
      this.#readHeads(0);
    },
    watch: (expression) => {
      const watches = this.#options.watches();
      if (expression === '' || watches.includes(expression)) return;
      this.#options.setWatches([...watches, expression]);
      this.#setTree([...this.#state.tree, rootNode(expression, CELL_OTHER, '')]);
      void this.#readHead(this.#state.tree.length - 1);
    },
    unwatch: (at) => {
      const { tree } = this.#state;
      const node = tree[at];
      if (!node) return;
      this.#options.setWatches(this.#options.watches().filter((one) => one !== node.expression));
      const bare = closed(tree, at);
      this.#setTree(bare.toSpliced(at, 1));
    },
    isWatch: (at) => {
      const node = this.#state.tree[at];
      return node?.depth === 0 && this.#options.watches().includes(node.expression);
    },
    call: (expression) => void this.#call(expression),
    cancelCall: () => this.#set({ confirming: null }),
    stopCall: () => this.#options.post({ kind: 'callStop' }),
  };
}

const EMPTY: DetailsState = {
  scope: null,
  name: '',
  frames: null,
  tree: [],
  selected: 0,
  hasFocus: false,
  failure: null,
  editing: null,
  confirming: null,
  calling: null,
  called: null,
};

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
