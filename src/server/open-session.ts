import { basename } from 'node:path';
import type { Problem } from '../base/problem.ts';
import type { Profile } from '../profile/index.ts';
import type { ComparisonSource, MergedSource } from '../protocol/analysis.ts';
import { comparedProfile, comparisonNotes, mergedProfile } from './compare-profiles.ts';
import { ProfileSession } from './profile-session.ts';
import { type FileReadOptions, readProfile } from './read-profile.ts';

/** A profile, two that are compared, or several that are summed. */
export type ProfileSource = { readonly path: string } | ComparisonSource | MergedSource;

/** What names the profile in later requests: its path, or all paths of several. */
export function keyOf(source: ProfileSource): string {
  if ('path' in source) return source.path;
  if ('merged' in source) return JSON.stringify({ merged: source.merged });
  const { before, after } = source;
  return JSON.stringify({ before, after });
}

/** The files of a source. */
export function filesOf(source: ProfileSource): readonly string[] {
  if ('path' in source) return [source.path];
  return 'merged' in source ? source.merged : [source.before, source.after];
}

export async function openSession(
  source: ProfileSource,
  ownModules: readonly string[],
  options: FileReadOptions,
): Promise<ProfileSession> {
  const path = keyOf(source);
  const { profiles, problems } = await readAll(filesOf(source), options);
  const [first, second] = profiles;
  if (!('before' in source) || !first || !second) {
    const name = 'path' in source ? basename(path) : `${profiles.length} profiles`;
    const profile = first && !second ? first : mergedProfile(profiles);
    return new ProfileSession({ path, name }, profile, problems, ownModules);
  }
  const names = { before: basename(source.before), after: basename(source.after) };
  const profile = comparedProfile(
    { name: names.before, profile: first },
    { name: names.after, profile: second },
  );
  const typeCount = profile.sampleTypes.length / 2;
  return new ProfileSession(
    { path, name: `${names.before} ↔ ${names.after}` },
    profile,
    problems,
    ownModules,
    { compared: { ...names, typeCount, notes: comparisonNotes(first, second) } },
  );
}

/** One after the other: less memory is taken, and the processors are busy with one file. */
async function readAll(
  paths: readonly string[],
  options: FileReadOptions,
): Promise<{ profiles: Profile[]; problems: Problem[] }> {
  const profiles: Profile[] = [];
  const problems: Problem[] = [];
  for (const [index, path] of paths.entries()) {
    const read = await readProfile(path, {
      ...options,
      onProgress: (share) => options.onProgress((index + share) / paths.length),
    });
    profiles.push(read.profile);
    problems.push(...read.problems);
  }
  return { profiles, problems };
}
