/**
 * Events in their order, as columns; no event is ever an object.
 *
 * Arguments of an event are `args[firstArg[row]]` to `args[firstArg[row + 1] - 1]`, resolved:
 *
 *     GoStart, GoUnblock, GoSwitch…, GoCreateSyscall, GCMarkAssistActive   goroutine
 *     GoCreate, GoCreateBlocked                    goroutine, stack where it starts
 *     GoStop, GoBlock                              reason
 *     GoStatus, GoStatusStack                      goroutine, state before, state after
 *     ProcStart, GCSweepActive                     proc
 *     ProcSteal, ProcStatus                        proc, state before, state after
 *     ProcsChange, HeapAlloc, HeapGoal             value
 *     STWBegin, STWEnd                             kind
 *     GCActive, GCBegin, GCEnd                     sequence number
 *     GCSweepEnd                                   bytes swept, bytes reclaimed
 *     GoLabel                                      label
 *     UserTaskBegin, UserTaskEnd                   task, parent task (-1: none), name
 *     UserRegionBegin, UserRegionEnd               task, name
 *     UserLog                                      task, category, message
 *     Sync                                         how many Syncs there were, this one included
 *     experiments                                  as on the wire
 *
 * Goroutines, procs and threads are rows of the trace's tables, stacks are rows of the generation's, texts are
 * rows of the trace's strings.
 */
export interface EventTable {
  readonly length: number;
  /** Numbers of event-types.ts. */
  readonly type: Uint8Array;
  /** Nanoseconds since `Trace.startTime`; strictly rising. */
  readonly time: Float64Array;
  /** The goroutine that ran when the event happened, before any transition; -1 for none. */
  readonly goroutine: Int32Array;
  /** The proc, before any transition; -1 for none. */
  readonly proc: Int32Array;
  /** -1 for none. */
  readonly thread: Int32Array;
  /** Of the goroutine that ran; 0 for none. */
  readonly stack: Uint32Array;
  /** One longer than the others. */
  readonly firstArg: Uint32Array;
  readonly args: Float64Array;
}

/** States of goroutines, as arguments of GoStatus (GoState in internal/trace/resources.go). */
export const GO_STATE_UNDETERMINED = 0;
export const GO_STATE_NOT_EXIST = 1;
export const GO_STATE_RUNNABLE = 2;
export const GO_STATE_RUNNING = 3;
export const GO_STATE_WAITING = 4;
export const GO_STATE_SYSCALL = 5;

/** States of procs, as arguments of ProcStatus and ProcSteal (ProcState in internal/trace/resources.go). */
export const PROC_STATE_UNDETERMINED = 0;
export const PROC_STATE_NOT_EXIST = 1;
export const PROC_STATE_RUNNING = 2;
export const PROC_STATE_IDLE = 3;

/** Builds an `EventTable`: set `time`, `add` an event, then `arg` each of its arguments. */
export class EventBuilder {
  length = 0;
  /** Of the events that are added next; a field, because a double handed over in a call may be allocated. */
  time = 0;
  #capacity: number;
  #type: Uint8Array;
  #time: Float64Array;
  #goroutine: Int32Array;
  #proc: Int32Array;
  #thread: Int32Array;
  #stack: Uint32Array;
  #firstArg: Uint32Array;
  #args: Float64Array;
  #argCount = 0;
  /** Time of the last event; before the first one of a trace, its start. */
  #lastTime: number;

  /** `lastTime` is that of the event before, so that times keep rising. */
  constructor(capacity: number, lastTime: number) {
    this.#lastTime = lastTime;
    this.#capacity = Math.max(16, Math.ceil(capacity));
    this.#type = new Uint8Array(this.#capacity);
    this.#time = new Float64Array(this.#capacity);
    this.#goroutine = new Int32Array(this.#capacity);
    this.#proc = new Int32Array(this.#capacity);
    this.#thread = new Int32Array(this.#capacity);
    this.#stack = new Uint32Array(this.#capacity);
    this.#firstArg = new Uint32Array(this.#capacity + 1);
    this.#args = new Float64Array(this.#capacity);
  }

  get lastTime(): number {
    return this.#lastTime;
  }

  /** A time that does not rise becomes the last one plus 1 ns, as in Reader.ReadEvent of reader.go. */
  add(type: number, goroutine: number, proc: number, thread: number, stack: number): void {
    const row = this.length;
    if (row === this.#capacity) this.#grow();
    this.length = row + 1;
    const rising = this.time > this.#lastTime ? this.time : this.#lastTime + 1;
    this.#lastTime = rising;
    this.#type[row] = type;
    this.#time[row] = rising;
    this.#goroutine[row] = goroutine;
    this.#proc[row] = proc;
    this.#thread[row] = thread;
    this.#stack[row] = stack;
    this.#firstArg[row] = this.#argCount;
  }

  arg(value: number): void {
    if (this.#argCount === this.#args.length) {
      const bigger = new Float64Array(this.#args.length * 2);
      bigger.set(this.#args);
      this.#args = bigger;
    }
    this.#args[this.#argCount++] = value;
  }

  /** Views without a copy; the builder is used up, unless nobody needs them any more: then `restart` it. */
  take(): EventTable {
    const { length } = this;
    this.#firstArg[length] = this.#argCount;
    return {
      length,
      type: this.#type.subarray(0, length),
      time: this.#time.subarray(0, length),
      goroutine: this.#goroutine.subarray(0, length),
      proc: this.#proc.subarray(0, length),
      thread: this.#thread.subarray(0, length),
      stack: this.#stack.subarray(0, length),
      firstArg: this.#firstArg.subarray(0, length + 1),
      args: this.#args.subarray(0, this.#argCount),
    };
  }

  /** A copy without spare room, for what is kept. */
  copy(): EventTable {
    const { length, type, time, goroutine, proc, thread, stack, firstArg, args } = this.take();
    return {
      length,
      type: type.slice(),
      time: time.slice(),
      goroutine: goroutine.slice(),
      proc: proc.slice(),
      thread: thread.slice(),
      stack: stack.slice(),
      firstArg: firstArg.slice(),
      args: args.slice(),
    };
  }

  /** Starts another table in the same memory: what `take` gave is overwritten. Times keep rising. */
  restart(): void {
    this.length = 0;
    this.#argCount = 0;
  }

  #grow(): void {
    const old = this.#capacity;
    const capacity = Math.ceil(old * 1.5);
    this.#capacity = capacity;
    this.#type = copied(this.#type, new Uint8Array(capacity));
    this.#time = copied(this.#time, new Float64Array(capacity));
    this.#goroutine = copied(this.#goroutine, new Int32Array(capacity));
    this.#proc = copied(this.#proc, new Int32Array(capacity));
    this.#thread = copied(this.#thread, new Int32Array(capacity));
    this.#stack = copied(this.#stack, new Uint32Array(capacity));
    this.#firstArg = copied(this.#firstArg, new Uint32Array(capacity + 1));
  }
}

function copied<T extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: T,
): T {
  to.set(from);
  return to;
}
