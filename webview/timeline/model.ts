/** The state of the page and how it changes: no DOM, no messages. */
import type {
  Charts,
  CriticalPath,
  LaneQuery,
  LaneSection,
  RangeDetail,
  RevealResult,
  SliceDetail,
  TimelineWindow,
  TraceInfo,
  TraceMark,
  TraceOutline,
  TraceRecording,
  TraceSearchResult,
  TraceTables,
} from '../../src/protocol/timeline.ts';
import type { ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import type { GcReport, LatencyReport, StuckReport } from '../../src/protocol/trace-reports.ts';
import { LANE_GOROUTINE, LANE_GROUP, STATE_BLOCKED } from '../../src/protocol/timeline.ts';
import type { Failure } from './failures.ts';
import { LEGEND } from './state-styles.ts';
import type { Viewport } from './viewport.ts';
import { clamped, fitted } from './viewport.ts';

export type Phase =
  | Extract<ToTimelinePage, { readonly kind: 'loading' }>
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'ready'; readonly info: TraceInfo };

export interface LaneRef {
  readonly kind: number;
  readonly key: number;
}

export type PageView = 'timeline' | 'goroutines' | 'tasks' | 'latency' | 'gc' | 'stuck';

export interface PageState {
  readonly view: PageView;
  readonly phase: Phase;
  readonly viewport: Viewport;
  /** Pixels. */
  readonly scroll: number;
  readonly filter: string;
  readonly openGroups: LaneQuery['openGroups'];
  readonly folded: readonly LaneSection[];
  readonly hidden: ReadonlySet<number>;
  readonly showsLinks: boolean;
  /** Line of the whole list that has the focus. */
  readonly focusedLane: number;
  readonly range: Viewport | null;
  /** The lane whose statistics the range shows; null for all. */
  readonly rangeLane: LaneRef | null;
  readonly slice: SliceDetail | null;
  /** Row of the goroutine that is followed from processor to processor; -1 for none. */
  readonly followed: number;
  /** `G 17 main.worker`: what it is called. */
  readonly followedTitle: string;
  /** What somebody waited for, drawn over the lanes. */
  readonly path: CriticalPath | null;
  /** In the order of time. */
  readonly marks: readonly TraceMark[];
  /** Why bookmarks cannot be kept. */
  readonly markError: string | null;
  /** The answer, the stretch of time it was asked for, and the trace as it was known then. */
  readonly window: {
    readonly data: TimelineWindow;
    readonly range: Viewport;
    readonly info: TraceInfo | null;
  } | null;
  /** How far the capture of the trace is; null for a file. */
  readonly recording: TraceRecording | null;
  /** The first picture of the trace, until there is a window. */
  readonly outline: TraceOutline | null;
  readonly charts: Charts | null;
  readonly rangeDetail: RangeDetail | null;
  /** Goroutines by function, tasks by type; asked for with their tab. */
  readonly tables: TraceTables | null;
  readonly latency: LatencyReport | null;
  readonly gc: GcReport | null;
  readonly stuck: StuckReport | null;
  /** Column of the goroutine table and its direction. */
  readonly sort: { readonly column: number; readonly isDescending: boolean };
  /** Questions without an answer, and why. */
  readonly failures: readonly Failure[];
  readonly search: TraceSearchResult | null;
  readonly searchText: string;
  /** Index into the hits. */
  readonly hit: number;
}

const GROUP_LIMIT = 25;

export const INITIAL_STATE: PageState = {
  view: 'timeline',
  phase: { kind: 'loading', message: 'Reading the trace', share: null, outline: null },
  viewport: { start: 0, end: 1 },
  scroll: 0,
  filter: '',
  openGroups: [],
  folded: ['threads'],
  hidden: new Set(),
  showsLinks: true,
  focusedLane: -1,
  range: null,
  rangeLane: null,
  slice: null,
  followed: -1,
  followedTitle: '',
  path: null,
  marks: [],
  markError: null,
  window: null,
  recording: null,
  outline: null,
  charts: null,
  rangeDetail: null,
  tables: null,
  latency: null,
  gc: null,
  stuck: null,
  sort: { column: 3, isDescending: true },
  failures: [],
  search: null,
  searchText: '',
  hit: -1,
};

export function infoOf({ phase }: PageState): TraceInfo | null {
  return phase.kind === 'ready' ? phase.info : null;
}

export function traceEnd(state: PageState): number {
  return Math.max(1, infoOf(state)?.endTime ?? 1);
}

/** Until when the trace is read. */
export function readEnd({ endTime, readShare }: TraceInfo): number {
  return endTime * readShare;
}

/** Everything that is read is in sight: nobody has zoomed. */
function showsAll({ viewport }: PageState, info: TraceInfo): boolean {
  return viewport.start === 0 && viewport.end === readEnd(info);
}

/** A trace just opened, or more of it: all that is read is in sight, unless there is a place to stay at. */
export function withTrace(state: PageState, info: TraceInfo): PageState {
  const before = infoOf(state);
  const { start, end } = state.viewport;
  const stays = end > 1 && start < info.endTime && !(before && showsAll(state, before));
  const viewport = stays ? clamped(state.viewport, info.endTime) : { start: 0, end: readEnd(info) };
  return {
    ...state,
    phase: { kind: 'ready', info },
    viewport,
    outline: state.phase.kind === 'loading' ? state.phase.outline : state.outline,
    // Rows keep their numbers in more of the same trace.
    followed: before ? state.followed : -1,
    path: before ? state.path : null,
    // Lanes, charts and the tab that is looked at stay until those that show more are there.
    tables: state.view === 'goroutines' || state.view === 'tasks' ? state.tables : null,
    latency: state.view === 'latency' ? state.latency : null,
    gc: state.view === 'gc' ? state.gc : null,
    stuck: state.view === 'stuck' ? state.stuck : null,
    failures: [],
  };
}

/** What lies behind the part that is read is unknown, not what it was last. */
export function chartsUntil(charts: Charts, share: number): Charts {
  if (share === 1) return charts;
  const cut = (values: Float64Array): Float64Array =>
    values.map((value, pixel) => (pixel >= values.length * share ? Number.NaN : value));
  return {
    ...charts,
    heapLow: cut(charts.heapLow),
    heapHigh: cut(charts.heapHigh),
    goalHigh: cut(charts.goalHigh),
    goroutinesLow: cut(charts.goroutinesLow),
    goroutinesHigh: cut(charts.goroutinesHigh),
    busy: cut(charts.busy),
  };
}

/** Another section is on its way: nothing of this one is left but how it is looked at. */
export function withoutTrace(state: PageState): PageState {
  const { view, hidden, showsLinks, folded, sort, filter } = state;
  return { ...INITIAL_STATE, view, hidden, showsLinks, folded, sort, filter };
}

/** The section that many further on, or back; null where there is none. */
export function sectionBeside(state: PageState, step: 1 | -1): number | null {
  const section = infoOf(state)?.section;
  if (!section) return null;
  const beside = section.number + step;
  return beside >= 0 && beside < section.count ? beside : null;
}

/** The row of the goroutine that a slice is of; null for none. */
export function goroutineOf({ lane, goroutine }: SliceDetail): number | null {
  return lane.kind === LANE_GOROUTINE ? lane.key : (goroutine?.row ?? null);
}

/** Where the path to a slice ends: for a wait when the goroutine runs again, so that it leads to who ended it. */
export function pathEnd({ state, end, unblockedBy }: SliceDetail): number {
  const isWait = state === STATE_BLOCKED && unblockedBy !== null;
  return isWait ? unblockedBy.time + (unblockedBy.waited ?? 0) : end;
}

export function isOpen({ openGroups }: PageState, key: number): boolean {
  return openGroups.some((group) => group.key === key);
}

export function toggleGroup(state: PageState, key: number): PageState {
  const openGroups = isOpen(state, key)
    ? state.openGroups.filter((group) => group.key !== key)
    : [...state.openGroups, { key, limit: GROUP_LIMIT }];
  return { ...state, openGroups };
}

export function showMore(state: PageState, key: number): PageState {
  const openGroups = state.openGroups.map((group) =>
    group.key === key ? { key, limit: group.limit * 4 } : group,
  );
  return { ...state, openGroups };
}

export function toggleSection(state: PageState, section: LaneSection): PageState {
  const folded = state.folded.includes(section)
    ? state.folded.filter((each) => each !== section)
    : [...state.folded, section];
  return { ...state, folded };
}

export function toggleLegend(state: PageState, entry: number): PageState {
  const states = LEGEND[entry]?.states ?? [];
  const hidden = new Set(state.hidden);
  for (const each of states) {
    if (state.hidden.has(states[0] ?? -1)) hidden.delete(each);
    else hidden.add(each);
  }
  return { ...state, hidden };
}

export function withRange(state: PageState, range: Viewport | null): PageState {
  if (range === null) return { ...state, range, rangeLane: null, rangeDetail: null };
  const [start, end] = [Math.min(range.start, range.end), Math.max(range.start, range.end)];
  return { ...state, range: { start: Math.max(0, start), end: Math.min(end, traceEnd(state)) } };
}

/** What is followed first, then the path, then the range, then the slice: Esc goes back one step at a time. */
export function cleared(state: PageState): PageState {
  if (state.followed >= 0) return { ...state, followed: -1 };
  if (state.path) return { ...state, path: null };
  if (state.range) return withRange(state, null);
  return { ...state, slice: null };
}

/** What F shows: the range when there is one and it is not in sight already, else everything. */
export function fitAll(state: PageState): PageState {
  const end = traceEnd(state);
  const wanted = state.range ? fitted(state.range, end) : { start: 0, end };
  const isThere =
    Math.abs(wanted.start - state.viewport.start) + Math.abs(wanted.end - state.viewport.end) < 2;
  return { ...state, viewport: isThere ? { start: 0, end } : wanted };
}

/** The line of the window at a line of the whole list. */
export function laneRef({ window }: PageState, lane: number): LaneRef | null {
  if (!window) return null;
  const index = lane - window.data.firstLane;
  const kind = window.data.lanes.kind[index];
  const key = window.data.lanes.key[index];
  return kind === undefined || key === undefined ? null : { kind, key };
}

/** The line of a lane, when it is among those that came. */
export function lineOf({ window }: PageState, lane: LaneRef): number {
  if (!window) return -1;
  const { lanes, firstLane } = window.data;
  const index = lanes.kind.findIndex(
    (kind, at) => kind === lane.kind && lanes.key[at] === lane.key,
  );
  return index < 0 ? -1 : firstLane + index;
}

export function revealedLane(state: PageState, { lane, openGroups }: RevealResult): PageState {
  return { ...state, openGroups, focusedLane: lane };
}

/** Groups show their own statistics in a range, other lanes those of everything. */
export function statisticsLane(lane: LaneRef | null): LaneRef | null {
  return lane && (lane.kind === LANE_GROUP || lane.kind === LANE_GROUP + 1) ? lane : null;
}

export interface SavedState {
  readonly version: 1;
  readonly trace: string;
  readonly page: Pick<
    PageState,
    | 'view'
    | 'viewport'
    | 'scroll'
    | 'filter'
    | 'openGroups'
    | 'folded'
    | 'showsLinks'
    | 'range'
    | 'focusedLane'
  > & { readonly hidden: readonly number[] };
}

export function toSaved(state: PageState): SavedState | null {
  const info = infoOf(state);
  if (!info) return null;
  const { scroll, filter, openGroups, folded, showsLinks, range, focusedLane } = state;
  // All of a trace that is still read, or recorded, will be more.
  const viewport = showsAll(state, info) ? INITIAL_STATE.viewport : state.viewport;
  const hidden = [...state.hidden];
  const { view } = state;
  const page = {
    view,
    viewport,
    scroll,
    filter,
    openGroups,
    folded,
    showsLinks,
    range,
    focusedLane,
  };
  return { version: 1, trace: info.trace, page: { ...page, hidden } };
}

/** What another version of the page stored is left aside. */
export function fromSaved(saved: SavedState | undefined): PageState {
  if (saved?.version !== 1) return INITIAL_STATE;
  return { ...INITIAL_STATE, ...saved.page, hidden: new Set(saved.page.hidden) };
}
