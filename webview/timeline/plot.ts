/** Charts of the tabs: what they show, and where it is. No drawing. */

export interface Axis {
  readonly min: number;
  readonly max: number;
  /** Equal factors are equally far apart. */
  readonly isLog: boolean;
  readonly words: (value: number) => string;
  /** What round values are multiples of; 1 where nothing is said. */
  readonly unit?: number;
}

/** A curve, or bars: the value at `x[i]`, for bars from there to `x[i + 1]`. */
export interface PlotSeries {
  readonly name: string;
  /** A colour of the editor. */
  readonly colour: string;
  readonly style: 'bars' | 'area' | 'line';
  /** Rising; bars have one more than values. */
  readonly x: ArrayLike<number>;
  /** NaN is a gap. */
  readonly y: ArrayLike<number>;
}

export interface Plot {
  /** For those who do not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly PlotSeries[];
  /** Values of x that are marked. */
  readonly marks: readonly { readonly x: number; readonly name: string }[];
  /** What the pointer reads at a place of the first series. */
  readonly words: (index: number) => string;
  /** What a click there leads to. */
  readonly open?: (index: number) => void;
}

/** From 0 to 1 along the axis; outside for values beyond its ends. */
export function shareOf({ min, max, isLog }: Axis, value: number): number {
  if (max <= min) return 0;
  if (!isLog) return (value - min) / (max - min);
  return Math.log(Math.max(value, Number.MIN_VALUE) / min) / Math.log(max / min);
}

export function valueAt({ min, max, isLog }: Axis, share: number): number {
  return isLog ? min * (max / min) ** share : min + share * (max - min);
}

/** Round values, at most about `count`: powers of ten on a logarithmic axis, steps of 1, 2, 5 on others. */
export function axisTicks({ min, max, isLog, unit = 1 }: Axis, count: number): number[] {
  if (!(max > min) || count < 1) return [];
  const ticks: number[] = [];
  if (isLog) {
    const first = Math.ceil(Math.log10(min) - 1e-9);
    const last = Math.floor(Math.log10(max) + 1e-9);
    const step = Math.max(1, Math.ceil((last - first + 1) / count));
    for (let power = first; power <= last; power += step) ticks.push(10 ** power);
    return ticks;
  }
  const rough = (max - min) / unit / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const step = round * unit;
  for (let index = Math.ceil(min / step - 1e-9) + 0; index * step <= max * (1 + 1e-9); index++) {
    ticks.push(index * step);
  }
  return ticks;
}

/** The place of a series that the pointer means: the bar it is in, or the nearest point; -1 for none. */
export function indexAt({ style, x, y }: PlotSeries, axis: Axis, share: number): number {
  if (style === 'bars') {
    for (let index = 0; index < y.length; index++) {
      if (share < shareOf(axis, x[index + 1] ?? 0))
        return share < shareOf(axis, x[0] ?? 0) ? -1 : index;
    }
    return -1;
  }
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let index = 0; index < y.length; index++) {
    const away = Math.abs(shareOf(axis, x[index] ?? 0) - share);
    if (Number.isNaN(y[index] ?? Number.NaN) || away >= distance) continue;
    best = index;
    distance = away;
  }
  return best;
}

/** The middles of equal parts from 0 to `end`. */
export function partMiddles(count: number, end: number): Float64Array {
  return Float64Array.from({ length: count }, (_, part) => ((part + 0.5) / count) * end);
}

/** The largest value that is one; `least` when none is larger. */
export function largest(values: ArrayLike<number>, least: number): number {
  let most = least;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value > most) most = value;
  }
  return most;
}
