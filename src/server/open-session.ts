import { basename, dirname } from 'node:path';
import { neverCancelled } from '../base/cancellation.ts';
import type { Problem } from '../base/problem.ts';
import type { Profile } from '../profile/index.ts';
import type { ComparisonSource, MergedSource } from '../protocol/analysis.ts';
import { comparedProfile, comparisonNotes, mergedProfile } from './compare-profiles.ts';
import { ProfileSession } from './profile-session.ts';
import { type FileReadOptions, readProfile } from './read-profile.ts';

/** A profile, several that are compared, or several that are summed. */
export type ProfileSource = { readonly path: string } | ComparisonSource | MergedSource;

/** What names the profile in later requests: its path, or all paths of several. */
export function keyOf(source: ProfileSource): string {
  if ('path' in source) return source.path;
  if ('merged' in source) return JSON.stringify({ merged: source.merged });
  return JSON.stringify({ compared: source.compared });
}

/** The files of a source. */
export function filesOf(source: ProfileSource): readonly string[] {
  if ('path' in source) return [source.path];
  return 'merged' in source ? source.merged : source.compared;
}

export async function openSession(
  source: ProfileSource,
  ownModules: readonly string[],
  options: FileReadOptions,
  token = neverCancelled,
): Promise<ProfileSession> {
  const path = keyOf(source);
  const { profiles, problems } = await readAll(filesOf(source), options);
  if (!('compared' in source)) {
    const name = 'path' in source ? basename(path) : `${profiles.length} profiles`;
    const [only, second] = profiles;
    const profile = only && !second ? only : mergedProfile(profiles);
    return new ProfileSession({ path, name }, profile, problems, ownModules, { token });
  }
  const names = sideNames(source.compared);
  const compared = profiles.map((profile, side) => ({ name: names[side] ?? '', profile }));
  const profile = comparedProfile(compared);
  const typeCount = profile.sampleTypes.length / profiles.length;
  const name = names.length === 2 ? names.join(' ↔ ') : `${names.length} profiles`;
  const sides = { names, typeCount, notes: comparisonNotes(profiles) };
  return new ProfileSession({ path, name }, profile, problems, ownModules, { sides, token });
}

/** Files of one name are told apart by their folders. */
function sideNames(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => basename(path));
  return names.map((name, side) =>
    names.indexOf(name) === names.lastIndexOf(name)
      ? name
      : `${basename(dirname(paths[side] ?? ''))}/${name}`,
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
