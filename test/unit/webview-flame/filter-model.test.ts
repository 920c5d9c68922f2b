import { expect, test } from 'vitest';
import type { FilterDraft } from '../../../src/protocol/profile-filter.ts';
import * as filters from '../../../webview/flame/filter-model.ts';
import { INITIAL_STATE } from '../../../webview/flame/model.ts';
import type { PageState } from '../../../webview/flame/model.ts';

const RULE = 'shop/pricing.(*Rule).match';

function words({ filter }: PageState): string[] {
  return filter.map(filters.termText);
}

function answered(term: FilterDraft['term']): FilterDraft {
  const error = {
    message: 'No filter.',
    from: 0,
    to: 5,
    suggestion: 'focus',
    isUnfinished: false,
  };
  return { term, error: term ? null : error, completion: { from: 0, to: 0, items: [] } };
}

test('a term of a function matches its name only, and reads like it', () => {
  const term = filters.functionTerm('ignore', RULE);
  expect(term.value).toBe('^shop/pricing\\.\\(\\*Rule\\)\\.match$');
  expect(filters.shownValue(term, (name) => name)).toBe(RULE);
  const { filter } = filters.withTerm(
    filters.withTerm(INITIAL_STATE, term),
    filters.functionTerm('ignore', 'main.main'),
  );
  expect(filter.map((both) => filters.shownValue(both, (name) => name))).toEqual([
    `${RULE} | main.main`,
  ]);
  expect(filters.shownValue({ word: 'focus', value: 'a.*b|c' }, (name) => name)).toBe('a.*b|c');
});

test('ignored functions add up, a new focus takes the place of the old', () => {
  let state = filters.withTerm(INITIAL_STATE, { word: 'ignore', value: 'a' });
  state = filters.withTerm(state, { word: 'ignore', value: 'b' });
  state = filters.withTerm(state, { word: 'focus', value: 'c' });
  state = filters.withTerm(state, { word: 'focus', value: 'd' });
  expect(words(state)).toEqual(['ignore=a|b', 'focus=d']);
  expect(words(filters.withoutTerm(state, 'ignore'))).toEqual(['focus=d']);
  const edited = filters.editTerm(state, 'focus');
  expect([words(edited), edited.draft.text]).toEqual([['ignore=a|b'], 'focus=d']);
});

test('a filter drops nodes, and functions too when frames become something else', () => {
  const state = { ...INITIAL_STATE, zoom: 7, selection: { node: 7, function: 3 } };
  const focused = filters.withTerm(state, { word: 'focus', value: 'a' });
  expect([focused.zoom, focused.selection]).toEqual([0, { node: null, function: 3 }]);
  const lines = filters.withTerm(state, { word: 'granularity', value: 'lines' });
  expect(lines.selection).toBe(null);
});

test('Enter before the answer waits for it', () => {
  const typed = filters.withDraft(INITIAL_STATE, 'focus=a', 7);
  const waiting = filters.submitDraft(typed);
  expect(words(waiting)).toEqual([]);
  const term = { word: 'focus', value: 'a' } as const;
  const done = filters.withDraftAnswer(waiting, answered(term), 'focus=a');
  expect([words(done), done.draft.text]).toEqual([['focus=a'], '']);
  expect(filters.withDraftAnswer(waiting, answered(term), 'focus=')).toBe(waiting);
});

test('a suggestion takes the place of the wrong part', () => {
  const typed = filters.withDraft(INITIAL_STATE, 'focsu=a', 7);
  const wrong = filters.withDraftAnswer(typed, answered(null), 'focsu=a');
  expect(filters.draftError(wrong)?.message).toBe('No filter.');
  expect(filters.takeSuggestion(wrong).draft.text).toBe('focus=a');
});
