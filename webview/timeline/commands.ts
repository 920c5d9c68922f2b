/** What keys do: each command on the state, the questions it asks, the place it goes to. */
import { LANE_GOROUTINE, LANE_GROUP, LANE_HEADER, LANE_MORE } from '../../src/protocol/timeline.ts';
import type { LaneSection } from '../../src/protocol/timeline.ts';
import { LANE_HEIGHT, RULER_HEIGHT } from './geometry.ts';
import type { PageHost } from './host.ts';
import { legendEntry, timelineCommand } from './input.ts';
import type { TimelineCommand } from './input.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import type { PageActions } from './page.ts';
import { sliceText } from './slice-text.ts';
import type { StageActions, StageView } from './stage-view.ts';
import { clamped, fitted, revealed } from './viewport.ts';

const ZOOM_STEP = 1.35;
const MOVE_STEP = 0.15;

const SECTIONS: readonly LaneSection[] = [
  'runtime',
  'processors',
  'threads',
  'goroutines',
  'tasks',
];

/** The page, as far as commands use it. */
export interface CommandHost extends PageHost {
  readonly actions: PageActions & Pick<StageActions, 'pan' | 'laneTotal' | 'range'>;
  readonly view: StageView;
  readonly root: HTMLElement;
  copy(text: string): void;
}

export class Commands {
  readonly #host: CommandHost;

  constructor(host: CommandHost) {
    this.#host = host;
  }

  key(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) {
      if (event.key === 'Escape') {
        if (event.target.id === 'filter') this.#host.actions.setFilter('');
        this.#host.view.focus();
      }
      return;
    }
    if (isForControl(event)) return;
    const entry = legendEntry(event);
    const command = timelineCommand(event);
    if (entry >= 0) this.#host.actions.toggleLegend(entry);
    else if (command) this.#run(command);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #run(command: TimelineCommand): void {
    const commands: Readonly<Record<TimelineCommand, () => void>> = {
      'zoom-in': () => this.#host.actions.zoomBy(1 / ZOOM_STEP),
      'zoom-out': () => this.#host.actions.zoomBy(ZOOM_STEP),
      left: () => this.#host.actions.pan(-MOVE_STEP),
      right: () => this.#host.actions.pan(MOVE_STEP),
      'lane-up': () => this.#moveLane(-1),
      'lane-down': () => this.#moveLane(1),
      'page-up': () => this.#moveLane(-20),
      'page-down': () => this.#moveLane(20),
      'slice-left': () => this.#stepSlice(-1),
      'slice-right': () => this.#stepSlice(1),
      start: () => this.#goToEnd(0),
      end: () => this.#goToEnd(1),
      fit: () => this.#host.actions.fit(),
      'fit-slice': () => this.#fitSlice(),
      'select-in-sight': () => this.#host.actions.range(this.#host.state().viewport),
      'critical-path': () => this.#criticalPath(),
      follow: () => this.#follow(),
      mark: () => this.#host.actions.toggleMark(),
      'next-mark': () => this.#host.actions.stepMark(1),
      'previous-mark': () => this.#host.actions.stepMark(-1),
      'next-section': () => this.#host.actions.stepSection(1),
      'previous-section': () => this.#host.actions.stepSection(-1),
      search: () => this.#host.root.querySelector<HTMLInputElement>('#search')?.select(),
      'next-unblock': () => this.#unblock('next'),
      'previous-unblock': () => this.#unblock('previous'),
      'next-hit': () => this.#host.actions.stepHit(1),
      'previous-hit': () => this.#host.actions.stepHit(-1),
      open: () => this.#enter(),
      toggle: () => this.toggle(this.#host.state().focusedLane),
      links: () => this.#host.actions.toggleLinks(),
      clear: () => this.#host.update(model.cleared(this.#host.state())),
      copy: () => this.#copy(),
      keys: () => this.#host.actions.showKeys(),
    };
    commands[command]();
  }

  #moveLane(step: number): void {
    const last = this.#host.actions.laneTotal() - 1;
    const lane = Math.min(last, Math.max(0, this.#host.state().focusedLane + step));
    this.#host.update({ ...this.#host.state(), focusedLane: lane });
    const { height } = this.#host.view.size;
    const top = lane * LANE_HEIGHT;
    if (top < this.#host.state().scroll) this.#host.view.scroll = top;
    const bottom = top + LANE_HEIGHT + RULER_HEIGHT;
    if (bottom > this.#host.state().scroll + height) this.#host.view.scroll = bottom - height;
  }

  /** The slice of the focused lane beside the selected one, else the one in the middle. */
  #stepSlice(step: 1 | -1): void {
    const { slice, focusedLane, viewport } = this.#host.state();
    const lane = model.laneRef(this.#host.state(), focusedLane);
    if (!lane) return;
    const isSame = slice?.lane.key === lane.key && slice.lane.kind === lane.kind;
    const time = isSame
      ? step > 0
        ? slice.end
        : Math.max(0, slice.start - 1)
      : (viewport.start + viewport.end) / 2;
    this.#host.setViewport(revealed(viewport, time, model.traceEnd(this.#host.state())));
    this.#host.asker.ask('delvescope/traceSlice', { lane, time });
  }

  #unblock(direction: 'next' | 'previous'): void {
    const { slice, focusedLane, viewport } = this.#host.state();
    const lane = slice?.lane ?? model.laneRef(this.#host.state(), focusedLane);
    if (lane?.kind !== LANE_GOROUTINE) return;
    const time = slice ? (direction === 'next' ? slice.end : slice.start) : viewport.start;
    this.#host.asker.ask('delvescope/traceUnblock', { goroutine: lane.key, time, direction });
  }

  /** The goroutine of the slice, else of the lane: its slices on processors and threads stand out. */
  #follow(): void {
    const state = this.#host.state();
    const lane = model.laneRef(state, state.focusedLane);
    const ofLane = lane?.kind === LANE_GOROUTINE ? lane.key : null;
    const row = (state.slice && model.goroutineOf(state.slice)) ?? ofLane ?? -1;
    const followedTitle = followedName(state, row);
    this.#host.update({ ...state, followed: row === state.followed ? -1 : row, followedTitle });
  }

  /** Backwards from the end of the slice; once more takes it away. */
  #criticalPath(): void {
    const { slice, path } = this.#host.state();
    const goroutine = slice && model.goroutineOf(slice);
    if (
      path &&
      (slice === null ||
        goroutine === null ||
        (path.goroutine.row === goroutine && path.time === model.pathEnd(slice)))
    )
      this.#host.update({ ...this.#host.state(), path: null });
    else this.#host.actions.showPath();
  }

  #goToEnd(share: number): void {
    const end = model.traceEnd(this.#host.state());
    const length = this.#host.state().viewport.end - this.#host.state().viewport.start;
    this.#host.setViewport(
      clamped({ start: share * (end - length), end: share * (end - length) + length }, end),
    );
  }

  #fitSlice(): void {
    const { slice } = this.#host.state();
    if (slice) this.#host.setViewport(fitted(slice, model.traceEnd(this.#host.state())));
  }

  #enter(): void {
    const lane = model.laneRef(this.#host.state(), this.#host.state().focusedLane);
    if (lane && lane.kind !== LANE_GOROUTINE && this.toggle(this.#host.state().focusedLane)) return;
    this.openSlice();
  }

  openSlice(): void {
    const { slice } = this.#host.state();
    const place = slice?.stack.find(({ kind }) => kind <= 1) ?? slice?.stack[0];
    if (place) this.#host.actions.openPlace(place);
  }

  toggle(line: number): boolean {
    const lane = model.laneRef(this.#host.state(), line);
    if (lane?.kind === LANE_GROUP)
      this.#host.update(model.toggleGroup(this.#host.state(), lane.key));
    else if (lane?.kind === LANE_MORE)
      this.#host.update(model.showMore(this.#host.state(), lane.key));
    else if (lane?.kind === LANE_HEADER) {
      this.#host.update(model.toggleSection(this.#host.state(), SECTIONS[lane.key] ?? 'runtime'));
    } else return false;
    return true;
  }

  #copy(): void {
    const { slice } = this.#host.state();
    if (slice) this.#host.copy(sliceText(slice));
  }
}

/** What a button, a list or a heading that opens does with these keys itself. */
function isForControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !target.matches('button, select, summary')) return false;
  return key === 'Enter' || key === ' ' || (target.matches('select') && key.startsWith('Arrow'));
}

function followedName({ slice, window }: PageState, row: number): string {
  if (slice?.goroutine?.row === row) return `G ${slice.goroutine.id}`;
  if (slice?.lane.kind === LANE_GOROUTINE && slice.lane.key === row) return slice.title;
  const lanes = window?.data.lanes;
  const at = lanes?.key.findIndex(
    (key, place) => key === row && lanes.kind[place] === LANE_GOROUTINE,
  );
  return lanes?.label[at ?? -1] ?? 'a goroutine';
}
