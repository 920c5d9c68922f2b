import type { FilterDraft } from '../../src/protocol/profile-filter.ts';
import type { CompletionState } from '../shared/completion.ts';

/** What stands in the input of the filter line. */
export interface DraftState {
  readonly text: string;
  readonly caret: number;
  /** Asked about while the input has the focus. */
  readonly isOpen: boolean;
  /** Becomes a term as soon as it is known to be one. */
  readonly isWanted: boolean;
  /** The reader takes it for finished. */
  readonly isTried: boolean;
  /** The newest answer, and the text it is about. */
  readonly answer: FilterDraft | null;
  readonly answerFor: string;
  readonly completion: CompletionState | null;
}

export const NO_DRAFT: DraftState = {
  text: '',
  caret: 0,
  isOpen: false,
  isWanted: false,
  isTried: false,
  answer: null,
  answerFor: '',
  completion: null,
};
