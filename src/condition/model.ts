/** One `@name(argument)` of a condition. */
export type ConditionTerm =
  | { readonly kind: 'goroutine' | 'childOf'; readonly id: number }
  | {
      readonly kind: 'createdBy' | 'startedAs' | 'caller' | 'stack';
      /** As Go prints it: `main.(*Server).serve`, `main.spawn.func1`. */
      readonly function: string;
    }
  /** `value` null: any. */
  | { readonly kind: 'label'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'once' | 'tracked' }
  | { readonly kind: 'every'; readonly count: number }
  /** The file as it was written: a path or the end of one. */
  | { readonly kind: 'after'; readonly file: string; readonly line: number }
  | { readonly kind: 'alive'; readonly comparison: Comparison; readonly count: number };

/** Longer ones first, so that a prefix is not taken for the whole. */
export const COMPARISONS = ['>=', '<=', '==', '!=', '>', '<'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What a condition means: all of it must hold. */
export interface ScopedCondition {
  readonly terms: readonly ConditionTerm[];
  /** A boolean Go expression; empty when there is none. */
  readonly goCondition: string;
}

/** Half-open range in the text, and what would be right there. */
export interface ConditionProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly suggestion: string | null;
}

export interface ParsedCondition extends ScopedCondition {
  /** In the order of the text. What was understood is in the condition all the same. */
  readonly problems: readonly ConditionProblem[];
}
