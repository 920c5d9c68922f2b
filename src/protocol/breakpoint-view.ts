/**
 * What the adapter knows of breakpoints beyond DAP. The editor's own list of breakpoints is the truth about what
 * there is and under which condition; this says how each one fares in the running session.
 */

import type { UsageBreakpoint } from './debug-session.ts';

/** `native`: dlv evaluates all of it. `adapter`: each hit stops the program and is judged here, which costs more. */
export type BreakpointCost = 'native' | 'adapter';

export interface BreakpointStatus {
  /** The id the client got in the answer to its `set…Breakpoints`. */
  readonly id: number;
  /** As the client named it; empty for function breakpoints. */
  readonly file: string;
  readonly line: number;
  readonly cost: BreakpointCost;
  /** What makes it `adapter`, in words: `@stack(main.f)`; empty when native. */
  readonly adapterTerms: readonly string[];
  /** Hits that passed every term and condition. */
  readonly totalHits: number;
  /** The goroutines with the most hits first, at most 100. */
  readonly goroutines: readonly number[];
  readonly hits: readonly number[];
  /** Passes that were judged in the adapter over the last second; null for native ones, which dlv does not count. */
  readonly evaluationsPerSecond: number | null;
  /** Milliseconds the program stands still for one pass: measured for `adapter`, an estimate for `native`. */
  readonly millisPerPass: number;
  /** Advice when it is too hot; empty otherwise. */
  readonly advice: string;
  /** What dlv decides itself and came to the same in every hit so far, in place of `@stack`; null: nothing. */
  readonly remedy: BreakpointRemedy | null;
}

export interface BreakpointRemedy {
  readonly kind: 'caller' | 'startedAs';
  readonly function: string;
}

/** A hit that was passed over: another goroutine's while a step was kept in its own. */
export interface PassedHit {
  readonly breakpoint: number;
  readonly goroutine: number;
  readonly file: string;
  readonly line: number;
  readonly count: number;
}

/** A goroutine that stood at a breakpoint at the same instant as the one the client was told of. */
export interface SimultaneousHit {
  readonly breakpoint: number;
  readonly goroutine: number;
  readonly file: string;
  readonly line: number;
}

/** A breakpoint on the use of one channel or mutex; it has no line. */
export interface UsageStatus extends UsageBreakpoint {
  readonly status: BreakpointStatus;
}

export interface BreakpointView {
  readonly breakpoints: readonly BreakpointStatus[];
  readonly usage: readonly UsageStatus[];
  /** Of the last stop. */
  readonly simultaneous: readonly SimultaneousHit[];
  /** Since the last stop that was shown. */
  readonly passed: readonly PassedHit[];
  /** Goroutines the user tracks, ascending. */
  readonly tracked: readonly number[];
  /** Share of the program's time spent in the adapter's verdicts over the last second, 0 to 1. */
  readonly slowdown: number;
}
