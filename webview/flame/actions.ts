import type { TableSort } from '../../src/protocol/analysis.ts';
import type { FilterWord } from '../../src/protocol/profile-filter.ts';
import type { PageView } from './model.ts';

/** Everything a reader can do on the page. Views call these; the controller carries them out. */
export interface Actions {
  setView(view: PageView): void;
  setSampleType(sampleType: number): void;
  turnAround(): void;
  /** What stands in the input of the filter line. */
  setDraft(text: string, caret: number): void;
  closeDraft(): void;
  /** Esc in the filter line: empties it, then goes back to the graph or the table. */
  leaveDraft(): void;
  submitDraft(): void;
  moveCompletion(by: 1 | -1): void;
  takeCompletion(index: number): void;
  takeSuggestion(): void;
  editTerm(word: FilterWord): void;
  removeTerm(word: FilterWord): void;
  clearFilter(): void;
  toggleNormalized(): void;
  setSearch(search: string): void;
  /** Esc in the search box: clears it, then goes back to the graph or the table. */
  leaveSearch(): void;
  stepHit(step: 1 | -1): void;
  focusContent(): void;
  setSort(sort: TableSort): void;
  selectNode(node: number): void;
  selectFunction(functionId: number): void;
  zoomTo(node: number): void;
  open(file: string, line: number): void;
  exportProfile(): void;
  retry(): void;
  showKeys(): void;
}
