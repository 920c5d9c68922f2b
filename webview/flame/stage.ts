import type { TemplateResult } from 'lit';
import type { PageState } from './model.ts';

/** One way to look at the profile: what stands beside the details, with its own keys and scroll position. */
export interface Stage {
  /** Called before the page is rendered, also while another stage is shown. */
  prepare(state: PageState): void;
  /** The stage's part of the page. */
  template(state: PageState): TemplateResult;
  /** Called after the page was rendered with this stage. */
  draw(state: PageState): void;
  focus(): void;
  /** N and Shift+N: to the next or the previous hit of the search. */
  stepHit(step: 1 | -1): void;
  readonly scrollTop: number;
  restoreScroll(top: number): void;
}
