/** The stretch of time in sight, nanoseconds since the trace began. */
export interface Viewport {
  readonly start: number;
  readonly end: number;
}

/** Nothing in a trace is finer: a clock tick of 64 ns is common. */
const NARROWEST = 100;

/** Keeps the length where it can; never leaves the trace by more than nothing. */
export function clamped({ start, end }: Viewport, traceEnd: number): Viewport {
  const length = Math.min(Math.max(end - start, NARROWEST), Math.max(traceEnd, NARROWEST));
  const from = Math.min(Math.max(0, start), Math.max(0, traceEnd - length));
  return { start: from, end: from + length };
}

/** `factor` below 1 zooms in; the time at `share` of the width stays where it is. */
export function zoomed(
  viewport: Viewport,
  factor: number,
  share: number,
  traceEnd: number,
): Viewport {
  const length = viewport.end - viewport.start;
  const wanted = Math.min(Math.max(length * factor, NARROWEST), traceEnd);
  const at = viewport.start + length * share;
  const start = at - wanted * share;
  return clamped({ start, end: start + wanted }, traceEnd);
}

/** `share` of its own width to the right. */
export function moved({ start, end }: Viewport, share: number, traceEnd: number): Viewport {
  const by = (end - start) * share;
  return clamped({ start: start + by, end: end + by }, traceEnd);
}

/** The range with a margin, so that its borders can be seen. */
export function fitted(range: Viewport, traceEnd: number): Viewport {
  const margin = Math.max((range.end - range.start) * 0.05, NARROWEST / 2);
  return clamped({ start: range.start - margin, end: range.end + margin }, traceEnd);
}

/** The viewport in the middle of which a time is, where it is not in sight already. */
export function revealed(viewport: Viewport, time: number, traceEnd: number): Viewport {
  if (time >= viewport.start && time <= viewport.end) return viewport;
  const half = (viewport.end - viewport.start) / 2;
  return clamped({ start: time - half, end: time + half }, traceEnd);
}

export interface Tick {
  readonly time: number;
  readonly label: string;
}

/** Round times, at least `least` apart: steps of 1, 2 or 5. */
export function ticks({ start, end }: Viewport, count: number): Tick[] {
  const rough = (end - start) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const marks: Tick[] = [];
  for (let index = Math.ceil(start / step); index * step <= end; index++) {
    marks.push({ time: index * step, label: timeLabel(index * step, step) });
  }
  return marks;
}

const UNITS: readonly (readonly [size: number, unit: string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

/** A time with as many digits as tell it from the next tick: `412 ms`, `1.204 s`. */
export function timeLabel(time: number, step: number): string {
  const [size, unit] = UNITS.find(([each]) => Math.max(time, step) >= each) ?? [1, 'ns'];
  const digits = Math.max(0, Math.ceil(Math.log10(size / step) - 1e-9));
  return `${(time / size).toFixed(Math.min(digits, 9))} ${unit}`;
}
