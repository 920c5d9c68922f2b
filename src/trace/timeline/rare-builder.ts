/**
 * Rare events to tables:
 *
 * 1. What begins gets a row; what ends closes the row of its owner.
 * 2. What ends, or is found active, without a beginning began before the trace.
 * 3. What is open at the end goes on.
 * 4. Where a part of the trace is damaged, beginnings and ends get lost: what lacks its other end is an instant then.
 */
import { CPU_SAMPLE } from '../event-types.ts';
import type { EventTable } from '../events.ts';
import { AnnotationBuilder } from './annotation-builder.ts';
import { RangeBuilder } from './range-builder.ts';
import type { RareTables } from './rare-tables.ts';
import { Rows } from './rows.ts';

/** Tables of the rare events of a trace that lasts from 0 to `endTime`; those of its parts, in order. They are used up. */
export function rareTables(parts: readonly EventTable[], endTime: number): RareTables {
  const ranges = new RangeBuilder(endTime);
  const annotations = new AnnotationBuilder(endTime);
  const samples = new Rows(SAMPLES);
  for (const rare of parts) {
    for (let row = 0; row < rare.length; row++) {
      if (rare.type[row] !== CPU_SAMPLE) {
        if (!annotations.add(rare, row)) ranges.add(rare, row);
        continue;
      }
      const sample = samples.add();
      const { columns } = samples;
      columns.time[sample] = rare.time[row] ?? 0;
      columns.goroutine[sample] = rare.goroutine[row] ?? -1;
      columns.proc[sample] = rare.proc[row] ?? -1;
      columns.thread[sample] = rare.thread[row] ?? -1;
      columns.stack[sample] = rare.stack[row] ?? 0;
    }
    release(rare);
  }
  return { ranges: ranges.finish(), ...annotations.finish(), samples: samples.take() };
}

const SAMPLES = {
  time: Float64Array,
  goroutine: Int32Array,
  proc: Int32Array,
  thread: Int32Array,
  stack: Uint32Array,
};

/** Gives their memory back at once: the tables that grow need as much. */
function release(rare: EventTable): void {
  for (const column of Object.values(rare)) {
    if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer) {
      column.buffer.transfer(0);
    }
  }
}
