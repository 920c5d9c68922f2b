import { expect, test } from 'vitest';
import type { ProfileInfo } from '../../../src/protocol/analysis.ts';
import {
  hasManySides,
  INITIAL_STATE,
  scopeOf,
  withPair,
  withProfile,
} from '../../../webview/flame/model.ts';
import {
  INITIAL_ORDER,
  restoredOrder,
  restoredScroll,
  sideBeside,
  sortedBy,
  trendPoints,
  valuesOf,
} from '../../../webview/flame/sides-model.ts';

const TYPE = { type: 'cpu', unit: 'nanoseconds', title: 'CPU time' };

function infoWith(...totals: readonly number[]): ProfileInfo {
  const sides = totals.map((total, side) => ({ name: `p${side}`, totals: [total] }));
  const pair = { before: 0, after: totals.length - 1 };
  return {
    profile: 'p',
    name: 'p',
    sampleTypes: [{ ...TYPE, total: totals.at(-1) ?? 0 }],
    defaultSampleType: 0,
    sampleCount: 1,
    functionCount: 1,
    durationNanos: 0,
    takenAt: 0,
    period: 0,
    periodUnit: '',
    answers: [],
    modules: [],
    problems: [],
    comparison: {
      sides,
      pair,
      before: 'p0',
      after: `p${pair.after}`,
      beforeTotals: [totals[0] ?? 0],
      notes: [],
    },
  };
}

const ready = (...totals: readonly number[]) => withProfile(INITIAL_STATE, infoWith(...totals));

test('two profiles open as the graph of their difference, more as a table of all', () => {
  expect(hasManySides(infoWith(1, 2))).toBe(false);
  expect(ready(1, 2).view).toBe('flame');
  expect(ready(1, 2, 3).view).toBe('sides');
});

test('another pair has other names, totals and questions; the selected function stays', () => {
  const state = { ...ready(10, 20, 30), selection: { node: 4, function: 7 } };
  expect(scopeOf(state)).toEqual({ sampleType: 0, filter: [] });
  const next = withPair(state, { before: 1, after: 0 });
  expect(scopeOf(next)).toMatchObject({ pair: { before: 1, after: 0 } });
  expect(next.selection).toEqual({ node: null, function: 7 });
  expect(next.phase).toMatchObject({
    info: {
      sampleTypes: [{ total: 10 }],
      comparison: { before: 'p1', after: 'p0', beforeTotals: [20] },
    },
  });
  expect(withPair(next, { before: 1, after: 0 })).toBe(next);
  // The page came back: the server tells of the first and the last again.
  expect(withProfile(next, infoWith(10, 20, 30)).phase).toEqual(next.phase);
});

test('the profile beside the one that is shown passes the base over', () => {
  const at = (before: number, after: number): ProfileInfo => {
    const info = infoWith(1, 2, 3, 4);
    return {
      ...info,
      comparison: info.comparison && { ...info.comparison, pair: { before, after } },
    };
  };
  expect(sideBeside(at(0, 3), -1)).toBe(2);
  expect(sideBeside(at(0, 3), 1)).toBeNull();
  expect(sideBeside(at(1, 2), -1)).toBe(0);
  expect(sideBeside(at(0, 1), -1)).toBeNull();
});

test('a column turns around, another starts with its largest', () => {
  const byValue = sortedBy(INITIAL_ORDER, { side: 1, by: 'value' });
  expect(byValue).toMatchObject({ descending: true });
  expect(sortedBy(byValue, { side: 1, by: 'value' })).toMatchObject({ descending: false });
  expect(sortedBy(byValue, 'name')).toMatchObject({ sort: 'name', descending: false });
});

test('what was stored is taken where it can be', () => {
  const stored = { measure: 'cum', sort: { side: 2, by: 'change' }, descending: false };
  expect(restoredOrder(stored, 3)).toEqual(stored);
  expect(restoredOrder(stored, 2)).toEqual(INITIAL_ORDER);
  expect(restoredOrder('nonsense', 3)).toEqual(INITIAL_ORDER);
  expect(restoredScroll({ ...stored, scrollTop: 44 })).toBe(44);
  for (const bad of ['nonsense', null, { scrollTop: '44' }]) expect(restoredScroll(bad)).toBe(0);
});

test('values by row; a trend from 0 to the largest', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect(valuesOf({ values, sideCount: 3 }, 1)).toEqual([4, 5, 6]);
  expect(trendPoints([0, 5, 10], 22, 12)).toEqual([
    [1, 11],
    [11, 6],
    [21, 1],
  ]);
  expect(trendPoints([7], 22, 12)).toEqual([[1, 1]]);
});
