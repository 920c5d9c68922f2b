/** The loop of the page: message or input → state → questions to ask and things to draw. */
import { render } from 'lit';
import type { TemplateResult } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import { LANE_GROUP, LANE_HEADER, LANE_MORE } from '../../src/protocol/timeline.ts';
import type {
  GoroutineRef,
  TraceInfo,
  TracePlace,
  TraceProfileKind,
} from '../../src/protocol/timeline.ts';
import type { FromTimelinePage, ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import { oncePerFrame } from '../shared/hi-dpi.ts';
import { KeysList } from '../shared/keys-list.ts';
import type { Theme } from '../shared/theme.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import { Answers } from './answers.ts';
import { Asker } from './asker.ts';
import { Commands } from './commands.ts';
import { FlameStrip } from './flame-strip.ts';
import type { Stage } from './geometry.ts';
import { timeAt } from './geometry.ts';
import type { PageHost } from './host.ts';
import { KEY_LIST } from './input.ts';
import { Marks } from './marks.ts';
import * as model from './model.ts';
import type { PageState, PageView, SavedState } from './model.ts';
import { page } from './page.ts';
import type { PageActions } from './page.ts';
import { Painter } from './painter.ts';
import { Questions } from './questions.ts';
import { ReportCharts } from './report-charts.ts';
import { StageView } from './stage-view.ts';
import type { StageActions } from './stage-view.ts';
import { Travel } from './travel.ts';
import type { Viewport } from './viewport.ts';
import { clamped, moved, zoomed } from './viewport.ts';

type Api = VscodeApi<ToTimelinePage, FromTimelinePage, SavedState>;

const SAVE_MILLIS = 300;

export class Controller implements PageActions, StageActions {
  readonly #api: Api;
  readonly #root = document.createElement('div');
  readonly #view: StageView;
  readonly #flame: FlameStrip;
  readonly #charts: ReportCharts;
  readonly #painter: Painter;
  readonly #keys: KeysList;
  readonly #asker: Asker;
  readonly #commands: Commands;
  readonly #marks: Marks;
  readonly #travel: Travel;
  readonly #questions: Questions;
  readonly #answers: Answers;
  readonly #drawSoon = oncePerFrame(() => this.#draw());
  readonly #paintSoon = oncePerFrame(() => this.#paint());
  #state: PageState;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, theme: Theme, body: HTMLElement) {
    this.#api = api;
    this.#asker = new Asker(api.post);
    this.#root.className = 'ds';
    body.append(this.#root);
    this.#view = new StageView(this);
    this.#flame = new FlameStrip(theme, (place, preserveFocus) => this.#open(place, preserveFocus));
    this.#charts = new ReportCharts(theme, (time, length) => this.goToTime(time, length));
    this.#painter = new Painter(theme, this.#view, body);
    this.#keys = new KeysList(body, KEY_LIST);
    const host: PageHost = {
      asker: this.#asker,
      state: () => this.#state,
      update: (state) => this.#update(state),
      setViewport: (viewport) => this.#setViewport(viewport),
    };
    const root = this.#root;
    const view = this.#view;
    this.#travel = new Travel({ ...host, range: (range) => this.range(range) });
    this.#commands = new Commands({
      ...host,
      actions: this,
      view,
      root,
      copy: (text) => api.post({ kind: 'copy', text }),
    });
    this.#marks = new Marks({
      ...host,
      root,
      stage: () => this.stage(),
      save: (marks) => api.post({ kind: 'saveMarks', marks }),
    });
    this.#questions = new Questions(
      this.#asker,
      () => this.#state,
      () => this.stage(),
    );
    this.#answers = new Answers({ ...host, view, firstHit: () => this.stepHit(1) });
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
    this.#questions.askSoon();
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
    this.#questions.askSoon();
  }

  click(x: number, _y: number, lane: number): void {
    if (lane < 0) {
      this.#marks.clickAt(x);
      return;
    }
    const ref = model.laneRef(this.#state, lane);
    if (!ref) return;
    this.#update({ ...this.#state, focusedLane: lane });
    if (ref.kind === LANE_HEADER || ref.kind === LANE_MORE) this.#commands.toggle(lane);
    else if (ref.kind === LANE_GROUP && this.#painter.isLabel(x)) this.#commands.toggle(lane);
    else if (!this.#painter.isLabel(x)) {
      this.#asker.ask('delvescope/traceSlice', { lane: ref, time: timeAt(x, this.stage()) });
    }
    if (this.#state.range) this.#questions.askRange();
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

  showPath(): void {
    this.#travel.showPath();
  }

  hidePath(): void {
    this.#update({ ...this.#state, path: null });
  }

  toggleMark(): void {
    this.#marks.toggle(this.#painter.pointerTime(this.stage()));
  }

  stepMark(step: 1 | -1): void {
    this.#marks.step(step);
  }

  goToMark(index: number): void {
    this.#marks.goTo(index);
  }

  setNote(index: number, note: string | null): void {
    this.#marks.setNote(index, note);
  }

  goTo(goroutine: GoroutineRef, time: number | null): void {
    this.#travel.goTo(goroutine, time);
  }

  goToTime(time: number, length: number): void {
    this.#travel.goToTime(time, length);
  }

  showGroup(key: number): void {
    this.#travel.showGroup(key);
  }

  setSearch(text: string): void {
    this.#travel.setSearch(text);
  }

  stepHit(step: 1 | -1): void {
    this.#travel.stepHit(step);
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

  openRangeProfile(): void {
    const { range, rangeLane: lane } = this.#state;
    if (range) this.#api.post({ kind: 'openRangeProfile', ...range, lane });
  }

  sortBy(column: number): void {
    const { sort } = this.#state;
    const isDescending = sort.column === column ? !sort.isDescending : column > 0;
    this.#update({ ...this.#state, sort: { column, isDescending } });
  }

  setFilter(filter: string): void {
    this.#update({ ...this.#state, filter });
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

  stepSection(step: 1 | -1): void {
    const section = model.sectionBeside(this.#state, step);
    if (section === null) return;
    this.#asker.forget();
    this.#update(model.withoutTrace(this.#state));
    this.#api.post({ kind: 'section', section });
  }

  retry(): void {
    this.#api.post({ kind: 'retry' });
  }

  stopRecording(): void {
    this.#api.post({ kind: 'stopRecording' });
  }

  keepRecording(): void {
    this.#api.post({ kind: 'keepRecording' });
  }

  askAgain(): void {
    this.#answers.retry();
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
        this.#take(message.info);
        break;
      case 'recording':
        this.#update({ ...this.#state, recording: message.recording });
        break;
      case 'answer':
        this.#answers.take(message);
        break;
      case 'failed':
        this.#answers.fail(message);
        this.#api.post({ kind: 'log', message: message.message });
        break;
      case 'search':
        this.setSearch(message.text);
        break;
      case 'filter':
        this.#update({ ...this.#state, view: 'timeline', filter: message.text });
        break;
      case 'marks':
        this.#update({ ...this.#state, marks: message.marks, markError: message.error });
        break;
      default:
        assertNever(message);
    }
  }

  #take(info: TraceInfo): void {
    const lane = model.laneRef(this.#state, this.#state.focusedLane);
    this.#asker.forget();
    this.#update(model.withTrace(this.#state, info));
    // With more goroutines it may be another line of the list.
    if (lane) this.#travel.keepFocus(lane);
  }

  #open({ file, line }: TracePlace, preserveFocus: boolean): void {
    if (file !== '') this.#api.post({ kind: 'open', file, line, preserveFocus });
  }

  // The loop.

  #setViewport(viewport: Viewport): void {
    this.#state = { ...this.#state, viewport };
    this.#paintSoon();
    this.#questions.askSoon();
    this.#saveSoon();
  }

  #update(state: PageState): void {
    this.#state = state;
    this.#drawSoon();
    this.#questions.askSoon();
    this.#saveSoon();
  }

  #draw(): void {
    render(
      page(
        this.#state,
        { stage: this.#view.element, flame: this.#flame.element, charts: this.#charts },
        this,
      ),
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
