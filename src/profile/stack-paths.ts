/**
 * Stacks read another way, so that other trees grow of them:
 *
 *     stack          main  serve  json  map  json        (root first)
 *     from the leaf  json  map  json  serve  main
 *     callees of json      (map json)  and  ()
 *     callers of json      (serve main)  and  (map json serve main)
 *
 * A function that a stack enters twice has two paths in it. Calls of a function by itself are none, as in pprof.
 */
import { Uint32Builder } from '../base/columns.ts';
import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import type { Profile, StackTable } from './model.ts';

export interface StackPaths {
  /** The profile with the paths as its stacks. */
  readonly profile: Profile;
  /** Whether a tree begins with the leaf of a path, not with its root. */
  readonly isFromLeaf: boolean;
  /** Per path. */
  readonly stackOf: Uint32Array;
  /** Some stack has several paths. */
  readonly isShared: boolean;
  /** Per path: how many paths its stack has. */
  readonly shareOf: Uint32Array;
}

export type PathDirection = 'callees' | 'callers';

/** Every stack, from the root or from the leaf. */
export function wholePaths(profile: Profile, isFromLeaf = false): StackPaths {
  const { length } = profile.stacks;
  const stackOf = new Uint32Array(length);
  for (let stack = 0; stack < length; stack++) stackOf[stack] = stack;
  const shareOf = new Uint32Array(length).fill(1);
  return { profile, isFromLeaf, stackOf, isShared: false, shareOf };
}

/** What a function calls on each stack, or who called it. */
export function pathsAround(
  profile: Profile,
  row: number,
  direction: PathDirection,
  token: CancellationToken = neverCancelled,
): StackPaths {
  const { stacks, frames } = profile;
  const paths = new PathColumns(stacks.frame);
  for (let stack = 0; stack < stacks.length; stack++) {
    throwIfCancelledAt(stack, token);
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
    const shareOf = this.#shareOf.take();
    const isShared = shareOf.some((share) => share > 1);
    return { profile: { ...profile, stacks }, isFromLeaf: false, stackOf, isShared, shareOf };
  }

  #begin(stack: number): void {
    this.#start.push(this.#frame.length);
    this.#stackOf.push(stack);
  }
}
