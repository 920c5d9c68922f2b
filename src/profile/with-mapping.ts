import type { Profile } from './model.ts';

/** A profile without mappings gets one for all its code, as pprof does (internal/driver/fetch.go, locateBinaries). */
export function withMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  const has = { functions: false, files: false, lines: false, inlines: false };
  const mapping = { id: 1, start: 0n, limit: 0n, fileOffset: 0n, file: '', buildId: '', has };
  const { locations } = profile;
  return {
    ...profile,
    mappings: [mapping],
    locations: { ...locations, mapping: new Int32Array(locations.length) },
  };
}
