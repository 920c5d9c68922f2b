import type {
  ExpressionFrame,
  ExpressionSort,
  ExpressionTableQuery,
  ExpressionTableView,
} from '../../src/protocol/expression-view.ts';
import type { PanelSession, SavedExpressions } from '../../src/protocol/webview-expressions.ts';

/** How many expressions and filters are remembered. */
const LONGEST_HISTORY = 50;

/** Finds a cell again after a refresh: a goroutine, and which of the expressions; -1 the goroutine itself. */
export interface CellIdentity {
  readonly goroutine: number;
  readonly column: number;
}

export interface ExpressionState extends SavedExpressions {
  readonly session: PanelSession;
  /** Key of a group by creation site; empty: all. Of one program run, so not kept. */
  readonly group: string;
  readonly view: ExpressionTableView | null;
  readonly failure: string | null;
  readonly selected: CellIdentity | null;
  /** The column whose expression is in the input; null: a new one is typed. */
  readonly editing: number | null;
  readonly draft: string;
  readonly hasFocus: boolean;
}

export const FIRST_STATE: ExpressionState = {
  expressions: [],
  filter: '',
  frame: { kind: 'own' },
  hideSystem: true,
  sort: null,
  history: [],
  watches: [],
  session: { name: '', phase: 'none' },
  group: '',
  view: null,
  failure: null,
  selected: null,
  editing: null,
  draft: '',
  hasFocus: false,
};

export function savedOf(state: ExpressionState): SavedExpressions {
  const { expressions, filter, frame, hideSystem, sort, history, watches } = state;
  return { expressions, filter, frame, hideSystem, sort, history, watches };
}

export function queryOf(
  state: ExpressionState,
  window: { readonly start: number; readonly count: number },
): ExpressionTableQuery {
  const { expressions, filter, group, hideSystem, frame, sort } = state;
  return { definition: { expressions, filter, group, hideSystem, frame }, sort, ...window };
}

/** Puts what was typed into the table: a new column, or the one that was edited. */
export function withDraft(state: ExpressionState): ExpressionState {
  const draft = state.draft.trim();
  if (draft === '') return { ...state, editing: null, draft: '' };
  const expressions =
    state.editing === null
      ? [...state.expressions.filter((each) => each !== draft), draft]
      : state.expressions.map((each, at) => (at === state.editing ? draft : each));
  return {
    ...state,
    expressions,
    editing: null,
    draft: '',
    sort: state.editing === state.sort?.column ? null : state.sort,
    history: remembered(state.history, draft),
  };
}

export function withoutColumn(state: ExpressionState, column: number): ExpressionState {
  const { sort, selected } = state;
  const moved = (at: number): number => (at > column ? at - 1 : at);
  return {
    ...state,
    expressions: state.expressions.filter((_, at) => at !== column),
    sort: sort === null || sort.column === column ? null : { ...sort, column: moved(sort.column) },
    selected: selected && { ...selected, column: moved(selected.column) },
    editing: null,
  };
}

/** Ascending, descending, as read. */
export function nextSort(sort: ExpressionSort | null, column: number): ExpressionSort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

export function remembered(history: readonly string[], text: string): readonly string[] {
  return [text, ...history.filter((each) => each !== text)].slice(0, LONGEST_HISTORY);
}

/** Where the selected goroutine is among the rows at hand; -1 when it is not. */
export function selectedRow({ selected, view }: ExpressionState): number {
  return selected && view ? view.rows.id.indexOf(selected.goroutine) : -1;
}

/** `own`, `top`, or the text of a function, as the drop-down and the input have it. */
export function frameOf(choice: string, text: string): ExpressionFrame {
  if (choice === 'function') return { kind: 'function', text };
  return { kind: choice === 'top' ? 'top' : 'own' };
}

/** A frame that is wanted but not named yet is no question. */
export function isAskable({ expressions, frame, session }: ExpressionState): boolean {
  if (expressions.length === 0 || session.phase === 'none') return false;
  return frame.kind !== 'function' || frame.text.trim() !== '';
}
