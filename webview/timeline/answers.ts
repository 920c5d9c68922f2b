/** What comes from the server, and what the page does with it. */
import { assertNever } from '../../src/base/assert.ts';
import type { Charts, RevealResult, SliceDetail } from '../../src/protocol/timeline.ts';
import type { TimelineQuestion, ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import { withFailure, withoutFailure } from './failures.ts';
import { LANE_HEIGHT, RULER_HEIGHT } from './geometry.ts';
import type { PageHost } from './host.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import type { StageView } from './stage-view.ts';
import { revealed } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** The page, as far as answers change it. */
export interface AnswerHost extends PageHost {
  readonly view: StageView;
  /** Goes to the first hit of a search. */
  firstHit(): void;
}

export class Answers {
  readonly #host: AnswerHost;

  constructor(host: AnswerHost) {
    this.#host = host;
  }

  take(message: ToTimelinePage & { kind: 'answer' }): void {
    const { asker } = this.#host;
    const asked = asker.find(message.request);
    if (!asked) return;
    this.#succeed(message.method);
    switch (message.method) {
      case 'delvescope/timelineWindow': {
        // The question of this method is a query with its range.
        const range = asked.question as Viewport;
        this.#host.view.setLaneTotal(message.result.laneTotal);
        const info = model.infoOf(this.#host.state());
        this.#change({ window: { data: message.result, range, info } });
        break;
      }
      case 'delvescope/timelineCharts':
        this.#takeCharts(message.result);
        break;
      case 'delvescope/traceSlice':
        asker.forget(message.method);
        this.#change({ slice: message.result });
        break;
      case 'delvescope/traceUnblock':
        asker.forget(message.method);
        if (message.result) this.#showSlice(message.result);
        break;
      case 'delvescope/tracePath':
        asker.forget(message.method);
        this.#change({ path: message.result });
        break;
      case 'delvescope/traceRange':
        this.#change({ rangeDetail: message.result });
        break;
      case 'delvescope/traceSearch':
        this.#change({ search: message.result, hit: -1 });
        this.#host.firstHit();
        break;
      case 'delvescope/traceTables':
        this.#change({ tables: message.result });
        break;
      case 'delvescope/traceLatency':
        this.#change({ latency: message.result });
        break;
      case 'delvescope/traceGc':
        this.#change({ gc: message.result });
        break;
      case 'delvescope/traceStuck':
        this.#change({ stuck: message.result });
        break;
      case 'delvescope/traceReveal':
        asker.forget(message.method);
        if (message.result) this.#revealed(message.result);
        break;
      default:
        assertNever(message);
    }
  }

  fail({ request, message }: ToTimelinePage & { kind: 'failed' }): void {
    const { asker } = this.#host;
    const asked = asker.find(request);
    if (!asked) return;
    const { failures } = this.#host.state();
    this.#change({ failures: withFailure(failures, { ...asked, message }) });
  }

  /** Asks once more what has no answer. */
  retry(): void {
    const { failures } = this.#host.state();
    this.#change({ failures: [] });
    for (const { method, question } of failures) this.#host.asker.again(method, question);
  }

  #takeCharts(charts: Charts): void {
    const share = model.infoOf(this.#host.state())?.readShare ?? 1;
    this.#change({ charts: model.chartsUntil(charts, share) });
  }

  #succeed(method: TimelineQuestion): void {
    const { failures } = this.#host.state();
    const left = withoutFailure(failures, method);
    if (left !== failures) this.#change({ failures: left });
  }

  #change(change: Partial<PageState>): void {
    this.#host.update({ ...this.#host.state(), ...change });
  }

  #showSlice(slice: SliceDetail): void {
    const state = this.#host.state();
    const { viewport } = state;
    const isInSight = slice.end >= viewport.start && slice.end <= viewport.end;
    const next = isInSight ? viewport : revealed(viewport, slice.end, model.traceEnd(state));
    this.#change({ slice, viewport: next });
  }

  #revealed(result: RevealResult): void {
    const { view } = this.#host;
    this.#host.update(model.revealedLane(this.#host.state(), result));
    const { height } = view.size;
    const top = result.lane * LANE_HEIGHT;
    const { scroll, window } = this.#host.state();
    if (top >= scroll && top + RULER_HEIGHT + LANE_HEIGHT <= scroll + height) return;
    // The list may have to grow first: what is asked for now tells its length.
    view.setLaneTotal(Math.max(window?.data.laneTotal ?? 0, result.lane + 30));
    view.scroll = Math.max(0, top - height / 3);
  }
}
