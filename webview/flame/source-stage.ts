/** Lines of the selected function with their figures, and what each of them calls. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SourceView } from '../../src/protocol/profile-views.ts';
import type { Answer } from './answers.ts';
import { tableCommand } from './input.ts';
import { handled } from './key-event.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { NewestAnswer } from './newest-answer.ts';
import type { Question } from './questions.ts';
import { hotLine, listingRows, rowAfter } from './source-rows.ts';
import type { SourceRow } from './source-rows.ts';
import { sourceListing, sourceTitle } from './source-view.ts';
import type { Stage } from './stage.ts';
import type { PageStore } from './store.ts';

export interface SourceStageParts {
  readonly store: PageStore;
  readonly onScroll: () => void;
}

export class SourceStage implements Stage {
  readonly #store: PageStore;
  readonly #answer = new NewestAnswer<SourceView>();
  readonly #element: HTMLElement;
  /** Lines whose calls are shown or hidden against the usual: `listing:index`. */
  #turned: ReadonlySet<string> = new Set();
  #row = 0;
  #isWholeFile = false;
  /** The row is to be scrolled into view with the next drawing. */
  #isMoving = false;

  constructor({ store, onScroll }: SourceStageParts) {
    this.#store = store;
    this.#element = document.createElement('div');
    this.#element.className = 'source code';
    this.#element.tabIndex = 0;
    this.#element.setAttribute('role', 'tree');
    this.#element.setAttribute('aria-label', 'Source');
    this.#element.addEventListener('keydown', (event) => this.#key(event));
    this.#element.addEventListener('scroll', onScroll, { passive: true });
  }

  questions(state: PageState): readonly Question[] {
    const { selection } = state;
    // The function of a selected frame follows; the root is none.
    if (selection !== null && selection.function === null && selection.node !== 0) return [];
    return [{ slot: 'source', method: 'delvescope/sourceView', query: this.#query(state) }];
  }

  answered(answer: Answer, question: Question): void {
    if (answer.method !== 'delvescope/sourceView') return;
    const isOther = this.#answer.value?.name !== answer.result.name;
    const line = this.#rows()[this.#row]?.line;
    this.#answer.set(answer.result, question);
    if (isOther) this.#turned = new Set();
    const rows = this.#rows();
    const same = isOther ? -1 : rows.findIndex((row) => row.call === null && row.line === line);
    this.#row = same < 0 ? hotLine(rows, answer.result.listings) : same;
    this.#isMoving = true;
    const { state } = this.#store;
    // The details show the function whose lines these are.
    if (state.selection === null) {
      this.#store.update(model.selectFunction(state, answer.result.function));
    }
    this.#store.touch();
  }

  template(state: PageState): TemplateResult {
    const view = this.#answer.value;
    const isCurrent = this.#answer.isOf(this.#query(state));
    return html`${isCurrent ? nothing : computing()}
    ${
      view === null
        ? nothing
        : sourceTitle(view, {
            unit: model.sampleTypeOf(state)?.unit ?? '',
            isWholeFile: this.#isWholeFile,
            onWhole: () => this.#toggleWhole(),
          })
    }
    ${this.#element}`;
  }

  draw(state: PageState): void {
    const view = this.#answer.value;
    if (view === null) return;
    this.#element.classList.toggle('two', view.listings[0]?.before !== undefined);
    sourceListing(this.#element, view, this.#rows(), {
      unit: model.sampleTypeOf(state)?.unit ?? '',
      row: this.#row,
      onRow: (row, event) => this.#click(row, event),
      onToggle: (row) => this.#toggle(row),
    });
    if (!this.#isMoving || this.#element.clientHeight === 0) return;
    this.#isMoving = false;
    this.#element.querySelector('.act')?.scrollIntoView({ block: 'nearest' });
  }

  focus(): void {
    this.#element.focus({ preventScroll: true });
  }

  /** All lines with a figure are hits. */
  stepHit(step: 1 | -1): void {
    this.#move(rowAfter(this.#rows(), this.#row, step, ({ isHot }) => isHot));
  }

  /** The selection says what is shown. */
  saved(): unknown {
    return { isWholeFile: this.#isWholeFile };
  }

  restore(saved: unknown): void {
    if (typeof saved !== 'object' || saved === null || !('isWholeFile' in saved)) return;
    this.#isWholeFile = saved.isWholeFile === true;
  }

  #query(state: PageState) {
    return {
      ...model.scopeOf(state),
      ...model.factorOf(state),
      function: state.selection?.function ?? null,
      isWholeFile: this.#isWholeFile,
    };
  }

  #rows(): readonly SourceRow[] {
    return listingRows(this.#answer.value?.listings ?? [], this.#turned);
  }

  #key(event: KeyboardEvent): void {
    const isWhole = isWholeKey(event);
    const command = tableCommand(event);
    if (command === null && !isWhole) return;
    handled(event);
    if (command === null) return this.#toggleWhole();
    const rows = this.#rows();
    const row = rows[this.#row];
    const page = Math.max(1, Math.floor(this.#element.clientHeight / 18) - 2);
    if (command === 'open') this.#open(row, false);
    else if (command === 'go-to-line') this.#open(row, true);
    else if (command === 'expand' || command === 'collapse') {
      if (row?.isExpanded === (command === 'collapse')) this.#toggle(this.#row);
    } else {
      const steps = { up: -1, down: 1, 'page-up': -page, 'page-down': page };
      const ends = { first: -Infinity, last: Infinity };
      this.#move(rowAfter(rows, this.#row, { ...steps, ...ends }[command]));
    }
  }

  #toggleWhole(): void {
    this.#isWholeFile = !this.#isWholeFile;
    // Lines are numbered anew.
    this.#turned = new Set();
    this.#store.touch();
  }

  #click(row: number, event: MouseEvent): void {
    this.#move(row);
    this.focus();
    if (!event.altKey && !event.ctrlKey) this.#open(this.#rows()[row], true);
  }

  /** A line is opened in the editor; a call leads to what is called. */
  #open(row: SourceRow | undefined, preserveFocus: boolean): void {
    if (row === undefined) return;
    const listing = this.#answer.value?.listings[row.listing];
    if (row.call !== null) {
      this.#store.update(model.selectFunction(this.#store.state, row.call.function));
    } else if (listing !== undefined && listing.path !== null && row.line > 0) {
      const { file } = listing;
      this.#store.post({ kind: 'open', file, line: row.line, isNow: true, preserveFocus });
    }
  }

  #toggle(at: number): void {
    const row = this.#rows()[at];
    if (row === undefined || row.isExpanded === null) return;
    const turned = new Set(this.#turned);
    if (!turned.delete(row.key)) turned.add(row.key);
    this.#turned = turned;
    this.#move(at);
  }

  #move(row: number): void {
    this.#row = row;
    this.#isMoving = true;
    this.#store.touch();
  }
}

function isWholeKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'w' && !ctrlKey && !metaKey && !altKey;
}

function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Reading the source"></div>`;
}
