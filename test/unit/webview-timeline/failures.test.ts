import { expect, test } from 'vitest';
import { withFailure, withoutFailure } from '../../../webview/timeline/failures.ts';
import type { Failure } from '../../../webview/timeline/failures.ts';

const lanes: Failure = { method: 'delvescope/timelineWindow', question: 1, message: 'gone' };
const charts: Failure = { method: 'delvescope/timelineCharts', question: 2, message: 'gone' };

test('of a method only the last failure counts, until it is answered', () => {
  const failures = withFailure(withFailure([lanes], charts), { ...lanes, message: 'still gone' });
  expect(failures.map(({ message }) => message)).toEqual(['gone', 'still gone']);
  expect(withoutFailure(failures, 'delvescope/timelineWindow')).toEqual([charts]);
  expect(withoutFailure(failures, 'delvescope/traceGc')).toBe(failures);
});
