import type {
  FilterDraft,
  FilterDraftQuery,
  FilterOutcome,
} from '../../protocol/profile-filter.ts';
import type { ProfileScope } from '../../protocol/analysis.ts';
import { completeTerm } from '../filter/complete-term.ts';
import { parseTerm } from '../filter/parse-term.ts';
import { profileAnswer } from './profile-info.ts';
import type { ProfileSession } from '../profile-session.ts';

/** What a filter left of a sample type. */
export function filterOutcome(view: ProfileSession, { sampleType }: ProfileScope): FilterOutcome {
  return {
    whole: view.whole(sampleType),
    answer: profileAnswer(view, sampleType),
    left: view.figures(sampleType).values.absoluteTotal,
    unmatched: view.filtered?.unmatched ?? [],
    error: view.filtered?.error ?? null,
  };
}

/** What the text of the filter line means, what is wrong with it, and what can stand at its caret. */
export function filterDraft(
  session: ProfileSession,
  { text, caret, sampleType }: FilterDraftQuery,
): FilterDraft {
  return {
    ...parseTerm(text, session.profile),
    completion: completeTerm(session, sampleType, text, caret),
  };
}
