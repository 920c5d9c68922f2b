/** The loop of the page: message or input → state → questions to ask and things to draw. */
import { render } from 'lit';
import type { TemplateResult } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import { LANE_GOROUTINE, LANE_GROUP, LANE_HEADER, LANE_MORE } from '../../src/protocol/timeline.ts';
import type { GoroutineRef, TracePlace, TraceProfileKind } from '../../src/protocol/timeline.ts';
import type { FromTimelinePage, ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import { oncePerFrame } from '../shared/hi-dpi.ts';
import { KeysList } from '../shared/keys-list.ts';
import type { Theme } from '../shared/theme.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import { Asker } from './asker.ts';
import { Commands } from './commands.ts';
import { FlameStrip } from './flame-strip.ts';
import type { Stage } from './geometry.ts';
import { LANE_HEIGHT, lanesInSight, plotWidth, RULER_HEIGHT, timeAt } from './geometry.ts';
import { KEY_LIST } from './input.ts';
import * as model from './model.ts';
import type { PageState, PageView, SavedState } from './model.ts';
import { page } from './page.ts';
import type { PageActions } from './page.ts';
import { Painter } from './painter.ts';
import { StageView } from './stage-view.ts';
import type { StageActions } from './stage-view.ts';
import type { Viewport } from './viewport.ts';
import { clamped, fitted, moved, revealed, zoomed } from './viewport.ts';

type Api = VscodeApi<ToTimelinePage, FromTimelinePage, SavedState>;

const SETTLE_MILLIS = 25;
const RANGE_MILLIS = 120;
const SAVE_MILLIS = 300;

/** What the tabs beside the timeline ask. */
const QUESTIONS = {
  goroutines: 'delvescope/traceTables',
  tasks: 'delvescope/traceTables',
  latency: 'delvescope/traceLatency',
  gc: 'delvescope/traceGc',
  stuck: 'delvescope/traceStuck',
} as const;

export class Controller implements PageActions, StageActions {
  readonly #api: Api;
  readonly #root = document.createElement('div');
  readonly #view: StageView;
  readonly #flame: FlameStrip;
  readonly #painter: Painter;
  readonly #keys: KeysList;
  readonly #asker: Asker;
  readonly #commands: Commands;
  readonly #drawSoon = oncePerFrame(() => this.#draw());
  readonly #paintSoon = oncePerFrame(() => this.#paint());
  #state: PageState;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #rangeTimer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, theme: Theme, body: HTMLElement) {
    this.#api = api;
    this.#asker = new Asker(api.post);
    this.#root.className = 'ds';
    body.append(this.#root);
    this.#view = new StageView(this);
    this.#flame = new FlameStrip(theme, (place, preserveFocus) => this.#open(place, preserveFocus));
    this.#painter = new Painter(theme, this.#view, body);
    this.#keys = new KeysList(body, KEY_LIST);
    this.#commands = new Commands({
      actions: this,
      asker: this.#asker,
      view: this.#view,
      root: this.#root,
      state: () => this.#state,
      update: (state) => this.#update(state),
      setViewport: (viewport) => this.#setViewport(viewport),
      copy: (text) => api.post({ kind: 'copy', text }),
    });
    this.#state = model.fromSaved(api.getState());
    theme.onChange(() => this.#drawSoon());
  }

  start(): void {
    this.#api.onMessage((message) => this.#receive(message));
    document.body.addEventListener('keydown', (event) => this.#commands.key(event));
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) this.#view.focus();
    });
    window.addEventListener('error', ({ message }) => this.#api.post({ kind: 'log', message }));
    this.#draw();
    this.#api.post({ kind: 'ready' });
  }

  // What the stage and the page ask for.

  stage(): Stage {
    const { viewport, scroll } = this.#state;
    return { ...this.#view.size, viewport, scroll };
  }

  selectedRange(): Viewport | null {
    return this.#state.range;
  }

  laneTotal(): number {
    return this.#state.window?.data.laneTotal ?? 0;
  }

  zoom(factor: number, share: number): void {
    this.#setViewport(zoomed(this.#state.viewport, factor, share, model.traceEnd(this.#state)));
  }

  zoomBy(factor: number): void {
    this.zoom(factor, 0.5);
  }

  pan(share: number): void {
    this.#setViewport(moved(this.#state.viewport, share, model.traceEnd(this.#state)));
  }

  centre(share: number): void {
    const end = model.traceEnd(this.#state);
    const half = (this.#state.viewport.end - this.#state.viewport.start) / 2;
    this.#setViewport(clamped({ start: share * end - half, end: share * end + half }, end));
  }

  scrollTo(scroll: number): void {
    if (scroll === this.#state.scroll) return;
    this.#state = { ...this.#state, scroll };
    this.#paintSoon();
    this.#askSoon();
  }

  range(range: Viewport): void {
    const lane = model.statisticsLane(model.laneRef(this.#state, this.#state.focusedLane));
    this.#update({ ...model.withRange(this.#state, range), rangeLane: lane });
  }

  hover(x: number, y: number, lane: number): void {
    this.#painter.hover(this.#state, this.stage(), { x, y, lane });
    this.#paintSoon();
  }

  leave(): void {
    this.#painter.leave();
    this.#paintSoon();
  }

  resized(): void {
    this.#drawSoon();
    this.#askSoon();
  }

  click(x: number, _y: number, lane: number): void {
    const ref = model.laneRef(this.#state, lane);
    if (!ref) return;
    this.#update({ ...this.#state, focusedLane: lane });
    if (ref.kind === LANE_HEADER || ref.kind === LANE_MORE) this.#commands.toggle(lane);
    else if (ref.kind === LANE_GROUP && this.#painter.isLabel(x)) this.#commands.toggle(lane);
    else if (!this.#painter.isLabel(x)) {
      this.#asker.ask('delvescope/traceSlice', { lane: ref, time: timeAt(x, this.stage()) });
    }
    if (this.#state.range) this.#askRange();
  }

  /** A double click goes to the line, as Enter does. */
  open(_x: number, _y: number, _lane: number): void {
    this.#commands.openSlice();
  }

  openPlace(place: TracePlace): void {
    this.#open(place, false);
  }

  breakHere({ file, line }: TracePlace, startedAs: string): void {
    this.#api.post({ kind: 'breakHere', file, line, startedAs });
  }

  goTo({ row }: GoroutineRef, time: number | null): void {
    this.setView('timeline');
    if (time !== null) {
      this.#setViewport(revealed(this.#state.viewport, time, model.traceEnd(this.#state)));
    }
    this.#reveal(row);
    const lane = { kind: LANE_GOROUTINE, key: row };
    const at = time ?? (this.#state.viewport.start + this.#state.viewport.end) / 2;
    this.#asker.ask('delvescope/traceSlice', { lane, time: at });
  }

  goToTime(time: number, length: number): void {
    this.setView('timeline');
    const range = { start: time, end: time + length };
    this.#setViewport(
      fitted({ start: time - length * 4, end: time + length * 5 }, model.traceEnd(this.#state)),
    );
    this.range(range);
  }

  swatch(state: number): TemplateResult {
    return this.#painter.swatch(state);
  }

  setView(view: PageView): void {
    this.#update({ ...this.#state, view });
  }

  openProfile(profile: TraceProfileKind): void {
    this.#api.post({ kind: 'openProfile', profile });
  }

  sortBy(column: number): void {
    const { sort } = this.#state;
    const isDescending = sort.column === column ? !sort.isDescending : column > 0;
    this.#update({ ...this.#state, sort: { column, isDescending } });
  }

  showGroup(key: number): void {
    const first = model.isOpen(this.#state, key)
      ? this.#state
      : model.toggleGroup(this.#state, key);
    this.#update({ ...first, view: 'timeline' });
    const { filter, openGroups, folded } = this.#state;
    this.#asker.ask('delvescope/traceReveal', { filter, openGroups, folded, group: key });
  }

  setFilter(filter: string): void {
    this.#update({ ...this.#state, filter });
  }

  setSearch(searchText: string): void {
    this.#update({ ...this.#state, searchText, hit: -1, search: null });
    if (searchText.trim() !== '') this.#asker.ask('delvescope/traceSearch', { text: searchText });
  }

  stepHit(step: 1 | -1): void {
    const hits = this.#state.search?.goroutines ?? [];
    if (hits.length === 0) return;
    const hit = (this.#state.hit + step + hits.length) % hits.length;
    this.#update({ ...this.#state, hit });
    const goroutine = hits[hit];
    if (goroutine) this.goTo(goroutine, goroutine.time);
  }

  leaveSearch(): void {
    if (this.#state.searchText === '') this.#view.focus();
    else this.setSearch('');
  }

  fit(): void {
    this.#update(model.fitAll(this.#state));
  }

  toggleLinks(): void {
    this.#update({ ...this.#state, showsLinks: !this.#state.showsLinks });
  }

  toggleLegend(entry: number): void {
    this.#update(model.toggleLegend(this.#state, entry));
  }

  showKeys(): void {
    this.#keys.show();
  }

  retry(): void {
    this.#api.post({ kind: 'retry' });
  }

  // Messages.

  #receive(message: ToTimelinePage): void {
    switch (message.kind) {
      case 'loading':
        this.#update({ ...this.#state, phase: message });
        break;
      case 'error':
        this.#update({ ...this.#state, phase: message });
        break;
      case 'trace':
        this.#asker.forget();
        this.#update(model.withTrace(this.#state, message.info));
        break;
      case 'answer':
        this.#answer(message);
        break;
      case 'failed':
        this.#asker.forget();
        this.#api.post({ kind: 'log', message: message.message });
        break;
      case 'search':
        this.setSearch(message.text);
        break;
      default:
        assertNever(message);
    }
  }

  #answer(message: ToTimelinePage & { kind: 'answer' }): void {
    const asked = this.#asker.find(message.request);
    if (!asked) return;
    switch (message.method) {
      case 'delvescope/timelineWindow': {
        // The question of this method is a query with its range.
        const range = asked.question as Viewport;
        this.#view.setLaneTotal(message.result.laneTotal);
        this.#update({ ...this.#state, window: { data: message.result, range } });
        break;
      }
      case 'delvescope/timelineCharts':
        this.#update({ ...this.#state, charts: message.result });
        break;
      case 'delvescope/traceSlice':
        this.#asker.forget(message.method);
        this.#update({ ...this.#state, slice: message.result });
        break;
      case 'delvescope/traceUnblock':
        this.#asker.forget(message.method);
        if (message.result) this.#showSlice(message.result);
        break;
      case 'delvescope/traceRange':
        this.#update({ ...this.#state, rangeDetail: message.result });
        break;
      case 'delvescope/traceSearch':
        this.#update({ ...this.#state, search: message.result, hit: -1 });
        this.stepHit(1);
        break;
      case 'delvescope/traceTables':
        this.#update({ ...this.#state, tables: message.result });
        break;
      case 'delvescope/traceLatency':
        this.#update({ ...this.#state, latency: message.result });
        break;
      case 'delvescope/traceGc':
        this.#update({ ...this.#state, gc: message.result });
        break;
      case 'delvescope/traceStuck':
        this.#update({ ...this.#state, stuck: message.result });
        break;
      case 'delvescope/traceReveal':
        this.#asker.forget(message.method);
        if (message.result) this.#revealed(message.result);
        break;
      default:
        assertNever(message);
    }
  }

  #showSlice(slice: NonNullable<PageState['slice']>): void {
    const end = model.traceEnd(this.#state);
    const { viewport } = this.#state;
    const isInSight = slice.end >= viewport.start && slice.end <= viewport.end;
    const next = isInSight ? viewport : revealed(viewport, slice.end, end);
    this.#update({ ...this.#state, slice, viewport: next });
  }

  #revealed(result: NonNullable<Parameters<typeof model.revealedLane>[1]>): void {
    this.#update(model.revealedLane(this.#state, result));
    const { height } = this.#view.size;
    const top = result.lane * LANE_HEIGHT;
    const { scroll } = this.#state;
    if (top < scroll || top + RULER_HEIGHT + LANE_HEIGHT > scroll + height) {
      // The list may have to grow first: what is asked for now tells its length.
      this.#view.setLaneTotal(Math.max(this.laneTotal(), result.lane + 30));
      this.#view.scroll = Math.max(0, top - height / 3);
    }
  }

  #reveal(goroutine: number): void {
    const { filter, openGroups, folded } = this.#state;
    this.#asker.ask('delvescope/traceReveal', { filter, openGroups, folded, goroutine });
  }

  #open({ file, line }: TracePlace, preserveFocus: boolean): void {
    if (file !== '') this.#api.post({ kind: 'open', file, line, preserveFocus });
  }

  // The loop.

  #setViewport(viewport: Viewport): void {
    this.#state = { ...this.#state, viewport };
    this.#paintSoon();
    this.#askSoon();
    this.#saveSoon();
  }

  #update(state: PageState): void {
    this.#state = state;
    this.#drawSoon();
    this.#askSoon();
    this.#saveSoon();
  }

  #askSoon(): void {
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(() => this.#ask(), SETTLE_MILLIS);
    if (!this.#state.range) return;
    clearTimeout(this.#rangeTimer);
    this.#rangeTimer = setTimeout(() => this.#askRange(), RANGE_MILLIS);
  }

  #ask(): void {
    if (!model.infoOf(this.#state)) return;
    const { view } = this.#state;
    if (view !== 'timeline') {
      this.#asker.ask(QUESTIONS[view], {});
      return;
    }
    const stage = this.stage();
    if (stage.width < 50) return;
    const { filter, openGroups, folded, viewport } = this.#state;
    const { first, count } = lanesInSight(stage);
    const pixels = Math.round(plotWidth(stage));
    // A margin on either side, so that moving finds something to draw at once.
    const margin = (viewport.end - viewport.start) / 2;
    const end = model.traceEnd(this.#state);
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

  #askRange(): void {
    const { range, rangeLane } = this.#state;
    if (!range) return;
    const widthPixels = Math.round(plotWidth(this.stage()));
    this.#asker.ask('delvescope/traceRange', { ...range, lane: rangeLane, widthPixels });
  }

  #draw(): void {
    render(
      page(this.#state, { stage: this.#view.element, flame: this.#flame.element }, this),
      this.#root,
    );
    this.#painter.paintSwatches(this.#root);
    this.#flame.show(this.#state.range ? (this.#state.rangeDetail?.flame ?? null) : null);
    this.#paint();
  }

  #paint(): void {
    if (model.infoOf(this.#state)) this.#painter.paint(this.#state, this.stage());
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => {
      const saved = model.toSaved(this.#state);
      if (saved) this.#api.setState(saved);
    }, SAVE_MILLIS);
  }
}
