/**
 * One expression over many goroutines, and one value in full. The adapter holds the table; a query names its
 * definition and the rows in sight, and is answered with those rows as columns.
 */
import type { GoroutineFilterError } from './goroutine-view.ts';

/** `own`: the first frame of own code. `top`: where it stands. `function`: the first whose name has the text. */
export type ExpressionFrame =
  { readonly kind: 'own' | 'top' } | { readonly kind: 'function'; readonly text: string };

/** What makes a table another one: a query with the same definition asks for other rows of the same. */
export interface ExpressionTableDefinition {
  readonly expressions: readonly string[];
  /** As in the goroutine panel; `where:` and all that follows it is a Go condition evaluated in each goroutine. */
  readonly filter: string;
  /** Key of a group by creation site; empty: all goroutines. */
  readonly group: string;
  readonly hideSystem: boolean;
  readonly frame: ExpressionFrame;
}

export interface ExpressionTableQuery {
  readonly definition: ExpressionTableDefinition;
  readonly sort: ExpressionSort | null;
  readonly start: number;
  readonly count: number;
}

/** `column`: an index into the expressions, -1 the goroutine, -2 the line. */
export interface ExpressionSort {
  readonly column: number;
  readonly descending: boolean;
}

export const SORT_GOROUTINE = -1;
export const SORT_LINE = -2;

export const CELL_UNREAD = 0;
export const CELL_NUMBER = 1;
export const CELL_STRING = 2;
/** Booleans and nil. */
export const CELL_WORD = 3;
export const CELL_OTHER = 4;
export const CELL_ERROR = 5;
/** Its expression calls a function: evaluated in one goroutine at the user's word, never for a whole table. */
export const CELL_CALL = 6;

export interface ExpressionCells {
  readonly kind: readonly number[];
  readonly text: readonly string[];
}

/** Columns of equal length; a row is an index. */
export interface ExpressionRows {
  readonly id: readonly number[];
  readonly labels: readonly (readonly (readonly [key: string, value: string])[])[];
  /** The frame evaluated in: function, file, 1-based line (0 not known), position in the stack (-1 none). */
  readonly name: readonly string[];
  readonly file: readonly string[];
  readonly line: readonly number[];
  readonly frame: readonly number[];
  /** One per expression. */
  readonly cells: readonly ExpressionCells[];
}

export interface ExpressionColumn {
  readonly expression: string;
  /** All values so far are numbers: drawn at the right, sorted as numbers. */
  readonly isNumeric: boolean;
  readonly distinct: number;
  readonly errors: number;
  readonly calls: boolean;
}

/** `stopped`: the user stopped the reading. `stale`: the program goes on; rows are from `takenAt`. */
export type ExpressionTableStatus = 'empty' | 'reading' | 'complete' | 'stopped' | 'stale';

export interface ExpressionTableView {
  /** Grows with every stop. */
  readonly generation: number;
  readonly status: ExpressionTableStatus;
  /** Goroutines that pass filter and group, as far as is known; and of those, how many are evaluated. */
  readonly total: number;
  readonly read: number;
  /** All goroutines of the program, and of those, how many were looked at. */
  readonly goroutines: number;
  readonly goroutinesRead: number;
  readonly errors: number;
  readonly columns: readonly ExpressionColumn[];
  /** Milliseconds until all are read; null when not known. */
  readonly millisLeft: number | null;
  readonly readMillis: number;
  readonly takenAt: number;
  readonly rowCount: number;
  readonly start: number;
  readonly rows: ExpressionRows;
  /** Largest first, at most 50. */
  readonly groups: readonly ExpressionGroup[];
  readonly filterError: GoroutineFilterError | null;
  /** Goroutines for which `where:` could not be decided, and the first reason. */
  readonly whereErrors: number;
  readonly whereError: string;
  readonly problems: readonly string[];
}

export interface ExpressionGroup {
  readonly key: string;
  /** Full function name. */
  readonly name: string;
  readonly count: number;
}

/** Where a value is looked at. `deferred`: 0, or the n-th deferred call of the frame, from 1. */
export interface ExpressionScope {
  readonly goroutine: number;
  readonly frame: number;
  readonly deferred: number;
}

/** One value, and a page of its children or characters. */
export interface ExpressionValueQuery {
  readonly scope: ExpressionScope;
  readonly expression: string;
  /** First child, or first byte of a string. */
  readonly start: number;
  /** At most 1,000 children or 16,384 bytes are answered. */
  readonly count: number;
}

export interface ExpressionValue {
  readonly type: string;
  readonly text: string;
  /** A `CELL_…` kind. */
  readonly kind: number;
  /** Elements, fields or entries in all; of a string its bytes; 0: there is nothing to open. */
  readonly length: number;
  readonly isString: boolean;
  /** A new value can be written. */
  readonly canSet: boolean;
  readonly children: ExpressionChildren;
}

/** Columns of equal length; `expression` reads the child by itself, in the same scope. */
export interface ExpressionChildren {
  readonly name: readonly string[];
  readonly type: readonly string[];
  readonly text: readonly string[];
  readonly kind: readonly number[];
  readonly length: readonly number[];
  readonly isString: readonly boolean[];
  readonly canSet: readonly boolean[];
  readonly expression: readonly string[];
}

/** The frames of a goroutine with what each has deferred. */
export interface ExpressionFrames {
  readonly name: readonly string[];
  readonly file: readonly string[];
  readonly line: readonly number[];
  /** Functions deferred in the frame, the next to run first. */
  readonly deferred: readonly (readonly string[])[];
}

/** A call that was stopped is answered by an error and leaves the program where it was stopped. */
export interface ExpressionCallAnswer {
  readonly text: string;
  readonly millis: number;
}
