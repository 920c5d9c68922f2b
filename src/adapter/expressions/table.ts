import type { ExpressionSort } from '../../protocol/expression-view.ts';
import {
  CELL_CALL,
  CELL_ERROR,
  CELL_NUMBER,
  CELL_UNREAD,
  SORT_GOROUTINE,
  SORT_LINE,
} from '../../protocol/expression-view.ts';
import type { ChosenFrame } from './frame-choice.ts';
import { numberOf } from './value-text.ts';
import type { ValueText } from './value-text.ts';

/** Values of one expression by row. */
export class ValueColumn {
  readonly expression: string;
  readonly kind: number[] = [];
  readonly text: string[] = [];
  readonly distinct = new Set<string>();
  errors = 0;
  numbers = 0;
  values = 0;
  calls = false;

  constructor(expression: string) {
    this.expression = expression;
  }

  get isNumeric(): boolean {
    return this.values > 0 && this.numbers === this.values;
  }

  set(row: number, { kind, text }: ValueText): void {
    this.kind[row] = kind;
    this.text[row] = text;
    if (kind === CELL_ERROR) this.errors++;
    else if (kind === CELL_CALL) this.calls = true;
    else {
      this.values++;
      if (kind === CELL_NUMBER) this.numbers++;
      this.distinct.add(text);
    }
  }
}

/**
 * What is known of a table: a queue of goroutines, of which the first `read` are evaluated. A row is a position in
 * the queue. Rows that the condition or the wanted function left out are not shown.
 */
export class ExpressionTable {
  readonly columns: readonly ValueColumn[];
  /** Hides what is not read yet: whether it belongs to the table is not known. */
  readonly isSelective: boolean;
  /** Rows of the goroutine table, in the order in which they are evaluated. */
  readonly queue: number[] = [];
  readonly id: number[] = [];
  readonly position: number[] = [];
  readonly name: string[] = [];
  readonly file: string[] = [];
  readonly line: number[] = [];
  /** 1: in the table. */
  readonly shown: number[] = [];
  read = 0;
  shownCount = 0;
  whereErrors = 0;
  whereError = '';
  #version = 0;
  #orderKey = '';
  #order: readonly number[] = [];

  constructor(expressions: readonly string[], isSelective: boolean) {
    this.columns = expressions.map((expression) => new ValueColumn(expression));
    this.isSelective = isSelective;
  }

  enqueue(tableRow: number, id: number): void {
    this.queue.push(tableRow);
    this.id.push(id);
    this.#version++;
  }

  /** Takes the next row of the queue. `cells` null: it does not belong to the table. */
  add(frame: ChosenFrame, cells: readonly ValueText[] | null): void {
    const row = this.read++;
    this.#version++;
    this.position[row] = frame.position;
    this.name[row] = frame.name;
    this.file[row] = frame.file;
    this.line[row] = frame.line;
    this.shown[row] = cells === null ? 0 : 1;
    if (cells === null) return;
    this.shownCount++;
    for (const [at, column] of this.columns.entries()) {
      const cell = cells[at];
      if (cell) column.set(row, cell);
    }
  }

  get errors(): number {
    return this.columns.reduce((sum, column) => sum + column.errors, 0);
  }

  /** Rows in the order they are shown in; the same object until something changes. */
  order(sort: ExpressionSort | null): readonly number[] {
    const key = JSON.stringify([this.#version, sort]);
    if (key !== this.#orderKey) {
      this.#orderKey = key;
      this.#order = this.#sorted(sort);
    }
    return this.#order;
  }

  kindAt(column: ValueColumn, row: number): number {
    return row < this.read ? (column.kind[row] ?? CELL_UNREAD) : CELL_UNREAD;
  }

  #sorted(sort: ExpressionSort | null): readonly number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.read; row++) if (this.shown[row] === 1) rows.push(row);
    const compare = sort && this.#comparison(sort);
    if (compare) rows.sort(compare);
    if (!this.isSelective) for (let row = this.read; row < this.queue.length; row++) rows.push(row);
    return rows;
  }

  /** Errors and cells without a value stand last, whichever way; equal rows keep their order. */
  #comparison({ column, descending }: ExpressionSort): ((a: number, b: number) => number) | null {
    const sign = descending ? -1 : 1;
    if (column === SORT_GOROUTINE) return (a, b) => sign * ((this.id[a] ?? 0) - (this.id[b] ?? 0));
    if (column === SORT_LINE) {
      return (a, b) => {
        const files = compareText(this.file[a] ?? '', this.file[b] ?? '');
        return sign * (files || (this.line[a] ?? 0) - (this.line[b] ?? 0)) || a - b;
      };
    }
    const values = this.columns[column];
    if (!values) return null;
    const { isNumeric } = values;
    const numbers = isNumeric ? values.text.map((text) => numberOf(text)) : [];
    const hasValue = (row: number): boolean => {
      const kind = values.kind[row];
      return kind !== CELL_ERROR && kind !== CELL_CALL;
    };
    return (a, b) => {
      const known = Number(hasValue(b)) - Number(hasValue(a));
      if (known !== 0) return known;
      const difference = isNumeric
        ? (numbers[a] ?? 0) - (numbers[b] ?? 0)
        : compareText(values.text[a] ?? '', values.text[b] ?? '');
      return sign * difference || a - b;
    };
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
