import type { Comparison } from '../../condition/index.ts';

/** dlv's grammar: `N`, or an operator and N; `% N` is every N-th. */
export interface HitCondition {
  readonly operator: Comparison | '%';
  readonly count: number;
}

const GRAMMAR = /^(==|!=|>=|<=|>|<|%)?\s*(\d+)$/;

/** Null: none. A string tells what is wrong. */
export function parseHitCondition(text: string): HitCondition | string | null {
  if (text === '') return null;
  const [whole, sign = '==', digits = ''] = GRAMMAR.exec(text) ?? [];
  // The pattern admits nothing else.
  const operator = sign as HitCondition['operator'];
  const count = Number(digits);
  if (whole === undefined || !Number.isSafeInteger(count)) {
    return `“${text}” is no hit count. Write a number, or one of == != > >= < <= % and a number.`;
  }
  const isNever =
    count === 0 && (operator === '==' || operator === '<=' || operator === '<' || operator === '%');
  if (isNever || (operator === '<' && count === 1)) return `No hit satisfies “${text}”.`;
  return { operator, count };
}

export function printHitCondition({ operator, count }: HitCondition): string {
  return `${operator} ${count}`;
}

/** Whether the hit with this number, the first being 1, satisfies it. */
export function holds({ operator, count }: HitCondition, hit: number): boolean {
  switch (operator) {
    case '==':
      return hit === count;
    case '!=':
      return hit !== count;
    case '>':
      return hit > count;
    case '>=':
      return hit >= count;
    case '<':
      return hit < count;
    case '<=':
      return hit <= count;
    case '%':
      return hit % count === 0;
    default:
      return true;
  }
}
