import { Float64Builder } from '../../base/columns.ts';

/**
 * The events of an old trace as they stand in the file, as columns. Goroutines and procs are rows of their tables plus
 * one: 0 is no goroutine, and no proc. `first` and `second` are what the event says:
 *
 *     GoStart, GoSysExit                 second: sequence number
 *     GoStartLabel                       id of the label, sequence number
 *     GoUnblock                          goroutine, sequence number
 *     GoCreate                           goroutine, id of the stack where it starts
 *     GoSysExit, GoSysExitLocal          first: ticks at which the syscall ended; NaN for "with this event"
 *     UserTaskCreate                     first: where in `more` are task, parent, id of the name
 *     UserRegion                         first: where in `more` are task, mode, id of the name
 *     UserLog                            first: where in `more` are task, id of the category, row of the message
 *     others                             as on the wire
 */
export interface RawEvents {
  readonly length: number;
  /** Numbers of event-types.ts. */
  readonly type: Uint8Array;
  /** Since the first batch. */
  readonly ticks: Float64Array;
  readonly goroutine: Uint32Array;
  readonly proc: Uint32Array;
  /** Id; 0 for none. */
  readonly stack: Uint32Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly more: Float64Array;
}

/** Builds `RawEvents`: set what the next event says, then `add` it. */
export class RawEventBuilder {
  length = 0;
  /** Of the next event; fields, because a double handed over in a call may be allocated. */
  ticks = 0;
  first = 0;
  second = 0;
  #columns: Columns;
  readonly #more = new Float64Builder(16);

  constructor(capacity: number) {
    this.#columns = columnsOf(Math.max(16, Math.ceil(capacity)));
  }

  add(type: number, goroutine: number, proc: number, stack: number): void {
    const row = this.length;
    if (row === this.#columns.type.length) this.#columns = columnsOf(row * 1.5, this.#columns);
    const columns = this.#columns;
    this.length = row + 1;
    columns.type[row] = type;
    columns.ticks[row] = this.ticks;
    columns.goroutine[row] = goroutine;
    columns.proc[row] = proc;
    columns.stack[row] = stack;
    columns.first[row] = this.first;
    columns.second[row] = this.second;
  }

  /** Keeps three values; returns where. */
  keep(a: number, b: number, c: number): number {
    this.#more.push(a);
    this.#more.push(b);
    this.#more.push(c);
    return this.#more.length - 3;
  }

  /** Views without a copy; the builder is used up. */
  take(): RawEvents {
    const { length } = this;
    const { type, ticks, goroutine, proc, stack, first, second } = this.#columns;
    return {
      length,
      type: type.subarray(0, length),
      ticks: ticks.subarray(0, length),
      goroutine: goroutine.subarray(0, length),
      proc: proc.subarray(0, length),
      stack: stack.subarray(0, length),
      first: first.subarray(0, length),
      second: second.subarray(0, length),
      more: this.#more.take(),
    };
  }
}

type Columns = Omit<RawEvents, 'length' | 'more'>;

/** Columns of a capacity; they begin with what is in the old ones. */
function columnsOf(capacity: number, old?: Columns): Columns {
  const length = Math.ceil(capacity);
  const columns: Columns = {
    type: new Uint8Array(length),
    ticks: new Float64Array(length),
    goroutine: new Uint32Array(length),
    proc: new Uint32Array(length),
    stack: new Uint32Array(length),
    first: new Float64Array(length),
    second: new Float64Array(length),
  };
  if (old === undefined) return columns;
  columns.type.set(old.type);
  columns.ticks.set(old.ticks);
  columns.goroutine.set(old.goroutine);
  columns.proc.set(old.proc);
  columns.stack.set(old.stack);
  columns.first.set(old.first);
  columns.second.set(old.second);
  return columns;
}
