import type { Profile } from '../model.ts';

/** Values of a sample type per stack, as a report needs them. */
export interface CountedStacks {
  /** 1 where a sample of the stack counts: its value or its divisor is not 0. */
  readonly counted: Uint8Array;
  readonly value: Float64Array;
  /** Values of the first sample type, for means; else null. */
  readonly divisor: Float64Array | null;
}

export function countedStacks(profile: Profile, sampleType: number, mean: boolean): CountedStacks {
  const { samples, stacks } = profile;
  const counted = new Uint8Array(stacks.length);
  const value = new Float64Array(stacks.length);
  const divisor = mean ? new Float64Array(stacks.length) : null;
  const column = samples.values[sampleType] ?? new Float64Array(0);
  const counts = samples.values[0] ?? column;
  for (let sample = 0; sample < column.length; sample++) {
    const stack = samples.stack[sample] ?? 0;
    const amount = column[sample] ?? 0;
    if (amount !== 0) {
      value[stack] = (value[stack] ?? 0) + amount;
      counted[stack] = 1;
    }
    const count = counts[sample] ?? 0;
    if (divisor && count !== 0) {
      divisor[stack] = (divisor[stack] ?? 0) + count;
      counted[stack] = 1;
    }
  }
  return { counted, value, divisor };
}
