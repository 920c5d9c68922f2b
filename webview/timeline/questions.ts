/** What the page asks the server for what it shows, once its state has settled. */
import type { Asker } from './asker.ts';
import type { Stage } from './geometry.ts';
import { lanesInSight, plotWidth } from './geometry.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';

const SETTLE_MILLIS = 25;
const RANGE_MILLIS = 120;

/** What the tabs beside the timeline ask. */
const TAB_QUESTIONS = {
  goroutines: 'delvescope/traceTables',
  tasks: 'delvescope/traceTables',
  latency: 'delvescope/traceLatency',
  gc: 'delvescope/traceGc',
  stuck: 'delvescope/traceStuck',
} as const;

export class Questions {
  readonly #asker: Asker;
  readonly #state: () => PageState;
  readonly #stage: () => Stage;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rangeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(asker: Asker, state: () => PageState, stage: () => Stage) {
    this.#asker = asker;
    this.#state = state;
    this.#stage = stage;
  }

  askSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), SETTLE_MILLIS);
    if (!this.#state().range) return;
    clearTimeout(this.#rangeTimer);
    this.#rangeTimer = setTimeout(() => this.askRange(), RANGE_MILLIS);
  }

  askRange(): void {
    const { range, rangeLane } = this.#state();
    if (!range) return;
    const widthPixels = Math.round(plotWidth(this.#stage()));
    this.#asker.ask('delvescope/traceRange', { ...range, lane: rangeLane, widthPixels });
  }

  #ask(): void {
    const state = this.#state();
    if (!model.infoOf(state)) return;
    const { view } = state;
    if (view !== 'timeline') {
      this.#asker.ask(TAB_QUESTIONS[view], {});
      return;
    }
    const stage = this.#stage();
    if (stage.width < 50) return;
    const { filter, openGroups, folded, viewport } = state;
    const { first, count } = lanesInSight(stage);
    const pixels = Math.round(plotWidth(stage));
    // A margin on either side, so that moving finds something to draw at once.
    const margin = (viewport.end - viewport.start) / 2;
    const end = model.traceEnd(state);
    const from = Math.max(0, viewport.start - margin);
    const to = Math.min(end, viewport.end + margin);
    const scale = pixels / (viewport.end - viewport.start);
    this.#asker.ask('delvescope/timelineWindow', {
      filter,
      openGroups,
      folded,
      firstLane: first,
      laneCount: count,
      start: from,
      end: to,
      pixels: Math.max(1, Math.round((to - from) * scale)),
    });
    this.#asker.ask('delvescope/timelineCharts', { start: 0, end, pixels });
  }
}
