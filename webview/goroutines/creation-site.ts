import type { GoroutineGroupBy, GoroutineRows } from '../../src/protocol/goroutine-view.ts';
import {
  FLAG_CREATED_BY,
  ROW_FRAME,
  ROW_GOROUTINE,
  ROW_GROUP,
} from '../../src/protocol/goroutine-view.ts';

export interface CreationSite {
  readonly file: string;
  readonly line: number;
}

/** Where what a row stands for was created; null where the row and its group do not tell. */
export function creationSite(
  groupBy: GoroutineGroupBy,
  rows: GoroutineRows,
  at: number,
): CreationSite | null {
  const kind = rows.kind[at];
  if (kind === ROW_FRAME) {
    return ((rows.flags[at] ?? 0) & FLAG_CREATED_BY) === 0 ? null : placeOf(rows, at);
  }
  if (groupBy !== 'creation') return null;
  if (kind === ROW_GROUP) return placeOf(rows, at);
  if (kind !== ROW_GOROUTINE) return null;
  return placeOf(rows, rows.kind.lastIndexOf(ROW_GROUP, at));
}

function placeOf(rows: GoroutineRows, at: number): CreationSite | null {
  const file = rows.file[at] ?? '';
  const line = rows.line[at] ?? 0;
  return file === '' || line === 0 ? null : { file, line };
}
