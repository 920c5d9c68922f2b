import { closestWord } from '../base/closest-word.ts';
import { STATE_KINDS, STATE_WORDS } from './state.ts';

/**
 * The filter language. Terms stand beside each other and must all hold; `-` before a term turns it round; quotes
 * hold spaces together.
 *
 *     notifier             function, file:line or label contains the word
 *     state:chan-receive   Go's words with dashes for spaces, or their beginning (`chan`, `sync.Mu`), or a kind:
 *                          waiting, running, runnable, channel, lock, network, sleep, syscall, gc
 *     age:>5m              waited longer; also `<`; ns us ms s m h
 *     label:tenant=acme    has the label; `label:tenant` with any value
 *     func: file: creator: function, file, or function and file of the go statement contains the word
 *     id:17                these goroutines: `id:17,20-25`
 *     parent:17            started by one of these goroutines
 *     waits:0xc000014060   waits for the channel or lock with this address or, in part, this name
 */
export type FilterTerm = { readonly negated: boolean } & (
  | { readonly kind: 'word' | 'func' | 'file' | 'creator' | 'waits'; readonly text: string }
  | { readonly kind: 'state'; readonly words: string }
  | { readonly kind: 'age'; readonly longer: boolean; readonly nanos: number }
  | { readonly kind: 'label'; readonly key: string; readonly value: string | null }
  | {
      readonly kind: 'id' | 'parent';
      readonly ranges: readonly (readonly [from: number, to: number])[];
    }
);

/** Half-open range in the filter text, and a word that would be right there. */
export interface FilterError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly suggestion: string | null;
}

export interface ParsedFilter {
  readonly terms: readonly FilterTerm[];
  /** The first thing wrong. Terms that were understood are still there. */
  readonly error: FilterError | null;
}

export const FILTER_KEYS = [
  'state',
  'age',
  'label',
  'func',
  'file',
  'creator',
  'id',
  'parent',
  'waits',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** Words for `state:` beside Go's own; `waiting` and `blocked` are all states that wait. */
export const STATE_FILTER_WORDS: readonly string[] = [
  'waiting',
  ...STATE_KINDS,
  ...STATE_WORDS.map((state) => state.replaceAll(' ', '-')),
];

/** `states`: further words that are right for `state:`, as the table at hand has them. Never throws. */
export function parseFilter(text: string, states: readonly string[] = []): ParsedFilter {
  const terms: FilterTerm[] = [];
  let error: FilterError | null = null;
  for (const token of tokensOf(text)) {
    const result = parseToken(token, states);
    if (result === null) continue;
    if ('message' in result) error ??= result;
    else terms.push(result);
  }
  return { terms, error };
}

interface Token {
  /** Null for a plain word. */
  readonly key: string | null;
  readonly keyFrom: number;
  readonly value: string;
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
}

/** A key is letters before a colon; `notifier.go:97` and `C:\x` are words. */
const TOKEN = /(-?)(?:([A-Za-z]{2,}):)?("[^"]*"?|\S*)/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const [all = '', minus = '', key, raw = ''] = TOKEN.exec(text) ?? [];
    const from = at + all.length - raw.length;
    const value = raw.startsWith('"') ? raw.slice(1).replace(/"$/, '') : raw;
    const keyFrom = at + minus.length;
    tokens.push({
      key: key ?? null,
      keyFrom,
      value,
      from,
      to: at + all.length,
      negated: minus !== '',
    });
    at += Math.max(1, all.length);
  }
  return tokens;
}

/** Null for a term without a value: it is still being typed and leaves out nothing. */
function parseToken(token: Token, states: readonly string[]): FilterTerm | FilterError | null {
  const { key, value, negated, keyFrom } = token;
  if (key === null)
    return value === '' ? null : { kind: 'word', text: value.toLowerCase(), negated };
  const known = FILTER_KEYS.find((candidate) => candidate === key.toLowerCase());
  if (known === undefined) {
    const suggestion = closestWord(key.toLowerCase(), FILTER_KEYS);
    return { message: `No filter “${key}:”.`, from: keyFrom, to: keyFrom + key.length, suggestion };
  }
  return isBeingTyped(known, value) ? null : TERMS[known](token, states);
}

/** Nothing yet, or an age whose unit is still missing. */
function isBeingTyped(key: FilterKey, value: string): boolean {
  return value === '' || (key === 'age' && /^[<>]?=?[\d.]*$/.test(value));
}

type TermParser = (token: Token, states: readonly string[]) => FilterTerm | FilterError;

const TERMS: Readonly<Record<FilterKey, TermParser>> = {
  state: parseState,
  age: parseAge,
  label: ({ value, negated }) => {
    const equals = value.indexOf('=');
    return equals < 0
      ? { kind: 'label', key: value, value: null, negated }
      : { kind: 'label', key: value.slice(0, equals), value: value.slice(equals + 1), negated };
  },
  func: ({ value, negated }) => ({ kind: 'func', text: value.toLowerCase(), negated }),
  file: ({ value, negated }) => ({ kind: 'file', text: value.toLowerCase(), negated }),
  creator: ({ value, negated }) => ({ kind: 'creator', text: value.toLowerCase(), negated }),
  id: (token) => parseIds(token, 'id'),
  parent: (token) => parseIds(token, 'parent'),
  waits: ({ value, negated }) => ({ kind: 'waits', text: value.toLowerCase(), negated }),
};

function parseState(token: Token, states: readonly string[]): FilterTerm | FilterError {
  const words = token.value.toLowerCase().replaceAll('-', ' ');
  const right = [...STATE_FILTER_WORDS, ...states.map((state) => state.replaceAll(' ', '-'))];
  if (!right.some((word) => word.toLowerCase().replaceAll('-', ' ').startsWith(words))) {
    const suggestion = closestWord(token.value.toLowerCase(), right);
    return { message: `No state “${token.value}”.`, from: token.from, to: token.to, suggestion };
  }
  return { kind: 'state', words, negated: token.negated };
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

function parseAge({ value, from, to, negated }: Token): FilterTerm | FilterError {
  const match = /^([<>]?)=?(\d+(?:\.\d+)?)([a-zµ]+)$/i.exec(value);
  const unit = UNITS[match?.[3]?.toLowerCase() ?? ''];
  if (!match || unit === undefined) {
    const sign = value.startsWith('<') ? '<' : '>';
    const number = /\d+(?:\.\d+)?/.exec(value)?.[0];
    const suggestion = number === undefined ? `${sign}5m` : `${sign}${number}s`;
    return { message: `No age “${value}”.`, from, to, suggestion };
  }
  return { kind: 'age', longer: match[1] !== '<', nanos: Number(match[2]) * unit, negated };
}

function parseIds(
  { value, from, to, negated }: Token,
  kind: 'id' | 'parent',
): FilterTerm | FilterError {
  const ranges: (readonly [number, number])[] = [];
  for (const part of value.split(',')) {
    if (part === '') continue;
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) return { message: `No goroutine id “${part}”.`, from, to, suggestion: null };
    ranges.push([Number(match[1]), Number(match[2] ?? match[1])]);
  }
  return { kind, ranges, negated };
}
