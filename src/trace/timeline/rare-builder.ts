/**
 * Rare events to tables:
 *
 * 1. What begins gets a row; what ends closes the row of its owner.
 * 2. What ends, or is found active, without a beginning began before the trace.
 * 3. What is open at the end goes on.
 * 4. Where a part of the trace is damaged, beginnings and ends get lost: what lacks its other end is an instant then.
 */
import * as types from '../event-types.ts';
import { EventBuilder, type EventTable } from '../events.ts';
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

/** Tables of the rare events of a trace that lasts from 0 to `endTime`; those of its parts, in order. */
export function rareTables(parts: readonly EventTable[], endTime: number): RareTables {
  const builder = new RareBuilder(endTime);
  for (const rare of parts) builder.addAll(rare);
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
  #rare: EventTable = NOTHING;
  readonly #endTime: number;
  readonly #ranges = new Rows(RANGES);
  readonly #tasks = new Rows(TASKS);
  readonly #regions = new Rows(REGIONS);
  readonly #logs = new Rows(LOGS);
  readonly #samples = new Rows(SAMPLES);
  /** Rows of ranges in progress, by kind and owner. */
  readonly #open = new Map<number, number>();
  /** Kinds and owners of ranges in progress, and of those that are over. */
  readonly #known = new Set<number>();
  readonly #taskRows = new Map<number, number>();
  /** Rows of regions in progress, by goroutine. */
  readonly #openRegions = new Map<number, number[]>();

  constructor(endTime: number) {
    this.#endTime = endTime;
  }

  addAll(rare: EventTable): void {
    this.#rare = rare;
    for (let row = 0; row < rare.length; row++) this.#add(row);
  }

  #add(row: number): void {
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
    switch (this.#rare.type[row] ?? 0) {
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
        this.#log(row);
        break;
      case types.CPU_SAMPLE:
        this.#sample(row);
        break;
      default:
    }
  }

  #begin(row: number, kind: number, owner: number, reason: number): void {
    const { time, goroutine, proc, stack } = this.#rare;
    const range = this.#range(kind, time[row] ?? 0, goroutine[row] ?? -1, proc[row] ?? -1);
    this.#ranges.set('stack', range, stack[row] ?? 0);
    this.#ranges.set('reason', range, reason);
    const key = keyOf(kind, owner);
    const endless = this.#open.get(key);
    if (endless !== undefined) this.#ranges.set('end', endless, this.#ranges.get('start', endless));
    this.#open.set(key, range);
    this.#known.add(key);
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
      const isLost = this.#known.has(key);
      const start = isLost ? this.#time(row) : 0;
      range = this.#range(kind, start, goroutine[row] ?? -1, proc[row] ?? -1);
      if (!isLost) this.#ranges.set('flags', range, BEGAN_BEFORE);
    }
    this.#open.delete(key);
    this.#known.add(key);
    this.#ranges.set('end', range, this.#time(row));
    this.#ranges.set('endGoroutine', range, goroutine[row] ?? -1);
    return range;
  }

  #range(kind: number, start: number, goroutine: number, proc: number): number {
    const ranges = this.#ranges;
    const range = ranges.add();
    ranges.set('kind', range, kind);
    ranges.set('start', range, start);
    ranges.set('end', range, this.#endTime);
    ranges.set('goroutine', range, goroutine);
    ranges.set('proc', range, proc);
    ranges.set('endGoroutine', range, -1);
    return range;
  }

  #task(row: number, start: number, flags: number): number {
    const { goroutine, stack } = this.#rare;
    const tasks = this.#tasks;
    const id = this.#arg(row, 0);
    const task = tasks.add();
    tasks.set('id', task, id);
    tasks.set('parent', task, this.#taskRow(this.#arg(row, 1)));
    tasks.set('name', task, this.#arg(row, 2));
    tasks.set('start', task, start);
    tasks.set('end', task, this.#endTime);
    tasks.set('goroutine', task, goroutine[row] ?? -1);
    tasks.set('stack', task, stack[row] ?? 0);
    tasks.set('flags', task, flags | GOES_ON);
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
    const regions = this.#regions;
    const region = regions.add();
    regions.set('goroutine', region, this.#rare.goroutine[row] ?? -1);
    regions.set('task', region, this.#taskRow(this.#arg(row, 0)));
    regions.set('name', region, this.#arg(row, 1));
    regions.set('start', region, start);
    regions.set('end', region, this.#endTime);
    regions.set('depth', region, Math.min(depth, 255));
    regions.set('flags', region, flags);
    return region;
  }

  #log(row: number): void {
    const { goroutine, stack } = this.#rare;
    const logs = this.#logs;
    const log = logs.add();
    logs.set('time', log, this.#time(row));
    logs.set('goroutine', log, goroutine[row] ?? -1);
    logs.set('task', log, this.#taskRow(this.#arg(row, 0)));
    logs.set('category', log, this.#arg(row, 1));
    logs.set('message', log, this.#arg(row, 2));
    logs.set('stack', log, stack[row] ?? 0);
  }

  #sample(row: number): void {
    const { goroutine, proc, thread, stack } = this.#rare;
    const samples = this.#samples;
    const sample = samples.add();
    samples.set('time', sample, this.#time(row));
    samples.set('goroutine', sample, goroutine[row] ?? -1);
    samples.set('proc', sample, proc[row] ?? -1);
    samples.set('thread', sample, thread[row] ?? -1);
    samples.set('stack', sample, stack[row] ?? 0);
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

const NOTHING: EventTable = new EventBuilder(0, 0).take();

/** Kinds are fewer than eight. */
function keyOf(kind: number, owner: number): number {
  return owner * 8 + kind;
}
