import { buildProfile } from './build.ts';
import { ProblemList } from '../base/problem.ts';
import { addressOf, type Profile } from './model.ts';
import { rawOf, type SymbolLines } from './raw-of.ts';

/** Addresses of code without a function, each once, for a symbolizer to look up. */
export function unsymbolizedAddresses({ frames, locations }: Profile): bigint[] {
  const found = new Set<bigint>();
  for (let location = 0; location < locations.length; location++) {
    const frame = locations.frameStart[location] ?? 0;
    if ((frames.symbol[frame] ?? -1) >= 0) continue;
    const address = addressOf(locations, location);
    if (address !== 0n) found.add(address);
  }
  return [...found];
}

/** The profile with the functions that were found for addresses without one. */
export function withSymbols(profile: Profile, symbols: ReadonlyMap<bigint, SymbolLines>): Profile {
  if (symbols.size === 0) return profile;
  return buildProfile(rawOf(profile, symbols), new ProblemList());
}
