/**
 * Drops uninteresting frames, as pprof does when it reads a profile (profile/prune.go, RemoveUninteresting).
 *
 * 1. In each location look for the outermost line whose function matches drop_frames and not keep_frames.
 * 2. Where it is the outermost line of the location, the location goes; else the lines up to it go.
 * 3. In each sample walk from the root. Below the first frame that stays, the first location with a match
 *    ends the stack: everything nearer to the leaf goes. Leading matches stay, so that no stack gets empty.
 */
import type { ProblemList } from '../base/problem.ts';
import { compileRegExp } from './re2.ts';
import type { Symbols } from './resolve.ts';

export interface Pruning {
  /** Per location: how many of its innermost lines are dropped. */
  readonly droppedLines: Uint32Array;
  /** Per location: PRUNE_NOT, PRUNE_BELOW or PRUNE_WHOLE. */
  readonly action: Uint8Array;
}

export const PRUNE_NOT = 0;
/** Locations nearer to the leaf go. */
export const PRUNE_BELOW = 1;
/** The location itself goes too. */
export const PRUNE_WHOLE = 2;

/** Null where nothing is dropped. Problem: `frames-regexp`, then nothing is dropped. */
export function planPruning(
  symbols: Symbols,
  dropFrames: string,
  keepFrames: string,
  problems: ProblemList,
): Pruning | null {
  if (dropFrames === '') return null;
  const drop = compileRegExp(`^(${dropFrames})$`);
  const keep = keepFrames === '' ? null : compileRegExp(`^(${keepFrames})$`);
  const error = drop.error ?? keep?.error;
  if (!drop.regExp || error !== undefined) {
    problems.push({ code: 'frames-regexp', message: `drop_frames or keep_frames: ${error}` });
    return null;
  }
  const dropped = new Uint8Array(symbols.functions.length);
  symbols.functions.names.forEach((name, row) => {
    const simple = simplifiedName(name);
    if (drop.regExp?.test(simple) && !keep?.regExp?.test(simple)) dropped[row] = 1;
  });
  return planOf(symbols, dropped);
}

function planOf({ locations, frameStart, frames }: Symbols, dropped: Uint8Array): Pruning {
  const droppedLines = new Uint32Array(locations.length);
  const action = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    const from = frameStart[location] ?? 0;
    const to = frameStart[location + 1] ?? 0;
    let row = to - 1;
    while (row >= from && dropped[frames.function[row] ?? 0] !== 1) row--;
    if (row < from) continue;
    const whole = row === to - 1;
    action[location] = whole ? PRUNE_WHOLE : PRUNE_BELOW;
    if (!whole) droppedLines[location] = row + 1 - from;
  }
  return { droppedLines, action };
}

/** The name up to its arguments (prune.go, simplifyFunc). */
function simplifiedName(name: string): string {
  const start = name.startsWith('.') ? name.slice(1) : name;
  for (const match of start.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (match[0] === '(') return start.slice(0, match.index);
  }
  return start;
}
