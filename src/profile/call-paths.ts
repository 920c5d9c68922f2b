/**
 * Callers and callees of functions along paths of calls. The first step from a function is an edge of
 * `go tool pprof -peek`: calls of a function by itself are none, and each stack counts once.
 *
 *     stack (root first)   main  serve  serve  read        main → serve → read
 *     callees of [serve]                       read
 *     callers of [serve]   main
 */
import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import { compareText } from './compare-text.ts';
import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

export type CallDirection = 'callers' | 'callees';

/** A function one step further along a path of calls. */
export interface CallStep {
  readonly function: number;
  /** Of the stacks that end with this path: for callees in the step itself, for callers in the function it started from. */
  readonly flat: number;
  /** Of the stacks that have this path. */
  readonly cum: number;
  /** Every call between the step and what it was reached from was inlined. */
  readonly isInlined: boolean;
  /** The path goes on on some stack. */
  readonly goesOn: boolean;
}

/** Steps are computed when they are first asked for: each costs a pass over the stacks. */
export class CallPaths {
  readonly #profile: Profile;
  readonly #values: StackValues;
  readonly #token: CancellationToken;
  readonly #known = new Map<string, readonly CallStep[]>();

  constructor(profile: Profile, values: StackValues, token: CancellationToken = neverCancelled) {
    this.#profile = profile;
    this.#values = values;
    this.#token = token;
  }

  /** What follows on a path that starts with a function; widest first, then by name. */
  steps(path: readonly number[], direction: CallDirection): readonly CallStep[] {
    const key = `${direction} ${path.join(' ')}`;
    let steps = this.#known.get(key);
    if (!steps) this.#known.set(key, (steps = this.#compute(path, direction)));
    return steps;
  }

  #compute(path: readonly number[], direction: CallDirection): readonly CallStep[] {
    const { stacks, functions } = this.#profile;
    const sums = new StepSums();
    const calls = new CallList(this.#profile);
    for (let stack = 0; stack < stacks.length; stack++) {
      throwIfCancelledAt(stack, this.#token);
      if (this.#values.magnitude[stack] === 0) continue;
      calls.read(stack);
      if (direction === 'callees') addCallees(calls, path, stack, sums);
      else addCallers(calls, path, stack, sums);
    }
    return sums.list(this.#values, functions.names);
  }
}

function addCallees(calls: CallList, path: readonly number[], stack: number, sums: StepSums): void {
  for (let at = 0; at + path.length < calls.length; at++) {
    if (!follows(calls, path, at, 1)) continue;
    const next = at + path.length;
    const isLast = next === calls.length - 1;
    sums.add(calls.function[next] ?? 0, stack, calls.inlined[next] === 1, !isLast, isLast);
  }
}

function addCallers(calls: CallList, path: readonly number[], stack: number, sums: StepSums): void {
  for (let at = path.length; at < calls.length; at++) {
    if (!follows(calls, path, at, -1)) continue;
    const next = at - path.length;
    const wasInlined = calls.inlined[next + 1] === 1;
    sums.add(calls.function[next] ?? 0, stack, wasInlined, next > 0, at === calls.length - 1);
  }
}

/** Whether the calls from one on are those of the path. */
function follows(calls: CallList, path: readonly number[], at: number, by: 1 | -1): boolean {
  for (let step = 0; step < path.length; step++) {
    if (calls.function[at + step * by] !== path[step]) return false;
  }
  return true;
}

/** The functions of a stack, root first; a function that calls itself stands once. Used over and over. */
class CallList {
  length = 0;
  function = new Uint32Array(256);
  /** 1 where the call of the function was inlined. */
  inlined = new Uint8Array(256);
  readonly #profile: Profile;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  read(stack: number): void {
    const { stacks, frames } = this.#profile;
    const leaf = stacks.start[stack] ?? 0;
    const end = stacks.start[stack + 1] ?? 0;
    if (end - leaf > this.function.length) {
      this.function = new Uint32Array((end - leaf) * 2);
      this.inlined = new Uint8Array((end - leaf) * 2);
    }
    let length = 0;
    let above = -1;
    for (let k = end - 1; k >= leaf; k--) {
      const frame = stacks.frame[k] ?? 0;
      const row = frames.function[frame] ?? 0;
      if (row === above) continue;
      this.function[length] = row;
      this.inlined[length] = frames.inlined[frame] ?? 0;
      length++;
      above = row;
    }
    this.length = length;
  }
}

/** Per step the stacks that have it and those that end with it, each once. */
class StepSums {
  readonly #rows = new Map<number, StepSum>();

  add(row: number, stack: number, isInlined: boolean, goesOn: boolean, ends: boolean): void {
    let sum = this.#rows.get(row);
    if (!sum) {
      sum = { with: [], ending: [], isInlined: true, goesOn: false };
      this.#rows.set(row, sum);
    }
    if (sum.with.at(-1) !== stack) {
      // As in a graph, the call nearest to the root says whether an edge was inlined.
      sum.with.push(stack);
      sum.isInlined &&= isInlined;
    }
    if (ends && sum.ending.at(-1) !== stack) sum.ending.push(stack);
    sum.goesOn ||= goesOn;
  }

  list({ value }: StackValues, names: readonly string[]): CallStep[] {
    const total = (stacks: readonly number[]): number => {
      let sum = 0;
      for (const stack of stacks) sum += value[stack] ?? 0;
      return sum;
    };
    const steps = [...this.#rows].map(([row, sum]) => ({
      function: row,
      flat: total(sum.ending),
      cum: total(sum.with),
      isInlined: sum.isInlined,
      goesOn: sum.goesOn,
    }));
    return steps.sort(
      (a, b) =>
        Math.abs(b.cum) - Math.abs(a.cum) ||
        compareText(names[a.function] ?? '', names[b.function] ?? ''),
    );
  }
}

interface StepSum {
  readonly with: number[];
  readonly ending: number[];
  isInlined: boolean;
  goesOn: boolean;
}
