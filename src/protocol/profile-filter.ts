/** Filters of a profile view, in pprof's own words. */
import type { ProfileAnswer } from './analysis.ts';

export const FILTER_WORDS = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'prune_from',
  'tagfocus',
  'tagignore',
  'tagshow',
  'taghide',
  'tagroot',
  'tagleaf',
  'granularity',
  'noinlines',
  'relative_percentages',
] as const;
export type FilterWord = (typeof FILTER_WORDS)[number];

/** Words that stand alone. */
export const FILTER_FLAGS: ReadonlySet<FilterWord> = new Set(['noinlines', 'relative_percentages']);

export interface FilterTerm {
  readonly word: FilterWord;
  /** Empty for a flag. */
  readonly value: string;
}

/** At most one term a word, as pprof's options; everything shown of a profile obeys the same filter. */
export type ProfileFilter = readonly FilterTerm[];

/** What is being typed into the filter line. */
export interface FilterDraftQuery {
  readonly profile: string;
  readonly sampleType: number;
  readonly text: string;
  readonly caret: number;
}

export interface FilterDraft {
  /** What the text means; null while it means nothing. */
  readonly term: FilterTerm | null;
  readonly error: FilterError | null;
  readonly completion: FilterCompletion;
}

/** Half-open range of the wrong part in the text, and what may have been meant. */
export interface FilterError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly suggestion: string | null;
  /** More text may still make it right. */
  readonly isUnfinished: boolean;
}

export interface FilterCompletion {
  /** Half-open range in the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly text: string; readonly detail: string }[];
}

/** What a filter leaves of a sample type. */
export interface FilterOutcome {
  /** Sum of absolute values that are left. */
  readonly left: number;
  /** What percentages are of. */
  readonly whole: number;
  readonly answer: ProfileAnswer;
  /** Words that match nothing. */
  readonly unmatched: readonly FilterWord[];
  /** Then nothing is filtered. */
  readonly error: string | null;
}
