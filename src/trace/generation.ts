/**
 * A generation before its events are ordered: its tables, and the batches of each thread.
 * Follows processBatch and the checks at the end of readGeneration in internal/trace/generation.go.
 */
import type { Problem } from '../base/problem.ts';
import type { StringTable } from '../base/string-table.ts';
import type { Batch } from './batches.ts';
import { CPU_SAMPLES, FREQUENCY, STACKS, STRINGS, SYNC_BATCH } from './event-types.ts';
import { IdRows } from './id-rows.ts';
import { type SampleTable, SampleBuilder } from './sample-batch.ts';
import { type FrameTable, StackBuilder, type StackTable } from './stack-batch.ts';
import { readStrings } from './string-batch.ts';
import { ClockBuilder, type ClockSnapshot } from './sync-batch.ts';

/** The events of one thread, in the order of the file: timestamps may be wrong, that order is not. */
export interface ThreadBatches {
  /** Id; -1 for events of no thread. */
  readonly thread: number;
  readonly batches: readonly Batch[];
}

/** Data of an experiment: kept, not interpreted. */
export interface ExperimentalBatch {
  readonly experiment: number;
  readonly thread: number;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

export interface RawGeneration {
  readonly number: number;
  /** Offset of its first batch. */
  readonly offset: number;
  /** The lowest batch time, in units of the trace clock. */
  readonly startTime: number;
  readonly nanosPerUnit: number;
  readonly snapshot: ClockSnapshot | null;
  /** Ids of strings to rows of the trace's strings. */
  readonly stringRows: IdRows;
  /** Ids of stacks to rows of `stacks`. */
  readonly stackRows: IdRows;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly samples: SampleTable;
  /** In the order in which the threads first appear. */
  readonly threads: readonly ThreadBatches[];
  readonly experimental: readonly ExperimentalBatch[];
}

export class GenerationBuilder {
  readonly #bytes: Uint8Array;
  readonly #version: number;
  readonly #strings: StringTable;
  readonly #stringRows = new IdRows();
  readonly #stacks = new StackBuilder();
  readonly #samples = new SampleBuilder();
  readonly #clock = new ClockBuilder();
  readonly #batches = new Map<number, Batch[]>();
  readonly #experimental: ExperimentalBatch[] = [];
  #number = 0;
  #startTime = 0;
  #offset = 0;
  #batchCount = 0;
  #last: Batch | null = null;

  constructor(bytes: Uint8Array, version: number, strings: StringTable) {
    this.#bytes = bytes;
    this.#version = version;
    this.#strings = strings;
  }

  /** 0 before the first batch. */
  get number(): number {
    return this.#number;
  }

  get batchCount(): number {
    return this.#batchCount;
  }

  /** The last batch; null before the first. */
  get last(): Batch | null {
    return this.#last;
  }

  /** Problems: those of the tables. */
  add(batch: Batch): Problem | null {
    this.#last = batch;
    if (this.#batchCount++ === 0) {
      this.#number = batch.generation;
      this.#offset = batch.offset;
    }
    // As in Go a time of 0 counts as none.
    if (this.#startTime === 0 || batch.time < this.#startTime) this.#startTime = batch.time;
    const { experiment, thread, start, end } = batch;
    if (experiment !== 0) {
      this.#experimental.push({ experiment, thread, start, end });
      return null;
    }
    const first = start < end ? this.#bytes[start] : -1;
    if (first === STRINGS) {
      return readStrings(this.#bytes, batch, this.#strings, this.#stringRows);
    }
    if (first === STACKS) return this.#stacks.add(this.#bytes, batch);
    if (first === CPU_SAMPLES) return this.#samples.add(this.#bytes, batch);
    // 1.25 replaced the lone frequency by a sync batch.
    if (first === (this.#version < 25 ? FREQUENCY : SYNC_BATCH)) {
      return this.#clock.add(this.#bytes, batch, this.#version);
    }
    const known = this.#batches.get(thread);
    if (known === undefined) this.#batches.set(thread, [batch]);
    else known.push(batch);
    return null;
  }

  /** What there is of a generation that is not complete; without stacks where their texts are missing. */
  salvage(nanosPerUnit: number): RawGeneration {
    const complete = this.finish();
    if (!('code' in complete)) return complete;
    const known = this.#clock.nanosPerUnit;
    const none = new StackBuilder();
    const tables = none.finish(this.#stringRows, 0);
    if ('code' in tables) throw new Error('no stack lacks a text');
    return {
      number: this.#number,
      offset: this.#offset,
      startTime: this.#startTime,
      nanosPerUnit: known === 0 ? nanosPerUnit : known,
      snapshot: null,
      stringRows: this.#stringRows,
      stackRows: none.rows,
      ...tables,
      samples: new SampleBuilder().finish(1),
      threads: Array.from(this.#batches, ([thread, batches]) => ({ thread, batches })),
      experimental: this.#experimental,
    };
  }

  /** Problems: `no-frequency`, `no-clock-snapshot`, `string-missing`. */
  finish(): RawGeneration | Problem {
    const { nanosPerUnit, snapshot } = this.#clock;
    const offset = this.#offset;
    if (nanosPerUnit === 0) {
      const message = `generation ${this.#number} has ${this.#batchCount} batches and no frequency`;
      return { code: 'no-frequency', offset, message };
    }
    if (this.#version >= 25 && snapshot === null) {
      const message = `generation ${this.#number} has no clock snapshot`;
      return { code: 'no-clock-snapshot', offset, message };
    }
    this.#stringRows.compact();
    const tables = this.#stacks.finish(this.#stringRows, offset);
    if ('code' in tables) return tables;
    return {
      number: this.#number,
      offset,
      startTime: this.#startTime,
      nanosPerUnit,
      snapshot,
      stringRows: this.#stringRows,
      stackRows: this.#stacks.rows,
      ...tables,
      samples: this.#samples.finish(nanosPerUnit),
      threads: Array.from(this.#batches, ([thread, batches]) => ({ thread, batches })),
      experimental: this.#experimental,
    };
  }
}
