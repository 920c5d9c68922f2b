import * as types from '../event-types.ts';
import type { EventTable } from '../events.ts';
import { IdTable } from '../id-table.ts';
import { BEGAN_BEFORE, GOES_ON, type RareTables } from './rare-tables.ts';
import { Rows } from './rows.ts';

const TASKS = {
  id: Float64Array,
  parent: Int32Array,
  name: Uint32Array,
  start: Float64Array,
  end: Float64Array,
  goroutine: Int32Array,
  stack: Uint32Array,
  flags: Uint8Array,
};

const REGIONS = {
  goroutine: Int32Array,
  task: Int32Array,
  name: Uint32Array,
  start: Float64Array,
  end: Float64Array,
  stack: Uint32Array,
  endStack: Uint32Array,
  depth: Uint8Array,
  flags: Uint8Array,
};

const LOGS = {
  time: Float64Array,
  goroutine: Int32Array,
  task: Int32Array,
  category: Uint32Array,
  message: Uint32Array,
  stack: Uint32Array,
};

/** Tasks, regions and logs; see `rareTables`. */
export class AnnotationBuilder {
  readonly #endTime: number;
  readonly #tasks = new Rows(TASKS);
  readonly #regions = new Rows(REGIONS);
  readonly #logs = new Rows(LOGS);
  readonly #taskIds = new IdTable();
  /** The last task of an id, by the row of the id. */
  readonly #taskOf: number[] = [];
  /** Rows of regions in progress, by goroutine. */
  readonly #open = new Map<number, number[]>();

  constructor(endTime: number) {
    this.#endTime = endTime;
  }

  /** False for what is none of them. */
  add(rare: EventTable, row: number): boolean {
    const time = rare.time[row] ?? 0;
    switch (rare.type[row] ?? 0) {
      case types.USER_TASK_BEGIN:
        this.#task(rare, row, time, 0);
        return true;
      case types.USER_TASK_END: {
        const known = this.#taskRow(rare.args[rare.firstArg[row] ?? 0] ?? 0);
        const task = known < 0 ? this.#task(rare, row, 0, BEGAN_BEFORE) : known;
        const { end, flags } = this.#tasks.columns;
        end[task] = time;
        flags[task] = (flags[task] ?? 0) & ~GOES_ON;
        return true;
      }
      case types.USER_REGION_BEGIN:
        this.#beginRegion(rare, row, time);
        return true;
      case types.USER_REGION_END:
        this.#endRegion(rare, row, time);
        return true;
      case types.USER_LOG:
        this.#log(rare, row, time);
        return true;
      default:
        return false;
    }
  }

  finish(): Pick<RareTables, 'tasks' | 'regions' | 'logs'> {
    const { flags } = this.#regions.columns;
    for (const regions of this.#open.values()) {
      for (const region of regions) flags[region] = (flags[region] ?? 0) | GOES_ON;
    }
    return {
      tasks: this.#tasks.take(),
      regions: this.#regions.take(),
      logs: this.#logs.take(),
    };
  }

  #task(rare: EventTable, row: number, start: number, flags: number): number {
    const first = rare.firstArg[row] ?? 0;
    const id = rare.args[first] ?? 0;
    const parent = this.#taskRow(rare.args[first + 1] ?? 0);
    const task = this.#tasks.add();
    const { columns } = this.#tasks;
    columns.id[task] = id;
    columns.parent[task] = parent;
    columns.name[task] = rare.args[first + 2] ?? 0;
    columns.start[task] = start;
    columns.end[task] = this.#endTime;
    columns.goroutine[task] = rare.goroutine[row] ?? -1;
    columns.stack[task] = rare.stack[row] ?? 0;
    columns.flags[task] = flags | GOES_ON;
    this.#taskOf[this.#taskIds.intern(id)] = task;
    return task;
  }

  #beginRegion(rare: EventTable, row: number, time: number): void {
    const owner = rare.goroutine[row] ?? -1;
    let open = this.#open.get(owner);
    if (open === undefined) this.#open.set(owner, (open = []));
    const region = this.#region(rare, row, time);
    const { columns } = this.#regions;
    columns.depth[region] = Math.min(open.length, 255);
    columns.stack[region] = rare.stack[row] ?? 0;
    open.push(region);
  }

  #endRegion(rare: EventTable, row: number, time: number): void {
    const owner = rare.goroutine[row] ?? -1;
    const open = this.#open.get(owner);
    let region = open?.pop();
    // Most goroutines that have regions have few, and end: there may be millions of them.
    if (open?.length === 0) this.#open.delete(owner);
    if (region === undefined) {
      region = this.#region(rare, row, 0);
      this.#regions.columns.flags[region] = BEGAN_BEFORE;
    }
    const { columns } = this.#regions;
    columns.end[region] = time;
    columns.endStack[region] = rare.stack[row] ?? 0;
  }

  #region(rare: EventTable, row: number, start: number): number {
    const first = rare.firstArg[row] ?? 0;
    const region = this.#regions.add();
    const { columns } = this.#regions;
    columns.goroutine[region] = rare.goroutine[row] ?? -1;
    columns.task[region] = this.#taskRow(rare.args[first] ?? 0);
    columns.name[region] = rare.args[first + 1] ?? 0;
    columns.start[region] = start;
    columns.end[region] = this.#endTime;
    return region;
  }

  #log(rare: EventTable, row: number, time: number): void {
    const first = rare.firstArg[row] ?? 0;
    const log = this.#logs.add();
    const { columns } = this.#logs;
    columns.time[log] = time;
    columns.goroutine[log] = rare.goroutine[row] ?? -1;
    columns.task[log] = this.#taskRow(rare.args[first] ?? 0);
    columns.category[log] = rare.args[first + 1] ?? 0;
    columns.message[log] = rare.args[first + 2] ?? 0;
    columns.stack[log] = rare.stack[row] ?? 0;
  }

  /** -1 where the trace does not tell of it. */
  #taskRow(id: number): number {
    return this.#taskOf[this.#taskIds.find(id)] ?? -1;
  }
}
