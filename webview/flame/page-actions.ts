/** What readers can do, as changes of the state and messages to the extension. */
import type { KeysList } from '../shared/keys-list.ts';
import type { Actions, FilterActions, SearchActions, ViewActions } from './actions.ts';
import * as filters from './filter-model.ts';
import * as model from './model.ts';
import * as shapes from './shape.ts';
import type { Stages } from './stages.ts';
import { SETTLE_MILLIS } from './store.ts';
import type { PageStore } from './store.ts';

export function pageActions(store: PageStore, stages: Stages, keys: KeysList): Actions {
  const view = viewActions(store, stages);
  return {
    ...view,
    ...filterActions(store, view),
    ...searchActions(store, stages, view),
    open: (file, line) => store.post({ kind: 'open', file, line, preserveFocus: true }),
    openNow: (file, line) =>
      store.post({ kind: 'open', file, line, isNow: true, preserveFocus: true }),
    exportProfile() {
      const functionName = store.state.detail?.name ?? '';
      store.post({ kind: 'export', functionName, ...model.scopeOf(store.state) });
    },
    retry() {
      store.forget();
      store.post({ kind: 'retry' });
    },
    showKeys: () => keys.show(),
  };
}

function viewActions(store: PageStore, stages: Stages): ViewActions {
  return {
    setView(view) {
      store.update(model.withView(store.state, view));
      stages.focusWhenShown();
    },
    focusContent: () => stages.shown(store.state).focus(),
    setSampleType: (sampleType) => store.update(model.withSampleType(store.state, sampleType)),
    turnAround: () => store.update({ ...store.state, rootsAtTop: !store.state.rootsAtTop }),
    toggleReversed: () => store.update(shapes.reversed(store.state)),
    toggleSandwich: () => stages.flame.toggleSandwich(),
    setColours: (colours) => store.update({ ...store.state, colours }),
    setPair: (pair) => store.update(model.withPair(store.state, pair)),
    toggleNormalized: () => store.update(model.withNormalized(store.state)),
    setSort: (sort) => stages.table.setSort(sort),
    selectNode: (node) => stages.flame.selectNode(node),
    selectFunction: (id) => store.update(model.selectFunction(store.state, id)),
    zoomTo: (node) => stages.flame.zoomTo(node),
  };
}

function filterActions(
  store: PageStore,
  { focusContent }: Pick<ViewActions, 'focusContent'>,
): FilterActions {
  return {
    setDraft: (text, caret) =>
      store.update(filters.withDraft(store.state, text, caret), SETTLE_MILLIS),
    closeDraft: () => store.update(filters.closeDraft(store.state)),
    leaveDraft() {
      const { draft } = store.state;
      if (draft.completion !== null) store.update(filters.closeDraft(store.state));
      else if (draft.text === '') focusContent();
      else store.update(filters.withDraft(store.state, '', 0));
    },
    submitDraft: () => store.update(filters.submitDraft(store.state)),
    moveCompletion: (by) => store.update(filters.moveCompletion(store.state, by)),
    takeCompletion: (index) => store.update(filters.takeCompletion(store.state, index)),
    takeSuggestion: () => store.update(filters.takeSuggestion(store.state)),
    editTerm(word) {
      store.update(filters.editTerm(store.state, word));
      document.querySelector<HTMLInputElement>('#filter')?.focus();
    },
    removeTerm: (word) => store.update(filters.withoutTerm(store.state, word)),
    clearFilter: () => store.update(filters.withFilter(store.state, [])),
  };
}

function searchActions(
  store: PageStore,
  stages: Stages,
  { focusContent }: Pick<ViewActions, 'focusContent'>,
): SearchActions {
  const setSearch = (search: string): void =>
    store.update(model.withSearch(store.state, search), SETTLE_MILLIS);
  return {
    setSearch,
    leaveSearch() {
      if (store.state.search === '') focusContent();
      else setSearch('');
    },
    stepHit: (step) => stages.shown(store.state).stepHit(step),
  };
}
