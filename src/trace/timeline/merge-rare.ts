import * as types from '../event-types.ts';
import type { EventTable } from '../events.ts';
import { type MappedTable, type PartTime, type RowMaps, timeIn } from './row-maps.ts';

/** Gives rare events of a part the rows and times of the whole, in place. */
export function mapRare(rare: EventTable, maps: RowMaps, place: PartTime): void {
  const { length, type, time, stack, firstArg, args } = rare;
  mapRows(rare.goroutine, maps.goroutines);
  mapRows(rare.proc, maps.procs);
  mapRows(rare.thread, maps.threads);
  for (let row = 0; row < length; row++) {
    time[row] = timeIn(place, time[row] ?? 0);
    stack[row] = maps.stacks[stack[row] ?? 0] ?? 0;
    const tables = TABLES[type[row] ?? 0];
    if (tables === undefined) continue;
    const first = firstArg[row] ?? 0;
    for (const [k, table] of tables.entries()) {
      if (table !== null) args[first + k] = maps[table][args[first + k] ?? 0] ?? 0;
    }
  }
}

function mapRows(rows: Int32Array, map: Uint32Array): void {
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] ?? -1;
    if (row >= 0) rows[k] = map[row] ?? -1;
  }
}

/** Tables whose rows the arguments are, by type; null for figures. See `EventTable`. */
const TABLES: Readonly<Record<number, readonly (MappedTable | null)[]>> = {
  [types.STW_BEGIN]: ['strings'],
  [types.STW_END]: ['strings'],
  [types.GC_SWEEP_ACTIVE]: ['procs'],
  [types.GC_MARK_ASSIST_ACTIVE]: ['goroutines'],
  [types.GO_LABEL]: ['strings'],
  [types.USER_TASK_BEGIN]: [null, null, 'strings'],
  [types.USER_TASK_END]: [null, null, 'strings'],
  [types.USER_REGION_BEGIN]: [null, 'strings'],
  [types.USER_REGION_END]: [null, 'strings'],
  [types.USER_LOG]: [null, 'strings', 'strings'],
};
