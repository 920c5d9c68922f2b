/**
 * The file of an old trace, event by event, to tables (internal/trace/internal/tracev1/parser.go of Go 1.26). A batch
 * has no size, it ends where the next one begins:
 *
 *     type | args<<6                      0 to 2: so many arguments and one; 3: their bytes follow, counted
 *     0x41 Batch           p ticks        the events up to the next one are of this proc
 *     0x?? event           dt arguments stack
 *     0xF0 UserLog         size:bytes dt task key stack  size:text
 *     0xC3 Stack           size:bytes id n (pc function file line)×n
 *     0x25 String          id size:text
 *     0x02 Frequency       ticks per second
 *
 * Strings stand anywhere before their use; frequency and stacks are the last things in the file.
 */
import { Uint32Builder, Float64Builder } from '../../base/columns.ts';
import type { Problem } from '../../base/problem.ts';
import type { StringTable } from '../../base/string-table.ts';
import { IdRows } from '../id-rows.ts';
import { IdTable } from '../id-table.ts';
import { StackBuilder } from '../stack-batch.ts';
import * as types from './event-types.ts';
import type { OldFile } from './old-file.ts';
import { SampleRows } from './sample-rows.ts';
import { NO_EVENT, OLD_ARGUMENT_COUNT, OLD_EVENT_SPECS, oldEventName } from './specs.ts';
import { TickBase } from './tick-base.ts';
import { TimedEvents } from './timed-events.ts';
import { WireReader } from './wire-reader.ts';

/** Arguments in bytes, where they are counted (readRawEvent). */
const ARGUMENTS_LIMIT = 2048;
const STRING_LIMIT = 1e6;
const FRAME_LIMIT = 1000;
/** More procs than any machine has: each of them is looked at again and again. */
const PROC_LIMIT = 4096;
/** Busy programs have events of some four bytes; the tables grow where that is too many. */
const BYTES_PER_EVENT = 3.5;

/** Reads from `start` to the end of the bytes, or to the first thing that cannot be understood. */
export function decodeOldTrace(
  bytes: Uint8Array,
  start: number,
  version: number,
  strings: StringTable,
): OldFile {
  return new Decoder(bytes, start, version, strings).decode();
}

class Decoder {
  readonly #reader: WireReader;
  readonly #version: number;
  readonly #strings: StringTable;
  readonly #base = new TickBase();
  readonly #timed: TimedEvents;
  readonly #samples = new SampleRows();
  readonly #procs = new IdTable();
  readonly #timerGoroutines = new Set<number>();
  readonly #stringRows = new IdRows();
  readonly #stacks = new StackBuilder();
  readonly #batchProc = new Uint32Builder(64);
  readonly #batchEvent = new Uint32Builder(64);
  readonly #batchOffset = new Float64Builder(64);
  #ticksPerSecond = 0;
  #problem: Problem | null = null;

  constructor(bytes: Uint8Array, start: number, version: number, strings: StringTable) {
    this.#reader = new WireReader(bytes, start, bytes.length);
    this.#version = version;
    this.#strings = strings;
    this.#timed = new TimedEvents((bytes.length - start) / BYTES_PER_EVENT, this.#base);
    this.#procs.intern(-1);
  }

  decode(): OldFile {
    const reader = this.#reader;
    while (!reader.isAtEnd) {
      const { offset } = reader;
      const failure = this.#next();
      if (failure === '' && !reader.failed) continue;
      const message = failure === '' ? 'an event is cut, or has a broken varint' : failure;
      const left = reader.end - offset;
      this.#problem = { code: 'event-broken', offset, message: `${message}; ${left} bytes left` };
      break;
    }
    const firstSample = this.#timed.events.length;
    this.#samples.addTo(this.#timed.events);
    this.#stringRows.compact();
    const tables = this.#stacks.finish(this.#stringRows, reader.offset);
    if ('code' in tables) this.#problem ??= tables;
    const { stacks, frames } = 'code' in tables ? withoutStacks(this.#stringRows) : tables;
    return {
      events: this.#timed.events.take(),
      batches: {
        length: this.#batchProc.length,
        proc: this.#batchProc.take(),
        firstEvent: this.#batchEvent.take(),
        offset: this.#batchOffset.take(),
      },
      firstSample,
      goroutines: this.#timed.goroutines,
      procs: this.#procs,
      timerGoroutines: this.#timerGoroutines,
      ticksPerSecond: this.#ticksPerSecond,
      stringRows: this.#stringRows,
      stackRows: 'code' in tables ? new IdRows() : this.#stacks.rows,
      stacks,
      frames,
      dropped: this.#timed.dropped,
      problem: this.#problem,
    };
  }

  /** Reads an event; returns what is wrong with it. */
  #next(): string {
    const reader = this.#reader;
    const first = reader.byte();
    const type = first & 0x3f;
    const count = OLD_ARGUMENT_COUNT[type] ?? NO_EVENT;
    if (count === NO_EVENT || (type === types.CPU_SAMPLE && this.#version < SAMPLES_SINCE)) {
      return `there is no event ${type} in traces of Go 1.${this.#version}`;
    }
    const given = (first >> 6) + 1;
    if (type === types.STRING) return this.#string();
    if (type === types.BATCH) return given === 2 ? this.#batch() : wrongCount(type, given);
    if (this.#batchProc.length === 0) return `${oldEventName(type)} stands before the first batch`;
    let end = -1;
    if (given > 3) {
      const size = reader.number();
      if (size > ARGUMENTS_LIMIT) return `${oldEventName(type)} says ${size} bytes`;
      end = reader.offset + size;
      if (end > reader.end) return `${oldEventName(type)} is cut`;
    } else if (given !== count) return wrongCount(type, given);
    const failure = this.#arguments(type, count);
    if (failure !== '') return failure;
    if (end >= 0 && reader.offset !== end) {
      return `the arguments of ${oldEventName(type)} end ${Math.abs(end - reader.offset)} bytes off`;
    }
    const message = type === types.USER_LOG ? this.#text() : 0;
    if (reader.failed || message < 0) return `${oldEventName(type)} is cut`;
    if (isTimed(type)) this.#timed.keep(type, count, message);
    return '';
  }

  #arguments(type: number, count: number): string {
    const reader = this.#reader;
    switch (type) {
      case types.FREQUENCY:
        this.#ticksPerSecond = reader.signed();
        return this.#ticksPerSecond > 0 ? '' : `a second has ${this.#ticksPerSecond} ticks`;
      case types.TIMER_GOROUTINE:
        this.#timerGoroutines.add(this.#timed.goroutines.intern(reader.number()));
        return '';
      case types.STACK:
        return this.#stack();
      case types.CPU_SAMPLE:
        this.#sample();
        return '';
      default:
        this.#timed.read(reader, type, count);
        return '';
    }
  }

  #batch(): string {
    const reader = this.#reader;
    const { offset } = reader;
    const id = reader.signed();
    reader.unsigned();
    if (reader.failed) return 'the head of a batch is cut';
    const ticks = this.#base.since(reader);
    if (id < -1 || id > 0x7fff_ffff) return `a batch is of processor ${id}`;
    const proc = this.#procs.intern(id);
    if (proc > PROC_LIMIT) return `there are more than ${PROC_LIMIT} processors`;
    this.#timed.startBatch(proc, ticks);
    this.#batchProc.push(proc);
    this.#batchEvent.push(this.#timed.events.length);
    this.#batchOffset.push(offset - 1);
    return '';
  }

  #string(): string {
    const id = this.#reader.number();
    const row = this.#text();
    if (row < 0) return `string ${id} is cut, or longer than ${STRING_LIMIT} bytes`;
    if (row === 0 || !this.#stringRows.insert(id, row)) {
      return `string ${id} is empty, has no number, or is the second one with it`;
    }
    return '';
  }

  /** The row of a text that begins with its length; -1 where it is cut. */
  #text(): number {
    const reader = this.#reader;
    const length = reader.number();
    const end = reader.offset + length;
    if (reader.failed || length > STRING_LIMIT || end > reader.end) return -1;
    const text = DECODER.decode(reader.bytes.subarray(reader.offset, end));
    reader.offset = end;
    return this.#strings.intern(text);
  }

  #stack(): string {
    const reader = this.#reader;
    const id = reader.number();
    const count = reader.number();
    if (count > FRAME_LIMIT) return `stack ${id} says ${count} frames`;
    // As in Go an empty stack is none.
    if (count > 0) this.#stacks.addStack(reader, id >>> 0, count);
    return '';
  }

  #sample(): void {
    const reader = this.#reader;
    reader.number();
    reader.unsigned();
    const ticks = this.#base.since(reader);
    const proc = this.#procs.intern(Math.max(-1, reader.signed() | 0));
    const goroutine = this.#timed.goroutines.intern(reader.number());
    const stack = reader.number();
    if (!reader.failed) this.#samples.push(ticks, goroutine, proc, stack);
  }
}

const DECODER = new TextDecoder();

/** The minor version of Go that first wrote CPU samples. */
const SAMPLES_SINCE = OLD_EVENT_SPECS.find(({ type }) => type === types.CPU_SAMPLE)?.since ?? 0;

function isTimed(type: number): boolean {
  return (
    type !== types.FREQUENCY &&
    type !== types.TIMER_GOROUTINE &&
    type !== types.STACK &&
    type !== types.CPU_SAMPLE
  );
}

function wrongCount(type: number, given: number): string {
  const count = OLD_ARGUMENT_COUNT[type] ?? 0;
  return `${oldEventName(type)} has ${given > 3 ? 'more than 3' : given} arguments instead of ${count}`;
}

function withoutStacks(strings: IdRows): Pick<OldFile, 'stacks' | 'frames'> {
  const tables = new StackBuilder().finish(strings, 0);
  if ('code' in tables) throw new Error('no stack lacks a text');
  return tables;
}
