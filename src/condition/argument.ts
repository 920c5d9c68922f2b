import { assertNever } from '../base/assert.ts';
import type { ConditionTerm } from './model.ts';
import { COMPARISONS } from './model.ts';
import type { TermName } from './term-table.ts';
import { describeTerm } from './term-table.ts';

type Read =
  | { readonly term: ConditionTerm }
  | { readonly message: string; readonly suggestion: string | null };

/** `text`: what stands in the parentheses, trimmed; undefined when there are none. */
export function readArgument(name: TermName, text: string | undefined): Read {
  switch (name) {
    case 'once':
    case 'tracked':
      return text === undefined || text === ''
        ? { term: { kind: name } }
        : wrong(name, 'takes no argument', `@${name}`);
    case 'goroutine':
    case 'childOf': {
      const id = positive(text);
      return id === undefined
        ? wrong(name, 'takes the number of a goroutine')
        : { term: { kind: name, id } };
    }
    case 'createdBy':
    case 'startedAs':
    case 'caller':
    case 'stack':
      return isFunctionName(text)
        ? { term: { kind: name, function: text } }
        : wrong(name, 'takes the name of a function with its package');
    case 'label':
      return readLabel(text ?? '');
    case 'every': {
      const count = positive(text);
      return count === undefined
        ? wrong(name, 'takes a number, 1 or more')
        : { term: { kind: name, count } };
    }
    case 'after':
      return readPlace(text ?? '');
    case 'alive':
      return readComparison(text ?? '');
    default:
      return assertNever(name);
  }
}

function wrong(name: TermName, words: string, suggestion: string | null = null): Read {
  return { message: `@${name} ${words}: ${describeTerm(name).example}.`, suggestion };
}

function positive(text: string | undefined): number | undefined {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : 0;
  return number > 0 && Number.isSafeInteger(number) ? number : undefined;
}

/** A name needs a package, or nothing can be found by it; spaces are between type arguments only. */
function isFunctionName(text: string | undefined): text is string {
  return text !== undefined && /^[^\s"'`@&|=]+\.[^"'`@&|=]*[^\s"'`@&|=]$/.test(text);
}

/** `key=value`, either side bare or as a Go string. */
const LABEL =
  /^("(?:\\.|[^"\\])*"|`[^`]*`|[^"`=]*?)\s*(?:=\s*("(?:\\.|[^"\\])*"|`[^`]*`|[^"`]*))?$/s;

function readLabel(text: string): Read {
  const [whole, rawKey = '', rawValue] = LABEL.exec(text) ?? [];
  const key = unquoted(rawKey);
  const value = rawValue === undefined ? null : unquoted(rawValue);
  if (whole === undefined || key === undefined || key === '' || value === undefined) {
    return wrong('label', 'takes key=value, or a key');
  }
  return { term: { kind: 'label', key, value } };
}

/** Undefined: an escape that is none. */
function unquoted(text: string): string | undefined {
  if (text.startsWith('`')) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readPlace(text: string): Read {
  const colon = text.lastIndexOf(':');
  const file = unquoted(text.slice(0, Math.max(colon, 0)).trim());
  const line = positive(text.slice(colon + 1).trim());
  if (file === undefined || file === '' || line === undefined) {
    return wrong('after', 'takes file:line');
  }
  return { term: { kind: 'after', file, line } };
}

function readComparison(text: string): Read {
  const sign = COMPARISONS.find((each) => text.startsWith(each));
  const count = /^\d+$/.test(text.slice(sign?.length ?? 0).trim())
    ? Number(text.slice(sign?.length ?? 0))
    : undefined;
  if (sign !== undefined && count !== undefined && Number.isSafeInteger(count)) {
    return { term: { kind: 'alive', comparison: sign, count } };
  }
  const suggestion = sign === undefined && count !== undefined ? `@alive(>${count})` : null;
  return wrong('alive', 'takes a comparison', suggestion);
}
