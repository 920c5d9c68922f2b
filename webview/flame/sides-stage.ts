/** All profiles of a comparison as a stage: rows are functions, columns are profiles. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SidesSort, SidesWindow } from '../../src/protocol/profile-views.ts';
import type { Palette } from '../shared/palette.ts';
import type { Answer } from './answers.ts';
import { tableCommand, tableStep } from './input.ts';
import { handled } from './key-event.ts';
import type { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { NewestAnswer } from './newest-answer.ts';
import type { Question } from './questions.ts';
import { INITIAL_ORDER, restoredOrder, restoredScroll, sortedBy } from './sides-model.ts';
import type { SidesOrder } from './sides-model.ts';
import { SidesView } from './sides-view.ts';
import type { Stage } from './stage.ts';
import type { PageStore } from './store.ts';

/** Windows start and end at multiples of this, so that scrolling a row asks nothing. */
const BLOCK = 64;

export interface SidesStageParts {
  readonly store: PageStore;
  readonly opener: LineOpener;
  readonly palette: () => Palette;
  readonly onScroll: () => void;
}

export class SidesStage implements Stage {
  readonly #parts: SidesStageParts;
  readonly #view: SidesView;
  readonly #answer = new NewestAnswer<SidesWindow>();
  #order: SidesOrder = INITIAL_ORDER;
  #restored: unknown = null;
  #rows = { start: 0, count: BLOCK };
  /** Keys led to a row that is not here yet. */
  #wanted: number | null = null;

  constructor(parts: SidesStageParts) {
    this.#parts = parts;
    this.#view = new SidesView({
      onWindow: (rows) => {
        if (rows.count === 0) return;
        this.#rows = rows;
        parts.store.touch();
      },
      onRow: (row) => {
        this.#select(row);
        this.focus();
      },
      onOpenRow: () => parts.opener.open(false),
      onSort: (sort) => this.#setOrder(sortedBy(this.#order, sort)),
      onKey: (event) => this.#key(event),
      onScroll: parts.onScroll,
    });
  }

  questions(state: PageState): readonly Question[] {
    const query = this.#query(state);
    return query === null ? [] : [{ slot: 'sides', method: 'delvescope/sidesWindow', query }];
  }

  answered(answer: Answer, question: Question): void {
    if (answer.method !== 'delvescope/sidesWindow') return;
    this.#answer.set(answer.result, question);
    if (this.#wanted !== null) this.#select(this.#wanted);
    this.#parts.store.touch();
  }

  template(state: PageState): TemplateResult {
    const window = this.#answer.value;
    const query = this.#query(state);
    if (query === null) return html`${nothing}`;
    return html`${this.#answer.isOf(query) ? nothing : computing()}
      <div class="gbar">
        <span class="seg" role="group" aria-label="Figures"
          >${this.#measure('flat', 'Self')}${this.#measure('cum', 'Total')}</span
        >
        <span class="el grow mut"
          >${
            query.isScaled ? 'All profiles scaled to the sum of the base. ' : ''
          }${window?.rowCount === 0 ? 'No function matches.' : ''}</span
        >
      </div>
      ${this.#view.grid.element}`;
  }

  draw(state: PageState): void {
    const comparison = model.infoOf(state)?.comparison;
    if (!comparison) return;
    this.#view.update(this.#answer.value, {
      comparison,
      order: this.#order,
      selected: state.selection?.function ?? null,
      unit: model.sampleTypeOf(state)?.unit ?? '',
      palette: this.#parts.palette(),
    });
  }

  focus(): void {
    this.#view.grid.focus();
  }

  /** All rows are hits. */
  stepHit(step: 1 | -1): void {
    this.#move(step);
  }

  saved(): unknown {
    return { ...this.#order, scrollTop: this.#view.grid.scrollTop };
  }

  /** How many profiles there are is known with the first question. */
  restore(saved: unknown): void {
    this.#restored = saved;
    this.#view.grid.restoreScroll(restoredScroll(saved));
  }

  #query(state: PageState) {
    const comparison = model.infoOf(state)?.comparison;
    if (!comparison) return null;
    if (this.#restored !== null) {
      this.#order = restoredOrder(this.#restored, comparison.sides.length);
      this.#restored = null;
    }
    const { sampleType, filter, appliedSearch: search, isNormalized: isScaled } = state;
    const start = Math.floor(this.#rows.start / BLOCK) * BLOCK;
    const end = Math.ceil((this.#rows.start + this.#rows.count) / BLOCK) * BLOCK;
    const window = { search, start, count: Math.max(BLOCK, end - start) };
    const base = comparison.pair.before;
    return { sampleType, filter, base, isScaled, ...this.#order, ...window };
  }

  #measure(measure: SidesOrder['measure'], title: string): TemplateResult {
    const isOn = this.#order.measure === measure;
    return html`<button
      class=${isOn ? 'on' : ''}
      aria-pressed=${isOn}
      @click=${() => this.#setOrder({ ...this.#order, measure })}
    >
      ${title}
    </button>`;
  }

  #setOrder(order: SidesOrder): void {
    this.#order = order;
    this.#wanted = null;
    this.#view.grid.list.scrollTop = 0;
    this.#parts.store.touch();
    this.#parts.onScroll();
  }

  #key(event: KeyboardEvent): void {
    const sort = digitSort(event, this.#answer.value?.sideCount ?? 0);
    const command = tableCommand(event);
    if (sort !== null) this.#setOrder(sortedBy(this.#order, sort));
    else if (command === 'open') this.#parts.opener.open(false);
    else if (command === 'go-to-line') this.#parts.opener.open(true);
    else if (command === null || command === 'expand' || command === 'collapse') return;
    else this.#move(tableStep(command, this.#view.grid.list.pageRows));
    handled(event);
  }

  #move(step: number): void {
    const window = this.#answer.value;
    if (window === null) return;
    const selected = this.#parts.store.state.selection?.function ?? -1;
    const index = window.function.indexOf(selected);
    const from = this.#wanted ?? (index < 0 ? (step > 0 ? -1 : 0) : window.start + index);
    const row = Math.max(0, Math.min(window.rowCount - 1, from + step));
    this.#view.grid.list.reveal(row);
    this.#select(row);
  }

  /** Once the row is here. */
  #select(row: number): void {
    const { store } = this.#parts;
    const window = this.#answer.value;
    const row0 = row - (window?.start ?? 0);
    const id = row0 < 0 ? undefined : window?.function[row0];
    this.#wanted = id === undefined ? row : null;
    if (id !== undefined) store.update(model.selectFunction(store.state, id));
  }
}

/** 1 to 9: the value of a profile. */
function digitSort(event: KeyboardEvent, sideCount: number): SidesSort | null {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return null;
  const side = Number(event.key) - 1;
  return side < sideCount ? { side, by: 'value' } : null;
}

function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Comparing the profiles"></div>`;
}
