import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import { compareText } from './compare-text.ts';
import { type Figures, figuresBy } from './figures.ts';
import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

/** Flat and cum per function, and how it was called. */
export interface Top extends Figures {
  /** 1 where every counted frame of the function was inlined into its caller. */
  readonly inlined: Uint8Array;
  /** How many different frames (call sites) of the function are counted. */
  readonly callSites: Uint32Array;
}

/** Rows are functions of the profile. Equal to `go tool pprof -top -nodecount=0 -nodefraction=0`. */
export function topOf(
  profile: Profile,
  values: StackValues,
  token: CancellationToken = neverCancelled,
): Top {
  const { frames, functions, stacks } = profile;
  const figures = figuresBy(stacks, values, frames.function, functions.length, token);
  const counted = countedFrames(profile, values, token);
  const inlined = new Uint8Array(functions.length).fill(1);
  const callSites = new Uint32Array(functions.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (counted[frame] !== 1) continue;
    const row = frames.function[frame] ?? 0;
    callSites[row] = (callSites[row] ?? 0) + 1;
    if (frames.inlined[frame] !== 1) inlined[row] = 0;
  }
  for (let row = 0; row < functions.length; row++) if (callSites[row] === 0) inlined[row] = 0;
  return { ...figures, inlined, callSites };
}

/** Functions that occur in counted stacks, by flat, then cum (both falling, absolute), then name. */
export function topOrder(profile: Profile, top: Top): Uint32Array {
  const { names } = profile.functions;
  const rows: number[] = [];
  for (let row = 0; row < top.cum.length; row++) if ((top.callSites[row] ?? 0) > 0) rows.push(row);
  rows.sort(
    (a, b) =>
      Math.abs(top.flat[b] ?? 0) - Math.abs(top.flat[a] ?? 0) ||
      Math.abs(top.cum[b] ?? 0) - Math.abs(top.cum[a] ?? 0) ||
      compareText(names[a] ?? '', names[b] ?? ''),
  );
  return Uint32Array.from(rows);
}

function countedFrames(
  { stacks, frames }: Profile,
  { magnitude }: StackValues,
  token: CancellationToken,
): Uint8Array {
  const counted = new Uint8Array(frames.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    if (magnitude[stack] === 0) continue;
    const to = stacks.start[stack + 1] ?? 0;
    for (let k = stacks.start[stack] ?? 0; k < to; k++) counted[stacks.frame[k] ?? 0] = 1;
  }
  return counted;
}
