/** The charts of the tabs: a report in, what a chart shows out. */
import { countText, percentText, quantityText } from '../../src/base/format.ts';
import type { GcReport, LatencyReport } from '../../src/protocol/trace-reports.ts';
import { largest, partMiddles } from './plot.ts';
import type { Axis, Plot } from './plot.ts';

type GoToTime = (time: number, length: number) => void;

const nanosText = (value: number): string => quantityText(value, 'nanoseconds');
const bytesText = (value: number): string => quantityText(value, 'bytes');

/** How often goroutines waited how long for a processor. */
export function latencyPlot({ scheduler }: LatencyReport): Plot {
  const { byPower, count, quantiles } = scheduler;
  const first = byPower.findIndex((many) => many > 0);
  const last = byPower.findLastIndex((many) => many > 0);
  const y = byPower.slice(first, last + 1);
  const x = Float64Array.from({ length: y.length + 1 }, (_, step) => 2 ** (first + step));
  const most = largest(y, 1);
  const below = (index: number): number =>
    y.slice(0, index + 1).reduce((sum, many) => sum + many, 0);
  return {
    label: 'Histogram of the scheduler latency',
    x: { min: 2 ** first, max: 2 ** (last + 1), isLog: true, words: nanosText },
    y: { min: 0, max: most, isLog: false, words: countText },
    series: [{ name: 'Times', colour: 'charts-yellow', style: 'bars', x, y }],
    marks: quantiles.map(({ share, nanos }) => ({
      x: nanos,
      name: `${+(share * 100).toFixed(1)} %`,
    })),
    words: (index) =>
      `${nanosText(x[index] ?? 0)} to ${nanosText(x[index + 1] ?? 0)}: ${countText(y[index] ?? 0)} times, ${percentText(y[index] ?? 0, count)}; ${percentText(below(index), count)} took no longer`,
  };
}

/** Runnable goroutines over the trace. */
export function depthPlot({ depth, endTime }: LatencyReport, goToTime: GoToTime): Plot {
  const x = partMiddles(depth.length, endTime);
  return {
    label: 'Goroutines that waited for a processor, over the trace',
    x: timeAxis(endTime),
    y: {
      min: 0,
      max: largest(depth, 1),
      isLog: false,
      words: (value) => String(+value.toFixed(1)),
    },
    series: [{ name: 'Runnable', colour: 'charts-yellow', style: 'area', x, y: depth }],
    marks: [],
    words: (index) =>
      `${nanosText(x[index] ?? 0)}: ${(depth[index] ?? 0).toFixed(2)} runnable goroutines on average`,
    open: (index) => goToTime((index / depth.length) * endTime, endTime / depth.length),
  };
}

/** The least share of the processors that was left to the program, by length of the window. */
export function utilizationPlot({ utilization }: GcReport, goToTime: GoToTime): Plot {
  const x = utilization.map(({ window }) => window);
  const y = utilization.map(({ share }) => share);
  return {
    label: 'Minimum mutator utilization by length of the window',
    x: { min: x[0] ?? 1, max: x.at(-1) ?? 2, isLog: true, words: nanosText },
    y: { min: 0, max: 1, isLog: false, words: (value) => percentText(value, 1) },
    series: [{ name: 'Left to the program', colour: 'charts-green', style: 'area', x, y }],
    marks: [],
    words: (index) =>
      `In every ${nanosText(x[index] ?? 0)} the program had at least ${percentText(y[index] ?? 0, 1)}; the worst begins at ${nanosText(utilization[index]?.start ?? 0)}`,
    open: (index) => {
      const worst = utilization[index];
      if (worst) goToTime(worst.start, worst.window);
    },
  };
}

/** The heap, and what the GC let it grow to. */
export function heapPlot({ heap, goal, endTime }: GcReport, goToTime: GoToTime): Plot {
  const x = partMiddles(heap.length, endTime);
  const most = largest(goal, largest(heap, 1));
  const known = (value = Number.NaN): string => (Number.isNaN(value) ? '–' : bytesText(value));
  return {
    label: 'Heap and its goal over the trace',
    x: timeAxis(endTime),
    y: { min: 0, max: most, isLog: false, words: bytesText, unit: byteUnit(most) },
    series: [
      { name: 'Heap', colour: 'charts-blue', style: 'area', x, y: heap },
      { name: 'Goal', colour: 'charts-red', style: 'line', x, y: goal },
    ],
    marks: [],
    words: (index) =>
      `${nanosText(x[index] ?? 0)}: heap ${known(heap[index])}, goal ${known(goal[index])}`,
    open: (index) => goToTime((index / heap.length) * endTime, endTime / heap.length),
  };
}

/** Bytes are written in powers of 1024. */
function byteUnit(most: number): number {
  return 1024 ** Math.floor(Math.log(Math.max(1, most)) / Math.log(1024));
}

function timeAxis(endTime: number): Axis {
  return { min: 0, max: Math.max(1, endTime), isLog: false, words: nanosText };
}
