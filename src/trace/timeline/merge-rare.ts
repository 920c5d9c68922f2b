import * as types from '../event-types.ts';
import type { EventBuilder, EventTable } from '../events.ts';
import { type MappedTable, type PartTime, type RowMaps, timeIn } from './row-maps.ts';

/** Appends rare events of a part, with the rows of the whole. */
export function appendRare(
  into: EventBuilder,
  rare: EventTable,
  maps: RowMaps,
  time: PartTime,
): void {
  for (let row = 0; row < rare.length; row++) {
    const type = rare.type[row] ?? 0;
    into.time = timeIn(time, rare.time[row] ?? 0);
    into.add(
      type,
      mapped(maps.goroutines, rare.goroutine[row]),
      mapped(maps.procs, rare.proc[row]),
      mapped(maps.threads, rare.thread[row]),
      maps.stacks[rare.stack[row] ?? 0] ?? 0,
    );
    const first = rare.firstArg[row] ?? 0;
    const end = rare.firstArg[row + 1] ?? first;
    const tables = TABLES[type];
    for (let k = first; k < end; k++) {
      const value = rare.args[k] ?? 0;
      const table = tables?.[k - first];
      into.arg(table === undefined || table === null ? value : (maps[table][value] ?? 0));
    }
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

function mapped(map: Uint32Array, row = -1): number {
  return row < 0 ? -1 : (map[row] ?? -1);
}
