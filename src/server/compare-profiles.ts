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
