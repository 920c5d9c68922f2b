import { countText, durationQuantity } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { ExpressionRows, ExpressionTableView } from '../../src/protocol/expression-view.ts';
import {
  CELL_CALL,
  CELL_ERROR,
  CELL_NUMBER,
  CELL_STRING,
  CELL_WORD,
} from '../../src/protocol/expression-view.ts';

/** The colour of a value, as the editor's own Variables view has it. */
export function tokenOf(kind: number): 'number' | 'string' | 'boolean' | 'error' | 'value' {
  if (kind === CELL_NUMBER) return 'number';
  if (kind === CELL_STRING) return 'string';
  if (kind === CELL_WORD) return 'boolean';
  return kind === CELL_ERROR ? 'error' : 'value';
}

export function millisText(millis: number): string {
  const { digits, unit } = durationQuantity(millis * 1e6);
  return `${digits} ${unit}`;
}

/** A row as text for the clipboard. */
export function rowText(rows: ExpressionRows, at: number): string {
  const cells = rows.cells.map(({ kind, text }) => {
    return kind[at] === CELL_CALL ? '' : (text[at] ?? '');
  });
  const place = `${rows.file[at] ?? ''}:${rows.line[at] ?? 0}`;
  return [String(rows.id[at] ?? 0), ...cells, place].join('\t');
}

/** `main.serve · 1,000` */
export function groupText(name: string, count: number): string {
  return `${shortSymbol(name)} · ${countText(count)}`;
}

/** Why rows are missing; empty when none is. */
export function leftOutText(view: ExpressionTableView): string {
  const hidden = view.read - Math.min(view.read, view.rowCount);
  const parts: string[] = [];
  if (hidden > 0 && view.status !== 'reading') parts.push(`${countText(hidden)} left out`);
  if (view.whereErrors > 0) {
    parts.push(`${countText(view.whereErrors)} could not be decided: ${view.whereError}`);
  }
  return parts.join(' · ');
}

/** `distinct so far: o.ID 2,910 · o.Kind 3` */
export function distinctText(view: ExpressionTableView): string {
  const parts = view.columns
    .filter(({ distinct }) => distinct > 0)
    .slice(0, 3)
    .map(({ expression, distinct }) => `${expression} ${countText(distinct)}`);
  if (parts.length === 0) return '';
  return `${view.status === 'reading' ? 'distinct so far' : 'distinct'}: ${parts.join(' · ')}`;
}
