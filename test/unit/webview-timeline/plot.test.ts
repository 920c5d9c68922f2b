import { describe, expect, test } from 'vitest';
import type { GcReport, LatencyReport } from '../../../src/protocol/trace-reports.ts';
import { axisTicks, indexAt, shareOf, valueAt } from '../../../webview/timeline/plot.ts';
import type { Axis } from '../../../webview/timeline/plot.ts';
import { heapPlot, latencyPlot, utilizationPlot } from '../../../webview/timeline/report-plots.ts';

const LINEAR: Axis = { min: 0, max: 50, isLog: false, words: String };
const LOG: Axis = { min: 100, max: 1e6, isLog: true, words: String };

describe('axes', () => {
  test('values to shares and back', () => {
    expect([0, 25, 50].map((value) => shareOf(LINEAR, value))).toEqual([0, 0.5, 1]);
    expect([100, 1e4, 1e6].map((value) => shareOf(LOG, value))).toEqual([0, 0.5, 1]);
    for (const axis of [LINEAR, LOG]) {
      for (const share of [0, 0.3, 1]) {
        expect(shareOf(axis, valueAt(axis, share))).toBeCloseTo(share, 9);
      }
    }
  });

  test('marks are round: 1, 2, 5; powers of ten; multiples of a unit', () => {
    expect(axisTicks(LINEAR, 5)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(axisTicks(LOG, 10)).toEqual([100, 1e3, 1e4, 1e5, 1e6]);
    expect(axisTicks(LOG, 3)).toEqual([100, 1e4, 1e6]);
    const bytes = { ...LINEAR, max: 5 * 2 ** 20, unit: 2 ** 20 };
    expect(axisTicks(bytes, 3)).toEqual([0, 2 * 2 ** 20, 4 * 2 ** 20]);
    expect(axisTicks({ ...LINEAR, max: 0 }, 5)).toEqual([]);
  });
});

test('the pointer means the bar it is in, or the nearest point that has a value', () => {
  const bars = { name: '', colour: '', style: 'bars', x: [10, 20, 40], y: [1, 2] } as const;
  const at = (value: number): number => indexAt(bars, LINEAR, shareOf(LINEAR, value));
  expect([5, 10, 19, 20, 39, 45].map(at)).toEqual([-1, 0, 0, 1, 1, -1]);
  const line = { ...bars, style: 'line', y: [1, Number.NaN, 3] } as const;
  expect(indexAt(line, LINEAR, shareOf(LINEAR, 22))).toBe(0);
  expect(indexAt(line, LINEAR, shareOf(LINEAR, 28))).toBe(2);
});

test('the histogram says how many took how long, and how many no longer', () => {
  const byPower = new Float64Array(48);
  byPower[10] = 3;
  byPower[12] = 1;
  const scheduler = { count: 4, highest: 5000, quantiles: [{ share: 0.5, nanos: 1500 }], byPower };
  // Only what the chart reads.
  const plot = latencyPlot({ scheduler } as unknown as LatencyReport);
  expect([plot.x.min, plot.x.max]).toEqual([1024, 8192]);
  expect(plot.words(0)).toBe('1.02 µs to 2.05 µs: 3 times, 75.0 %; 75.0 % took no longer');
  expect(plot.words(2)).toContain('1 times, 25.0 %; 100 % took no longer');
  expect(plot.marks).toEqual([{ x: 1500, name: '50 %' }]);
});

test('a click leads to the place: of the heap, and of the worst window', () => {
  const gone: [number, number][] = [];
  const goToTime = (time: number, length: number): void => {
    gone.push([time, length]);
  };
  const report = {
    heap: Float64Array.of(Number.NaN, 1024, 2048, 1024),
    goal: Float64Array.of(Number.NaN, 4096, 4096, 4096),
    endTime: 400,
    utilization: [
      { window: 10, share: 0, start: 70 },
      { window: 100, share: 0.5, start: 20 },
    ],
    // Only what the charts read.
  } as unknown as GcReport;
  const heap = heapPlot(report, goToTime);
  expect(heap.words(2)).toBe('250 ns: heap 2 kB, goal 4 kB');
  expect(heap.words(0)).toBe('50 ns: heap –, goal –');
  expect(heap.y.max).toBe(4096);
  heap.open?.(2);
  utilizationPlot(report, goToTime).open?.(1);
  expect(gone).toEqual([
    [200, 100],
    [20, 100],
  ]);
});
