import { expect, test } from 'vitest';
import type { TimelineWindow } from '../../../src/protocol/timeline.ts';
import {
  LABEL_WIDTH,
  LANE_HEIGHT,
  laneAt,
  lanesInSight,
  markUnder,
  RULER_HEIGHT,
  sliceUnder,
  timeAt,
  xOf,
  yOf,
} from '../../../webview/timeline/geometry.ts';

const stage = {
  width: LABEL_WIDTH + 100,
  height: 300,
  viewport: { start: 1000, end: 2000 },
  scroll: 50,
};

test('times and places belong to each other', () => {
  expect(xOf(1500, stage)).toBe(LABEL_WIDTH + 50);
  expect(timeAt(xOf(1234, stage), stage)).toBeCloseTo(1234);
  expect(laneAt(yOf(7, stage) + 1, stage)).toBe(7);
  expect(laneAt(yOf(7, stage) + LANE_HEIGHT, stage)).toBe(8);
  expect(laneAt(RULER_HEIGHT - 1, stage)).toBe(-1);
});

test('lanes in sight are asked for with some more on either side', () => {
  const { first, count } = lanesInSight({ ...stage, scroll: 20 * LANE_HEIGHT });
  expect(first).toBeLessThan(20);
  expect(first + count).toBeGreaterThan(20 + stage.height / LANE_HEIGHT);
});

test('the slice under the pointer: narrow ones within two pixels, later ones above', () => {
  const slices: TimelineWindow['slices'] = {
    length: 3,
    lane: Uint32Array.of(0, 1, 1),
    start: Float64Array.of(1100, 1100, 1150),
    end: Float64Array.of(1101, 1200, 1160),
    state: new Uint8Array(3),
    count: new Uint32Array(3),
    flags: new Uint8Array(3),
    label: new Uint32Array(3),
    goroutine: new Int32Array(3),
  };
  // Only what is read.
  const window = { firstLane: 4, slices } as unknown as TimelineWindow;
  const at = (time: number, lane: number): number =>
    sliceUnder(window, xOf(time, stage), yOf(lane, stage) + 5, stage);
  expect(at(1115, 4)).toBe(0);
  expect(at(1130, 4)).toBe(-1);
  expect(at(1155, 5)).toBe(2);
  expect(at(1190, 5)).toBe(1);
});

test('the mark under the pointer: logs before samples, the nearest one, on its lane only', () => {
  const marks = (time: number, text: string): TimelineWindow['logs'] => ({
    lane: Uint32Array.of(1, 1),
    time: Float64Array.of(time, time + 40),
    text: [text, `${text} later`],
  });
  // Only what is read.
  const window = {
    firstLane: 4,
    logs: marks(1100, 'log'),
    samples: marks(1300, 'sample'),
  } as unknown as TimelineWindow;
  const at = (time: number, lane = 5): string => markUnder(window, xOf(time, stage), lane, stage);
  expect([at(1110), at(1135), at(1310), at(1200), at(1100, 4)]).toEqual([
    'log',
    'log later',
    'sample',
    '',
    '',
  ]);
});
