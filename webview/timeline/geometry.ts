import type { TimelineWindow } from '../../src/protocol/timeline.ts';
import type { Viewport } from './viewport.ts';

export const LANE_HEIGHT = 22;
export const RULER_HEIGHT = 22;
/** Names of lanes, left of the time. */
export const LABEL_WIDTH = 228;
/** Space above and below what a lane shows. */
export const LANE_TOP = 3;
export const LANE_BODY = LANE_HEIGHT - 7;

/** The canvas and what part of everything it shows. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  readonly viewport: Viewport;
  /** Pixels that the lanes are scrolled by. */
  readonly scroll: number;
}

export function plotWidth({ width }: Pick<Stage, 'width'>): number {
  return Math.max(1, width - LABEL_WIDTH);
}

export function xOf(time: number, stage: Stage): number {
  const { start, end } = stage.viewport;
  return LABEL_WIDTH + ((time - start) / (end - start)) * plotWidth(stage);
}

export function timeAt(x: number, stage: Stage): number {
  const { start, end } = stage.viewport;
  return start + ((x - LABEL_WIDTH) / plotWidth(stage)) * (end - start);
}

/** Top of a line of the whole list. */
export function yOf(lane: number, { scroll }: Pick<Stage, 'scroll'>): number {
  return RULER_HEIGHT + lane * LANE_HEIGHT - scroll;
}

/** The line at a height; -1 on the ruler. */
export function laneAt(y: number, { scroll }: Pick<Stage, 'scroll'>): number {
  return y < RULER_HEIGHT ? -1 : Math.floor((y - RULER_HEIGHT + scroll) / LANE_HEIGHT);
}

/** Lines in sight, with some more on either side so that scrolling finds them there. */
export function lanesInSight(stage: Stage): { readonly first: number; readonly count: number } {
  const margin = 8;
  const first = Math.max(0, Math.floor(stage.scroll / LANE_HEIGHT) - margin);
  const seen = Math.ceil((stage.height - RULER_HEIGHT) / LANE_HEIGHT) + 2 * margin + 1;
  return { first, count: Math.max(1, seen) };
}

/** How near to a mark the pointer has to be. */
const MARK_REACH = 5;

/** What the mark of a lane at a place says: a log before a sample; empty for none. */
export function markUnder(
  { logs, samples, firstLane }: TimelineWindow,
  x: number,
  lane: number,
  stage: Stage,
): string {
  for (const marks of [logs, samples]) {
    let best = -1;
    let reach = MARK_REACH;
    for (const [index, of] of marks.lane.entries()) {
      const away = Math.abs(xOf(marks.time[index] ?? 0, stage) - x);
      if (of !== lane - firstLane || away > reach) continue;
      best = index;
      reach = away;
    }
    if (best >= 0) return marks.text[best] ?? '';
  }
  return '';
}

/** The slice under a point; -1 for none. Narrow ones are found within two pixels. */
export function sliceUnder(window: TimelineWindow, x: number, y: number, stage: Stage): number {
  const lane = laneAt(y, stage) - window.firstLane;
  const { slices } = window;
  const slack = ((stage.viewport.end - stage.viewport.start) / plotWidth(stage)) * 2;
  const time = timeAt(x, stage);
  let best = -1;
  let bestDistance = slack;
  for (let row = 0; row < slices.length; row++) {
    if (slices.lane[row] !== lane) continue;
    const start = slices.start[row] ?? 0;
    const end = slices.end[row] ?? 0;
    const distance = Math.max(start - time, time - end, 0);
    // What is drawn later lies above.
    if (distance <= bestDistance) {
      best = row;
      bestDistance = distance;
    }
  }
  return best;
}
