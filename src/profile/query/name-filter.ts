/**
 * focus, ignore, hide, show and show_from (profile/filter.go of pprof vendored in Go 1.26).
 *
 * 1. Judge each location once: by the names and files of its functions, and by its binary.
 * 2. hide and show drop lines of locations; a location without lines left goes from all stacks.
 * 3. A sample stays that has a focused location and no ignored one, and frames left.
 * 4. show_from drops what is above the outermost matching line; samples without a match go.
 */
import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../../base/cancellation.ts';
import {
  changedProfile,
  type FrameStacks,
  frameStacksOf,
  rewriteStacks,
  wholeStacks,
} from '../frame-stacks.ts';
import type { Profile } from '../model.ts';
import type { TextPattern } from '../re2/compile.ts';
import { reportName } from '../report-names.ts';

export interface NamePatterns {
  readonly focus: TextPattern | null;
  readonly ignore: TextPattern | null;
  readonly hide: TextPattern | null;
  readonly show: TextPattern | null;
}

/** Which of the patterns matched anything; true for those that were not given. */
export interface NameMatches {
  readonly focus: boolean;
  readonly ignore: boolean;
  readonly hide: boolean;
  readonly show: boolean;
}

const NOTHING = 0;
const FOCUSED = 1;
const IGNORED = 2;

export function filterByName(
  profile: Profile,
  patterns: NamePatterns,
  simplifies: boolean,
  token: CancellationToken = neverCancelled,
): { readonly profile: Profile; readonly matches: NameMatches } {
  const { focus, ignore, hide, show } = patterns;
  if (!focus && !ignore && !hide && !show) {
    return { profile, matches: { focus: true, ignore: true, hide: true, show: true } };
  }
  const { locations } = profile;
  const work = frameStacksOf(profile, token);
  const focused = focus && new LocationNames(profile, focus, simplifies);
  const ignored = ignore && new LocationNames(profile, ignore, simplifies);
  const verdict = new Uint8Array(locations.length);
  const matches = { focus: !focus, ignore: !ignore, hide: !hide, show: !show };
  for (let location = 0; location < locations.length; location++) {
    if (ignored?.matches(location)) {
      matches.ignore = true;
      verdict[location] = IGNORED;
    } else if (!focused || focused.matches(location)) {
      matches.focus = true;
      verdict[location] = FOCUSED;
    }
  }
  const changes = hide || show ? dropLines(profile, work, { hide, show }, simplifies) : null;
  if (changes?.hidden) matches.hide = true;
  if (changes?.shown) matches.show = true;
  keepFocused(profile, work, verdict);
  if (changes) rewriteStacks(work, null);
  if (changes?.anyLocationHidden) dropEmpty(work);
  return { profile: changedProfile(profile, work), matches };
}

/** Drops frames above the outermost one that matches; `matched` is false where none does. */
export function showFrom(
  profile: Profile,
  pattern: TextPattern,
  simplifies: boolean,
  token: CancellationToken = neverCancelled,
): { readonly profile: Profile; readonly matched: boolean } {
  const { frames, locations } = profile;
  const names = new LocationNames(profile, pattern, simplifies);
  const work = frameStacksOf(profile, token);
  const found = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    const end = locations.frameStart[location + 1] ?? 0;
    const last = names.matchesBinary(location) ? end - 1 : names.lastMatchingFrame(location);
    if (last < 0) continue;
    found[location] = 1;
    work.alive.fill(0, last + 1, end);
  }
  const cuts = wholeStacks(work.stacks);
  const { start, frame } = work.stacks;
  for (let stack = 0; stack < work.stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    const leaf = start[stack] ?? 0;
    let k = (start[stack + 1] ?? 0) - 1;
    while (k >= leaf && found[frames.location[frame[k] ?? 0] ?? 0] !== 1) k--;
    if (k < leaf) work.kept[stack] = 0;
    cuts.to[stack] = k + 1;
  }
  rewriteStacks(work, cuts);
  return { profile: changedProfile(profile, work), matched: found.includes(1) };
}

/** Judges locations by a pattern; each function, file and binary is tested once. */
class LocationNames {
  readonly #profile: Profile;
  readonly #pattern: TextPattern;
  readonly #symbols: Int8Array;
  readonly #files: Int8Array;
  readonly #binaries: readonly boolean[];
  readonly #simplifies: boolean;

  /** `simplifies`: names are those of reports. */
  constructor(profile: Profile, pattern: TextPattern, simplifies: boolean) {
    this.#simplifies = simplifies;
    this.#profile = profile;
    this.#pattern = pattern;
    this.#symbols = new Int8Array(profile.symbols.length).fill(-1);
    this.#files = new Int8Array(profile.files.length).fill(-1);
    this.#binaries = profile.mappings.map(({ file }) => pattern.test(file));
  }

  matches(location: number): boolean {
    const { locations } = this.#profile;
    const end = locations.frameStart[location + 1] ?? 0;
    for (let frame = locations.frameStart[location] ?? 0; frame < end; frame++) {
      if (this.matchesFrame(frame)) return true;
    }
    return this.matchesBinary(location);
  }

  matchesFrame(frame: number): boolean {
    const { frames, symbols, files } = this.#profile;
    const symbol = frames.symbol[frame] ?? -1;
    if (symbol < 0) return false;
    if (this.#symbols[symbol] === -1) {
      const name = symbols.names[symbol] ?? '';
      const shown = this.#simplifies ? reportName(name, symbols.systemNames[symbol] ?? '') : name;
      this.#symbols[symbol] = this.#pattern.test(shown) ? 1 : 0;
    }
    if (this.#symbols[symbol] === 1) return true;
    const file = symbols.file[symbol] ?? 0;
    if (this.#files[file] === -1) {
      this.#files[file] = this.#pattern.test(files[file] ?? '') ? 1 : 0;
    }
    return this.#files[file] === 1;
  }

  matchesBinary(location: number): boolean {
    return this.#binaries[this.#profile.locations.mapping[location] ?? -1] ?? false;
  }

  /** The outermost matching line of a location, or -1. */
  lastMatchingFrame(location: number): number {
    const { locations } = this.#profile;
    const from = locations.frameStart[location] ?? 0;
    for (let frame = (locations.frameStart[location + 1] ?? 0) - 1; frame >= from; frame--) {
      if (this.matchesFrame(frame)) return frame;
    }
    return -1;
  }
}

function dropLines(
  profile: Profile,
  { alive }: FrameStacks,
  { hide, show }: Pick<NamePatterns, 'hide' | 'show'>,
  simplifies: boolean,
): { hidden: boolean; shown: boolean; anyLocationHidden: boolean } {
  const { frames, locations } = profile;
  const hiding = hide && new LocationNames(profile, hide, simplifies);
  const showing = show && new LocationNames(profile, show, simplifies);
  const result = { hidden: false, shown: false, anyLocationHidden: false };
  for (let location = 0; location < locations.length; location++) {
    const from = locations.frameStart[location] ?? 0;
    const to = locations.frameStart[location + 1] ?? 0;
    // Code without a function has a frame here and no line in pprof.
    const hasLines = (frames.symbol[from] ?? -1) >= 0 || to - from > 1;
    let left = hasLines ? to - from : 0;
    if (hiding?.matches(location)) {
      result.hidden = true;
      const whole = hiding.matchesBinary(location);
      left = keepLines(from, to, (frame) => !whole && !hiding.matchesFrame(frame));
      if (!hasLines) left = 0;
      if (left === 0) result.anyLocationHidden = true;
    }
    if (showing) {
      const whole = showing.matchesBinary(location);
      const shown = keepLines(from, to, (frame) => whole || showing.matchesFrame(frame));
      left = hasLines ? shown : 0;
      if (left > 0) result.shown = true;
      else result.anyLocationHidden = true;
    }
    if (left === 0 && (showing || hiding?.matches(location))) alive.fill(0, from, to);
  }
  return result;

  function keepLines(from: number, to: number, keeps: (frame: number) => boolean): number {
    let left = 0;
    for (let frame = from; frame < to; frame++) {
      if (alive[frame] === 1 && !keeps(frame)) alive[frame] = 0;
      left += alive[frame] ?? 0;
    }
    return left;
  }
}

function keepFocused(
  { frames }: Profile,
  { kept, stacks, token }: FrameStacks,
  verdict: Uint8Array,
): void {
  const judged = Uint8Array.from(frames.location, (location) => verdict[location] ?? NOTHING);
  // What is found once is found, unless something else counts for more.
  const strongest = verdict.includes(IGNORED) ? IGNORED : FOCUSED;
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    const to = stacks.start[stack + 1] ?? 0;
    let found = NOTHING;
    for (let k = stacks.start[stack] ?? 0; k < to && found !== strongest; k++) {
      found = Math.max(found, judged[stacks.frame[k] ?? 0] ?? NOTHING);
    }
    if (found !== FOCUSED) kept[stack] = 0;
  }
}

function dropEmpty({ kept, stacks }: FrameStacks): void {
  for (let stack = 0; stack < stacks.length; stack++) {
    if (stacks.start[stack] === stacks.start[stack + 1]) kept[stack] = 0;
  }
}
