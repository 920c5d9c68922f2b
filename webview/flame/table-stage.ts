/** The table of functions as a stage: its rows are selected by pointer and keys. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ROW_EXPANDED, ROW_GOES_ON } from '../../src/protocol/analysis.ts';
import type { TableSort } from '../../src/protocol/analysis.ts';
import type { Palette } from '../shared/palette.ts';
import { sortCommand, tableCommand, tableStep } from './input.ts';
import { handled } from './key-event.ts';
import type { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import type { Stage } from './stage.ts';
import type { PageStore } from './store.ts';
import { TableView } from './table-view.ts';

/** A burst of scrolling asks once, this long after its last step. */
const SCROLL_MILLIS = 16;

export interface TableStageParts {
  readonly store: PageStore;
  readonly opener: LineOpener;
  readonly palette: () => Palette;
  readonly onScroll: () => void;
}

export class TableStage implements Stage {
  readonly #view: TableView;
  readonly #store: PageStore;
  readonly #opener: LineOpener;
  readonly #palette: () => Palette;

  constructor({ store, opener, palette, onScroll }: TableStageParts) {
    this.#store = store;
    this.#opener = opener;
    this.#palette = palette;
    this.#view = new TableView({
      onWindow: ({ start, count }) => {
        if (count === 0) return;
        store.update({ ...store.state, tableStart: start, tableCount: count }, SCROLL_MILLIS);
      },
      onRow: (row, event) => {
        this.#moveTo(row);
        if (!event.altKey && !event.ctrlKey && event.detail < 2) opener.open(true);
      },
      onOpenRow: () => opener.open(false),
      onToggle: (row) => this.#toggle(row),
      onSort: (sort) => this.setSort(sort),
      onKey: (event) => this.#key(event),
      onScroll,
    });
  }

  saved(): number {
    return this.#view.grid.scrollTop;
  }

  restore(saved: unknown): void {
    if (typeof saved === 'number') this.#view.grid.restoreScroll(saved);
  }

  template({ table }: PageState): TemplateResult {
    return html`${table?.rowCount === 0 ? noMatch() : nothing}${this.#view.grid.element}`;
  }

  draw(state: PageState): void {
    this.#view.update(state.table, {
      sort: state.sort,
      descending: state.descending,
      selected: state.tableRow ?? model.rowOfSelection(state),
      unit: model.sampleTypeOf(state)?.unit ?? '',
      palette: this.#palette(),
      beforeFactor: model.infoOf(state)?.comparison ? model.beforeFactor(state) : null,
    });
  }

  focus(): void {
    this.#view.grid.focus();
  }

  /** All rows are hits. */
  stepHit(step: 1 | -1): void {
    this.#moveTo(model.tableRowAfter(this.#store.state, step));
  }

  setSort(sort: TableSort): void {
    this.#store.update(model.withSort(this.#store.state, sort));
    this.#view.grid.list.scrollTop = 0;
  }

  /** The row that keys led to becomes the selection as soon as its window is here. */
  followRow(): void {
    this.#store.update(model.selectRow(this.#store.state));
  }

  #key(event: KeyboardEvent): void {
    const sort = sortCommand(event);
    const command = tableCommand(event);
    if (sort !== null) this.setSort(sort);
    else if (command === 'open') this.#opener.open(false);
    else if (command === 'go-to-line') this.#opener.open(true);
    else if (command === null) return;
    else if (command === 'expand' || command === 'collapse') this.#expand(command);
    else {
      const step = tableStep(command, this.#view.grid.list.pageRows);
      this.#moveTo(model.tableRowAfter(this.#store.state, step));
    }
    handled(event);
  }

  /** → shows what is below the row, ← hides it or goes to the row it belongs to. */
  #expand(command: 'expand' | 'collapse'): void {
    const { state } = this.#store;
    const row = state.tableRow ?? model.rowOfSelection(state);
    if (row === null) return;
    const flags = state.table?.flags[row - state.table.start] ?? 0;
    const isExpanded = (flags & ROW_EXPANDED) !== 0;
    if (command === 'collapse' && !isExpanded) this.#moveTo(model.parentRow(state, row));
    else if (isExpanded === (command === 'collapse') && (flags & ROW_GOES_ON) !== 0) {
      this.#toggle(row);
    }
  }

  #toggle(row: number): void {
    const path = model.pathOfRow(this.#store.state, row);
    if (path === null) return;
    this.#moveTo(row);
    this.#store.update(model.withToggled(this.#store.state, path));
    this.focus();
  }

  #moveTo(row: number): void {
    this.#store.update({ ...this.#store.state, tableRow: row });
    this.#view.grid.list.reveal(row);
    this.followRow();
  }
}

function noMatch(): TemplateResult {
  return html`<div class="empty">
    <p><b>No function matches</b></p>
    <p class="mut">Clear the search to see all functions.</p>
  </div>`;
}
