import { assertNever } from '../../base/assert.ts';
import type { Assertion, CharSet, RegExpNode } from './syntax.ts';

/** A step of a program; `next` and `other` are indexes of steps. */
export type Step =
  | { readonly kind: 'char'; readonly set: CharSet; next: number }
  | { readonly kind: 'assert'; readonly assertion: Assertion; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'match' };

/** Programs that would take more steps than this are refused: counted repetitions multiply. */
const STEP_LIMIT = 50_000;

/** Steps of an expression; the first one is the last of the list. Throws when there would be too many. */
export function compileProgram(root: RegExpNode): Step[] {
  const steps: Step[] = [{ kind: 'match' }];
  const first = emit(root, 0, steps);
  steps.push({ kind: 'split', next: first, other: first });
  return steps;
}

/** Adds the steps of a node that goes on at `next`, and returns the first of them. */
function emit(node: RegExpNode, next: number, steps: Step[]): number {
  switch (node.kind) {
    case 'set':
      return add({ kind: 'char', set: node.set, next }, steps);
    case 'assert':
      return add({ kind: 'assert', assertion: node.assertion, next }, steps);
    case 'all':
      return node.items.reduceRight((following, item) => emit(item, following, steps), next);
    case 'any':
      return node.items
        .map((item) => emit(item, next, steps))
        .reduceRight((other, first) => add({ kind: 'split', next: first, other }, steps));
    case 'repeat': {
      let at = next;
      if (node.most === Infinity) {
        const loop: Step & { kind: 'split' } = { kind: 'split', next, other: next };
        at = add(loop, steps);
        loop.next = emit(node.item, at, steps);
      } else {
        for (let count = node.least; count < node.most; count++) {
          at = add({ kind: 'split', next: emit(node.item, at, steps), other: next }, steps);
        }
      }
      for (let count = 0; count < node.least; count++) at = emit(node.item, at, steps);
      return at;
    }
    default:
      return assertNever(node);
  }
}

function add(step: Step, steps: Step[]): number {
  if (steps.length >= STEP_LIMIT) throw new Error('the expression is too large');
  return steps.push(step) - 1;
}
