import { changedProfile, frameStacksOf, rewriteStacks } from '../frame-stacks.ts';
import type { Profile } from '../model.ts';

/**
 * Without inlined calls: each location keeps the function that was really called (pprof's `noinlines`). Columns
 * go too, unless they are wanted.
 */
export function dropInlined(original: Profile, showColumns: boolean): Profile {
  const { frames, mappings } = original;
  const profile = {
    ...original,
    frames: showColumns ? frames : { ...frames, column: new Uint32Array(frames.length) },
    mappings: mappings.map((mapping) => ({ ...mapping, has: { ...mapping.has, inlines: false } })),
  };
  const { inlined } = frames;
  if (!inlined.includes(1)) return profile;
  const work = frameStacksOf(profile);
  for (let frame = 0; frame < inlined.length; frame++)
    if (inlined[frame] === 1) work.alive[frame] = 0;
  rewriteStacks(work, null);
  return changedProfile(profile, work);
}
