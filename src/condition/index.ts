export { TERM_NAMES, TERM_TABLE, isTermName } from './term-table.ts';
export type { ArgumentKind, TermDescription, TermName } from './term-table.ts';
export { COMPARISONS } from './model.ts';
export type {
  Comparison,
  ConditionProblem,
  ConditionTerm,
  ParsedCondition,
  ScopedCondition,
} from './model.ts';
export { parseCondition } from './parse.ts';
export { printCondition, printTerm } from './print.ts';
