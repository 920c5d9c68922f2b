/** The stages of the page and which of them is shown. */
import type { Answer } from './answers.ts';
import type { FlameStage } from './flame-stage.ts';
import { sampleTypeOf } from './model.ts';
import type { PageState, PageView } from './model.ts';
import { wantedQuestions } from './questions.ts';
import type { Question } from './questions.ts';
import type { Stage } from './stage.ts';
import type { TableStage } from './table-stage.ts';

export interface StageTable extends Readonly<Record<PageView, Stage>> {
  readonly flame: FlameStage;
  readonly table: TableStage;
}

export const PAGE_VIEWS: readonly PageView[] = [
  'flame',
  'table',
  'sides',
  'graph',
  'source',
  'tags',
];

export class Stages {
  readonly all: StageTable;
  #wantsFocus = true;

  constructor(all: StageTable) {
    this.all = all;
  }

  get flame(): FlameStage {
    return this.all.flame;
  }

  get table(): TableStage {
    return this.all.table;
  }

  shown({ view }: Pick<PageState, 'view'>): Stage {
    return this.all[view];
  }

  /** What the page and the stage that is shown want to know. */
  questions(state: PageState): readonly Question[] {
    const common = wantedQuestions(state);
    // Without samples, or before the profile, there is nothing to ask.
    if ((sampleTypeOf(state)?.total ?? 0) === 0) return common;
    return [...common, ...(this.shown(state).questions?.(state) ?? [])];
  }

  answered(answer: Answer, question: Question): void {
    const view = PAGE_VIEWS.find((known) => known === question.slot);
    if (view === undefined) return;
    const stage: Stage = this.all[view];
    stage.answered?.(answer, question);
  }

  /** The stage takes the focus with the next drawing. */
  focusWhenShown(): void {
    this.#wantsFocus = true;
  }

  prepare(state: PageState): void {
    const stages: readonly Stage[] = Object.values(this.all);
    for (const stage of stages) stage.prepare?.(state);
  }

  /** Called after the page was rendered. */
  drawShown(state: PageState): void {
    const stage = this.shown(state);
    stage.draw(state);
    if (!this.#wantsFocus || state.phase.kind !== 'ready') return;
    this.#wantsFocus = false;
    // A page that opens beside the editor must not take the editor's focus.
    if (document.hasFocus()) stage.focus();
  }

  saved(): Partial<Record<PageView, unknown>> {
    return Object.fromEntries(PAGE_VIEWS.map((view) => [view, this.all[view].saved()]));
  }

  restore(saved: Partial<Record<PageView, unknown>>): void {
    for (const view of PAGE_VIEWS) this.all[view].restore(saved[view]);
  }
}
