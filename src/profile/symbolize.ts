import { buildProfile } from './build.ts';
import { ProblemList } from '../base/problem.ts';
import { addressOf, type Mapping, type Profile } from './model.ts';
import { rawOf, type SymbolLines } from './raw-of.ts';

/** An address without a function, and what it is in; null where the profile does not say. */
export interface UnsymbolizedAddress {
  readonly address: bigint;
  readonly mapping: Mapping | null;
}

/** Addresses of code without a function, each once, for a symbolizer to look up. */
export function unsymbolizedAddresses({
  frames,
  locations,
  mappings,
}: Profile): UnsymbolizedAddress[] {
  const found = new Map<bigint, UnsymbolizedAddress>();
  for (let location = 0; location < locations.length; location++) {
    const frame = locations.frameStart[location] ?? 0;
    if ((frames.symbol[frame] ?? -1) >= 0) continue;
    const address = addressOf(locations, location);
    const mapping = mappings[locations.mapping[location] ?? -1] ?? null;
    if (address !== 0n) found.set(address, { address, mapping });
  }
  return [...found.values()];
}

/** The profile with the functions that were found for addresses without one. */
export function withSymbols(profile: Profile, symbols: ReadonlyMap<bigint, SymbolLines>): Profile {
  if (symbols.size === 0) return profile;
  return buildProfile(rawOf(profile, symbols), new ProblemList());
}
