import { compareText } from './compare-text.ts';
import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

/** A call from a line of a function. */
export interface LineCall {
  readonly line: number;
  readonly function: number;
  /** Of the stacks with the call, each counted once. */
  readonly value: number;
  /** Every call was inlined. */
  readonly isInlined: boolean;
}

/** What the lines of a function call; by line, then widest first. */
export function callsOfFunction(
  profile: Profile,
  values: StackValues,
  row: number,
): readonly LineCall[] {
  const { stacks, frames, places, functions } = profile;
  const sums = new Map<number, { value: number; lastStack: number; isInlined: boolean }>();
  for (let stack = 0; stack < stacks.length; stack++) {
    if (values.magnitude[stack] === 0) continue;
    const leaf = stacks.start[stack] ?? 0;
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k > leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      if (frames.function[frame] !== row) continue;
      const called = stacks.frame[k - 1] ?? 0;
      const line = places.line[frames.place[frame] ?? 0] ?? 0;
      const key = line * functions.length + (frames.function[called] ?? 0);
      let sum = sums.get(key);
      if (!sum) sums.set(key, (sum = { value: 0, lastStack: -1, isInlined: true }));
      sum.isInlined &&= frames.inlined[called] === 1;
      if (sum.lastStack === stack) continue;
      sum.lastStack = stack;
      sum.value += values.value[stack] ?? 0;
    }
  }
  const name = (call: LineCall): string => functions.names[call.function] ?? '';
  return [...sums]
    .map(([key, { value, isInlined }]) => ({
      line: Math.floor(key / functions.length),
      function: key % functions.length,
      value,
      isInlined,
    }))
    .sort(
      (a, b) =>
        a.line - b.line || Math.abs(b.value) - Math.abs(a.value) || compareText(name(a), name(b)),
    );
}
