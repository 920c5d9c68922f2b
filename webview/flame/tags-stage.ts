/** The labels of the profile as a stage: a pivot whose rows become terms of the filter line. */
import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { TagTable } from '../../src/protocol/profile-views.ts';
import type { Answer } from './answers.ts';
import { withFilter } from './filter-model.ts';
import { tagCommand } from './input.ts';
import { handled } from './key-event.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { NewestAnswer } from './newest-answer.ts';
import type { Question } from './questions.ts';
import type { Stage } from './stage.ts';
import type { PageStore } from './store.ts';
import { keyTerm, tagRows, tagTerm } from './tag-model.ts';
import type { TagRow } from './tag-model.ts';
import { isCompared, noTags, tagTable } from './tags-view.ts';
import type { TagAct } from './tags-view.ts';

export interface TagsStageParts {
  readonly store: PageStore;
  readonly onScroll: () => void;
}

export class TagsStage implements Stage {
  readonly #store: PageStore;
  readonly #answer = new NewestAnswer<TagTable>();
  readonly #element: HTMLElement;
  #rows: readonly TagRow[] = [];
  #row = 0;
  #splitBy: string | null = null;
  #isMoving = false;

  constructor({ store, onScroll }: TagsStageParts) {
    this.#store = store;
    this.#element = document.createElement('div');
    this.#element.className = 'tags';
    this.#element.tabIndex = 0;
    this.#element.setAttribute('role', 'treegrid');
    this.#element.setAttribute('aria-label', 'Labels');
    this.#element.addEventListener('keydown', (event) => this.#key(event));
    this.#element.addEventListener('scroll', onScroll, { passive: true });
  }

  questions(state: PageState): readonly Question[] {
    return [{ slot: 'tags', method: 'delvescope/tagPivot', query: this.#query(state) }];
  }

  answered(answer: Answer, question: Question): void {
    if (answer.method !== 'delvescope/tagPivot') return;
    this.#answer.set(answer.result, question);
    this.#rows = tagRows(answer.result);
    this.#row = Math.max(0, Math.min(this.#row, this.#rows.length - 1));
    this.#store.touch();
  }

  template(state: PageState): TemplateResult {
    const isCurrent = this.#answer.isOf(this.#query(state));
    return html`${isCurrent ? nothing : computing()}
    ${this.#answer.value?.keys.length === 0 ? noTags(state.filter.length > 0) : nothing}
    ${this.#element}`;
  }

  draw(state: PageState): void {
    const table = this.#answer.value;
    if (table === null) return;
    const { detail, selection } = state;
    const isKnown = detail !== null && selection?.function === detail.function;
    const functionName = isKnown ? detail.name : null;
    // The style sheet has a grid for each number of columns.
    const columns = table.columns.length + (functionName === null ? 0 : 2);
    this.#element.style.setProperty('--columns', String(columns));
    this.#element.classList.toggle('plain', columns === 0);
    this.#element.classList.toggle('two', isCompared(table));
    this.#element.setAttribute('aria-activedescendant', `tag-${this.#row}`);
    render(
      table.keys.length === 0
        ? nothing
        : tagTable(table, this.#rows, {
            unit: model.sampleTypeOf(state)?.unit ?? '',
            row: this.#row,
            functionName,
            splitBy: this.#splitBy,
            onRow: (row) => this.#move(row),
            onAct: (act, row) => this.#act(act, row),
          }),
      this.#element,
    );
    if (!this.#isMoving) return;
    this.#isMoving = false;
    this.#element.querySelector('.act')?.scrollIntoView({ block: 'nearest' });
  }

  focus(): void {
    this.#element.focus({ preventScroll: true });
  }

  /** The search is for functions; the hits here are the values. */
  stepHit(step: 1 | -1): void {
    this.#move(this.#row + step);
  }

  saved(): unknown {
    return { splitBy: this.#splitBy };
  }

  restore(saved: unknown): void {
    if (typeof saved !== 'object' || saved === null || !('splitBy' in saved)) return;
    if (typeof saved.splitBy === 'string') this.#splitBy = saved.splitBy;
  }

  #query(state: PageState) {
    const splitBy = this.#splitBy;
    const scope = { ...model.scopeOf(state), ...model.factorOf(state) };
    return { ...scope, function: state.selection?.function ?? null, splitBy };
  }

  #key(event: KeyboardEvent): void {
    const command = tagCommand(event);
    if (command === null) return;
    handled(event);
    const moves: Readonly<Record<string, number>> = {
      up: this.#row - 1,
      down: this.#row + 1,
      first: 0,
      last: this.#rows.length - 1,
    };
    const to = moves[command];
    if (to !== undefined) this.#move(to);
    // The moves are all in the table above.
    else this.#act(command as TagAct, this.#row);
  }

  #move(row: number): void {
    this.#row = Math.max(0, Math.min(row, this.#rows.length - 1));
    this.#isMoving = true;
    this.focus();
    this.#store.touch();
  }

  #act(act: TagAct, index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    const { key } = row.key;
    const { filter } = this.#store.state;
    const term = row.value?.term;
    if (act === 'split') {
      this.#splitBy = this.#splitBy === key ? null : key;
      this.#store.touch();
    } else if (act === 'root') this.#add(keyTerm(filter, 'tagroot', key));
    else if (act === 'leaf') this.#add(keyTerm(filter, 'tagleaf', key));
    else if (term !== undefined) {
      this.#add(tagTerm(filter, act === 'ignore' ? 'tagignore' : 'tagfocus', term));
    }
  }

  /** In the place of the term of the same word. */
  #add(term: PageState['filter'][number]): void {
    const { state } = this.#store;
    const others = state.filter.filter(({ word }) => word !== term.word);
    this.#store.update(withFilter(state, [...others, term]));
  }
}

function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Summing the labels"></div>`;
}
