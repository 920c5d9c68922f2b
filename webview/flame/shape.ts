/** How the flame graph grows: from the roots, from the leaves, or around one function. */
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { FlameShape } from '../../src/protocol/analysis.ts';
import { clearSelection, infoOf, NO_PLACE, withSpans } from './model.ts';
import type { PageState } from './model.ts';
import { COLOUR_MODES } from './ink.ts';
import type { ColourMode } from './ink.ts';
import { WHOLE_SPANS } from './span.ts';

/** Another shape has other nodes: the selected function stays and is found again. */
export function withShape(state: PageState, shape: FlameShape): PageState {
  if (isSame(shape, state.shape)) return state;
  const functionId = state.selection?.function ?? null;
  return {
    ...state,
    ...NO_PLACE,
    shape,
    shapedFrom: [...state.shapedFrom, state.shape],
    selection: functionId === null ? null : { node: null, function: functionId },
    found: null,
    hit: -1,
  };
}

/** From the leaves, or back from the roots. */
export function reversed(state: PageState): PageState {
  return { ...withShape(state, state.shape === 'callers' ? 'callees' : 'callers'), shapedFrom: [] };
}

/** Callers and callees of a function; without one, back to where sandwiches began. */
export function around(state: PageState, functionId: number | null): PageState {
  if (functionId === null) return state;
  const selected: PageState = { ...state, selection: { node: null, function: functionId } };
  return withShape(selected, { around: functionId });
}

export function leaveSandwich(state: PageState): PageState {
  const whole = state.shapedFrom.find((shape) => typeof shape === 'string') ?? 'callees';
  return { ...withShape(state, whole), shapedFrom: [] };
}

export function isSandwich({ shape }: Pick<PageState, 'shape'>): boolean {
  return typeof shape === 'object';
}

/** What the graph shows, for those who do not see it. */
export function shapeText({ shape, flame }: PageState): string {
  if (shape === 'callees') return 'Flame graph';
  if (shape === 'callers') return 'Flame graph, leaves first';
  const name = flame?.path[0]?.name ?? 'the function';
  return `Callers and callees of ${shortSymbol(name)}`;
}

/** One step back: the whole width, the last zoom, the last shape, no selection. */
export function stepOut(state: PageState): PageState {
  if (state.spans !== WHOLE_SPANS) return withSpans(state, WHOLE_SPANS);
  if (state.zoom !== 0) {
    const zoom = state.zoomedFrom.at(-1) ?? 0;
    return { ...state, zoom, zoomedFrom: state.zoomedFrom.slice(0, -1) };
  }
  if (isSandwich(state)) {
    const last = state.shapedFrom.at(-1) ?? 'callees';
    return { ...withShape(state, last), shapedFrom: state.shapedFrom.slice(0, -1) };
  }
  return state.selection === null ? state : clearSelection(state);
}

/** What the reader chose, where it says something of this profile. */
export function coloursOf(state: PageState): ColourMode {
  const compares = infoOf(state)?.comparison != null;
  const chosen = state.colours ?? (compares ? 'change' : 'code');
  return chosen === 'change' && !compares ? 'code' : chosen;
}

export function colourModes(state: PageState): readonly ColourMode[] {
  const compares = infoOf(state)?.comparison != null;
  return COLOUR_MODES.filter((mode) => compares || mode !== 'change');
}

export function nextColours(state: PageState): PageState {
  const modes = colourModes(state);
  const next = modes[(modes.indexOf(coloursOf(state)) + 1) % modes.length];
  return next === undefined ? state : { ...state, colours: next };
}

function isSame(one: FlameShape, other: FlameShape): boolean {
  return typeof one === 'object' && typeof other === 'object'
    ? one.around === other.around
    : one === other;
}
