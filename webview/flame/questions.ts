/** What a state needs to know: questions to the analysis server, derived, never sent by hand. */
import type { ProfileQuestion, ProfileQuestions } from '../../src/protocol/webview-profile.ts';
import type { FlameShape } from '../../src/protocol/analysis.ts';
import { MAP_WIDTH } from './minimap.ts';
import { factorOf, infoOf, sampleTypeOf, scopeOf } from './model.ts';
import type { PageState } from './model.ts';
import { askedSpan, WHOLE_SPANS } from './span.ts';

/** One question of the page; only the newest of a slot counts. */
export type Slot =
  | 'flame'
  | 'overview'
  | 'table'
  | 'sides'
  | 'graph'
  | 'source'
  | 'tags'
  | 'detail'
  | 'search'
  | 'locate'
  | 'hover'
  | 'outcome'
  | 'changes'
  | 'draft';

export type Question = {
  readonly [Q in ProfileQuestion]: {
    readonly slot: Slot;
    readonly method: Q;
    readonly query: ProfileQuestions[Q];
  };
}[ProfileQuestion];

/** Table windows start and end at multiples of this, so that scrolling a row asks nothing. */
const TABLE_BLOCK = 64;

/** More rows than the map has pixels for. */
const MAP_ROWS = 512;

/** Everything the state wants answered; what was asked before with the same words is not asked again. */
export function wantedQuestions(state: PageState): readonly Question[] {
  const { filter, selection, draft, sampleType } = state;
  const scope = scopeOf(state);
  const shape = shapeOf(state);
  const type = sampleTypeOf(state);
  if (type === null || type.total === 0) return [];
  const wanted: Question[] = [];
  if (filter.length > 0) {
    wanted.push({ slot: 'outcome', method: 'delvescope/filterOutcome', query: scope });
  }
  if (infoOf(state)?.comparison) {
    wanted.push({ slot: 'changes', method: 'delvescope/changes', query: scope });
  }
  if (draft.isOpen) {
    const query = { sampleType, text: draft.text, caret: draft.caret };
    wanted.push({ slot: 'draft', method: 'delvescope/filterDraft', query });
  }
  if (state.view === 'flame' && state.widthPixels > 0) {
    wanted.push(flameQuestion(state));
    if (state.showsMap) wanted.push(overviewQuestion(state));
  }
  if (state.view === 'table') wanted.push(tableQuestion(state));
  if (state.search.trim() !== '') {
    const query = { ...scope, ...shape, search: state.search };
    wanted.push({ slot: 'search', method: 'delvescope/search', query });
  }
  const target = targetOf(state);
  if (target !== null) {
    wanted.push({
      slot: 'detail',
      method: 'delvescope/functionDetail',
      query: { ...scope, ...shape, target },
    });
  }
  const functionId = selection?.function ?? null;
  if (state.view === 'flame' && functionId !== null && selection?.node === null) {
    const query = { ...scope, ...shape, target: { function: functionId } };
    wanted.push({ slot: 'locate', method: 'delvescope/locateFrame', query });
  }
  return wanted;
}

/** What the frame under the pointer measures. */
export function hoverQuestion(state: PageState, node: number): Question {
  const query = { ...scopeOf(state), ...shapeOf(state), node };
  return { slot: 'hover', method: 'delvescope/frameFigures', query };
}

function shapeOf({ shape }: PageState): { readonly shape?: FlameShape } {
  return shape === 'callees' ? {} : { shape };
}

/** A node names its function as well; asking by node keeps the question the same after the answer. */
function targetOf({ selection }: PageState): { node: number } | { function: number } | null {
  if (selection === null) return null;
  if (selection.node !== null && selection.node !== 0) return { node: selection.node };
  return selection.function === null ? null : { function: selection.function };
}

function flameQuestion(state: PageState): Question {
  const { zoom, rowCount, appliedSearch, spans } = state;
  const below = askedSpan(spans.below, state.widthPixels);
  const above = askedSpan(spans.above, state.widthPixels);
  return {
    slot: 'flame',
    method: 'delvescope/flameWindow',
    query: {
      ...scopeOf(state),
      ...shapeOf(state),
      root: zoom,
      // One width for both halves of a sandwich: at worst one of them is finer than the screen.
      widthPixels: Math.max(below.widthPixels, above.widthPixels),
      firstRow: 0,
      rowCount,
      search: appliedSearch,
      ...(spans !== WHOLE_SPANS && { span: below.span, spanAbove: above.span }),
    },
  };
}

function overviewQuestion(state: PageState): Question {
  const window = { root: state.zoom, widthPixels: MAP_WIDTH, firstRow: 0, rowCount: MAP_ROWS };
  const query = { ...scopeOf(state), ...shapeOf(state), ...window, search: '' };
  return { slot: 'overview', method: 'delvescope/flameWindow', query };
}

function tableQuestion(state: PageState): Question {
  const start = Math.floor(state.tableStart / TABLE_BLOCK) * TABLE_BLOCK;
  const end = Math.ceil((state.tableStart + state.tableCount) / TABLE_BLOCK) * TABLE_BLOCK;
  return {
    slot: 'table',
    method: 'delvescope/tableWindow',
    query: {
      ...scopeOf(state),
      sort: state.sort,
      descending: state.descending,
      ...factorOf(state),
      search: state.appliedSearch,
      ...(state.expanded.length > 0 && { expanded: state.expanded }),
      start,
      count: Math.max(TABLE_BLOCK, end - start),
    },
  };
}
