import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import type { Profile, StackTable } from './model.ts';
import type { StackValues } from './stack-values.ts';

/** Flat and cumulative values by key, in the unit of the sample type. */
export interface Figures {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

/**
 * Sums stacks by a key of their frames (function, place, file): flat for the key of the leaf frame, cum once per
 * stack for each key on it, however often it occurs there (graph.newGraph of pprof as vendored in Go 1.26).
 * `keyOf` has a key below `keyCount` for each frame.
 */
export function figuresBy(
  stacks: StackTable,
  { value, magnitude }: StackValues,
  keyOf: Uint32Array,
  keyCount: number,
  token: CancellationToken = neverCancelled,
): Figures {
  const flat = new Float64Array(keyCount);
  const cum = new Float64Array(keyCount);
  const seen = new Int32Array(keyCount).fill(-1);
  const { start, frame } = stacks;
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    if (magnitude[stack] === 0) continue;
    const amount = value[stack] ?? 0;
    const from = start[stack] ?? 0;
    const to = start[stack + 1] ?? 0;
    for (let k = from; k < to; k++) {
      const key = keyOf[frame[k] ?? 0] ?? 0;
      if (k === from) flat[key] = (flat[key] ?? 0) + amount;
      if (seen[key] !== stack) {
        seen[key] = stack;
        cum[key] = (cum[key] ?? 0) + amount;
      }
    }
  }
  return { flat, cum };
}

/** Flat values of frames: a look at each stack, not at all that is on it. */
export function flatOfFrames(
  { stacks: { length, start, frame }, frames }: Profile,
  { value }: StackValues,
): Float64Array {
  const flat = new Float64Array(frames.length);
  for (let stack = 0; stack < length; stack++) {
    const leaf = start[stack] ?? 0;
    if (leaf === start[stack + 1]) continue;
    const row = frame[leaf] ?? 0;
    flat[row] = (flat[row] ?? 0) + (value[stack] ?? 0);
  }
  return flat;
}
