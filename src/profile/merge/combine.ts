/**
 * Several profiles as one, and differences (internal/driver/fetch.go and profile/merge.go of pprof vendored in
 * Go 1.26).
 *
 * 1. Sample types that not all profiles have are dropped; the others take the order of the first profile.
 * 2. Values are converted to the finest unit of each type.
 * 3. Equal samples are summed (`merge.ts`).
 * 4. A base is subtracted: its values are merged in negated, and marked with a label where shares are of the base.
 */
import type { Profile, SampleType } from '../model.ts';
import { BASE_LABEL } from '../query/base-label.ts';
import { mergeProfiles } from './merge.ts';
import { negated, scaledProfile, scaleToCommonUnits, sumsOf } from './scale.ts';
import { withLabel } from './with-label.ts';

export interface BaseOptions {
  /** Shares are of the base, as with `-diff_base`. */
  readonly isDiffBase: boolean;
  /** Values are scaled so that each sample type has the sum of the base. */
  readonly normalize: boolean;
}

/** The result, or why the profiles do not go together. */
export type Combined =
  | { readonly profile: Profile; readonly error?: never }
  | { readonly error: string; readonly profile?: never };

/** One profile of many. A single one stays as it is, equal samples included. */
export function combineProfiles(profiles: readonly Profile[]): Combined {
  const [first] = profiles;
  if (!first) return { error: 'there is no profile' };
  const types = commonTypes(profiles);
  if (types.length === 0 && first.sampleTypes.length > 0) {
    return { error: `the profiles have no sample type in common: ${describe(profiles)}` };
  }
  const scaled = scaleToCommonUnits(profiles.map((profile) => selectTypes(profile, types)));
  if ('error' in scaled) return scaled;
  const [only, second] = scaled.profiles;
  if (only && !second) return { profile: only };
  return { profile: mergeProfiles(scaled.profiles) };
}

/** A profile minus a base. */
export function subtractBase(profile: Profile, base: Profile, options: BaseOptions): Combined {
  let minuend = profile;
  if (options.normalize) {
    const kinds = [profile, base].map((each) => [...each.sampleTypes, each.periodType]);
    if (!haveSameTypes(kinds[0] ?? [], kinds[1] ?? [])) {
      return {
        error: `only profiles of the same kind can be normalized: ${describe([profile, base])}`,
      };
    }
    const wanted = sumsOf(base);
    const ratios = sumsOf(profile).map((sum, type) => (sum === 0 ? 0 : (wanted[type] ?? 0) / sum));
    minuend = scaledProfile(profile, ratios);
  }
  const marked = options.isDiffBase ? withLabel(base, BASE_LABEL, 'true') : base;
  return combineProfiles([minuend, negated(marked)]);
}

/** Types that all profiles have, in the order of the first. */
function commonTypes(profiles: readonly Profile[]): string[] {
  const counts = new Map<string, number>();
  for (const { sampleTypes } of profiles) {
    for (const { type } of sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const types = profiles[0]?.sampleTypes ?? [];
  return types.map(({ type }) => type).filter((type) => counts.get(type) === profiles.length);
}

function selectTypes(profile: Profile, types: readonly string[]): Profile {
  const { sampleTypes, samples } = profile;
  const rows = types.map((type) => sampleTypes.findIndex((known) => known.type === type));
  if (rows.length === sampleTypes.length && rows.every((row, index) => row === index)) {
    return profile;
  }
  const named = profile.defaultSampleTypeName;
  const name = types.includes(named) ? named : (types[0] ?? '');
  return {
    ...profile,
    sampleTypes: rows.map((row) => sampleTypes[row] ?? { type: '', unit: '' }),
    defaultSampleTypeName: name,
    defaultSampleType: types.indexOf(name),
    samples: {
      ...samples,
      values: rows.map((row) => samples.values[row] ?? new Float64Array(samples.length)),
    },
  };
}

function haveSameTypes(a: readonly SampleType[], b: readonly SampleType[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ type, unit }, index) => type === b[index]?.type && unit === b[index].unit)
  );
}

function describe(profiles: readonly Profile[]): string {
  return profiles
    .map(({ sampleTypes }) => sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(' '))
    .join(' and ');
}
