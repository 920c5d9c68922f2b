import type { TemplateResult } from 'lit';
import type { Answer } from './answers.ts';
import type { PageState } from './model.ts';
import type { Question } from './questions.ts';

/** One way to look at the profile: what stands beside the details, with its own keys, questions and scroll position. */
export interface Stage {
  /** Called before the page is rendered, also while another stage is shown. */
  prepare?(state: PageState): void;
  /** The stage's part of the page; nothing is drawn of a stage that is not shown. */
  template(state: PageState): TemplateResult;
  /** Called after the page was rendered with this stage. */
  draw(state: PageState): void;
  focus(): void;
  /** N and Shift+N: to the next or the previous hit of the search. */
  stepHit(step: 1 | -1): void;
  /** What the stage wants to know besides what the page asks for; only asked of the stage that is shown. */
  questions?(state: PageState): readonly Question[];
  /** An answer to one of these questions. */
  answered?(answer: Answer, question: Question): void;
  /** What survives hiding the page; `restore` checks what it gets. */
  saved(): unknown;
  restore(saved: unknown): void;
}
