import { INITIAL_STATE } from './model.ts';
import type { PageState } from './model.ts';

/** What survives hiding the page. Nodes and functions keep their numbers as long as the file stays the same. */
export interface SavedState {
  readonly version: 1;
  readonly page: Pick<PageState, SavedField>;
  readonly flameScroll: number;
  readonly tableScroll: number;
}

type SavedField =
  | 'profile'
  | 'view'
  | 'sampleType'
  | 'rootsAtTop'
  | 'zoom'
  | 'zoomedFrom'
  | 'selection'
  | 'filter'
  | 'isNormalized'
  | 'search'
  | 'sort'
  | 'descending'
  | 'rowCount'
  | 'tableStart';

export function toSaved(state: PageState, flameScroll: number, tableScroll: number): SavedState {
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
  const { search, sort, descending, rowCount, tableStart } = state;
  const place = { zoom, zoomedFrom, selection, search, sort, descending, rowCount, tableStart };
  const page = { profile, view, sampleType, rootsAtTop, filter, isNormalized, ...place };
  return { version: 1, page, flameScroll, tableScroll };
}

/** The state to start with; what another version of the page stored is left aside. */
export function fromSaved(saved: SavedState | undefined): PageState {
  return saved?.version === 1 ? { ...INITIAL_STATE, ...saved.page } : INITIAL_STATE;
}
