/** Messages between the page of the panel "Breakpoints & expressions" and the extension. */
import type { BreakpointStatus } from './breakpoint-view.ts';
import type {
  ExpressionCallAnswer,
  ExpressionFrame,
  ExpressionFrames,
  ExpressionScope,
  ExpressionSort,
  ExpressionTableQuery,
  ExpressionTableView,
  ExpressionValue,
  ExpressionValueQuery,
} from './expression-view.ts';

/** Kept per workspace. */
export interface SavedExpressions {
  readonly expressions: readonly string[];
  readonly filter: string;
  readonly frame: ExpressionFrame;
  readonly hideSystem: boolean;
  readonly sort: ExpressionSort | null;
  /** Expressions and filters that were used, the newest first. */
  readonly history: readonly string[];
  /** Expressions of the details pane. */
  readonly watches: readonly string[];
}

/** The debug session that the panel is about. */
export interface PanelSession {
  readonly name: string;
  readonly phase: 'none' | 'running' | 'stopped';
}

export type GoroutineScopeKind =
  'any' | 'goroutine' | 'childOf' | 'createdBy' | 'startedAs' | 'label' | 'tracked';

/** A breakpoint's condition taken apart for the form. What the form has no field for is in `others`. */
export interface BreakpointForm {
  readonly goroutines: GoroutineScopeKind;
  /** Id, function or `key=value`, as `goroutines` needs it. */
  readonly goroutineValue: string;
  readonly often: 'always' | 'once' | 'every';
  readonly every: string;
  /** `file:line`; empty: none. */
  readonly after: string;
  /** `caller`: made the call itself; `stack`: anywhere on the stack. */
  readonly from: 'caller' | 'stack';
  readonly fromFunction: string;
  /** Further terms as they are written, `@alive(>1000)`. */
  readonly others: string;
  readonly goCondition: string;
  readonly hitCondition: string;
  readonly logMessage: string;
}

export type ScopeChip = readonly [key: string, value: string];

export interface PanelBreakpoint {
  /** Finds it again after it was replaced: kind and place. */
  readonly key: string;
  /** `usage`: of one channel or mutex, which only the session knows. */
  readonly kind: 'source' | 'function' | 'data' | 'usage';
  readonly isEnabled: boolean;
  /** `service.go:63`, the function, what is watched. */
  readonly title: string;
  /** Full path, or the same as the title. */
  readonly detail: string;
  /** The line of code; empty when it is not at hand. */
  readonly code: string;
  readonly form: BreakpointForm;
  readonly chips: readonly ScopeChip[];
  /** What is wrong with the condition, as the language sees it. */
  readonly problems: readonly string[];
  /** Null: no session. False: the debugger could not set it, `message` says why. */
  readonly isVerified: boolean | null;
  readonly message: string;
  readonly status: BreakpointStatus | null;
  readonly canEdit: boolean;
}

export interface PanelBreakpoints {
  readonly breakpoints: readonly PanelBreakpoint[];
  readonly tracked: readonly number[];
  /** Share of the program's time spent in the adapter's verdicts, 0 to 1. */
  readonly slowdown: number;
  /** `main.go:40`: what `after` may be filled with. */
  readonly places: readonly string[];
}

export type ToExpressionsPage =
  | { readonly kind: 'session'; readonly session: PanelSession }
  | { readonly kind: 'saved'; readonly saved: SavedExpressions }
  | { readonly kind: 'breakpoints'; readonly view: PanelBreakpoints }
  /** Select this breakpoint and, with `edit`, go to its form. */
  | { readonly kind: 'showBreakpoint'; readonly key: string; readonly edit: boolean }
  | { readonly kind: 'addExpression'; readonly expression: string }
  | { readonly kind: 'tableChanged' }
  | { readonly kind: 'table'; readonly request: number; readonly view: ExpressionTableView }
  | { readonly kind: 'value'; readonly request: number; readonly value: ExpressionValue }
  | { readonly kind: 'frames'; readonly request: number; readonly frames: ExpressionFrames }
  | { readonly kind: 'called'; readonly request: number; readonly answer: ExpressionCallAnswer }
  | { readonly kind: 'written'; readonly request: number }
  | { readonly kind: 'functions'; readonly request: number; readonly names: readonly string[] }
  | { readonly kind: 'failed'; readonly request: number; readonly message: string };

export type FromExpressionsPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'save'; readonly saved: SavedExpressions }
  | { readonly kind: 'table'; readonly request: number; readonly query: ExpressionTableQuery }
  | { readonly kind: 'tableStop'; readonly resume: boolean }
  | {
      readonly kind: 'export';
      readonly sort: ExpressionSort | null;
      readonly format: 'csv' | 'json';
      readonly to: 'file' | 'clipboard';
    }
  | { readonly kind: 'value'; readonly request: number; readonly query: ExpressionValueQuery }
  | { readonly kind: 'frames'; readonly request: number; readonly goroutine: number }
  | {
      readonly kind: 'set';
      readonly request: number;
      readonly scope: ExpressionScope;
      readonly expression: string;
      readonly value: string;
    }
  | {
      readonly kind: 'call';
      readonly request: number;
      readonly scope: ExpressionScope;
      readonly expression: string;
    }
  | { readonly kind: 'callStop' }
  /** Functions to choose from, while a name is typed. */
  | { readonly kind: 'functions'; readonly request: number; readonly text: string }
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly line: number;
      readonly goroutine: number;
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'start'; readonly what: 'debug' | 'pause' }
  | { readonly kind: 'toggle'; readonly key: string; readonly isEnabled: boolean }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'edit'; readonly key: string; readonly form: BreakpointForm }
  | { readonly kind: 'openBreakpoint'; readonly key: string }
  | { readonly kind: 'addFunction' }
  | { readonly kind: 'untrack'; readonly goroutine: number }
  | { readonly kind: 'log'; readonly message: string };
