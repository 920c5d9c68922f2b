/** Values of profiles times a ratio (profile.ScaleN, measurement.ScaleProfiles of pprof vendored in Go 1.26). */
import { selectSamples } from '../frame-stacks.ts';
import { areComparable, scale } from '../measurement.ts';
import type { Profile, SampleType } from '../model.ts';

/** A ratio per sample type. Samples that get no value from a ratio other than 1 go. */
export function scaledProfile(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const { samples } = profile;
  const values = samples.values.map((column, type) => {
    const ratio = ratios[type] ?? 1;
    return ratio === 1 ? column : column.map((value) => rounded(value * ratio));
  });
  const kept = selectSamples({ ...samples, values }, (sample) =>
    values.some((column, type) => ratios[type] !== 1 && column[sample] !== 0),
  );
  return { ...profile, samples: kept };
}

export function negated(profile: Profile): Profile {
  return scaledProfile(
    profile,
    profile.sampleTypes.map(() => -1),
  );
}

/** Sum of the values per sample type. */
export function sumsOf({ samples }: Profile): number[] {
  return samples.values.map((column) => column.reduce((sum, value) => sum + value, 0));
}

/** The profiles in the finest unit of each sample type; they have the same number of types. */
export function scaleToCommonUnits(
  profiles: readonly Profile[],
): { readonly profiles: readonly Profile[] } | { readonly error: string } {
  const [first] = profiles;
  if (!first || profiles.length === 1) return { profiles };
  const period = commonType(profiles.map(({ periodType }) => periodType));
  if (!period)
    return {
      error: incompatible(
        'period types',
        profiles.map((p) => p.periodType),
      ),
    };
  const types: SampleType[] = [];
  for (let index = 0; index < first.sampleTypes.length; index++) {
    const own = profiles.map(({ sampleTypes }) => sampleTypes[index] ?? { type: '', unit: '' });
    const common = commonType(own);
    if (!common) return { error: incompatible('sample types', own) };
    types.push(common);
  }
  return { profiles: profiles.map((profile) => converted(profile, period, types)) };
}

function converted(profile: Profile, period: SampleType, types: readonly SampleType[]): Profile {
  const ratios = profile.sampleTypes.map(
    ({ unit }, index) => scale(1, unit, types[index]?.unit ?? unit).value,
  );
  const scaled = scaledProfile(profile, ratios);
  return {
    ...scaled,
    period: Math.trunc(scale(profile.period, profile.periodType.unit, period.unit).value),
    periodType: { type: profile.periodType.type, unit: period.unit },
    sampleTypes: profile.sampleTypes.map(({ type, unit }, index) => ({
      type,
      unit: types[index]?.unit ?? unit,
    })),
  };
}

/** The finest of the types; null where they measure different things. */
function commonType(types: readonly SampleType[]): SampleType | null {
  let [finest] = types;
  if (!finest) return null;
  for (const type of types.slice(1)) {
    const isSame = finest.type.replace(/s$/, '') === type.type.replace(/s$/, '');
    if (!isSame || !areComparable(finest.unit, type.unit)) return null;
    if (scale(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return finest;
}

function incompatible(what: string, types: readonly SampleType[]): string {
  const list = types.map(({ type, unit }) => `${type}/${unit}`).join(' and ');
  return `the profiles have different ${what}: ${list}`;
}

/** Go's math.Round: halves go away from zero. */
function rounded(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}
