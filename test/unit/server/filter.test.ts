import { expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/index.ts';
import { filterQuery, unmatchedWords } from '../../../src/server/filter/filter-query.ts';
import { parseTerm } from '../../../src/server/filter/parse-term.ts';

const NOTHING = parseProfile(new Uint8Array()).value;

function check(text: string): unknown {
  const { term, error } = parseTerm(text, NOTHING);
  if (term) return `${term.word} ${term.value}`.trim();
  return error && { at: text.slice(error.from, error.to), fix: error.suggestion };
}

test('a term is a word of pprof and its value, in any of three spellings', () => {
  expect(check('focus=shop/api')).toBe('focus shop/api');
  expect(check(' ignore  runtime.goexit ')).toBe('ignore runtime.goexit');
  expect(check('tagfocus:tenant=acme')).toBe('tagfocus tenant=acme');
  expect(check('tagfocus=bytes=1kb:4mb')).toBe('tagfocus bytes=1kb:4mb');
  expect(check('noinlines')).toBe('noinlines');
  expect(check('granularity=lines')).toBe('granularity lines');
});

test('an expression alone focuses', () => {
  expect(check('shop/api')).toBe('focus shop/api');
  expect(check('show')).toEqual({ at: 'show', fix: null });
});

test('an error says where it is and what may have been meant', () => {
  expect(check('focsu=shop')).toEqual({ at: 'focsu', fix: 'focus' });
  expect(check('focsu shop')).toEqual({ at: 'focsu', fix: 'focus' });
  expect(check('granularity=line')).toEqual({ at: 'line', fix: 'lines' });
  expect(check('ignore=(*Rule).match')).toEqual({
    at: '*Rule).match',
    fix: '\\(\\*Rule\\)\\.match',
  });
  expect(check('noinlines=5')).toEqual({ at: '5', fix: null });
  expect(check('')).toBe(null);
});

test('terms become the options of the engine', () => {
  const query = filterQuery([
    { word: 'show_from', value: 'main' },
    { word: 'noinlines', value: '' },
    { word: 'granularity', value: 'files' },
  ]);
  expect(query).toMatchObject({ showFrom: 'main', noInlines: true, granularity: 'files' });
});

test('the words that match nothing are named', () => {
  const warnings = [
    'ShowFrom expression matched no samples',
    'TagFocus expression matched no samples',
  ];
  expect(unmatchedWords(warnings)).toEqual(['show_from', 'tagfocus']);
});
