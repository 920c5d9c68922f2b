import type {
  ExpressionColumn,
  ExpressionRows,
  ExpressionTableQuery,
  ExpressionTableView,
} from '../../protocol/expression-view.ts';
import { CELL_CALL, CELL_NUMBER, CELL_UNREAD } from '../../protocol/expression-view.ts';
import type { ExpressionTable } from './table.ts';
import type { TableRun } from './table-run.ts';
import { numberOf } from './value-text.ts';

/** The most a screen can show, with what is around it. */
const MOST_ROWS = 500;

/** Answers with the rows in sight. */
export function tableView(run: TableRun, query: ExpressionTableQuery): ExpressionTableView {
  const { table, snapshot } = run;
  const order = table.order(query.sort);
  const count = Math.min(MOST_ROWS, Math.max(0, query.count));
  const start = Math.max(0, Math.min(query.start, order.length));
  const left = table.queue.length - table.read;
  const perRow = table.read === 0 ? null : run.readMillis / table.read;
  return {
    generation: snapshot.generation,
    status: run.status,
    total: table.queue.length,
    read: table.read,
    goroutines: snapshot.table.total,
    goroutinesRead: snapshot.table.length,
    errors: table.errors,
    columns: columnsOf(table),
    millisLeft: perRow === null || run.status !== 'reading' ? null : perRow * left,
    readMillis: run.readMillis,
    takenAt: snapshot.takenAt,
    rowCount: order.length,
    start,
    rows: rowsOf(run, order.slice(start, start + count)),
    groups: run.groups(),
    filterError: run.filterError,
    whereErrors: table.whereErrors,
    whereError: table.whereError,
    problems: [...snapshot.problems, ...run.problems],
  };
}

/** The answer when there is nothing to look at. */
export function emptyTableView(
  generation: number,
  problems: readonly string[],
): ExpressionTableView {
  return {
    generation,
    status: 'empty',
    total: 0,
    read: 0,
    goroutines: 0,
    goroutinesRead: 0,
    errors: 0,
    columns: [],
    millisLeft: null,
    readMillis: 0,
    takenAt: 0,
    rowCount: 0,
    start: 0,
    rows: { id: [], labels: [], name: [], file: [], line: [], frame: [], cells: [] },
    groups: [],
    filterError: null,
    whereErrors: 0,
    whereError: '',
    problems,
  };
}

/** All rows that are read, as text for a spreadsheet or a program. */
export function tableText(
  run: TableRun,
  sort: ExpressionTableQuery['sort'],
  format: 'csv' | 'json',
): string {
  const { table } = run;
  const order = table.order(sort).filter((row) => row < table.read);
  return format === 'csv' ? csvOf(run, order) : jsonOf(run, order);
}

function columnsOf(table: ExpressionTable): readonly ExpressionColumn[] {
  return table.columns.map(({ expression, isNumeric, distinct, errors, calls }) => {
    return { expression, isNumeric, distinct: distinct.size, errors, calls };
  });
}

function rowsOf(run: TableRun, order: readonly number[]): ExpressionRows {
  const { table } = run;
  const places = order.map((row) => placeOf(run, row));
  return {
    id: order.map((row) => table.id[row] ?? 0),
    labels: order.map((row) => labelsOf(run, row)),
    name: places.map(({ name }) => name),
    file: places.map(({ file }) => file),
    line: places.map(({ line }) => line),
    frame: order.map((row) => table.position[row] ?? -1),
    cells: table.columns.map((column) => ({
      kind: order.map((row) => table.kindAt(column, row)),
      text: order.map((row) => (row < table.read ? (column.text[row] ?? '') : '')),
    })),
  };
}

function labelsOf(
  { snapshot, table }: TableRun,
  row: number,
): readonly (readonly [key: string, value: string])[] {
  const goroutines = snapshot.table;
  return goroutines.labelSets[goroutines.labelSet[table.queue[row] ?? 0] ?? 0] ?? [];
}

function placeOf(
  run: TableRun,
  row: number,
): { readonly name: string; readonly file: string; readonly line: number } {
  const { table } = run;
  if (row >= table.read) return run.placeOf('user', table.queue[row] ?? 0);
  return {
    name: table.name[row] ?? '',
    file: table.file[row] ?? '',
    line: table.line[row] ?? 0,
  };
}

function csvOf(run: TableRun, order: readonly number[]): string {
  const { table } = run;
  const head = ['goroutine', 'labels', ...table.columns.map((column) => column.expression), 'line'];
  const lines = order.map((row) => {
    const labels = labelsOf(run, row).map(([key, value]) => `${key}=${value}`);
    const { file, line } = placeOf(run, row);
    const cells = table.columns.map((column) => column.text[row] ?? '');
    return [String(table.id[row] ?? 0), labels.join(' '), ...cells, `${file}:${line}`];
  });
  return `${[head, ...lines].map((fields) => fields.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** RFC 4180. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonOf(run: TableRun, order: readonly number[]): string {
  const { table } = run;
  const rows = order.map((row) => {
    const { name, file, line } = placeOf(run, row);
    const labels = Object.fromEntries(labelsOf(run, row));
    const values = table.columns.map((column): [string, unknown] => {
      return [column.expression, jsonValue(table.kindAt(column, row), column.text[row] ?? '')];
    });
    return {
      goroutine: table.id[row],
      labels,
      function: name,
      file,
      line,
      values: Object.fromEntries(values),
    };
  });
  return `${JSON.stringify(rows, undefined, 1)}\n`;
}

/** Numbers that a double holds exactly are written as numbers, everything else as in the table. */
function jsonValue(kind: number, text: string): string | number | null {
  if (kind === CELL_UNREAD || kind === CELL_CALL) return null;
  const number = kind === CELL_NUMBER ? numberOf(text) : Number.NaN;
  const isExact = Number.isFinite(number) && String(number) === text;
  return isExact ? number : text;
}
