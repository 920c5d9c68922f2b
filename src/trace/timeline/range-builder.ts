import * as types from '../event-types.ts';
import type { EventTable } from '../events.ts';
import {
  BEGAN_BEFORE,
  GOES_ON,
  RANGE_ASSIST,
  RANGE_GC,
  RANGE_STW,
  RANGE_SWEEP,
  type RangeTable,
} from './rare-tables.ts';
import { Rows } from './rows.ts';

const RANGES = {
  kind: Uint8Array,
  start: Float64Array,
  end: Float64Array,
  goroutine: Int32Array,
  proc: Int32Array,
  stack: Uint32Array,
  reason: Uint32Array,
  swept: Float64Array,
  reclaimed: Float64Array,
  flags: Uint8Array,
  endGoroutine: Int32Array,
};

/** Ranges of the GC and stops of the world; see `rareTables`. */
export class RangeBuilder {
  readonly #endTime: number;
  readonly #ranges = new Rows(RANGES);
  /** Rows of ranges in progress, by kind and owner. */
  readonly #open = new Map<number, number>();
  /** Kinds and owners of ranges in progress, and of those that are over. */
  readonly #known = new Set<number>();

  constructor(endTime: number) {
    this.#endTime = endTime;
  }

  /** False for what begins or ends no range. */
  add(rare: EventTable, row: number): boolean {
    const goroutine = rare.goroutine[row] ?? -1;
    const proc = rare.proc[row] ?? -1;
    const argument = rare.args[rare.firstArg[row] ?? 0] ?? 0;
    switch (rare.type[row] ?? 0) {
      case types.GC_BEGIN:
        this.#begin(rare, row, RANGE_GC, 0, 0);
        return true;
      case types.GC_ACTIVE:
        this.#active(RANGE_GC, 0, goroutine, proc);
        return true;
      case types.GC_END:
        this.#end(rare, row, RANGE_GC, 0);
        return true;
      case types.STW_BEGIN:
        this.#begin(rare, row, RANGE_STW, goroutine, argument);
        return true;
      case types.STW_END:
        this.#end(rare, row, RANGE_STW, goroutine);
        return true;
      case types.GC_SWEEP_BEGIN:
        this.#begin(rare, row, RANGE_SWEEP, proc, 0);
        return true;
      case types.GC_SWEEP_ACTIVE:
        this.#active(RANGE_SWEEP, argument, goroutine, argument);
        return true;
      case types.GC_SWEEP_END: {
        const range = this.#end(rare, row, RANGE_SWEEP, proc);
        const { swept, reclaimed } = this.#ranges.columns;
        swept[range] = argument;
        reclaimed[range] = rare.args[(rare.firstArg[row] ?? 0) + 1] ?? 0;
        return true;
      }
      case types.GC_MARK_ASSIST_BEGIN:
        this.#begin(rare, row, RANGE_ASSIST, goroutine, 0);
        return true;
      case types.GC_MARK_ASSIST_ACTIVE:
        this.#active(RANGE_ASSIST, argument, argument, -1);
        return true;
      case types.GC_MARK_ASSIST_END:
        this.#end(rare, row, RANGE_ASSIST, goroutine);
        return true;
      default:
        return false;
    }
  }

  finish(): RangeTable {
    const { flags } = this.#ranges.columns;
    for (const range of this.#open.values()) flags[range] = (flags[range] ?? 0) | GOES_ON;
    return this.#ranges.take();
  }

  #begin(rare: EventTable, row: number, kind: number, owner: number, reason: number): void {
    const { time, goroutine, proc, stack } = rare;
    const range = this.#range(kind, time[row] ?? 0, goroutine[row] ?? -1, proc[row] ?? -1);
    const { columns } = this.#ranges;
    columns.stack[range] = stack[row] ?? 0;
    columns.reason[range] = reason;
    const key = keyOf(kind, owner);
    const endless = this.#open.get(key);
    if (endless !== undefined) columns.end[endless] = columns.start[endless] ?? 0;
    this.#open.set(key, range);
    this.#known.add(key);
  }

  #active(kind: number, owner: number, goroutine: number, proc: number): void {
    const key = keyOf(kind, owner);
    if (this.#open.has(key)) return;
    const range = this.#range(kind, 0, goroutine, proc);
    this.#ranges.columns.flags[range] = BEGAN_BEFORE;
    this.#open.set(key, range);
  }

  #end({ time, goroutine, proc }: EventTable, row: number, kind: number, owner: number): number {
    const now = time[row] ?? 0;
    const key = keyOf(kind, owner);
    let range = this.#open.get(key);
    if (range === undefined) {
      const isLost = this.#known.has(key);
      range = this.#range(kind, isLost ? now : 0, goroutine[row] ?? -1, proc[row] ?? -1);
      if (!isLost) this.#ranges.columns.flags[range] = BEGAN_BEFORE;
    }
    this.#open.delete(key);
    this.#known.add(key);
    const { columns } = this.#ranges;
    columns.end[range] = now;
    columns.endGoroutine[range] = goroutine[row] ?? -1;
    return range;
  }

  #range(kind: number, start: number, goroutine: number, proc: number): number {
    const range = this.#ranges.add();
    const { columns } = this.#ranges;
    columns.kind[range] = kind;
    columns.start[range] = start;
    columns.end[range] = this.#endTime;
    columns.goroutine[range] = goroutine;
    columns.proc[range] = proc;
    columns.endGoroutine[range] = -1;
    return range;
  }
}

/** Kinds are fewer than eight. */
function keyOf(kind: number, owner: number): number {
  return owner * 8 + kind;
}
