import { INITIAL_STATE, infoOf } from './model.ts';
import type { ProfileInfo } from '../../src/protocol/analysis.ts';
import type { PageState } from './model.ts';

/** What survives hiding the page. Nodes and functions keep their numbers as long as the file stays the same. */
export interface SavedState {
  readonly version: 1;
  /** When the profile was taken: a file of the same name may hold another one later. */
  readonly takenAt: number;
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
  const takenAt = infoOf(state)?.takenAt ?? 0;
  return { version: 1, takenAt, page, flameScroll, tableScroll };
}

/** The state to start with; what another version of the page stored is left aside. */
export function fromSaved(saved: SavedState | undefined): PageState {
  return saved?.version === 1 ? { ...INITIAL_STATE, ...saved.page } : INITIAL_STATE;
}

/** What was remembered of a profile, where it is of this one; nodes and functions only of the same content. */
export function recalled(remembered: unknown, info: ProfileInfo): SavedState | null {
  if (typeof remembered !== 'object' || remembered === null || !('version' in remembered))
    return null;
  // The extension hands back what `toSaved` made; another version of the page may have made it.
  const saved = remembered as SavedState;
  if (saved.version !== 1 || saved.page.profile !== info.profile) return null;
  if (saved.takenAt === info.takenAt) return saved;
  const page = { ...saved.page, zoom: 0, zoomedFrom: [], selection: null };
  return { ...saved, page };
}
