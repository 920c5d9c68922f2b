import { expect, test } from 'vitest';
import type { ProfileInfo } from '../../../src/protocol/analysis.ts';
import { INITIAL_STATE, withProfile } from '../../../webview/flame/model.ts';
import { fromSaved, recalled, toSaved } from '../../../webview/flame/saved-state.ts';

const INFO: ProfileInfo = {
  profile: '/tmp/cpu.pb.gz',
  name: 'cpu.pb.gz',
  sampleTypes: [{ type: 'cpu', unit: 'nanoseconds', title: 'CPU time', total: 1e9 }],
  defaultSampleType: 0,
  sampleCount: 100,
  functionCount: 10,
  durationNanos: 1e9,
  takenAt: 5,
  period: 1e7,
  periodUnit: 'nanoseconds',
  answers: [],
  modules: [],
  problems: [],
  comparison: null,
};
const LEFT = toSaved(
  {
    ...withProfile(INITIAL_STATE, INFO),
    view: 'table',
    zoom: 3,
    filter: [{ word: 'focus', value: 'shop' }],
  },
  { flame: 10, table: 20 },
);

test('a profile opens again as it was left', () => {
  const saved = recalled(structuredClone(LEFT), INFO);
  expect(saved && fromSaved(saved)).toMatchObject({
    view: 'table',
    zoom: 3,
    filter: LEFT.page.filter,
  });
});

test('another profile in the same file keeps the filter and loses the frames', () => {
  const saved = recalled(LEFT, { ...INFO, takenAt: 6 });
  expect(saved?.page).toMatchObject({
    view: 'table',
    zoom: 0,
    selection: null,
    filter: LEFT.page.filter,
  });
});

test('what is not of this profile is left aside', () => {
  expect(recalled(LEFT, { ...INFO, profile: '/tmp/other' })).toBe(null);
  expect(recalled('nonsense', INFO)).toBe(null);
  expect(recalled(undefined, INFO)).toBe(null);
});
