import { quantityText } from '../base/format.ts';
import { UserError } from '../base/user-error.ts';
import { combineProfiles } from '../profile/index.ts';
import type { Profile } from '../profile/index.ts';
import type { ComparedPair } from '../protocol/analysis.ts';

/** One side of a comparison. */
export interface ComparedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/**
 * Several profiles as one, so that trees, tables and filters see all of them: each has a block of the sample types
 * that all have. Throws a UserError when they have no sample type in common.
 */
export function comparedProfile(sides: readonly ComparedProfile[]): Profile {
  const types = commonTypes(sides);
  const wide = sides.map(({ profile }, side) => widened(profile, types, side, sides.length));
  // Stacks of the newest profile come first, as they do where it is alone.
  const all = combineProfiles(wide.toReversed());
  if (all.profile === undefined) throw new UserError('not-comparable', all.error);
  return { ...all.profile, durationNanos: sides.at(-1)?.profile.durationNanos ?? 0 };
}

/** In the order of the newest profile. */
function commonTypes(sides: readonly ComparedProfile[]): readonly string[] {
  const common = sides
    .at(-1)
    ?.profile.sampleTypes.filter(({ type, unit }) =>
      sides.every(({ profile }) =>
        profile.sampleTypes.some((other) => other.type === type && other.unit === unit),
      ),
    );
  if (common !== undefined && common.length > 0) return common.map(({ type }) => type);
  const measured = sides.map(
    ({ name, profile }) =>
      `${name} measures ${profile.sampleTypes.map(({ type }) => type).join(', ')}`,
  );
  throw new UserError(
    'not-comparable',
    `Only profiles of one kind compare: ${measured.join('; ')}.`,
  );
}

/** Two of the compared profiles: the sample types of one, then those of the other. */
export function pairedProfile(
  profile: Profile,
  typeCount: number,
  { before, after }: ComparedPair,
): Profile {
  const types = profile.sampleTypes.slice(0, typeCount);
  const block = (side: number): readonly Float64Array[] =>
    profile.samples.values.slice(side * typeCount, (side + 1) * typeCount);
  return {
    ...profile,
    sampleTypes: [...types, ...types.map(({ type, unit }) => ({ type: `before ${type}`, unit }))],
    samples: { ...profile.samples, values: [...block(after), ...block(before)] },
  };
}

/** Several profiles as one. Throws a UserError when they have no sample type in common. */
export function mergedProfile(profiles: readonly Profile[]): Profile {
  const merged = combineProfiles(profiles);
  if (merged.profile === undefined) throw new UserError('not-comparable', merged.error);
  return merged.profile;
}

/** Why they may differ besides by what they did. */
export function comparisonNotes(profiles: readonly Profile[]): string[] {
  const [before, after] = profiles;
  if (before && after && profiles.length === 2) return notesOfTwo(before, after);
  const notes: string[] = [];
  const mains = profiles.flatMap(({ mappings }) => mappings.slice(0, 1));
  const programs = new Set(mains.map(({ file }) => baseName(file)));
  const builds = new Set(mains.map(({ buildId }) => buildId).filter((id) => id !== ''));
  if (programs.size > 1) notes.push(`${programs.size} programs: ${[...programs].join(', ')}.`);
  else if (builds.size > 1) {
    notes.push(
      `${builds.size} builds: a function that was renamed or inlined is gone in one profile and new in another.`,
    );
  }
  const durations = profiles.map(({ durationNanos }) => durationNanos).sort((a, b) => a - b);
  const [shortest = 0] = durations;
  const longest = durations.at(-1) ?? 0;
  if (shortest > 0 && longest > shortest * 1.2) {
    const [from, to] = [shortest, longest].map((nanos) => quantityText(nanos, 'nanoseconds'));
    notes.push(`Recorded over ${from} to ${to}: scale to compare shares.`);
  }
  return notes;
}

function notesOfTwo(before: Profile, after: Profile): string[] {
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

/** The sample types once for each side, with zeros where the values of the others will be. */
function widened(profile: Profile, types: readonly string[], side: number, count: number): Profile {
  const rows = types.map((type) => profile.sampleTypes.findIndex((known) => known.type === type));
  const sampleTypes = rows.map((row) => profile.sampleTypes[row] ?? { type: '', unit: '' });
  const none = new Float64Array(profile.samples.length);
  const values = rows.map((row) => profile.samples.values[row] ?? none);
  const zeros = values.map(() => none);
  const named = profile.sampleTypes[profile.defaultSampleType]?.type ?? '';
  const defaultSampleType = Math.max(0, types.indexOf(named));
  const blocks = Array.from({ length: count }, (_, block) => block);
  return {
    ...profile,
    sampleTypes: blocks.flatMap((block) =>
      sampleTypes.map(({ type, unit }) => ({
        type: block === 0 ? type : `${block} ${type}`,
        unit,
      })),
    ),
    defaultSampleType,
    defaultSampleTypeName: types[defaultSampleType] ?? '',
    samples: {
      ...profile.samples,
      values: blocks.flatMap((block) => (block === side ? values : zeros)),
    },
  };
}
