/**
 * What the ordering remembers, and the event that it looks at. One object, mutated in place: the handlers of
 * order-*.ts are functions over it, called once per event.
 */
import { EventBuilder } from './events.ts';
import type { RawGeneration } from './generation.ts';
import type { EventConsumer } from './model.ts';
import { IdRows } from './id-rows.ts';
import { IdTable } from './id-table.ts';
import { Ranges, Regions } from './ranges.ts';
import { ResourceStates, ThreadStates } from './states.ts';

/** The event took its turn. */
export const ADVANCED = 0;
/** Not yet: something on another thread has to happen before. */
export const BLOCKED = 1;
/** The event contradicts what came before: the trace is broken, see `failure`. */
export const BROKEN = 2;

/** Whether the GC marks: unknown until the first event that tells. */
export const GC_UNDETERMINED = 0;
export const GC_NOT_RUNNING = 1;
export const GC_RUNNING = 2;

/** How many events a consumer gets at a time: few enough to stay in the cache of a processor. */
export const PIECE = 1 << 14;

/** A task that has begun: its parent (-1 for none) and the string row of its name. */
export interface ActiveTask {
  readonly parent: number;
  readonly name: number;
}

export class OrderState {
  readonly goroutines = new ResourceStates(new IdTable());
  readonly procs = new ResourceStates(new IdTable());
  readonly threads = new ThreadStates();
  readonly goroutineRanges = new Ranges();
  readonly procRanges = new Ranges();
  readonly regions = new Regions();
  readonly tasks = new Map<number, ActiveTask>();
  gcSequence = 0;
  gcState = GC_UNDETERMINED;
  /** Number of the generation of the first event; 0 before it. */
  initialGeneration = 0;

  /** The current generation. */
  generation = 0;
  stringRows = new IdRows();
  stackRows = new IdRows();
  out = new EventBuilder(0, 0);
  /** Where events go when there are `PIECE` of them; null to keep them all in `out`. */
  consumer: Pick<EventConsumer, 'add'> | null = null;

  /** The current event; its time is in `out`. Goroutine, proc and thread are rows, before its transition. */
  type = 0;
  goroutine = -1;
  proc = -1;
  thread = -1;
  /** Its arguments are `args[at]` and those behind it. */
  args: Float64Array = new Float64Array(0);
  at = 0;

  /** Why the last event was BROKEN. */
  failure = '';

  /** Called before the first event of each generation. */
  startGeneration({ number, stringRows, stackRows }: RawGeneration): void {
    if (number !== this.generation) {
      this.goroutines.startGeneration();
      this.procs.startGeneration();
    }
    this.generation = number;
    this.stringRows = stringRows;
    this.stackRows = stackRows;
  }

  /** Called where the generation has events: the first one that has is the initial one. */
  startEvents(): void {
    if (this.initialGeneration === 0) this.initialGeneration = this.generation;
  }

  get isInitial(): boolean {
    return this.generation === this.initialGeneration;
  }

  /** Hands on what is in `out`. */
  flush(): void {
    if (this.consumer === null) return;
    this.consumer.add(this.out.take());
    this.out.restart();
  }

  /** An argument of the current event. */
  arg(index: number): number {
    return this.args[this.at + index] ?? 0;
  }

  fail(message: string): number {
    this.failure = message;
    return BROKEN;
  }

  /** Emits the current event without a stack. */
  emit(): number {
    this.out.add(this.type, this.goroutine, this.proc, this.thread, 0);
    return ADVANCED;
  }

  /** Emits the current event without a stack and with an argument. */
  emitWith(value: number): number {
    this.out.add(this.type, this.goroutine, this.proc, this.thread, 0);
    this.out.arg(value);
    return ADVANCED;
  }

  /** Emits the current event with the stack of that id: arguments come after it, if it is there. */
  emitStack(stackId: number): number {
    const stack = this.stackRows.row(stackId);
    if (stack < 0) return this.fail(`stack ${stackId} is not in the generation`);
    this.out.add(this.type, this.goroutine, this.proc, this.thread, stack);
    return ADVANCED;
  }

  /** The row of a string id of the current generation; -1 with a failure. */
  string(id: number): number {
    const row = this.stringRows.row(id);
    if (row < 0) this.fail(`string ${id} is not in the generation`);
    return row;
  }

  bindGoroutine(goroutine: number): void {
    if (this.thread >= 0) this.threads.goroutine[this.thread] = goroutine;
  }

  bindProc(proc: number): void {
    if (this.thread >= 0) this.threads.proc[this.thread] = proc;
  }

  /** BROKEN unless there are thread and proc (and mayHave of order.go: perhaps a goroutine). */
  requireProc(): number {
    if (this.thread < 0) return this.fail(NO_THREAD);
    return this.proc < 0 ? this.fail(NO_PROC) : ADVANCED;
  }

  /** BROKEN unless there are thread, proc and goroutine (userGoReqs of order.go). */
  requireGoroutine(): number {
    if (this.goroutine >= 0 && this.proc >= 0) return ADVANCED;
    const proc = this.requireProc();
    return proc === ADVANCED ? this.fail(NO_GOROUTINE) : proc;
  }
}

/** Texts of validateCtx in internal/trace/order.go. */
export const NO_THREAD = "expected a thread but didn't have one";
export const NO_PROC = "expected a proc but didn't have one";
export const NO_GOROUTINE = "expected a goroutine but didn't have one";
export const HAS_GOROUTINE = 'expected no goroutine but had one';
