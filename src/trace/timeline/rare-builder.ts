/**
 * Rare events to tables:
 *
 * 1. What begins gets a row; what ends closes the row of its owner.
 * 2. What ends, or is found active, without a beginning began before the trace.
 * 3. What is open at the end goes on.
 */
import * as types from '../event-types.ts';
import type { EventTable } from '../events.ts';
import {
  BEGAN_BEFORE,
  GOES_ON,
  RANGE_ASSIST,
  RANGE_GC,
  RANGE_STW,
  RANGE_SWEEP,
  type RareTables,
} from './rare-tables.ts';
import { Rows } from './rows.ts';

/** Tables of the rare events of a trace that lasts from 0 to `endTime`. */
export function rareTables(rare: EventTable, endTime: number): RareTables {
  const builder = new RareBuilder(rare, endTime);
  for (let row = 0; row < rare.length; row++) builder.add(row);
  return builder.finish();
}

const RANGES = [
  'kind',
  'start',
  'end',
  'goroutine',
  'proc',
  'stack',
  'reason',
  'swept',
  'reclaimed',
  'flags',
  'endGoroutine',
] as const;
const TASKS = ['id', 'parent', 'name', 'start', 'end', 'goroutine', 'stack', 'flags'] as const;
const REGIONS = [
  'goroutine',
  'task',
  'name',
  'start',
  'end',
  'stack',
  'endStack',
  'depth',
  'flags',
] as const;
const LOGS = ['time', 'goroutine', 'task', 'category', 'message', 'stack'] as const;
const SAMPLES = ['time', 'goroutine', 'proc', 'thread', 'stack'] as const;

class RareBuilder {
  readonly #rare: EventTable;
  readonly #endTime: number;
  readonly #ranges = new Rows(RANGES);
  readonly #tasks = new Rows(TASKS);
  readonly #regions = new Rows(REGIONS);
  readonly #logs = new Rows(LOGS);
  readonly #samples = new Rows(SAMPLES);
  /** Rows of ranges in progress, by kind and owner. */
  readonly #open = new Map<number, number>();
  readonly #taskRows = new Map<number, number>();
  /** Rows of regions in progress, by goroutine. */
  readonly #openRegions = new Map<number, number[]>();

  constructor(rare: EventTable, endTime: number) {
    this.#rare = rare;
    this.#endTime = endTime;
  }

  add(row: number): void {
    const { type } = this.#rare;
    const goroutine = this.#rare.goroutine[row] ?? -1;
    const proc = this.#rare.proc[row] ?? -1;
    switch (type[row] ?? 0) {
      case types.GC_BEGIN:
        this.#begin(row, RANGE_GC, 0, 0);
        break;
      case types.GC_ACTIVE:
        this.#active(RANGE_GC, 0, goroutine, proc);
        break;
      case types.GC_END:
        this.#end(row, RANGE_GC, 0);
        break;
      case types.STW_BEGIN:
        this.#begin(row, RANGE_STW, goroutine, this.#arg(row, 0));
        break;
      case types.STW_END:
        this.#end(row, RANGE_STW, goroutine);
        break;
      case types.GC_SWEEP_BEGIN:
        this.#begin(row, RANGE_SWEEP, proc, 0);
        break;
      case types.GC_SWEEP_ACTIVE:
        this.#active(RANGE_SWEEP, this.#arg(row, 0), goroutine, this.#arg(row, 0));
        break;
      case types.GC_SWEEP_END: {
        const range = this.#end(row, RANGE_SWEEP, proc);
        this.#ranges.set('swept', range, this.#arg(row, 0));
        this.#ranges.set('reclaimed', range, this.#arg(row, 1));
        break;
      }
      case types.GC_MARK_ASSIST_BEGIN:
        this.#begin(row, RANGE_ASSIST, goroutine, 0);
        break;
      case types.GC_MARK_ASSIST_ACTIVE:
        this.#active(RANGE_ASSIST, this.#arg(row, 0), this.#arg(row, 0), -1);
        break;
      case types.GC_MARK_ASSIST_END:
        this.#end(row, RANGE_ASSIST, goroutine);
        break;
      default:
        this.#addAnnotation(row);
    }
  }

  finish(): RareTables {
    for (const range of this.#open.values()) {
      this.#ranges.set('flags', range, this.#ranges.get('flags', range) | GOES_ON);
    }
    for (const regions of this.#openRegions.values()) {
      for (const region of regions) {
        this.#regions.set('flags', region, this.#regions.get('flags', region) | GOES_ON);
      }
    }
    const ranges = this.#ranges;
    const tasks = this.#tasks;
    const regions = this.#regions;
    const logs = this.#logs;
    const samples = this.#samples;
    return {
      ranges: {
        length: ranges.length,
        ...ranges.bytes('kind', 'flags'),
        ...ranges.signed('goroutine', 'proc', 'endGoroutine'),
        ...ranges.unsigned('stack', 'reason'),
        ...ranges.doubles('start', 'end', 'swept', 'reclaimed'),
      },
      tasks: {
        length: tasks.length,
        ...tasks.bytes('flags'),
        ...tasks.signed('parent', 'goroutine'),
        ...tasks.unsigned('name', 'stack'),
        ...tasks.doubles('id', 'start', 'end'),
      },
      regions: {
        length: regions.length,
        ...regions.bytes('depth', 'flags'),
        ...regions.signed('goroutine', 'task'),
        ...regions.unsigned('name', 'stack', 'endStack'),
        ...regions.doubles('start', 'end'),
      },
      logs: {
        length: logs.length,
        ...logs.signed('goroutine', 'task'),
        ...logs.unsigned('category', 'message', 'stack'),
        ...logs.doubles('time'),
      },
      samples: {
        length: samples.length,
        ...samples.signed('goroutine', 'proc', 'thread'),
        ...samples.unsigned('stack'),
        ...samples.doubles('time'),
      },
    };
  }

  #addAnnotation(row: number): void {
    const { type, time, goroutine, proc, thread, stack } = this.#rare;
    switch (type[row] ?? 0) {
      case types.USER_TASK_BEGIN:
        this.#task(row, this.#time(row), 0);
        break;
      case types.USER_TASK_END: {
        const known = this.#taskRows.get(this.#arg(row, 0));
        const task = known ?? this.#task(row, 0, BEGAN_BEFORE);
        this.#tasks.set('end', task, this.#time(row));
        this.#tasks.set('flags', task, this.#tasks.get('flags', task) & ~GOES_ON);
        break;
      }
      case types.USER_REGION_BEGIN:
        this.#beginRegion(row);
        break;
      case types.USER_REGION_END:
        this.#endRegion(row);
        break;
      case types.USER_LOG:
        this.#logs.add({
          time: time[row] ?? 0,
          goroutine: goroutine[row] ?? -1,
          task: this.#taskRow(this.#arg(row, 0)),
          category: this.#arg(row, 1),
          message: this.#arg(row, 2),
          stack: stack[row] ?? 0,
        });
        break;
      case types.CPU_SAMPLE:
        this.#samples.add({
          time: time[row] ?? 0,
          goroutine: goroutine[row] ?? -1,
          proc: proc[row] ?? -1,
          thread: thread[row] ?? -1,
          stack: stack[row] ?? 0,
        });
        break;
      default:
    }
  }

  #begin(row: number, kind: number, owner: number, reason: number): void {
    const { time, goroutine, proc, stack } = this.#rare;
    const range = this.#range(kind, time[row] ?? 0, goroutine[row] ?? -1, proc[row] ?? -1);
    this.#ranges.set('stack', range, stack[row] ?? 0);
    this.#ranges.set('reason', range, reason);
    this.#open.set(keyOf(kind, owner), range);
  }

  #active(kind: number, owner: number, goroutine: number, proc: number): void {
    const key = keyOf(kind, owner);
    if (this.#open.has(key)) return;
    const range = this.#range(kind, 0, goroutine, proc);
    this.#ranges.set('flags', range, BEGAN_BEFORE);
    this.#open.set(key, range);
  }

  #end(row: number, kind: number, owner: number): number {
    const { goroutine, proc } = this.#rare;
    const key = keyOf(kind, owner);
    let range = this.#open.get(key);
    if (range === undefined) {
      range = this.#range(kind, 0, goroutine[row] ?? -1, proc[row] ?? -1);
      this.#ranges.set('flags', range, BEGAN_BEFORE);
    }
    this.#open.delete(key);
    this.#ranges.set('end', range, this.#time(row));
    this.#ranges.set('endGoroutine', range, goroutine[row] ?? -1);
    return range;
  }

  #range(kind: number, start: number, goroutine: number, proc: number): number {
    const end = this.#endTime;
    const none = { stack: 0, reason: 0, swept: 0, reclaimed: 0, flags: 0, endGoroutine: -1 };
    return this.#ranges.add({ ...none, kind, start, end, goroutine, proc });
  }

  #task(row: number, start: number, flags: number): number {
    const { goroutine, stack } = this.#rare;
    const id = this.#arg(row, 0);
    const task = this.#tasks.add({
      id,
      parent: this.#taskRow(this.#arg(row, 1)),
      name: this.#arg(row, 2),
      start,
      end: this.#endTime,
      goroutine: goroutine[row] ?? -1,
      stack: stack[row] ?? 0,
      flags: flags | GOES_ON,
    });
    this.#taskRows.set(id, task);
    return task;
  }

  #beginRegion(row: number): void {
    const { goroutine, stack } = this.#rare;
    const owner = goroutine[row] ?? -1;
    const open = this.#regionsOf(owner);
    const region = this.#region(row, this.#time(row), open.length, 0);
    this.#regions.set('stack', region, stack[row] ?? 0);
    open.push(region);
  }

  #endRegion(row: number): void {
    const { goroutine, stack } = this.#rare;
    const open = this.#regionsOf(goroutine[row] ?? -1);
    const region = open.pop() ?? this.#region(row, 0, 0, BEGAN_BEFORE);
    this.#regions.set('end', region, this.#time(row));
    this.#regions.set('endStack', region, stack[row] ?? 0);
  }

  #region(row: number, start: number, depth: number, flags: number): number {
    return this.#regions.add({
      goroutine: this.#rare.goroutine[row] ?? -1,
      task: this.#taskRow(this.#arg(row, 0)),
      name: this.#arg(row, 1),
      start,
      end: this.#endTime,
      stack: 0,
      endStack: 0,
      depth: Math.min(depth, 255),
      flags,
    });
  }

  #regionsOf(goroutine: number): number[] {
    let open = this.#openRegions.get(goroutine);
    if (open === undefined) this.#openRegions.set(goroutine, (open = []));
    return open;
  }

  #taskRow(id: number): number {
    return this.#taskRows.get(id) ?? -1;
  }

  #arg(row: number, index: number): number {
    const { firstArg, args } = this.#rare;
    return args[(firstArg[row] ?? 0) + index] ?? 0;
  }

  #time(row: number): number {
    return this.#rare.time[row] ?? 0;
  }
}

/** Kinds are fewer than eight. */
function keyOf(kind: number, owner: number): number {
  return owner * 8 + kind;
}
