import type { Profile } from './model.ts';

/** Values of one sample type per stack; everything else is computed from these. */
export interface StackValues {
  readonly sampleType: number;
  /** Sum of the samples of a stack. */
  readonly value: Float64Array;
  /** Sum of their absolute values: 0 where no sample of the stack counts for the sample type. */
  readonly magnitude: Float64Array;
  /** Sum of all values. */
  readonly total: number;
  /** Sum of all absolute values: what pprof takes percentages of. */
  readonly absoluteTotal: number;
}

/** Compute once per sample type and keep. Unit: that of the sample type. */
export function stackValues(profile: Profile, sampleType: number): StackValues {
  const value = new Float64Array(profile.stacks.length);
  const magnitude = new Float64Array(profile.stacks.length);
  const column = profile.samples.values[sampleType] ?? new Float64Array(0);
  const stacks = profile.samples.stack;
  let total = 0;
  let absoluteTotal = 0;
  for (let sample = 0; sample < column.length; sample++) {
    const amount = column[sample] ?? 0;
    if (amount === 0) continue;
    const size = amount < 0 ? -amount : amount;
    const stack = stacks[sample] ?? 0;
    value[stack] = (value[stack] ?? 0) + amount;
    magnitude[stack] = (magnitude[stack] ?? 0) + size;
    total += amount;
    absoluteTotal += size;
  }
  return { sampleType, value, magnitude, total, absoluteTotal };
}
