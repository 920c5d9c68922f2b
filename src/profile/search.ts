import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import type { Profile } from './model.ts';
import { compileRegExp } from './re2/compile.ts';
import type { StackValues } from './stack-values.ts';

/** Functions that a search finds. */
export interface FunctionMatches {
  /** 1 per function that matches. */
  readonly matching: Uint8Array;
  readonly count: number;
  /** Why the search is no regular expression; then nothing matches. */
  readonly error: string | null;
}

/**
 * Plain words are found anywhere in a name; a search with characters of regular expressions, or between slashes,
 * is one (RE2). Letters match in both cases. A dot, parentheses and a star as in `(*Server).Serve` occur in Go
 * names: a search that is a part of some name is taken literally.
 */
export function matchFunctions(profile: Profile, search: string): FunctionMatches {
  const { names } = profile.functions;
  const matching = new Uint8Array(names.length);
  if (search === '') return { matching, count: 0, error: null };
  let count = 0;
  const between = /^\/(.+)\/$/.exec(search);
  if (!between) {
    const words = search.toLowerCase();
    names.forEach((name, row) => {
      if (name.toLowerCase().includes(words)) matching[row] = 1;
    });
    for (const match of matching) count += match;
    if (count > 0 || !/[\\^$*+?()[\]{}|]/.test(search)) return { matching, count, error: null };
  }
  const { regExp, error } = compileRegExp(between?.[1] ?? search, 'i');
  if (!regExp) return { matching, count: 0, error: error ?? 'not a regular expression' };
  names.forEach((name, row) => {
    if (!regExp.test(name)) return;
    matching[row] = 1;
    count++;
  });
  return { matching, count, error: null };
}

/** Value of the stacks with at least one matching frame. */
export function matchedTotal(
  { stacks, frames }: Profile,
  values: StackValues,
  matching: Uint8Array,
  token: CancellationToken = neverCancelled,
): number {
  let total = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
    if (values.magnitude[stack] === 0) continue;
    const to = stacks.start[stack + 1] ?? 0;
    for (let k = stacks.start[stack] ?? 0; k < to; k++) {
      if (matching[frames.function[stacks.frame[k] ?? 0] ?? 0] !== 1) continue;
      total += values.value[stack] ?? 0;
      break;
    }
  }
  return total;
}
