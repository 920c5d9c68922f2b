import { DEFAULT_QUERY } from '../../profile/index.ts';
import type { Granularity, ProfileFilters, ProfileQuery } from '../../profile/index.ts';
import { FILTER_WORDS } from '../../protocol/profile-filter.ts';
import type { FilterWord, ProfileFilter } from '../../protocol/profile-filter.ts';

export const GRANULARITIES: readonly Granularity[] = [
  'functions',
  'filefunctions',
  'files',
  'lines',
  'addresses',
];

/** pprof's option for each word that is one. */
const OPTIONS = {
  focus: 'focus',
  ignore: 'ignore',
  hide: 'hide',
  show: 'show',
  show_from: 'showFrom',
  prune_from: 'pruneFrom',
  tagfocus: 'tagFocus',
  tagignore: 'tagIgnore',
  tagshow: 'tagShow',
  taghide: 'tagHide',
  tagroot: 'tagRoot',
  tagleaf: 'tagLeaf',
} as const satisfies Partial<Record<FilterWord, keyof ProfileFilters>>;

/** The question that a filter puts to the engine. Percentages are the view's business. */
export function filterQuery(filter: ProfileFilter): ProfileQuery {
  let query: ProfileQuery = { ...DEFAULT_QUERY, sampleType: 0 };
  for (const { word, value } of filter) {
    if (word === 'noinlines') query = { ...query, noInlines: true };
    else if (word === 'granularity') query = { ...query, granularity: granularityOf(value) };
    else if (word !== 'relative_percentages') query = { ...query, [OPTIONS[word]]: value };
  }
  return query;
}

/** The same filter with functions as frames. */
export function withoutGranularity(filter: ProfileFilter = []): ProfileFilter {
  return filter.filter(({ word }) => word !== 'granularity');
}

function granularityOf(value: string): Granularity {
  return GRANULARITIES.find((known) => known === value) ?? 'functions';
}

/** `Focus expression matched no samples` names the option that pprof means. */
export function unmatchedWords(warnings: readonly string[]): FilterWord[] {
  return warnings.flatMap((warning) => {
    const [, option] = /^(\w+) expression matched no samples$/.exec(warning) ?? [];
    const word = option === 'ShowFrom' ? 'show_from' : option?.toLowerCase();
    const known = FILTER_WORDS.find((name) => name === word);
    return known === undefined ? [] : [known];
  });
}
