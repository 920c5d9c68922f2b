import { labelValuesOf, newReport, numericUnitsOf } from '../profile/index.ts';
import type { Profile, Report, ReportFormat } from '../profile/index.ts';
import type { GraphQuery } from '../protocol/profile-views.ts';
import type { ProfileFilter } from '../protocol/profile-filter.ts';
import { filterQuery } from './filter/filter-query.ts';
import type { ProfileSession } from './profile-session.ts';

/**
 * A comparison as `pprof -diff_base` reports it: figures are what is after minus what was before, shares are of what
 * was before.
 */
export function differenceReport(
  view: ProfileSession,
  { sampleType, filter = [], beforeFactor = 1 }: ComparedQuery,
  format: ReportFormat,
): Report {
  const before = view.before(sampleType);
  const report = viewReport(view, sampleType, filter, format);
  if (before === null) return report;
  const total = view.whole(before) * beforeFactor || view.whole(sampleType);
  const { profile, type } = withCombined(view, sampleType, (now, old) => now - old * beforeFactor);
  return { ...report, profile, query: { ...report.query, sampleType: type }, total };
}

/** What either side of a comparison has: for lists that must not miss what only one of them has. */
export function eitherProfile(
  view: ProfileSession,
  sampleType: number,
): { readonly profile: Profile; readonly type: number } {
  if (view.before(sampleType) === null) return { profile: view.profile, type: sampleType };
  return withCombined(view, sampleType, (now, old) => Math.abs(now) + Math.abs(old));
}

type ComparedQuery = Pick<GraphQuery, 'sampleType' | 'filter' | 'beforeFactor'>;

/** One sample type more, made of the values of each sample after and before. */
function withCombined(
  view: ProfileSession,
  sampleType: number,
  combine: (after: number, before: number) => number,
): { readonly profile: Profile; readonly type: number } {
  const { profile } = view;
  const { sampleTypes, samples } = profile;
  const old = samples.values[view.before(sampleType) ?? -1];
  const values = samples.values[sampleType]?.map((now, sample) => combine(now, old?.[sample] ?? 0));
  const kind = sampleTypes[sampleType];
  if (!values || !kind) return { profile, type: sampleType };
  return {
    profile: {
      ...profile,
      sampleTypes: [...sampleTypes, kind],
      samples: { ...samples, values: [...samples.values, values] },
    },
    type: sampleTypes.length,
  };
}

/** A report over what a filter left: `view` is the session that the filter made. */
export function viewReport(
  view: ProfileSession,
  sampleType: number,
  filter: ProfileFilter,
  format: ReportFormat,
): Report {
  const original = view.filtered?.of.profile ?? view.profile;
  const applied = {
    profile: view.profile,
    total: view.whole(sampleType),
    numericUnits: numericUnitsOf(original, labelValuesOf(original.labels)).units,
    warnings: [],
    error: null,
  };
  return newReport(applied, { ...filterQuery(filter), sampleType }, format, view.token);
}
