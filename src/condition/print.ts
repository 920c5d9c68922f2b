import { assertNever } from '../base/assert.ts';
import { outlineOf } from './go-text.ts';
import type { ConditionTerm, ScopedCondition } from './model.ts';

/** The text that `parseCondition` reads back: terms first. Alternatives get the parentheses they need. */
export function printCondition({ terms, goCondition }: ScopedCondition): string {
  const go = goCondition.trim();
  const needsBrackets =
    terms.length > 0 && outlineOf(go).operators.some(({ sign }) => sign === '||');
  const printed = terms.map(printTerm);
  return [...printed, needsBrackets ? `(${go})` : go].filter((part) => part !== '').join(' && ');
}

export function printTerm(term: ConditionTerm): string {
  switch (term.kind) {
    case 'once':
    case 'tracked':
      return `@${term.kind}`;
    case 'goroutine':
    case 'childOf':
      return `@${term.kind}(${term.id})`;
    case 'createdBy':
    case 'startedAs':
    case 'caller':
    case 'stack':
      return `@${term.kind}(${term.function})`;
    case 'label':
      return `@label(${word(term.key)}${term.value === null ? '' : `=${word(term.value)}`})`;
    case 'every':
      return `@every(${term.count})`;
    case 'after':
      return `@after(${word(term.file)}:${term.line})`;
    case 'alive':
      return `@alive(${term.comparison}${term.count})`;
    default:
      return assertNever(term);
  }
}

/** Bare where nothing in it could be taken for syntax. */
function word(text: string): string {
  const isBare = /^[\p{L}\p{N}_.:/\\+-]+$/u.test(text) && !text.includes('//');
  return isBare ? text : JSON.stringify(text);
}
