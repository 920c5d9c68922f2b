import type {
  BreakpointForm,
  GoroutineScopeKind,
  PanelBreakpoint,
  PanelBreakpoints,
  PanelSession,
} from '../../src/protocol/webview-expressions.ts';

export interface BreakpointState {
  readonly session: PanelSession;
  /** Null until the extension has said which there are. */
  readonly view: PanelBreakpoints | null;
  readonly selected: string | null;
  /** What is being typed into the form of the selected one; null: it shows what is set. */
  readonly draft: BreakpointForm | null;
  readonly hasFocus: boolean;
  /** Functions whose name contains what is being typed. */
  readonly functions: readonly string[];
}

export const FIRST_STATE: BreakpointState = {
  session: { name: '', phase: 'none' },
  view: null,
  selected: null,
  draft: null,
  hasFocus: false,
  functions: [],
};

export const SCOPE_NAMES: Readonly<Record<GoroutineScopeKind, string>> = {
  any: 'any',
  goroutine: 'only id',
  childOf: 'children of',
  createdBy: 'created by',
  startedAs: 'started as',
  label: 'with label',
  tracked: 'tracked',
};

export const SCOPE_HINTS: Readonly<Record<GoroutineScopeKind, string>> = {
  any: '',
  goroutine: '17',
  childOf: '17',
  createdBy: 'main.spawn',
  startedAs: 'main.worker',
  label: 'request=42',
  tracked: '',
};

export function selectedBreakpoint({ view, selected }: BreakpointState): PanelBreakpoint | null {
  return view?.breakpoints.find(({ key }) => key === selected) ?? null;
}

/** A list from the extension: what is selected stays, else the first is. */
export function withView(state: BreakpointState, view: PanelBreakpoints): BreakpointState {
  const isKept = view.breakpoints.some(({ key }) => key === state.selected);
  const selected = isKept ? state.selected : (view.breakpoints[0]?.key ?? null);
  const draft = isKept ? state.draft : null;
  const set = view.breakpoints.find(({ key }) => key === selected)?.form;
  const isWritten = draft !== null && JSON.stringify(draft) === JSON.stringify(set);
  return { ...state, view, selected, draft: isWritten ? null : draft };
}

/** `6 breakpoints · slow the program by 34 % · most from rule.go:44 (210 passes/s) · 1 not set` in parts. */
export interface Summary {
  readonly count: number;
  /** Percent; null below one. */
  readonly slowdown: number | null;
  readonly hottest: {
    readonly key: string;
    readonly title: string;
    readonly passes: number;
  } | null;
  readonly notSet: number;
  readonly off: number;
}

export function summaryOf({ breakpoints, slowdown }: PanelBreakpoints): Summary {
  let hottest: Summary['hottest'] = null;
  for (const { key, title, status } of breakpoints) {
    const passes = Math.round(status?.evaluationsPerSecond ?? 0);
    if (passes > (hottest?.passes ?? 0)) hottest = { key, title, passes };
  }
  const percent = Math.round(slowdown * 100);
  return {
    count: breakpoints.length,
    slowdown: percent < 1 ? null : percent,
    hottest,
    notSet: breakpoints.filter(({ isVerified }) => isVerified === false).length,
    off: breakpoints.filter(({ isEnabled }) => !isEnabled).length,
  };
}

export interface HeatCell {
  readonly goroutine: number;
  readonly hits: number;
  /** Of the most hit one, 0 to 1. */
  readonly share: number;
}

const HEAT_CELLS = 12;

/** The goroutines with the most hits, by id, so that a cell stays where it is. */
export function heatCells({ status }: PanelBreakpoint): readonly HeatCell[] {
  const { goroutines = [], hits = [] } = status ?? {};
  const most = Math.max(1, ...hits.slice(0, HEAT_CELLS));
  return goroutines
    .slice(0, HEAT_CELLS)
    .map((goroutine, at) => ({ goroutine, hits: hits[at] ?? 0, share: (hits[at] ?? 0) / most }))
    .toSorted((a, b) => a.goroutine - b.goroutine);
}

/** What the form says with dlv's own term in place of `@stack`; null: its field holds something else already. */
export function withRemedy({ form, status }: PanelBreakpoint): BreakpointForm | null {
  const remedy = status?.remedy;
  if (!remedy || form.from !== 'stack' || form.fromFunction !== remedy.function) return null;
  if (remedy.kind === 'caller') return { ...form, from: 'caller' };
  if (form.goroutines !== 'any') return null;
  return { ...form, fromFunction: '', goroutines: 'startedAs', goroutineValue: remedy.function };
}

/** Passes judged in the adapter stand still for this long; a second of them is all there is. */
export function costShare({ status }: PanelBreakpoint): number {
  if (!status) return 0;
  const passes = status.evaluationsPerSecond ?? 0;
  const measured = (passes * status.millisPerPass) / 1000;
  return Math.min(1, Math.max(measured, status.millisPerPass / 20));
}
