import type { ConditionTerm } from './model.ts';

export type TermName = ConditionTerm['kind'];

export type ArgumentKind =
  'none' | 'goroutine' | 'function' | 'label' | 'count' | 'place' | 'comparison';

export interface TermDescription {
  readonly name: TermName;
  readonly argument: ArgumentKind;
  /** One line: when the breakpoint stops. */
  readonly doc: string;
  readonly example: string;
}

const DESCRIPTIONS: Readonly<Record<TermName, Omit<TermDescription, 'name'>>> = {
  goroutine: {
    argument: 'goroutine',
    doc: 'In this goroutine only.',
    example: '@goroutine(17)',
  },
  childOf: {
    argument: 'goroutine',
    doc: 'In goroutines that this goroutine started.',
    example: '@childOf(17)',
  },
  createdBy: {
    argument: 'function',
    doc: 'In goroutines whose go statement is in this function or a closure of it.',
    example: '@createdBy(main.spawn)',
  },
  startedAs: {
    argument: 'function',
    doc: 'In goroutines that run this function: `go worker(x)`.',
    example: '@startedAs(main.worker)',
  },
  label: {
    argument: 'label',
    doc: 'In goroutines with this pprof label; without a value, with any value of it.',
    example: '@label(request=42)',
  },
  once: {
    argument: 'none',
    doc: 'At the first hit of each goroutine.',
    example: '@once',
  },
  every: {
    argument: 'count',
    doc: 'At each third (or other) hit of each goroutine.',
    example: '@every(3)',
  },
  after: {
    argument: 'place',
    doc: 'When the same goroutine has passed this line; no breakpoint is needed there.',
    example: '@after(main.go:40)',
  },
  caller: {
    argument: 'function',
    doc: 'When this function made the call.',
    example: '@caller(main.f)',
  },
  stack: {
    argument: 'function',
    doc: 'When this function is anywhere on the stack.',
    example: '@stack(main.f)',
  },
  alive: {
    argument: 'comparison',
    doc: 'While this many goroutines are alive; those of the runtime itself do not count.',
    example: '@alive(>1000)',
  },
  tracked: {
    argument: 'none',
    doc: 'In the goroutines that are tracked in the Goroutines view.',
    example: '@tracked',
  },
};

/** Every term there is; the parser, the documentation and the completion read it. */
export const TERM_TABLE: readonly TermDescription[] = Object.entries(DESCRIPTIONS).flatMap(
  ([name, description]) => (isTermName(name) ? [{ name, ...description }] : []),
);

export const TERM_NAMES: readonly TermName[] = TERM_TABLE.map(({ name }) => name);

export function isTermName(word: string): word is TermName {
  return Object.hasOwn(DESCRIPTIONS, word);
}

export function describeTerm(name: TermName): TermDescription {
  return { name, ...DESCRIPTIONS[name] };
}
