import { basename } from 'node:path';
import type { ComparisonSource } from '../protocol/analysis.ts';
import { comparedProfile } from './compare-profiles.ts';
import { ProfileSession } from './profile-session.ts';
import { type FileReadOptions, readProfile } from './read-profile.ts';

/** A profile, or two that are compared. */
export type ProfileSource = { readonly path: string } | ComparisonSource;

/** What names the profile in later requests: its path, or both paths of a comparison. */
export function keyOf(source: ProfileSource): string {
  if ('path' in source) return source.path;
  const { before, after } = source;
  return JSON.stringify({ before, after });
}

/** The files of a source. */
export function filesOf(source: ProfileSource): readonly string[] {
  return 'path' in source ? [source.path] : [source.before, source.after];
}

export async function openSession(
  source: ProfileSource,
  ownModules: readonly string[],
  options: FileReadOptions,
): Promise<ProfileSession> {
  const path = keyOf(source);
  if ('path' in source) {
    const { profile, problems } = await readProfile(path, options);
    return new ProfileSession({ path, name: basename(path) }, profile, problems, ownModules);
  }
  const { before, after } = source;
  const half = (from: number): FileReadOptions => ({
    ...options,
    onProgress: (share) => options.onProgress(from + share / 2),
  });
  // One after the other: half as much memory is taken, and the processors are busy with one file.
  const old = await readProfile(before, half(0));
  const now = await readProfile(after, half(0.5));
  const names = { before: basename(before), after: basename(after) };
  const profile = comparedProfile(
    { name: names.before, profile: old.profile },
    { name: names.after, profile: now.profile },
  );
  return new ProfileSession(
    { path, name: `${names.before} ↔ ${names.after}` },
    profile,
    [...old.problems, ...now.problems],
    ownModules,
    { compared: { ...names, typeCount: profile.sampleTypes.length / 2 } },
  );
}
