/**
 * What an event of a batch says, from its arguments to columns (parseEvent in internal/trace/internal/tracev1/parser.go
 * of Go 1.26). Most events do not name their goroutine: it is the one that their proc started last.
 */
import { IdTable } from '../id-table.ts';
import { LEAVES } from './event-sets.ts';
import * as types from './event-types.ts';
import { RawEventBuilder } from './raw-events.ts';
import { HAS_STACK } from './specs.ts';
import type { TickBase } from './tick-base.ts';
import type { WireReader } from './wire-reader.ts';

/** No more events are kept: with 41 bytes each they take 2.7 GB. */
const EVENT_LIMIT = 1 << 26;

export class TimedEvents {
  readonly events: RawEventBuilder;
  /** Row 0 stands for no goroutine. */
  readonly goroutines = new IdTable();
  /** Events that were left out, because there are too many. */
  dropped = 0;
  readonly #base: TickBase;
  readonly #args = new Float64Array(8);
  /** By proc: the goroutine that it started last, in its batches so far. */
  readonly #running: number[] = [];
  #proc = 0;
  #ticks = 0;
  #exitTicks = Number.NaN;

  constructor(capacity: number, base: TickBase) {
    this.events = new RawEventBuilder(capacity);
    this.goroutines.intern(0);
    this.#base = base;
  }

  /** `proc` is a row plus one. */
  startBatch(proc: number, ticks: number): void {
    this.#proc = proc;
    this.#ticks = ticks;
  }

  /** Reads the arguments of the next event: `count` of them. */
  read(reader: WireReader, type: number, count: number): void {
    const args = this.#args;
    if (type === types.GO_SYSCALL_EXIT || type === types.GO_SYSCALL_EXIT_LOCAL) {
      for (let k = 0; k < count - 1; k++) args[k] = reader.number();
      const isSet = reader.unsigned() !== 0;
      this.#exitTicks = isSet ? this.#base.since(reader) : Number.NaN;
    } else for (let k = 0; k < count; k++) args[k] = reader.number();
  }

  /** Keeps the event whose arguments were read; `message` is the row of the text of a log. */
  keep(type: number, count: number, message: number): void {
    const args = this.#args;
    const { events } = this;
    this.#ticks += args[0] ?? 0;
    if (events.length >= EVENT_LIMIT) {
      this.dropped++;
      return;
    }
    events.ticks = this.#ticks;
    events.first = args[1] ?? 0;
    events.second = args[2] ?? 0;
    const goroutine = this.#say(type, message);
    const stack = HAS_STACK[type] === 1 ? (args[count - 1] ?? 0) : 0;
    events.add(type, goroutine, this.#proc, stack);
  }

  /** Sets what only this type says; returns the goroutine of the event. */
  #say(type: number, message: number): number {
    const { events, goroutines } = this;
    const args = this.#args;
    const first = args[1] ?? 0;
    const running = this.#running[this.#proc] ?? 0;
    switch (type) {
      case types.GO_START_LABEL:
        events.first = args[3] ?? 0;
        return (this.#running[this.#proc] = goroutines.intern(first));
      case types.GO_START:
      case types.GO_START_LOCAL:
        return (this.#running[this.#proc] = goroutines.intern(first));
      case types.GO_SYSCALL_EXIT:
        events.first = this.#exitTicks;
        return goroutines.intern(first);
      case types.GO_SYSCALL_EXIT_LOCAL:
        // As in Go, which looks at the goroutine of the other event only; the runtime never wrote this one.
        events.first = this.#exitTicks;
        return running;
      case types.GO_WAITING:
      case types.GO_IN_SYSCALL:
        return goroutines.intern(first);
      case types.GO_CREATE:
      case types.GO_UNBLOCK:
      case types.GO_UNBLOCK_LOCAL:
        events.first = goroutines.intern(first);
        return running;
      case types.USER_TASK_CREATE:
      case types.USER_REGION:
        events.first = events.keep(first, args[2] ?? 0, args[3] ?? 0);
        return running;
      case types.USER_LOG:
        events.first = events.keep(first, args[2] ?? 0, message);
        return running;
      default:
        if (LEAVES[type] === 1) this.#running[this.#proc] = 0;
        return running;
    }
  }
}
