/** The critical path as lines to draw and sums to read. */
import { LANE_GOROUTINE, LANE_GROUP } from '../../src/protocol/timeline.ts';
import type { CriticalPath, PathStep, TimelineWindow } from '../../src/protocol/timeline.ts';

/** A stretch of the path on one line of the list. */
export interface PathStretch {
  /** -1: the goroutine and its group are out of sight. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** In the order of time; steps of one line that follow one another are one stretch. */
export function pathStretches(
  { lanes, firstLane }: Pick<TimelineWindow, 'lanes' | 'firstLane'>,
  { steps }: Pick<CriticalPath, 'steps'>,
): PathStretch[] {
  const goroutines = new Map<number, number>();
  const groups = new Map<number, number>();
  for (const [index, kind] of lanes.kind.entries()) {
    const key = lanes.key[index] ?? -1;
    if (kind === LANE_GOROUTINE) goroutines.set(key, firstLane + index);
    if (kind === LANE_GROUP) groups.set(key, firstLane + index);
  }
  const stretches: PathStretch[] = [];
  for (const { goroutine, group, start, end } of steps.toReversed()) {
    const line = goroutines.get(goroutine.row) ?? groups.get(group) ?? -1;
    const last = stretches.at(-1);
    if (last?.line === line) stretches[stretches.length - 1] = { ...last, end };
    else stretches.push({ line, start, end });
  }
  return stretches;
}

/** Steps of one goroutine that follow one another, the last ones first. */
export interface PathTurn {
  readonly goroutine: PathStep['goroutine'];
  readonly start: number;
  readonly end: number;
  readonly steps: readonly PathStep[];
}

export function pathTurns({ steps }: Pick<CriticalPath, 'steps'>): PathTurn[] {
  const turns: {
    goroutine: PathStep['goroutine'];
    start: number;
    end: number;
    steps: PathStep[];
  }[] = [];
  for (const step of steps) {
    const last = turns.at(-1);
    if (last?.goroutine.row === step.goroutine.row) {
      last.start = step.start;
      last.steps.push(step);
    } else {
      const { goroutine, start, end } = step;
      turns.push({ goroutine, start, end, steps: [step] });
    }
  }
  return turns;
}

/** The step of a turn that took longest. */
export function longestStep({ steps }: Pick<PathTurn, 'steps'>): PathStep | undefined {
  return steps.reduce<PathStep | undefined>(
    (longest, step) =>
      longest && longest.end - longest.start >= step.end - step.start ? longest : step,
    undefined,
  );
}
