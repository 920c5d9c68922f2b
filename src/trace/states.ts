/**
 * What the ordering knows of each goroutine, proc and thread at the current point of the trace (gState, pState
 * and mState in internal/trace/order.go), as columns by row of an `IdTable`.
 */
import { IdTable } from './id-table.ts';

/** Wire codes of the status of a goroutine (tracev2.GoStatus). */
export const GO_RUNNABLE = 1;
export const GO_RUNNING = 2;
export const GO_SYSCALL = 3;
export const GO_WAITING = 4;

/** Wire codes of the status of a proc (tracev2.ProcStatus). */
export const PROC_RUNNING = 1;
export const PROC_IDLE = 2;
export const PROC_SYSCALL = 3;
export const PROC_SYSCALL_ABANDONED = 4;

/** The highest status on the wire; 0 stands for nothing, but Go takes it. */
export const STATUS_LIMIT = 4;

/** Not on the wire: there is no such goroutine or proc at this point. */
export const ABSENT = 5;

/** Status and sequence counter of goroutines or of procs. */
export class ResourceStates {
  readonly ids: IdTable;
  status = new Uint8Array(256).fill(ABSENT);
  /** The last sequence number of this generation; NaN before the status of the generation. */
  #sequence = new Float64Array(256).fill(Number.NaN);

  constructor(ids: IdTable) {
    this.ids = ids;
  }

  intern(id: number): number {
    const row = this.ids.intern(id);
    if (row >= this.status.length) this.#grow();
    return row;
  }

  /** Sequence numbers start again, at 0, with the status that each generation repeats. */
  startGeneration(): void {
    this.#sequence.fill(Number.NaN);
  }

  /** True when the row has this status, and `sequence` is the one after its last in this generation. */
  isNext(row: number, status: number, sequence: number): boolean {
    return row >= 0 && this.status[row] === status && this.#sequence[row] === sequence - 1;
  }

  succeeds(row: number, sequence: number): boolean {
    return this.#sequence[row] === sequence - 1;
  }

  set(row: number, status: number, sequence: number): void {
    this.status[row] = status;
    this.#sequence[row] = sequence;
  }

  #grow(): void {
    // Rows may also be made by whoever only names an id: by more than one at a time.
    const capacity = Math.max(this.ids.length, this.status.length * 2);
    const status = new Uint8Array(capacity).fill(ABSENT);
    status.set(this.status);
    this.status = status;
    const sequence = new Float64Array(capacity).fill(Number.NaN);
    sequence.set(this.#sequence);
    this.#sequence = sequence;
  }
}

/** Which goroutine and which proc a thread has; -1 for none. */
export class ThreadStates {
  readonly ids = new IdTable();
  goroutine = new Int32Array(64).fill(-1);
  proc = new Int32Array(64).fill(-1);
  /** 1 for threads that have a state; others are only named, by a CPU sample for instance. */
  #isKnown = new Uint8Array(64);

  /** The row of a thread; -1 for "no thread". */
  intern(id: number): number {
    if (id === -1) return -1;
    const row = this.ids.intern(id);
    if (row >= this.proc.length) this.#grow();
    return row;
  }

  /** Gives the thread a state, without goroutine and proc, if it has none. */
  enter(row: number): void {
    this.#isKnown[row] = 1;
  }

  /** The row of a thread that has a state, or -1. */
  known(id: number): number {
    const row = this.ids.find(id);
    return row >= 0 && this.#isKnown[row] === 1 ? row : -1;
  }

  #grow(): void {
    const capacity = this.proc.length * 2;
    const goroutine = new Int32Array(capacity).fill(-1);
    goroutine.set(this.goroutine);
    this.goroutine = goroutine;
    const proc = new Int32Array(capacity).fill(-1);
    proc.set(this.proc);
    this.proc = proc;
    const isKnown = new Uint8Array(capacity);
    isKnown.set(this.#isKnown);
    this.#isKnown = isKnown;
  }
}
