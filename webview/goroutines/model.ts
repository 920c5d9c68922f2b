import type {
  GoroutineGroupBy,
  GoroutineRows,
  GoroutineView,
  GoroutineViewQuery,
} from '../../src/protocol/goroutine-view.ts';
import { ROW_FRAME, ROW_GOROUTINE, ROW_GROUP } from '../../src/protocol/goroutine-view.ts';
import type { CompletionState } from '../shared/completion.ts';
import type { GoroutineSource } from '../../src/protocol/webview-goroutines.ts';

/** How many goroutines a group lists at first, and how many more each `Show more` adds. */
export const FIRST_MEMBERS = 5;
export const MORE_MEMBERS = 200;
/** Children an open goroutine of the tree lists unasked (`FIRST_CHILDREN` in goroutines/view-lines.ts). */
const FIRST_CHILDREN = 20;

/** What a row stands for; finds it again after a refresh. */
export interface RowIdentity {
  readonly kind: number;
  readonly key: string;
  readonly id: number;
  /** Frame rows: position in the stack; else 0. */
  readonly frame: number;
}

/** What survives hiding the panel. */
export interface SavedState {
  readonly groupBy: GoroutineGroupBy;
  readonly labelKey: string | null;
  readonly filter: string;
  readonly hideSystem: boolean;
  readonly sort: 'count' | 'oldest';
  readonly openGroups: readonly { readonly key: string; readonly limit: number }[];
  readonly openGoroutines: readonly number[];
  readonly selected: RowIdentity | null;
  readonly scrollTop: number;
}

export interface PanelState extends SavedState {
  /** Null until the extension has said which there are. */
  readonly sources: readonly GoroutineSource[] | null;
  readonly current: string | null;
  readonly view: GoroutineView | null;
  /** Why the last question has no answer. */
  readonly failure: string | null;
  readonly treeHasFocus: boolean;
  /** A snapshot was asked for and is not there yet. */
  readonly isTaking: boolean;
  /** Takes a snapshot again and again while the program runs. */
  readonly isFollowing: boolean;
  readonly completion: CompletionState | null;
}

export const INITIAL_STATE: PanelState = {
  groupBy: 'creation',
  labelKey: null,
  filter: '',
  hideSystem: true,
  sort: 'count',
  openGroups: [],
  openGoroutines: [],
  selected: null,
  scrollTop: 0,
  sources: null,
  current: null,
  view: null,
  failure: null,
  treeHasFocus: false,
  isTaking: false,
  isFollowing: false,
  completion: null,
};

export function currentSource({ sources, current }: PanelState): GoroutineSource | undefined {
  return sources?.find(({ id }) => id === current);
}

/** Other sources; what belonged to the goroutines of another one goes. */
export function withSources(
  state: PanelState,
  sources: readonly GoroutineSource[],
  current: string | null,
): PanelState {
  if (current === state.current) return { ...state, sources };
  const isFirst = state.sources === null;
  return {
    ...state,
    sources,
    current,
    view: null,
    failure: null,
    isTaking: false,
    isFollowing: false,
    ...(!isFirst && { openGoroutines: [], openGroups: [], selected: null, scrollTop: 0 }),
  };
}

export function savedStateOf(state: PanelState): SavedState {
  const { groupBy, labelKey, filter, hideSystem, sort } = state;
  const { openGroups, openGoroutines, selected, scrollTop } = state;
  const question = { groupBy, labelKey, filter, hideSystem, sort };
  return { ...question, openGroups, openGoroutines, selected, scrollTop };
}

export function queryOf(
  state: PanelState,
  window: { readonly start: number; readonly count: number },
): GoroutineViewQuery {
  const { groupBy, labelKey, filter, hideSystem, sort, openGroups, openGoroutines } = state;
  const question = { groupBy, labelKey, filter, hideSystem, sort };
  return { ...question, openGroups, openGoroutines, ...window };
}

export function identityOf(rows: GoroutineRows, at: number): RowIdentity {
  const kind = rows.kind[at] ?? ROW_GROUP;
  const frame = kind === ROW_FRAME ? (rows.count[at] ?? 0) : 0;
  return { kind, key: rows.key[at] ?? '', id: rows.id[at] ?? 0, frame };
}

/** Where a row is among those at hand; -1 when it is not. */
export function positionOf(rows: GoroutineRows, wanted: RowIdentity | null): number {
  if (wanted === null) return -1;
  return rows.kind.findIndex((kind, at) => {
    if (kind !== wanted.kind || rows.id[at] !== wanted.id) return false;
    // A goroutine may belong to another group since.
    if (kind === ROW_GOROUTINE) return true;
    return kind === ROW_FRAME ? rows.count[at] === wanted.frame : rows.key[at] === wanted.key;
  });
}

/** The line at which a row of the view begins. */
export function lineOf(view: GoroutineView, at: number): number {
  let line = view.start;
  for (let before = 0; before < at; before++) line += view.rows.kind[before] === ROW_GROUP ? 2 : 1;
  return line;
}

/** Groups are at level 1; below stand goroutines, in a tree ever deeper, and their frames. */
export function levelOf(rows: GoroutineRows, at: number): number {
  const kind = rows.kind[at] ?? ROW_GROUP;
  if (kind === ROW_GROUP) return 1;
  return (kind === ROW_FRAME ? 3 : 2) + (rows.depth[at] ?? 0);
}

export function isOpen(state: PanelState, row: RowIdentity): boolean {
  if (row.kind === ROW_GROUP) return state.openGroups.some(({ key }) => key === row.key);
  return row.kind === ROW_GOROUTINE && state.openGoroutines.includes(row.id);
}

export function canOpen(row: RowIdentity): boolean {
  return row.kind === ROW_GROUP || row.kind === ROW_GOROUTINE;
}

/** Opens or closes a group or a goroutine; other rows stay as they are. */
export function toggled(state: PanelState, row: RowIdentity): PanelState {
  if (row.kind === ROW_GROUP) {
    const others = state.openGroups.filter(({ key }) => key !== row.key);
    if (others.length < state.openGroups.length) return { ...state, openGroups: others };
    return { ...state, openGroups: [...others, { key: row.key, limit: FIRST_MEMBERS }] };
  }
  if (row.kind !== ROW_GOROUTINE) return state;
  const others = state.openGoroutines.filter((id) => id !== row.id);
  if (others.length < state.openGoroutines.length) return { ...state, openGoroutines: others };
  return { ...state, openGoroutines: [...others, row.id] };
}

/** Lists more of a group, or of those below a goroutine of the tree, which lists its first ones unasked. */
export function withMoreMembers(state: PanelState, key: string): PanelState {
  const limit = state.openGroups.find((group) => group.key === key)?.limit ?? FIRST_CHILDREN;
  return {
    ...state,
    openGroups: [
      ...state.openGroups.filter((group) => group.key !== key),
      { key, limit: limit + MORE_MEMBERS },
    ],
  };
}

/** The row the selection came from: the goroutine of a frame, the group of a goroutine; -1 when not at hand. */
export function parentPosition(rows: GoroutineRows, at: number): number {
  const level = levelOf(rows, at);
  for (let before = at - 1; before >= 0; before--) {
    if (rows.kind[before] !== ROW_FRAME && levelOf(rows, before) < level) return before;
  }
  return -1;
}

/** Replaces the wrong part of the filter by what was suggested. */
export function withSuggestion(state: PanelState): PanelState {
  const error = state.view?.filterError;
  if (!error || error.suggestion === null) return state;
  const { filter } = state;
  return {
    ...state,
    filter: filter.slice(0, error.from) + error.suggestion + filter.slice(error.to),
  };
}

/** The filter with one more term; the same filter when the term is there already. */
export function withTerm(filter: string, term: string): string {
  if (filter.split(/\s+/).includes(term)) return filter;
  return filter.trim() === '' ? term : `${filter.trimEnd()} ${term}`;
}

/** The filter term that leaves what a row stands for; empty when there is none. */
export function termOf(groupBy: GoroutineGroupBy, rows: GoroutineRows, at: number): string {
  const kind = rows.kind[at];
  if (kind === ROW_GOROUTINE) return `id:${rows.id[at]}`;
  if (kind !== ROW_GROUP) return '';
  const place = `${(rows.file[at] ?? '').split(/[\\/]/).at(-1)}:${rows.line[at]}`;
  const object = /0x[0-9a-f]+/.exec(rows.title[at] ?? '')?.[0] ?? '';
  const terms: Readonly<Record<GoroutineGroupBy, string>> = {
    creation: rows.line[at] ? `creator:${place}` : '',
    start: `func:${quoted(rows.name[at] ?? '')}`,
    location: rows.line[at] ? `file:${place}` : '',
    stack: rows.line[at] ? `file:${place}` : '',
    state: `state:${(rows.state[at] ?? '').replaceAll(' ', '-')}`,
    label: (rows.labels[at] ?? []).map(labelTerm).join(' '),
    object: object === '' ? '' : `waits:${object}`,
    thread: '',
    parent: `parent:${/\d+$/.exec(rows.key[at] ?? '')?.[0] ?? ''}`,
  };
  return terms[groupBy];
}

export function labelTerm([key, value]: readonly [string, string]): string {
  return `label:${quoted(`${key}=${value}`)}`;
}

function quoted(text: string): string {
  return /\s/.test(text) ? `"${text}"` : text;
}
