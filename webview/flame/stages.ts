/** The stages of the page and which of them is shown. */
import type { FlameStage } from './flame-stage.ts';
import type { PageState, PageView } from './model.ts';
import type { Stage } from './stage.ts';
import type { TableStage } from './table-stage.ts';

export class Stages {
  readonly flame: FlameStage;
  readonly table: TableStage;
  readonly all: Readonly<Record<PageView, Stage>>;
  #wantsFocus = true;

  constructor(flame: FlameStage, table: TableStage) {
    this.flame = flame;
    this.table = table;
    this.all = { flame, table };
  }

  shown({ view }: Pick<PageState, 'view'>): Stage {
    return this.all[view];
  }

  /** The stage takes the focus with the next drawing. */
  focusWhenShown(): void {
    this.#wantsFocus = true;
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
}
