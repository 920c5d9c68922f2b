import { quantityText } from '../base/format.ts';
import { UserError } from '../base/user-error.ts';
import { combineProfiles } from '../profile/index.ts';
import type { Profile } from '../profile/index.ts';

/** One side of a comparison. */
export interface ComparedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/**
 * Two profiles as one, so that trees, tables and filters see both: the values after as the sample types that both
 * have, the values before as as many more. Throws a UserError when they have no sample type in common.
 */
export function comparedProfile(before: ComparedProfile, after: ComparedProfile): Profile {
  const common = after.profile.sampleTypes.filter(({ type, unit }) =>
    before.profile.sampleTypes.some((other) => other.type === type && other.unit === unit),
  );
  if (common.length === 0) {
    const [a, b] = [before, after].map(
      ({ name, profile }) =>
        `${name} measures ${profile.sampleTypes.map(({ type }) => type).join(', ')}`,
    );
    throw new UserError('not-comparable', `Only profiles of one kind compare: ${a}; ${b}.`);
  }
  const types = common.map(({ type }) => type);
  const both = combineProfiles([
    widened(after.profile, types, 'after'),
    widened(before.profile, types, 'before'),
  ]);
  if (both.profile === undefined) throw new UserError('not-comparable', both.error);
  return { ...both.profile, durationNanos: after.profile.durationNanos };
}

/** Several profiles as one. Throws a UserError when they have no sample type in common. */
export function mergedProfile(profiles: readonly Profile[]): Profile {
  const merged = combineProfiles(profiles);
  if (merged.profile === undefined) throw new UserError('not-comparable', merged.error);
  return merged.profile;
}

/** Why the two may differ besides by what they did. */
export function comparisonNotes(before: Profile, after: Profile): string[] {
  const notes: string[] = [];
  const [old, now] = [before, after].map(({ mappings }) => mappings[0]);
  if (old && now && baseName(old.file) !== baseName(now.file)) {
    notes.push(`Two programs: ${baseName(old.file)} before, ${baseName(now.file)} after.`);
  } else if (old?.buildId && now?.buildId && old.buildId !== now.buildId) {
    const ids = [old, now].map(({ buildId }) => buildId.slice(0, 8));
    notes.push(
      `Two builds (${ids.join(', ')}): a function that was renamed or inlined is gone on one side and new on the other.`,
    );
  }
  const [short = 0, long = 0] = [before.durationNanos, after.durationNanos].sort((a, b) => a - b);
  if (short > 0 && long > short * 1.2) {
    const [first, second] = [before, after].map(({ durationNanos }) =>
      quantityText(durationNanos, 'nanoseconds'),
    );
    notes.push(`Recorded over ${first} before and ${second} after: scale to compare shares.`);
  }
  return notes;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** Twice the sample types, with zeros where the values of the other side will be. */
function widened(profile: Profile, types: readonly string[], side: 'after' | 'before'): Profile {
  const rows = types.map((type) => profile.sampleTypes.findIndex((known) => known.type === type));
  const sampleTypes = rows.map((row) => profile.sampleTypes[row] ?? { type: '', unit: '' });
  const none = new Float64Array(profile.samples.length);
  const values = rows.map((row) => profile.samples.values[row] ?? none);
  const zeros = values.map(() => none);
  const named = profile.sampleTypes[profile.defaultSampleType]?.type ?? '';
  const defaultSampleType = Math.max(0, types.indexOf(named));
  return {
    ...profile,
    sampleTypes: [
      ...sampleTypes,
      ...sampleTypes.map(({ type, unit }) => ({ type: `before ${type}`, unit })),
    ],
    defaultSampleType,
    defaultSampleTypeName: types[defaultSampleType] ?? '',
    samples: {
      ...profile.samples,
      values: side === 'after' ? [...values, ...zeros] : [...zeros, ...values],
    },
  };
}
