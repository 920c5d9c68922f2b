import type { ComparedPair, TableSort } from '../../src/protocol/analysis.ts';
import type { FilterWord } from '../../src/protocol/profile-filter.ts';
import type { ColourMode } from './ink.ts';
import type { PageView } from './model.ts';

export interface FilterActions {
  /** What stands in the input of the filter line. */
  setDraft(text: string, caret: number): void;
  closeDraft(): void;
  /** Esc in the filter line: empties it, then goes back to the view. */
  leaveDraft(): void;
  submitDraft(): void;
  moveCompletion(by: 1 | -1): void;
  takeCompletion(index: number): void;
  takeSuggestion(): void;
  editTerm(word: FilterWord): void;
  removeTerm(word: FilterWord): void;
  clearFilter(): void;
}

export interface SearchActions {
  setSearch(search: string): void;
  /** Esc in the search box: clears it, then goes back to the view. */
  leaveSearch(): void;
  stepHit(step: 1 | -1): void;
}

export interface ViewActions {
  setView(view: PageView): void;
  focusContent(): void;
  setSampleType(sampleType: number): void;
  turnAround(): void;
  /** Leaves first, or roots first again. */
  toggleReversed(): void;
  /** Callers and callees of the selected function, or the whole graph again. */
  toggleSandwich(): void;
  setColours(colours: ColourMode): void;
  /** Which two profiles of a comparison are shown. */
  setPair(pair: ComparedPair): void;
  toggleNormalized(): void;
  setSort(sort: TableSort): void;
  selectNode(node: number): void;
  selectFunction(functionId: number): void;
  zoomTo(node: number): void;
}

/** Everything a reader can do on the page. Views call these; `page-actions.ts` carries them out. */
export interface Actions extends FilterActions, SearchActions, ViewActions {
  /** At a line of the build. */
  open(file: string, line: number): void;
  /** At a line of the file as it is now. */
  openNow(file: string, line: number): void;
  exportProfile(): void;
  retry(): void;
  showKeys(): void;
}
