/** What the page shows, as one immutable value, and the functions that change it. No DOM, no messages. */
import { PATH_FUNCTION } from '../../src/protocol/analysis.ts';
import type {
  CallPath,
  Changes,
  ComparedPair,
  FlameShape,
  FlameWindow,
  FunctionDetail,
  LocatedFrame,
  ProfileInfo,
  SampleTypeInfo,
  SearchResult,
  TableSort,
  TableWindow,
} from '../../src/protocol/analysis.ts';

import type { FilterOutcome, ProfileFilter } from '../../src/protocol/profile-filter.ts';
import type { PageScope } from '../../src/protocol/webview-profile.ts';
import { NO_DRAFT } from './draft.ts';
import type { DraftState } from './draft.ts';
import type { ColourMode } from './ink.ts';
import { isWhole, showing, spanOf, WHOLE_SPANS, withSpan } from './span.ts';
import type { Spans } from './span.ts';

export type PageView = 'flame' | 'table' | 'sides' | 'graph' | 'source' | 'tags';

export type Phase =
  | {
      readonly kind: 'loading';
      readonly name: string;
      readonly message: string;
      readonly share: number | null;
    }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'ready'; readonly info: ProfileInfo };

/** At least one of the two is known; the other follows with an answer. */
export interface Selection {
  readonly node: number | null;
  readonly function: number | null;
}

export interface PageState {
  readonly phase: Phase;
  /** The profile the rest of the state is about; empty before the first one. */
  readonly profile: string;
  readonly view: PageView;
  readonly sampleType: number;
  readonly rootsAtTop: boolean;
  /** How the flame graph grows. */
  readonly shape: FlameShape;
  /** Earlier shapes, for the way back out of sandwiches. */
  readonly shapedFrom: readonly FlameShape[];
  /** What of the width is in view. */
  readonly spans: Spans;
  /** Null until the reader chooses. */
  readonly colours: ColourMode | null;
  readonly showsMap: boolean;
  /** Flame node at the root of the view. */
  readonly zoom: number;
  /** Earlier zoom levels, for the way back. */
  readonly zoomedFrom: readonly number[];
  readonly selection: Selection | null;
  /** A node to scroll to as soon as the window holds it. */
  readonly revealing: number | null;
  readonly filter: ProfileFilter;
  readonly draft: DraftState;
  /** What the filter leaves; null while it is not known. */
  readonly outcome: FilterOutcome | null;
  /** What changed most; null outside of comparisons, and while it is not known. */
  readonly changes: Changes | null;
  /** Which two profiles of a comparison are shown; null for what the server shows first. */
  readonly pair: ComparedPair | null;
  /** Values before are scaled so that both sides have the same sum. */
  readonly isNormalized: boolean;
  readonly search: string;
  /** The last search that is valid: what windows are asked with. */
  readonly appliedSearch: string;
  /** Index into the nodes of `found`; -1 before the first step. */
  readonly hit: number;
  readonly sort: TableSort;
  readonly descending: boolean;
  /** Rows of the table whose callers and callees are shown. */
  readonly expanded: readonly CallPath[];
  /** The selected row in the present order, where known. */
  readonly tableRow: number | null;
  /** Width of the flame graph, 0 before the first layout. */
  readonly widthPixels: number;
  /** Rows of the flame graph to ask for; grows while scrolling. */
  readonly rowCount: number;
  readonly tableStart: number;
  readonly tableCount: number;
  readonly flame: FlameWindow | null;
  /** The whole graph at the width of the map. */
  readonly overview: FlameWindow | null;
  readonly table: TableWindow | null;
  readonly detail: FunctionDetail | null;
  /** What was found for `foundFor`; read it with `foundOf`. */
  readonly found: SearchResult | null;
  readonly foundFor: string;
  /** The last question that failed, in words. */
  readonly failure: string | null;
}

export const INITIAL_STATE: PageState = {
  phase: { kind: 'loading', name: '', message: 'Reading the profile', share: null },
  profile: '',
  view: 'flame',
  sampleType: 0,
  rootsAtTop: true,
  shape: 'callees',
  shapedFrom: [],
  spans: WHOLE_SPANS,
  colours: null,
  showsMap: true,
  zoom: 0,
  zoomedFrom: [],
  selection: null,
  revealing: null,
  filter: [],
  draft: NO_DRAFT,
  outcome: null,
  changes: null,
  pair: null,
  isNormalized: false,
  search: '',
  appliedSearch: '',
  hit: -1,
  sort: 'self',
  descending: true,
  expanded: [],
  tableRow: null,
  widthPixels: 0,
  rowCount: 64,
  tableStart: 0,
  tableCount: 50,
  flame: null,
  overview: null,
  table: null,
  detail: null,
  found: null,
  foundFor: '',
  failure: null,
};

/** Nodes and figures of a flame graph that is no longer drawn. */
export const NO_PLACE = {
  zoom: 0,
  zoomedFrom: [],
  spans: WHOLE_SPANS,
  revealing: null,
  flame: null,
  overview: null,
} as const;

/** Every row a stack can have in one step: Go cuts stacks well below this. */
const ALL_ROWS = 2048;

/** A profile arrived: keeps the view when it is the same file again (a retry, or the page came back). */
export function withProfile(state: PageState, info: ProfileInfo): PageState {
  const { profile } = info;
  if (state.profile === profile && state.sampleType < info.sampleTypes.length) {
    const known = withShownPair(info, state.pair);
    return { ...state, phase: { kind: 'ready', info: known }, failure: null };
  }
  const phase: Phase = { kind: 'ready', info };
  const view = hasManySides(info) ? 'sides' : state.view;
  const fresh = { ...INITIAL_STATE, view, rootsAtTop: state.rootsAtTop };
  const { widthPixels } = state;
  const sort: TableSort = info.comparison === null ? 'self' : 'change';
  return { ...fresh, phase, profile, widthPixels, sort, sampleType: info.defaultSampleType };
}

export function infoOf(state: PageState): ProfileInfo | null {
  return state.phase.kind === 'ready' ? state.phase.info : null;
}

/** What questions are about, besides the profile. */
export function scopeOf({ sampleType, filter, pair }: PageState): PageScope {
  return { sampleType, filter, ...(pair !== null && { pair }) };
}

/** What values before are multiplied by, where something is compared. */
export function factorOf(state: PageState): { readonly beforeFactor?: number } {
  return infoOf(state)?.comparison ? { beforeFactor: beforeFactor(state) } : {};
}

/** More than before and after. */
export function hasManySides({ comparison }: ProfileInfo): boolean {
  return (comparison?.sides.length ?? 0) > 2;
}

/** Other profiles of the comparison are shown: figures and nodes go, the selected function stays. */
export function withPair(state: PageState, pair: ComparedPair): PageState {
  const { phase } = state;
  const shown = infoOf(state)?.comparison?.pair;
  if (phase.kind !== 'ready' || !shown) return state;
  if (shown.before === pair.before && shown.after === pair.after) return state;
  const info = withShownPair(phase.info, pair);
  return withoutFigures({ ...state, phase: { ...phase, info }, pair, outcome: null });
}

/** Totals and names of two of the sides. */
function withShownPair(info: ProfileInfo, pair: ComparedPair | null): ProfileInfo {
  const { comparison } = info;
  const before = comparison?.sides[pair?.before ?? -1];
  const after = comparison?.sides[pair?.after ?? -1];
  if (!comparison || !pair || !before || !after) return info;
  const sampleTypes = info.sampleTypes.map((type, index) => ({
    ...type,
    total: after.totals[index] ?? 0,
  }));
  const names = { before: before.name, after: after.name, beforeTotals: before.totals };
  return { ...info, sampleTypes, comparison: { ...comparison, pair, ...names } };
}

export function sampleTypeOf(state: PageState): SampleTypeInfo | null {
  return infoOf(state)?.sampleTypes[state.sampleType] ?? null;
}

/** Another sample type has another tree: figures and nodes go, the selected function stays. */
export function withSampleType(state: PageState, sampleType: number): PageState {
  if (sampleType === state.sampleType) return state;
  return withoutFigures({ ...state, sampleType, outcome: null });
}

/** Other figures are wanted: nodes go, the selected function stays. */
export function withoutFigures(state: PageState): PageState {
  const functionId = state.selection?.function ?? null;
  return {
    ...state,
    ...NO_PLACE,
    changes: null,
    selection: functionId === null ? null : { node: null, function: functionId },
    table: null,
    detail: null,
    found: null,
    tableRow: null,
    hit: -1,
  };
}

/** What the filter leaves; null without a filter, or before it is known. */
export function outcomeOf({ filter, outcome }: PageState): FilterOutcome | null {
  return filter.length === 0 ? null : outcome;
}

/** What values before are multiplied by: 1 unless both sides are to have the same sum. */
export function beforeFactor(state: PageState): number {
  const before = infoOf(state)?.comparison?.beforeTotals[state.sampleType] ?? 0;
  const after = sampleTypeOf(state)?.total ?? 0;
  return state.isNormalized && before > 0 && after > 0 ? after / before : 1;
}

export function withNormalized(state: PageState): PageState {
  return { ...state, isNormalized: !state.isNormalized, table: null, tableRow: null };
}

/** What percentages are of: everything, unless the filter says otherwise. */
export function wholeOf(state: PageState): number {
  return outcomeOf(state)?.whole ?? sampleTypeOf(state)?.total ?? 0;
}

export function withView(state: PageState, view: PageView): PageState {
  return view === state.view ? state : { ...state, view };
}

export function selectNode(state: PageState, node: number): PageState {
  if (state.selection?.node === node) return state;
  if (node !== 0) return { ...state, selection: { node, function: null }, tableRow: null };
  // The root of everything is no function: it has no detail. A sandwich has one in the middle.
  if (typeof state.shape !== 'object') {
    return { ...state, selection: { node, function: null }, tableRow: null, detail: null };
  }
  return { ...state, selection: { node, function: state.shape.around }, tableRow: null };
}

export function selectFunction(
  state: PageState,
  functionId: number,
  row: number | null = null,
): PageState {
  if (state.selection?.function === functionId) return { ...state, tableRow: row };
  return { ...state, selection: { node: null, function: functionId }, tableRow: row };
}

/** The flame graph has another width, or has been scrolled to rows that were not asked for. */
export function fitFlame(state: PageState, widthPixels: number, rowsNeeded: number): PageState {
  const { depth = 0, height = 0 } = state.flame ?? {};
  const deeper = rowsNeeded > state.rowCount && Math.max(depth, height) >= state.rowCount;
  const rowCount = deeper ? rowsNeeded + INITIAL_STATE.rowCount : state.rowCount;
  if (widthPixels === state.widthPixels && rowCount === state.rowCount) return state;
  return { ...state, widthPixels, rowCount };
}

/** A zoom or a selection of an older version of the file may name frames that are gone. */
export function withFailure(state: PageState, failure: string, ofFlame: boolean): PageState {
  if (!ofFlame || state.zoom === 0) return { ...state, failure };
  return { ...state, failure, zoom: 0, zoomedFrom: [], spans: WHOLE_SPANS, selection: null };
}

export function clearSelection(state: PageState): PageState {
  return { ...state, selection: null, detail: null, tableRow: null };
}

export function zoomTo(state: PageState, node: number): PageState {
  const whole = withSpans(state, WHOLE_SPANS);
  if (node === state.zoom) return whole;
  return { ...whole, zoom: node, zoomedFrom: [...state.zoomedFrom, state.zoom] };
}

export function withSpans(state: PageState, spans: Spans): PageState {
  if (isWhole(spans.below) && isWhole(spans.above)) {
    return state.spans === WHOLE_SPANS ? state : { ...state, spans: WHOLE_SPANS };
  }
  return { ...state, spans };
}

/** An empty or known search holds at once; any other when the server has understood it. */
export function withSearch(state: PageState, search: string): PageState {
  if (search === state.search) return state;
  const next = { ...state, search, hit: -1, tableRow: null };
  if (search.trim() === '') return { ...next, appliedSearch: '' };
  return foundOf(next)?.error === null ? { ...next, appliedSearch: search } : next;
}

/** An answer to the newest search question; the reader may have typed on since. */
export function withFound(state: PageState, found: SearchResult, foundFor: string): PageState {
  const next = { ...state, found, foundFor, failure: null };
  if (foundFor !== state.search || found.error !== null) return next;
  return { ...next, appliedSearch: foundFor, hit: -1 };
}

/** What was found for the search as it stands; null while it is empty or not answered. */
export function foundOf({ search, found, foundFor }: PageState): SearchResult | null {
  return search.trim() !== '' && search === foundFor ? found : null;
}

/** Next (+1) or previous (-1) hit, around the end. */
export function stepHit(state: PageState, step: 1 | -1): PageState {
  const nodes = foundOf(state)?.nodes;
  if (!nodes || nodes.length === 0) return state;
  const from = state.hit < 0 && step < 0 ? 0 : state.hit;
  const hit = (from + step + nodes.length) % nodes.length;
  return revealNode({ ...state, hit, view: 'flame' }, nodes[hit] ?? 0);
}

/** Selects a node and makes sure it can be seen: all rows first, then by zooming to it. */
export function revealNode(state: PageState, node: number): PageState {
  return seek({ ...selectNode(state, node), revealing: node });
}

export function withFlame(state: PageState, flame: FlameWindow): PageState {
  return seek({ ...state, flame, failure: null });
}

function seek(state: PageState): PageState {
  const { flame, revealing } = state;
  if (flame === null || revealing === null) return state;
  const frame = flame.node.indexOf(revealing);
  if (frame >= 0) return withFrameInView(state, flame, frame);
  if (state.spans !== WHOLE_SPANS) return { ...state, spans: WHOLE_SPANS };
  if (Math.max(flame.depth, flame.height) >= state.rowCount) {
    return { ...state, rowCount: ALL_ROWS };
  }
  // A sandwich has one root only.
  const isSandwich = typeof state.shape === 'object';
  return isSandwich || state.zoom === revealing
    ? { ...state, revealing: null }
    : zoomTo(state, revealing);
}

function withFrameInView(state: PageState, flame: FlameWindow, frame: number): PageState {
  const row = flame.row[frame] ?? 0;
  const span = spanOf(state.spans, row);
  const next = showing(span, flame.x[frame] ?? 0, flame.width[frame] ?? 0);
  return next === span ? state : { ...state, spans: withSpan(state.spans, row, next) };
}

export function withDetail(state: PageState, detail: FunctionDetail): PageState {
  const selection = state.selection ? { ...state.selection, function: detail.function } : null;
  return { ...state, detail, selection, failure: null };
}

export function withTable(state: PageState, table: TableWindow): PageState {
  return { ...state, table, failure: null };
}

/** The widest frame of the selected function; without one the flame graph shows no selection. */
export function withLocated(state: PageState, located: LocatedFrame | null): PageState {
  if (located === null || state.selection?.function !== located.function) return state;
  return revealNode(
    { ...state, selection: { node: null, function: located.function } },
    located.node,
  );
}

/** A click on a header: the same column turns around, another one starts with its natural order. */
export function withSort(state: PageState, sort: TableSort): PageState {
  const natural = sort !== 'name' && sort !== 'package' && sort !== 'line';
  const descending = sort === state.sort ? !state.descending : natural;
  return { ...state, sort, descending, tableRow: null };
}

/** The row some steps away, within the table; infinite steps lead to its ends. */
export function tableRowAfter(state: PageState, step: number): number {
  const last = (state.table?.rowCount ?? 1) - 1;
  const from = state.tableRow ?? rowOfSelection(state) ?? (step > 0 ? -1 : 0);
  return Math.max(0, Math.min(last, from + step));
}

/** Selects the function of `tableRow` when the present window holds it. */
export function selectRow(state: PageState): PageState {
  const { table, tableRow } = state;
  if (table === null || tableRow === null || tableRow < table.start) return state;
  const functionId = table.function[tableRow - table.start];
  if (functionId === undefined || functionId === state.selection?.function) return state;
  return selectFunction(state, functionId, tableRow);
}

/** The selected function's row when the present window holds it. */
export function rowOfSelection(state: PageState): number | null {
  const { table, selection } = state;
  if (table === null || selection?.function === undefined || selection.function === null) {
    return null;
  }
  const index = table.function.findIndex(
    (row, at) => row === selection.function && table.direction[at] === PATH_FUNCTION,
  );
  return index < 0 ? null : table.start + index;
}

/** The path of a row of the present window. */
export function pathOfRow({ table }: PageState, row: number): CallPath | null {
  const at = row - (table?.start ?? 0);
  if (table === null || at < 0 || at >= table.length) return null;
  const functions = [...table.path.subarray(table.pathStart[at], table.pathStart[at + 1])];
  return { direction: table.direction[at] ?? PATH_FUNCTION, functions };
}

/** Shows or hides what is below a row; hiding forgets what was shown further below. */
export function withToggled(state: PageState, path: CallPath): PageState {
  const others = state.expanded.filter((other) => !isPartOf(other, path));
  if (others.length < state.expanded.length) return { ...state, expanded: others };
  return { ...state, expanded: [...state.expanded, path] };
}

/** The row above that a row belongs to; the row itself where the window does not hold it. */
export function parentRow(state: PageState, row: number): number {
  const path = pathOfRow(state, row);
  if (path === null) return row;
  for (let above = row - 1; above >= (state.table?.start ?? 0); above--) {
    const other = pathOfRow(state, above);
    if (other === null || other.functions.length < path.functions.length) return above;
  }
  return row;
}

/** Whether a path is another one or goes on from it. */
function isPartOf(path: CallPath, start: CallPath): boolean {
  const isSameWay = start.direction === PATH_FUNCTION || start.direction === path.direction;
  return isSameWay && start.functions.every((step, at) => path.functions[at] === step);
}
