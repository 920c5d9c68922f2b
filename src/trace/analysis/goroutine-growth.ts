import type { Timeline } from '../timeline/timeline.ts';

/** Goroutines became more and more. */
export interface GrowthAlert {
  readonly start: number;
  readonly end: number;
  /** How many were alive at both ends. */
  readonly from: number;
  readonly to: number;
  /** String row of the function of which most were created meanwhile, and how many of these. */
  readonly function: number;
  readonly created: number;
}

const SECOND = 1e9;
/** Parts of a second in which growth is measured. */
const STEPS = 10;

/** Stretches in which goroutines grew by more than `perSecond` during `seconds`, joined where they touch. */
export function goroutineGrowth(
  { goroutines, functionOf, endTime }: Timeline,
  { perSecond, seconds } = { perSecond: 500, seconds: 5 },
): GrowthAlert[] {
  const { created, ended, length } = goroutines;
  const step = SECOND / STEPS;
  const alive = new Float64Array(Math.ceil(endTime / step) + 1);
  const change = (time: number, by: number): void => {
    const at = Math.min(alive.length - 1, Math.ceil(time / step));
    alive[at] = (alive[at] ?? 0) + by;
  };
  for (let row = 0; row < length; row++) {
    if (Number.isNaN(created[row] ?? Number.NaN)) continue;
    change(created[row] ?? 0, 1);
    if (!Number.isNaN(ended[row] ?? Number.NaN)) change(ended[row] ?? 0, -1);
  }
  for (let at = 1; at < alive.length; at++) alive[at] = (alive[at] ?? 0) + (alive[at - 1] ?? 0);
  const window = Math.round(seconds * STEPS);
  const stretches: { first: number; last: number }[] = [];
  for (let at = window; at < alive.length; at++) {
    if ((alive[at] ?? 0) - (alive[at - window] ?? 0) <= perSecond * seconds) continue;
    const known = stretches.at(-1);
    if (known !== undefined && at - window <= known.last) known.last = at;
    else stretches.push({ first: at - window, last: at });
  }
  return stretches.map(({ first, last }) => {
    const [start, end] = [first * step, Math.min(endTime, last * step)];
    const counts = new Map<number, number>();
    for (let row = 0; row < length; row++) {
      const time = created[row] ?? Number.NaN;
      if (!(time >= start && time <= end)) continue;
      const name = functionOf[row] ?? 0;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const [most = [0, 0]] = [...counts].sort((a, b) => b[1] - a[1]);
    const [from, to] = [alive[first] ?? 0, alive[last] ?? 0];
    return { start, end, from, to, function: most[0], created: most[1] };
  });
}
