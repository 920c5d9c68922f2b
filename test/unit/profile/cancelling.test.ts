import { expect, test } from 'vitest';
import { CancelledError } from '../../../src/base/cancellation.ts';
import type { CancellationToken } from '../../../src/base/cancellation.ts';
import {
  applyQuery,
  CallPaths,
  CallTree,
  DEFAULT_QUERY,
  drawnGraph,
  flameLayout,
  lineIndexOf,
  matchedTotal,
  matchingNodes,
  newReport,
  pathsAround,
  readProfile,
  stackValues,
  topOf,
  wholePaths,
} from '../../../src/profile/index.ts';
import { encodeProfile } from '../../support/draw-profile.ts';

const FUNCTIONS = 200;
const STACKS = 30_000;
const profile = readProfile(
  encodeProfile({
    stringTable: ['', 'samples', 'count', ...Array.from({ length: FUNCTIONS }, (_, k) => `f${k}`)],
    sampleType: [{ type: 1, unit: 2 }],
    function: Array.from({ length: FUNCTIONS }, (_, k) => ({ id: k + 1, name: k + 3 })),
    location: Array.from({ length: FUNCTIONS }, (_, k) => ({
      id: k + 1,
      line: [{ functionId: k + 1 }],
    })),
    sample: Array.from({ length: STACKS }, (_, k) => ({
      locationId: [(k % FUNCTIONS) + 1, (Math.floor(k / FUNCTIONS) % FUNCTIONS) + 1, 1],
      value: [1],
    })),
  }),
).value;
const values = stackValues(profile, 0);
const all = new Uint8Array(FUNCTIONS).fill(1);
const query = { ...DEFAULT_QUERY, sampleType: 0 };

const WORK: Readonly<Record<string, (token: CancellationToken) => unknown>> = {
  top: (token) => topOf(profile, values, token),
  'figures of lines': (token) => lineIndexOf(profile, values, token),
  'callers of a function': (token) => new CallPaths(profile, values, token).steps([3], 'callers'),
  'value of matches': (token) => matchedTotal(profile, values, new Uint8Array(FUNCTIONS), token),
  'a filter': (token) => applyQuery(profile, { ...query, focus: 'f1' }, token),
  'a hiding filter': (token) => applyQuery(profile, { ...query, hide: 'f1' }, token),
  'a drawing': (token) => drawnGraph(newReport(applyQuery(profile, query), query, 'dot', token)),
  'a sandwich': (token) => pathsAround(profile, 0, 'callees', token),
  'a flame graph': (token) =>
    flameLayout(new CallTree(wholePaths(profile), values, { token }), {
      root: 0,
      widthPixels: 1e6,
      firstRow: 0,
      rowCount: 9,
      matching: null,
    }),
  'a search': (token) =>
    matchingNodes(new CallTree(wholePaths(profile), values, { token }), all, 9),
};

test.each(Object.keys(WORK))('%s is given up in the middle', (name) => {
  expect(profile.stacks.length).toBe(STACKS);
  let asked = 0;
  const counting = {
    get isCancellationRequested(): boolean {
      asked++;
      return false;
    },
  };
  WORK[name]?.(counting);
  // Whoever asks seldom does not notice for long.
  expect(asked).toBeGreaterThan(STACKS / 10_000);
  const total = asked;
  asked = 0;
  const late = {
    get isCancellationRequested(): boolean {
      return ++asked >= total;
    },
  };
  expect(() => WORK[name]?.(late)).toThrow(CancelledError);
});
