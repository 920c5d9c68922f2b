/**
 * What is typed into the filter line: `focus=shop/api`, `focus shop/api`, `noinlines`, or an expression alone, which
 * focuses.
 */
import { closestWord } from '../../base/closest-word.ts';
import { applyQuery, compileRegExp } from '../../profile/index.ts';
import type { Profile } from '../../profile/index.ts';
import { FILTER_FLAGS, FILTER_WORDS } from '../../protocol/profile-filter.ts';
import type { FilterError, FilterTerm, FilterWord } from '../../protocol/profile-filter.ts';
import { filterQuery, GRANULARITIES } from './filter-query.ts';

export interface ParsedTerm {
  readonly term: FilterTerm | null;
  readonly error: FilterError | null;
}

/** Where the parts of a term are. */
export interface TermParts {
  readonly word: string;
  readonly wordFrom: number;
  /** Empty where nothing separates a value from the word. */
  readonly separator: string;
  readonly value: string;
  readonly valueFrom: number;
}

export function termParts(text: string): TermParts {
  const [, gap = '', word = '', separator = '', value = ''] =
    /^(\s*)([A-Za-z_-]*)(\s*[=:]\s*|\s+|)(.*?)\s*$/s.exec(text) ?? [];
  const wordFrom = gap.length;
  return { word, wordFrom, separator, value, valueFrom: wordFrom + word.length + separator.length };
}

export function filterWord(text: string): FilterWord | undefined {
  const plain = text.replace(/^-/, '').toLowerCase();
  return FILTER_WORDS.find((word) => word === plain);
}

/** Never throws. Expressions are tried on the profile's labels, so that units and ranges are checked as well. */
export function parseTerm(text: string, profile: Profile): ParsedTerm {
  const parts = termParts(text);
  const word = filterWord(parts.word);
  if (text.trim() === '') return { term: null, error: null };
  if (word === undefined) return wordless(text, parts);
  const { value, valueFrom, wordFrom } = parts;
  if (FILTER_FLAGS.has(word)) return flag(word, parts);
  const range = { from: valueFrom, to: valueFrom + value.length };
  if (value === '') {
    const message = `${word} needs ${NEEDS[word] ?? 'an expression'}.`;
    const { term, error } = wrong(message, wordFrom, wordFrom + parts.word.length);
    return { term, error: error && { ...error, isUnfinished: true } };
  }
  if (word === 'granularity') {
    if (GRANULARITIES.some((known) => known === value)) return right({ word, value });
    const suggestion = closestWord(value, GRANULARITIES);
    const message = `No granularity “${value}”. There are ${GRANULARITIES.join(', ')}.`;
    return wrong(message, range.from, range.to, suggestion);
  }
  const term = { word, value };
  const error = expressionError(term, profile);
  if (error === null) return right(term);
  // `missing ) for ( at 3` counts in the expression.
  const at = /^(?:\w+: )?(.+) at (\d+)$/s.exec(error);
  const from = Math.min(valueFrom + Number(at?.[2] ?? 0), range.to - 1);
  const [message = error] = at?.slice(1) ?? [];
  return wrong(`${sentence(message)} in ${word}.`, from, range.to, quoted(value));
}

/** The literal text, offered where the expression is wrong: Go names are full of parentheses and stars. */
export function quoted(text: string): string {
  return text.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}

const NEEDS: Partial<Record<FilterWord, string>> = {
  granularity: 'one of functions, filefunctions, files, lines, addresses',
  tagfocus: 'a label: key=value, value or a range such as bytes=1kb:4mb',
  tagignore: 'a label: key=value, value or a range such as bytes=1kb:4mb',
  tagroot: 'a label key',
  tagleaf: 'a label key',
};

function wordless(text: string, { word, wordFrom, separator, value }: TermParts): ParsedTerm {
  const suggestion = closestWord(word.toLowerCase(), FILTER_WORDS);
  const looksLikeWord = separator.includes('=') || (separator !== '' && suggestion !== null);
  if (looksLikeWord && value !== '' && word !== '') {
    const message = `No filter “${word}”.`;
    return wrong(message, wordFrom, wordFrom + word.length, suggestion);
  }
  const expression = text.trim();
  const { error } = compileRegExp(expression);
  if (error === undefined) return right({ word: 'focus', value: expression });
  const [, message = error, at = '0'] = /^(.+) at (\d+)$/s.exec(error) ?? [];
  const from = text.length - text.trimStart().length;
  return wrong(
    `${sentence(message)}.`,
    Math.min(from + Number(at), from + expression.length - 1),
    from + expression.length,
    quoted(expression),
  );
}

function flag(word: FilterWord, { value, valueFrom }: TermParts): ParsedTerm {
  if (value === '' || value === 'true') return right({ word, value: '' });
  return wrong(`${word} takes no value.`, valueFrom, valueFrom + value.length);
}

/** The engine's word on a term, on a profile without samples: only compiling costs. */
function expressionError(term: FilterTerm, profile: Profile): string | null {
  const { samples } = profile;
  const none = { ...samples, length: 0, stack: new Uint32Array(), labelSet: new Uint32Array() };
  const values = samples.values.map(() => new Float64Array());
  return applyQuery({ ...profile, samples: { ...none, values } }, filterQuery([term])).error;
}

function right(term: FilterTerm): ParsedTerm {
  return { term, error: null };
}

function wrong(
  message: string,
  from: number,
  to: number,
  suggestion: string | null = null,
): ParsedTerm {
  return { term: null, error: { message, from, to, suggestion, isUnfinished: false } };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
