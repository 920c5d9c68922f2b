/**
 * The samples and frames that a query is about, in the order of internal/driver/driver.go of pprof (vendored in
 * Go 1.26): labels become frames, then names, show_from, labels and prune_from filter. The total is that of
 * everything, or with relative percentages that of what is left.
 */
import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelled,
} from '../../base/cancellation.ts';
import type { Profile } from '../model.ts';
import { pruneFrom } from '../prune.ts';
import { compileRegExp, type TextPattern } from '../re2/compile.ts';
import { BASE_LABEL } from './base-label.ts';
import { dropInlined } from './drop-inlined.ts';
import { addLabelFrames } from './label-frames.ts';
import { type LabelValues, labelValuesOf, numericUnitsOf } from './label-sets.ts';
import { filterByName, showFrom } from './name-filter.ts';
import type { ProfileFilters, ProfileQuery } from './query.ts';
import { compileTagFilter, filterByTag, filterTagKeys, type TagTest } from './tag-filter.ts';

export interface AppliedQuery {
  /** Filtered; frames are not merged yet. */
  readonly profile: Profile;
  /** Sum of absolute values: what percentages are of. */
  readonly total: number;
  /** Unit per key of numeric labels. */
  readonly numericUnits: ReadonlyMap<string, string>;
  /** Sentences such as `Focus expression matched no samples`. */
  readonly warnings: readonly string[];
  /** What is wrong with an expression of the query; then nothing is filtered. */
  readonly error: string | null;
}

/** What of a query changes samples and frames: equal keys give equal results of `applyQuery`. */
export function filterKey(query: ProfileQuery): string {
  const { focus, ignore, hide, show, showFrom: from, pruneFrom: prune } = query;
  const { tagFocus, tagIgnore, tagShow, tagHide, tagRoot, tagLeaf } = query;
  const names = [focus, ignore, hide, show, from, prune];
  const tags = [tagFocus, tagIgnore, tagShow, tagHide, tagRoot, tagLeaf];
  // Labels become frames in the unit of the query.
  const unit = tagRoot === '' && tagLeaf === '' ? '' : query.unit;
  const { noInlines, relativePercentages, sampleType, mean, simplifyNames } = query;
  const others = [noInlines, relativePercentages, sampleType, mean, simplifyNames];
  return JSON.stringify([names, tags, unit, ...others]);
}

/** A million samples take a second: `token` is asked now and then. */
export function applyQuery(
  original: Profile,
  query: ProfileQuery,
  token: CancellationToken = neverCancelled,
): AppliedQuery {
  const labelValues = labelValuesOf(original.labels);
  const units = numericUnitsOf(original, labelValues);
  const warnings = [...units.ignored].map(
    ([key, others]) =>
      `For tag ${key} used unit ${units.units.get(key)}, also encountered unit(s) ${others.join(', ')}`,
  );
  const base = { numericUnits: units.units, warnings };
  throwIfCancelled(token);
  const labelled = addLabelFrames(original, query.tagRoot, query.tagLeaf, query.unit);
  if (query.tagRoot !== '' && !labelled.rootMatched) warnings.push(noMatch('TagRoot'));
  if (query.tagLeaf !== '' && !labelled.leafMatched) warnings.push(noMatch('TagLeaf'));
  throwIfCancelled(token);
  const patterns = compilePatterns(query);
  const tagFocus =
    query.tagFocus === '' ? null : compileTagFilter('tagfocus', query.tagFocus, units);
  const tagIgnore =
    query.tagIgnore === '' ? null : compileTagFilter('tagignore', query.tagIgnore, units);
  const error = patterns.error ?? tagFocus?.error ?? tagIgnore?.error ?? null;
  if (error !== null) {
    return { ...base, profile: original, total: totalOf(original, query, labelValues), error };
  }
  for (const [option, filter] of [
    ['tagfocus', tagFocus],
    ['tagignore', tagIgnore],
  ] as const) {
    const text = option === 'tagfocus' ? query.tagFocus : query.tagIgnore;
    if (filter?.isRange) {
      warnings.push(
        `${option}:Interpreted '${text.slice(text.indexOf('=') + 1)}' as range, not regexp`,
      );
    }
  }
  const tags = { focus: tagFocus?.test ?? null, ignore: tagIgnore?.test ?? null };
  const filtered = filtersOf(
    labelled.profile,
    labelValues,
    { ...patterns.compiled, simplifies: query.simplifyNames },
    tags,
    warnings,
    token,
  );
  throwIfCancelled(token);
  const counted = query.relativePercentages ? filtered : labelled.profile;
  const total = totalOf(
    counted,
    query,
    counted.labels === original.labels ? labelValues : labelValuesOf(counted.labels),
  );
  const profile = query.noInlines ? dropInlined(filtered, query.showColumns) : filtered;
  return { ...base, profile, total, error };
}

type NameOption =
  'focus' | 'ignore' | 'hide' | 'show' | 'showFrom' | 'pruneFrom' | 'tagShow' | 'tagHide';
type Patterns = Record<NameOption, TextPattern | null>;

const NAME_OPTIONS: Readonly<Record<NameOption, string>> = {
  focus: 'focus',
  ignore: 'ignore',
  hide: 'hide',
  show: 'show',
  showFrom: 'show_from',
  pruneFrom: 'prune_from',
  tagShow: 'tagshow',
  tagHide: 'taghide',
};

function compilePatterns(filters: ProfileFilters): { compiled: Patterns; error: string | null } {
  let error: string | null = null;
  const compile = (option: NameOption): TextPattern | null => {
    if (filters[option] === '') return null;
    const result = compileRegExp(filters[option]);
    if (result.error !== undefined) error ??= `${NAME_OPTIONS[option]}: ${result.error}`;
    return result.regExp ?? null;
  };
  const compiled: Patterns = {
    focus: compile('focus'),
    ignore: compile('ignore'),
    hide: compile('hide'),
    show: compile('show'),
    showFrom: compile('showFrom'),
    pruneFrom: compile('pruneFrom'),
    tagShow: compile('tagShow'),
    tagHide: compile('tagHide'),
  };
  return { compiled, error };
}

function filtersOf(
  profile: Profile,
  labelValues: readonly LabelValues[],
  patterns: Patterns & { readonly simplifies: boolean },
  tags: { readonly focus: TagTest | null; readonly ignore: TagTest | null },
  warnings: string[],
  token: CancellationToken,
): Profile {
  const byName = filterByName(profile, patterns, patterns.simplifies, token);
  if (!byName.matches.focus) warnings.push(noMatch('Focus'));
  if (!byName.matches.ignore) warnings.push(noMatch('Ignore'));
  if (!byName.matches.hide) warnings.push(noMatch('Hide'));
  if (!byName.matches.show) warnings.push(noMatch('Show'));
  let result = byName.profile;
  if (patterns.showFrom) {
    const shown = showFrom(result, patterns.showFrom, patterns.simplifies, token);
    if (!shown.matched) warnings.push(noMatch('ShowFrom'));
    result = shown.profile;
  }
  throwIfCancelled(token);
  if (tags.focus || tags.ignore) {
    const byTag = filterByTag(result, labelValues, tags.focus, tags.ignore);
    if (tags.focus && !byTag.focused) warnings.push(noMatch('TagFocus'));
    if (tags.ignore && !byTag.ignored) warnings.push(noMatch('TagIgnore'));
    result = byTag.profile;
  }
  const { tagShow, tagHide } = patterns;
  if (tagShow || tagHide) {
    result = filterTagKeys(result, (key) => tagShow?.test(key) !== false && !tagHide?.test(key));
  }
  return patterns.pruneFrom ? pruneFrom(result, patterns.pruneFrom) : result;
}

function noMatch(option: string): string {
  return `${option} expression matched no samples`;
}

/** report.computeTotal: with samples of a base profile, only those count. */
function totalOf(
  { samples }: Profile,
  { sampleType, mean }: ProfileQuery,
  labelValues: readonly LabelValues[],
): number {
  const column = samples.values[sampleType] ?? new Float64Array(0);
  const counts = samples.values[0] ?? column;
  const isBase = labelValues.map(({ texts }) => texts.get(BASE_LABEL)?.includes('true') ?? false);
  const all = { total: 0, divisor: 0 };
  const base = { total: 0, divisor: 0 };
  for (let sample = 0; sample < column.length; sample++) {
    const value = Math.abs(column[sample] ?? 0);
    const count = mean ? (counts[sample] ?? 0) : 0;
    all.total += value;
    all.divisor += count;
    if (!isBase[samples.labelSet[sample] ?? 0]) continue;
    base.total += value;
    base.divisor += count;
  }
  const { total, divisor } = base.total > 0 ? base : all;
  return divisor === 0 ? total : (total - (total % divisor)) / divisor;
}
