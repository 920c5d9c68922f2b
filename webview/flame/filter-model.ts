/** The filter line as part of the page's state: its terms, and what is being typed. */
import { FILTER_FLAGS } from '../../src/protocol/profile-filter.ts';
import type {
  FilterDraft,
  FilterError,
  FilterOutcome,
  FilterTerm,
  FilterWord,
  ProfileFilter,
} from '../../src/protocol/profile-filter.ts';
import { accepted, moved, opened } from '../shared/completion.ts';
import { NO_DRAFT } from './draft.ts';
import { withoutFigures } from './model.ts';
import type { PageState } from './model.ts';

/** Terms of these words add up: `ignore a` and `ignore b` is `ignore a|b`. */
const ADDING: ReadonlySet<FilterWord> = new Set(['ignore', 'hide', 'taghide', 'tagshow', 'show']);

/** Another filter has another tree. Functions keep their numbers unless frames become something else. */
export function withFilter(state: PageState, filter: ProfileFilter): PageState {
  const sameNodes = granularityOf(filter) === granularityOf(state.filter);
  const next = withoutFigures({ ...state, filter, outcome: null });
  return sameNodes ? next : { ...next, selection: null, expanded: [] };
}

export function withTerm(state: PageState, term: FilterTerm): PageState {
  const before = state.filter.find(({ word }) => word === term.word);
  const others = state.filter.filter(({ word }) => word !== term.word);
  if (before === undefined || !ADDING.has(term.word)) return withFilter(state, [...others, term]);
  if (before.value.split('|').includes(term.value)) return state;
  return withFilter(state, [...others, { ...term, value: `${before.value}|${term.value}` }]);
}

export function withoutTerm(state: PageState, word: FilterWord): PageState {
  return withFilter(
    state,
    state.filter.filter((term) => term.word !== word),
  );
}

/** Takes a term back into the input. */
export function editTerm(state: PageState, word: FilterWord): PageState {
  const term = state.filter.find((known) => known.word === word);
  if (term === undefined) return state;
  const text = termText(term);
  return withDraft(withoutTerm(state, word), text, text.length);
}

export function withDraft(state: PageState, text: string, caret: number): PageState {
  const { draft } = state;
  const completion = text === draft.text ? draft.completion : null;
  return {
    ...state,
    draft: { ...draft, text, caret, completion, isOpen: true, isWanted: false, isTried: false },
  };
}

export function closeDraft(state: PageState): PageState {
  return { ...state, draft: { ...state.draft, isOpen: false, completion: null } };
}

/** Makes the text a term: now when it is understood, else with the answer. */
export function submitDraft(state: PageState): PageState {
  const { text, answer, answerFor } = state.draft;
  if (text.trim() === '') return state;
  if (answer === null || answerFor !== text) {
    return { ...state, draft: { ...state.draft, isWanted: true, completion: null } };
  }
  if (answer.term === null) {
    return {
      ...state,
      draft: { ...state.draft, isWanted: false, isTried: true, completion: null },
    };
  }
  return withTerm({ ...state, draft: NO_DRAFT }, answer.term);
}

export function withDraftAnswer(state: PageState, answer: FilterDraft, text: string): PageState {
  const { draft } = state;
  if (text !== draft.text) return state;
  const completion = draft.isOpen ? opened(answer.completion, text) : null;
  const next = { ...state, draft: { ...draft, answer, answerFor: text, completion } };
  return draft.isWanted ? submitDraft(next) : next;
}

/** What is wrong with the text as it stands; nothing while it may still become right. */
export function draftError({ draft }: PageState): FilterError | null {
  if (draft.text === '' || draft.answerFor !== draft.text) return null;
  const error = draft.answer?.error ?? null;
  return error?.isUnfinished === true && !draft.isTried ? null : error;
}

export function moveCompletion(state: PageState, by: 1 | -1): PageState {
  const { completion } = state.draft;
  if (completion === null) return state;
  return { ...state, draft: { ...state.draft, completion: moved(completion, by) } };
}

export function takeCompletion(state: PageState, index: number): PageState {
  const { completion, text } = state.draft;
  if (completion === null) return state;
  const { filter } = accepted(completion, index, text);
  const taken = filter.trimEnd();
  return withDraft(state, taken, taken.length);
}

/** Puts the suggestion in the place of what is wrong. */
export function takeSuggestion(state: PageState): PageState {
  const error = draftError(state);
  if (error === null || error.suggestion === null) return state;
  const { text } = state.draft;
  const isValue = /^\s*[a-z_]+\s*[=:\s]/i.test(text) && error.from > text.search(/[=:\s]/);
  const head = isValue ? text.slice(0, text.search(/[=:\s]/) + 1) : text.slice(0, error.from);
  const tail = isValue ? '' : text.slice(error.to);
  const fixed = head + error.suggestion + tail;
  return withDraft(state, fixed, fixed.length);
}

export function withOutcome(state: PageState, outcome: FilterOutcome): PageState {
  return { ...state, outcome, failure: null };
}

/** `focus=shop/api` */
export function termText({ word, value }: FilterTerm): string {
  return FILTER_FLAGS.has(word) ? word : `${word}=${value}`;
}

/** A term that matches one function, whatever is in its name. */
export function functionTerm(word: FilterWord, name: string): FilterTerm {
  return { word, value: `^${name.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\$&')}$` };
}

/** The value for people: names that are matched whole stand without the signs of an expression. */
export function shownValue({ value }: FilterTerm, shorten: (name: string) => string): string {
  const parts = value.split(/(?<=\$)\|(?=\^)/);
  const names = parts.map((part) => /^\^((?:[^\\^$*+?.()|[\]{}]|\\\W)+)\$$/.exec(part)?.[1]);
  if (names.includes(undefined)) return value;
  return names.map((name = '') => shorten(name.replaceAll(/\\(\W)/g, '$1'))).join(' | ');
}

function granularityOf(filter: ProfileFilter): string {
  return filter.find(({ word }) => word === 'granularity')?.value ?? 'functions';
}
