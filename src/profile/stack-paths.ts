/**
 * Stacks read another way, so that the tree builder makes other trees of them:
 *
 *     stack          main  serve  json  map  json        (root first)
 *     reversed       json  map  json  serve  main
 *     callees of json      (map json)  and  ()
 *     callers of json      (serve main)  and  (map json serve main)
 *
 * A function that a stack enters twice has two paths in it. Calls of a function by itself are none, as in pprof.
 */
import { Uint32Builder } from '../base/columns.ts';
import type { Profile, StackTable } from './model.ts';
import type { StackValues } from './stack-values.ts';

export interface StackPaths {
  /** The profile with the paths as its stacks: what comes first in the tree is last in a path. */
  readonly profile: Profile;
  /** Per path. */
  readonly stackOf: Uint32Array;
  /** Per path: how many paths its stack has. */
  readonly shareOf: Uint32Array;
}

export type PathDirection = 'callees' | 'callers';

/** Every stack, from the root. */
export function wholePaths(profile: Profile): StackPaths {
  const stackOf = Uint32Array.from({ length: profile.stacks.length }, (_, stack) => stack);
  return { profile, stackOf, shareOf: new Uint32Array(stackOf.length).fill(1) };
}

/** Every stack, from the leaf. */
export function reversedPaths(profile: Profile): StackPaths {
  const { start, frame, length } = profile.stacks;
  const reversed = new Uint32Array(frame.length);
  for (let stack = 0; stack < length; stack++) {
    const from = start[stack] ?? 0;
    const last = (start[stack + 1] ?? 0) - 1;
    for (let k = from; k <= last; k++) reversed[k] = frame[from + last - k] ?? 0;
  }
  const stacks = Object.freeze({ ...profile.stacks, frame: reversed });
  return { ...wholePaths(profile), profile: { ...profile, stacks } };
}

/** What a function calls on each stack, or who called it. */
export function pathsAround(profile: Profile, row: number, direction: PathDirection): StackPaths {
  const { stacks, frames } = profile;
  const paths = new PathColumns(stacks.frame);
  for (let stack = 0; stack < stacks.length; stack++) {
    const leaf = stacks.start[stack] ?? 0;
    const end = stacks.start[stack + 1] ?? 0;
    const first = paths.length;
    for (let k = leaf; k < end; k++) {
      if (frames.function[stacks.frame[k] ?? 0] !== row) continue;
      const innermost = k;
      while (k + 1 < end && frames.function[stacks.frame[k + 1] ?? 0] === row) k++;
      if (direction === 'callees') paths.push(stack, leaf, innermost);
      else paths.pushReversed(stack, k + 1, end);
    }
    paths.close(first);
  }
  return paths.take(profile);
}

/** Values of paths: a stack with several shares its value among them, so that widths sum up. */
export function pathValues({ stackOf, shareOf }: StackPaths, values: StackValues): StackValues {
  const value = new Float64Array(stackOf.length);
  const magnitude = new Float64Array(stackOf.length);
  for (let path = 0; path < stackOf.length; path++) {
    const stack = stackOf[path] ?? 0;
    value[path] = (values.value[stack] ?? 0) / (shareOf[path] ?? 1);
    magnitude[path] = values.magnitude[stack] ?? 0;
  }
  return { ...values, value, magnitude };
}

class PathColumns {
  readonly #source: Uint32Array;
  readonly #start = new Uint32Builder();
  readonly #frame = new Uint32Builder();
  readonly #stackOf = new Uint32Builder();
  readonly #shareOf = new Uint32Builder();

  constructor(source: Uint32Array) {
    this.#source = source;
  }

  get length(): number {
    return this.#stackOf.length;
  }

  push(stack: number, from: number, to: number): void {
    this.#begin(stack);
    for (let k = from; k < to; k++) this.#frame.push(this.#source[k] ?? 0);
  }

  pushReversed(stack: number, from: number, to: number): void {
    this.#begin(stack);
    for (let k = to - 1; k >= from; k--) this.#frame.push(this.#source[k] ?? 0);
  }

  /** All paths of a stack are there, from `first` on. */
  close(first: number): void {
    const count = this.length - first;
    for (let k = 0; k < count; k++) this.#shareOf.push(count);
  }

  take(profile: Profile): StackPaths {
    const { length } = this;
    this.#start.push(this.#frame.length);
    const frame = this.#frame.take();
    const stacks: StackTable = Object.freeze({ length, start: this.#start.take(), frame });
    const stackOf = this.#stackOf.take();
    return { profile: { ...profile, stacks }, stackOf, shareOf: this.#shareOf.take() };
  }

  #begin(stack: number): void {
    this.#start.push(this.#frame.length);
    this.#stackOf.push(stack);
  }
}
