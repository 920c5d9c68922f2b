import { INITIAL_STATE, infoOf, withSpans } from './model.ts';
import { WHOLE_SPANS } from './span.ts';
import type { ProfileInfo } from '../../src/protocol/analysis.ts';
import type { PageState, PageView } from './model.ts';

/** What survives hiding the page. Nodes and functions keep their numbers as long as the file stays the same. */
export interface SavedState {
  readonly version: 2;
  /** When the profile was taken: a file of the same name may hold another one later. */
  readonly takenAt: number;
  readonly page: Pick<PageState, SavedField>;
  /** What each stage keeps for itself. */
  readonly stages: Partial<Record<PageView, unknown>>;
}

type SavedField =
  | 'profile'
  | 'view'
  | 'sampleType'
  | 'rootsAtTop'
  | 'shape'
  | 'shapedFrom'
  | 'spans'
  | 'colours'
  | 'showsMap'
  | 'zoom'
  | 'zoomedFrom'
  | 'selection'
  | 'filter'
  | 'pair'
  | 'isNormalized'
  | 'search'
  | 'sort'
  | 'descending'
  | 'expanded'
  | 'rowCount'
  | 'tableStart';

export function toSaved(state: PageState, stages: SavedState['stages']): SavedState {
  const {
    profile,
    view,
    sampleType,
    rootsAtTop,
    filter,
    isNormalized,
    zoom,
    zoomedFrom,
    selection,
  } = state;
  const { search, sort, descending, expanded, rowCount, tableStart } = state;
  const { shape, shapedFrom, spans, colours, showsMap, pair } = state;
  const order = { search, sort, descending, expanded };
  const place = { zoom, zoomedFrom, selection, ...order, rowCount, tableStart };
  const picture = { shape, shapedFrom, spans, colours, showsMap, rootsAtTop };
  const page = { profile, view, sampleType, filter, pair, isNormalized, ...picture, ...place };
  const takenAt = infoOf(state)?.takenAt ?? 0;
  return { version: 2, takenAt, page, stages };
}

/** The state to start with; what another version of the page stored is left aside. */
export function fromSaved(saved: SavedState | undefined): PageState {
  if (saved?.version !== 2) return INITIAL_STATE;
  const state = { ...INITIAL_STATE, ...saved.page };
  return withSpans(state, state.spans);
}

/** What was remembered of a profile, where it is of this one; nodes and functions only of the same content. */
export function recalled(remembered: unknown, info: ProfileInfo): SavedState | null {
  if (typeof remembered !== 'object' || remembered === null || !('version' in remembered))
    return null;
  // The extension hands back what `toSaved` made; another version of the page may have made it.
  const saved = remembered as SavedState;
  if (saved.version !== 2 || saved.page.profile !== info.profile) return null;
  if (saved.takenAt === info.takenAt) return saved;
  // Functions are numbered anew as well.
  const shape = typeof saved.page.shape === 'object' ? 'callees' : saved.page.shape;
  const whole = { expanded: [], zoom: 0, zoomedFrom: [], spans: WHOLE_SPANS, shapedFrom: [] };
  const page = { ...saved.page, ...whole, shape, selection: null };
  return { ...saved, page };
}
