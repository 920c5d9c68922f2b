import { closestWord } from '../base/closest-word.ts';
import { readArgument } from './argument.ts';
import { outlineOf, withoutComments } from './go-text.ts';
import type { ConditionProblem, ConditionTerm, ParsedCondition } from './model.ts';
import { TERM_NAMES, describeTerm, isTermName } from './term-table.ts';

/** A part of the text, trimmed. */
interface Piece {
  readonly text: string;
  readonly from: number;
}

/**
 * Reads a condition:
 *   1. comments become spaces;
 *   2. it is split at the `&&` that stand outside of brackets and literals;
 *   3. what begins with `@` is a term, the rest is Go, joined again by `&&`;
 *   4. terms are joined by `&&` only: a `||` beside one, or a term inside an expression, is refused.
 * A text without terms is Go as it is. Never throws.
 */
export function parseCondition(text: string): ParsedCondition {
  const bare = withoutComments(text);
  const { operators, marks, broken } = outlineOf(bare);
  if (broken) return refused(broken.message, broken.at, broken.at + 1);
  if (marks.length === 0) return { terms: [], goCondition: bare.trim(), problems: [] };
  const or = operators.find(({ sign }) => sign === '||');
  if (or) return refused(NO_ALTERNATIVES, or.at, or.at + or.sign.length);

  const terms: ConditionTerm[] = [];
  const expressions: string[] = [];
  const problems: ConditionProblem[] = [];
  for (const piece of piecesOf(bare, operators)) {
    const read = readPiece(piece);
    if (typeof read === 'string') expressions.push(read);
    else if ('message' in read) problems.push(read);
    else {
      const message = objection(read, terms);
      if (message !== undefined) problems.push(problem(piece, message));
      terms.push(read);
    }
  }
  return { terms, goCondition: expressions.join(' && '), problems };
}

const NO_ALTERNATIVES =
  'Terms with @ are joined by && only. Put alternatives into parentheses: @once && (a || b).';

function refused(message: string, from: number, to: number): ParsedCondition {
  return { terms: [], goCondition: '', problems: [{ message, from, to, suggestion: null }] };
}

function piecesOf(text: string, separators: readonly { readonly at: number }[]): Piece[] {
  const ends = [...separators.map(({ at }) => at), text.length];
  return ends.map((end, index) => {
    const from = index === 0 ? 0 : (ends[index - 1] ?? 0) + 2;
    const piece = text.slice(from, end);
    return { text: piece.trim(), from: from + piece.length - piece.trimStart().length };
  });
}

/** A string is a Go expression. */
function readPiece(piece: Piece): ConditionTerm | ConditionProblem | string {
  const { text, from } = piece;
  if (text === '') return problem(piece, 'A condition is missing beside &&.');
  if (!text.startsWith('@')) {
    const [mark] = outlineOf(text).marks;
    if (mark === undefined) return text;
    return problem({ text: '@', from: from + mark }, STANDS_ALONE);
  }
  const [, name = '', brackets] = /^@(\w*)\s*(\(.*\))?$/s.exec(text) ?? [];
  const argument = brackets?.slice(1, -1);
  // `(a) == (b)` begins and ends with a bracket too.
  if (name === '' || outlineOf(argument ?? '').broken) return problem(piece, STANDS_ALONE);
  if (!isTermName(name)) return unknownTerm(name, from);
  const read = readArgument(name, argument?.trim());
  if ('term' in read) return read.term;
  return { ...read, from, to: from + text.length };
}

const STANDS_ALONE = 'A term like @once stands by itself, joined to the rest by &&.';

function unknownTerm(name: string, from: number): ConditionProblem {
  const known = closestWord(
    name.toLowerCase(),
    TERM_NAMES.map((term) => term.toLowerCase()),
  );
  const suggestion = TERM_NAMES.find((term) => term.toLowerCase() === known);
  const message = suggestion
    ? `There is no term @${name}. Did you mean @${suggestion}?`
    : `There is no term @${name}. There are ${TERM_NAMES.map((term) => `@${term}`).join(', ')}.`;
  return {
    message,
    from,
    to: from + 1 + name.length,
    suggestion: suggestion ? `@${suggestion}` : null,
  };
}

function problem({ text, from }: Piece, message: string): ConditionProblem {
  return { message, from, to: from + text.length, suggestion: null };
}

/** Why a term cannot hold beside those before it. */
function objection(term: ConditionTerm, before: readonly ConditionTerm[]): string | undefined {
  const counts = (one: ConditionTerm): boolean => one.kind === 'once' || one.kind === 'every';
  if (counts(term) && before.some(counts)) return 'Only one of @once and @every can be used.';
  const isSingle = describeTerm(term.kind).argument === 'goroutine' || term.kind === 'startedAs';
  const other = before.find(({ kind }) => isSingle && kind === term.kind);
  if (!other || JSON.stringify(other) === JSON.stringify(term)) return undefined;
  return `No goroutine satisfies two different @${term.kind}.`;
}
