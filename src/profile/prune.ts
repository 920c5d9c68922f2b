/**
 * Drops uninteresting frames, as pprof does when it reads a profile, and everything below a frame as `prune_from`
 * does (profile/prune.go of pprof vendored in Go 1.26).
 *
 * 1. In each location look for the outermost line whose function matches drop_frames and not keep_frames.
 * 2. Where it is the outermost line of the location, the location goes; else the lines up to it go.
 * 3. In each sample walk from the root. Below the first frame that stays, the first location with a match
 *    ends the stack: everything nearer to the leaf goes. Leading matches stay, so that no stack gets empty.
 */
import type { ProblemList } from '../base/problem.ts';
import {
  changedProfile,
  type FrameStacks,
  frameStacksOf,
  rewriteStacks,
  wholeStacks,
} from './frame-stacks.ts';
import type { Profile } from './model.ts';
import { compileRegExp, type TextPattern } from './re2/compile.ts';
import { reportNames } from './report-names.ts';

/** Problem: `frames-regexp`, then nothing is dropped. */
export function pruneUninteresting(profile: Profile, problems: ProblemList): Profile {
  const { dropFrames, keepFrames } = profile;
  if (dropFrames === '') return profile;
  const drop = compileRegExp(`^(${dropFrames})$`);
  const keep = keepFrames === '' ? null : compileRegExp(`^(${keepFrames})$`);
  const error = drop.error ?? keep?.error;
  if (!drop.regExp || error !== undefined) {
    problems.push({ code: 'frames-regexp', message: `drop_frames or keep_frames: ${error}` });
    return profile;
  }
  const { regExp } = drop;
  const dropped = symbolsWhere(profile, (name) => regExp.test(name) && !keep?.regExp?.test(name));
  if (!dropped.includes(1)) return profile;
  const work = frameStacksOf(profile);
  cutBelow(profile, work, pruneLocations(profile, work.alive, dropped));
  return changedProfile(profile, work);
}

/** Drops the frames that were called from the innermost frame that matches. */
export function pruneFrom(profile: Profile, pattern: TextPattern): Profile {
  const matching = symbolsWhere(profile, (name) => pattern.test(name));
  const { frames, locations } = profile;
  const work = frameStacksOf(profile);
  const found = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    const from = locations.frameStart[location] ?? 0;
    const to = locations.frameStart[location + 1] ?? 0;
    let row = from;
    while (row < to && matching[frames.symbol[row] ?? -1] !== 1) row++;
    if (row === to) continue;
    found[location] = 1;
    work.alive.fill(0, from, row);
  }
  const cuts = wholeStacks(work.stacks);
  const { start, frame } = work.stacks;
  for (let stack = 0; stack < work.stacks.length; stack++) {
    const to = start[stack + 1] ?? 0;
    for (let k = start[stack] ?? 0; k < to; k++) {
      if (found[frames.location[frame[k] ?? 0] ?? 0] !== 1) continue;
      cuts.from[stack] = k;
      break;
    }
  }
  rewriteStacks(work, cuts);
  return changedProfile(profile, work);
}

/** What happens at a location: nothing, what is nearer to the leaf goes, or the location too. */
const PRUNE_NOT = 0;
const PRUNE_BELOW = 1;
const PRUNE_WHOLE = 2;

function pruneLocations(
  { frames, locations }: Profile,
  alive: Uint8Array,
  dropped: Uint8Array,
): Uint8Array {
  const action = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    const from = locations.frameStart[location] ?? 0;
    const to = locations.frameStart[location + 1] ?? 0;
    let row = to - 1;
    while (row >= from && dropped[frames.symbol[row] ?? -1] !== 1) row--;
    if (row < from) continue;
    action[location] = row === to - 1 ? PRUNE_WHOLE : PRUNE_BELOW;
    if (row < to - 1) alive.fill(0, from, row + 1);
  }
  return action;
}

function cutBelow({ frames }: Profile, work: FrameStacks, action: Uint8Array): void {
  const cuts = wholeStacks(work.stacks);
  const { start, frame } = work.stacks;
  for (let stack = 0; stack < work.stacks.length; stack++) {
    const leaf = start[stack] ?? 0;
    let foundUser = false;
    for (let k = (start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const row = frame[k] ?? 0;
      // Judged once per location, at its outermost line.
      if (frames.inlined[row] === 1) continue;
      const prune = action[frames.location[row] ?? 0] ?? PRUNE_NOT;
      if (prune === PRUNE_NOT) foundUser = true;
      else if (foundUser) {
        cuts.from[stack] = prune === PRUNE_WHOLE ? k + 1 : locationStart(k, leaf);
        break;
      }
    }
  }
  rewriteStacks(work, cuts);

  /** Position of the innermost line of the location whose outermost line is at k. */
  function locationStart(k: number, leaf: number): number {
    let at = k;
    while (at > leaf && frames.inlined[frame[at - 1] ?? 0] === 1) at--;
    return at;
  }
}

/** 1 per symbol whose name passes the test, without arguments as prune.go simplifies it. */
function symbolsWhere({ symbols }: Profile, test: (name: string) => boolean): Uint8Array {
  const known = new Map<string, number>();
  return Uint8Array.from(reportNames(symbols), (name) => {
    if (name === '') return 0;
    let found = known.get(name);
    if (found === undefined) known.set(name, (found = test(simplifiedName(name)) ? 1 : 0));
    return found;
  });
}

/** The name up to its arguments (prune.go, simplifyFunc). */
function simplifiedName(name: string): string {
  const start = name.startsWith('.') ? name.slice(1) : name;
  for (const match of start.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (match[0] === '(') return start.slice(0, match.index);
  }
  return start;
}
