import { expect, test } from 'vitest';
import { LANE_GOROUTINE, LANE_GROUP } from '../../../src/protocol/timeline.ts';
import type { PathStep } from '../../../src/protocol/timeline.ts';
import { longestStep, pathStretches, pathTurns } from '../../../webview/timeline/path-model.ts';

function step(row: number, group: number, start: number, end: number): PathStep {
  const goroutine = { row, id: row * 10, function: 'main.run' };
  return { goroutine, group, state: 1, reason: '', start, end, place: null };
}

/** The last one first, as the server says it. */
const steps = [step(1, 7, 30, 40), step(1, 7, 20, 30), step(2, 8, 12, 20), step(3, 9, 0, 12)];

test('steps become stretches on the lines in sight: of the goroutine, else of its group', () => {
  const lanes = {
    kind: Uint8Array.of(LANE_GROUP, LANE_GOROUTINE, LANE_GROUP),
    key: Float64Array.of(7, 1, 8),
    label: [],
    detail: [],
  };
  expect(pathStretches({ lanes, firstLane: 5 }, { steps })).toEqual([
    { line: -1, start: 0, end: 12 },
    { line: 7, start: 12, end: 20 },
    { line: 6, start: 20, end: 40 },
  ]);
});

test('steps of one goroutine are one turn', () => {
  const turns = pathTurns({ steps });
  expect(turns.map(({ goroutine, start, end }) => [goroutine.row, start, end])).toEqual([
    [1, 20, 40],
    [2, 12, 20],
    [3, 0, 12],
  ]);
  expect(longestStep({ steps: [step(1, 1, 0, 3), step(1, 1, 3, 9)] })?.start).toBe(3);
});
