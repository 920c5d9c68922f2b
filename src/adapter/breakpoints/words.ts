import { assertNever } from '../../base/assert.ts';
import type { ConditionTerm } from '../../condition/index.ts';
import type { OwnedBreakpoint } from './owned-breakpoint.ts';

/** Beside the breakpoint in the editor: `Only goroutine 17 · 3 hits in 2 goroutines`. */
export function messageFor({ scope, lowered }: OwnedBreakpoint, tracked: number): string {
  const words = scope.terms.map((term) => scopeWords(term, tracked));
  if (lowered?.note) words.push(lowered.note);
  return words.join(' · ');
}

export function hitWords(hits: ReadonlyMap<number, number>): string {
  const total = [...hits.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? '' : `${counted(total, 'hit')} in ${counted(hits.size, 'goroutine')}`;
}

function scopeWords(term: ConditionTerm, tracked: number): string {
  switch (term.kind) {
    case 'goroutine':
      return `Only goroutine ${term.id}`;
    case 'childOf':
      return `Only goroutines started by goroutine ${term.id}`;
    case 'createdBy':
      return `Only goroutines created by ${term.function}`;
    case 'startedAs':
      return `Only goroutines started as ${term.function}`;
    case 'label':
      return `Only label ${term.key}${term.value === null ? '' : `=${term.value}`}`;
    case 'once':
      return 'Once per goroutine';
    case 'every':
      return `Every ${ordinal(term.count)} hit of each goroutine`;
    case 'after':
      return `After ${term.file}:${term.line} in the same goroutine`;
    case 'caller':
      return `Called by ${term.function}`;
    case 'stack':
      return `With ${term.function} on the stack`;
    case 'alive':
      return `With ${term.comparison}${term.count.toLocaleString('en')} goroutines alive`;
    case 'tracked':
      return tracked === 0
        ? 'No goroutine is tracked'
        : `Only ${counted(tracked, 'tracked goroutine')}`;
    default:
      return assertNever(term);
  }
}

function ordinal(number: number): string {
  const rest = number % 100;
  const isTeen = rest >= 11 && rest <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][rest % 10] ?? 'th');
  return `${number}${ending}`;
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
