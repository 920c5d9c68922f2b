import { labelValuesOf, newReport, numericUnitsOf } from '../profile/index.ts';
import type { Report, ReportFormat } from '../profile/index.ts';
import type { ProfileFilter } from '../protocol/profile-filter.ts';
import { filterQuery } from './filter/filter-query.ts';
import type { ProfileSession } from './profile-session.ts';

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
  return newReport(applied, { ...filterQuery(filter), sampleType }, format);
}
