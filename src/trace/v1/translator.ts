/**
 * Old events to those of today (internal/trace/tracev1.go of Go 1.26). Nearly each has one that means the same, but:
 *
 * - What is there when the trace begins was written as created, started or waiting; the first GOMAXPROCS ends that. It
 *   becomes a status of each goroutine.
 * - A syscall was one event: it becomes a beginning and an end, 1 ns apart unless it lost its processor.
 * - Thread, task and reason are told once or by the type of the event.
 */
import type { StringTable } from '../../base/string-table.ts';
import * as now from '../event-types.ts';
import {
  type EventBuilder,
  GO_STATE_RUNNABLE,
  GO_STATE_RUNNING,
  GO_STATE_SYSCALL,
  GO_STATE_UNDETERMINED,
  GO_STATE_WAITING,
  PROC_STATE_IDLE,
  PROC_STATE_RUNNING,
  PROC_STATE_UNDETERMINED,
} from '../events.ts';
import { IdTable } from '../id-table.ts';
import * as types from './event-types.ts';
import type { OldFile } from './old-file.ts';
import { BLOCK_REASONS, STOP_REASONS, stopReason } from './reasons.ts';

/**
 * Whom the events are for. `reader`: exactly those of golang.org/x/exp/trace. `lanes`: no processors that do not exist,
 * a processor is there when it starts, and GOMAXPROCS is known from the beginning.
 */
export type Purpose = 'reader' | 'lanes';

export interface TranslatorOptions {
  readonly version: number;
  readonly purpose: Purpose;
  readonly strings: StringTable;
  readonly out: EventBuilder;
}

export class Translator {
  readonly threads = new IdTable();
  readonly #file: OldFile;
  readonly #out: EventBuilder;
  readonly #version: number;
  readonly #isForLanes: boolean;
  readonly #strings: StringTable;
  /** String rows by type of the old event. */
  readonly #reasons: Int32Array;
  /** Procs below are real. */
  readonly #procCount: number;
  /** By proc, as rows plus one: its thread as row plus one, and whether it was seen. */
  readonly #thread: Int32Array;
  readonly #isSeen: Uint8Array;
  /** Goroutines that are there when the trace begins and have no state yet; null when it has begun. */
  #unknown: Set<number> | null = new Set();
  readonly #tasks = new Map<number, { readonly parent: number; readonly name: number }>();
  #stopReason = 0;
  /** The current event. */
  #row = 0;
  #goroutine = -1;
  #proc = -1;
  #threadRow = -1;

  constructor(file: OldFile, { version, purpose, strings, out }: TranslatorOptions) {
    this.#file = file;
    this.#out = out;
    this.#version = version;
    this.#isForLanes = purpose === 'lanes';
    this.#strings = strings;
    this.#reasons = Int32Array.from({ length: 64 }, (_, type) =>
      strings.intern(BLOCK_REASONS[type] ?? STOP_REASONS[type] ?? ''),
    );
    this.#procCount = file.procs.length;
    this.#thread = new Int32Array(this.#procCount);
    this.#isSeen = new Uint8Array(this.#procCount);
  }

  /** Ids of procs, by row of what was translated. */
  get procs(): Float64Array {
    const ids = this.#file.procs.view();
    return this.#isForLanes ? ids.subarray(1, this.#procCount) : ids.subarray(1);
  }

  /** Adds what the event has become; its time is that of `out`. `proc` is the row plus one of `OldChecker`. */
  add(row: number, proc: number): void {
    const { type, goroutine } = this.#file.events;
    const kind = type[row] ?? 0;
    this.#row = row;
    this.#goroutine = (goroutine[row] ?? 0) - 1;
    this.#proc = (this.#isForLanes && proc >= this.#procCount ? 0 : proc) - 1;
    this.#threadRow = proc > 0 ? (this.#thread[proc] ?? 0) - 1 : -1;
    switch (kind) {
      case types.GO_START:
      case types.GO_START_LOCAL:
        this.#start();
        break;
      case types.GO_START_LABEL:
        this.#startLabelled();
        break;
      case types.GO_UNBLOCK:
      case types.GO_UNBLOCK_LOCAL:
        this.#emit(now.GO_UNBLOCK, this.#stack());
        this.#out.arg(this.#first() - 1);
        break;
      case types.GO_SYSCALL:
        this.#syscall();
        break;
      case types.GO_SYSCALL_BLOCKED:
        this.#emit(now.GO_SYSCALL_BEGIN, this.#stack());
        break;
      case types.GO_SYSCALL_EXIT:
      case types.GO_SYSCALL_EXIT_LOCAL:
        this.#emit(now.GO_SYSCALL_END_BLOCKED, 0);
        break;
      case types.GO_CREATE:
        this.#create();
        break;
      default:
        if (BLOCK_REASONS[kind] !== undefined || kind === types.GO_STOP) {
          this.#leave(now.GO_BLOCK, kind);
        } else if (STOP_REASONS[kind] !== undefined) this.#leave(now.GO_STOP, kind);
        else this.#rarer(kind);
    }
  }

  #rarer(kind: number): void {
    switch (kind) {
      case types.GO_END:
        this.#emit(now.GO_DESTROY, 0);
        break;
      case types.GO_WAITING:
        this.#status(this.#goroutine, GO_STATE_WAITING);
        break;
      case types.GO_IN_SYSCALL:
        this.#status(this.#goroutine, GO_STATE_SYSCALL);
        break;
      case types.PROC_START:
        this.#startProc();
        break;
      case types.PROC_STOP:
        this.#stopProc();
        break;
      case types.GOMAXPROCS:
        this.#procsChange();
        break;
      case types.HEAP_ALLOC:
        this.#emitWith(now.HEAP_ALLOC, 0, this.#first());
        break;
      case types.HEAP_GOAL:
        this.#emitWith(now.HEAP_GOAL, 0, this.#first());
        break;
      case types.CPU_SAMPLE:
        this.#threadRow = -1;
        this.#emit(now.CPU_SAMPLE, this.#stack());
        break;
      default:
        this.#range(kind);
    }
  }

  #range(kind: number): void {
    switch (kind) {
      case types.GC_START:
        this.#emitWith(now.GC_BEGIN, this.#stack(), this.#first());
        break;
      case types.GC_DONE:
        this.#emitWith(now.GC_END, 0, 0);
        break;
      case types.STW_START:
        this.#stopReason = this.#strings.intern(stopReason(this.#version, this.#first()));
        this.#emitWith(now.STW_BEGIN, 0, this.#stopReason);
        break;
      case types.STW_DONE:
        this.#emitWith(now.STW_END, 0, this.#stopReason);
        break;
      case types.GC_SWEEP_START:
        this.#emit(now.GC_SWEEP_BEGIN, this.#stack());
        break;
      case types.GC_SWEEP_DONE:
        this.#emitWith(now.GC_SWEEP_END, 0, this.#first());
        this.#out.arg(this.#file.events.second[this.#row] ?? 0);
        break;
      case types.GC_MARK_ASSIST_START:
        this.#emit(now.GC_MARK_ASSIST_BEGIN, this.#stack());
        break;
      case types.GC_MARK_ASSIST_DONE:
        this.#emit(now.GC_MARK_ASSIST_END, 0);
        break;
      default:
        this.#annotation(kind);
    }
  }

  /** What is left has no meaning but for the order. */
  #annotation(kind: number): void {
    switch (kind) {
      case types.USER_TASK_CREATE: {
        const name = this.#text(this.#kept(2));
        const parent = this.#kept(1);
        this.#tasks.set(this.#kept(0), { parent, name });
        // 0 means no parent here.
        this.#emitTask(now.USER_TASK_BEGIN, this.#kept(0), parent === 0 ? NO_TASK : parent, name);
        break;
      }
      case types.USER_TASK_END: {
        // As in Go the parent of a task that has none is 0 here.
        const task = this.#first();
        const { parent, name } = this.#tasks.get(task) ?? UNKNOWN_TASK;
        this.#tasks.delete(task);
        this.#emitTask(now.USER_TASK_END, task, parent, name);
        break;
      }
      case types.USER_REGION: {
        const type = this.#kept(1) === 0 ? now.USER_REGION_BEGIN : now.USER_REGION_END;
        this.#emitWith(type, this.#stack(), this.#kept(0));
        this.#out.arg(this.#text(this.#kept(2)));
        break;
      }
      case types.USER_LOG:
        this.#emitWith(now.USER_LOG, this.#stack(), this.#kept(0));
        this.#out.arg(this.#text(this.#kept(1)));
        this.#out.arg(this.#kept(2));
        break;
      default:
    }
  }

  #start(): void {
    if (this.#unknown === null) this.#emitWith(now.GO_START, 0, this.#goroutine);
    else this.#status(this.#goroutine, GO_STATE_RUNNING);
  }

  #startLabelled(): void {
    this.#orFirstThread();
    this.#emitWith(now.GO_START, 0, this.#goroutine);
    this.#emitWith(now.GO_LABEL, 0, this.#text(this.#first()));
  }

  #create(): void {
    const created = this.#first();
    if (this.#unknown !== null) {
      this.#unknown.add(created);
      return;
    }
    this.#emit(now.GO_CREATE, this.#stack());
    this.#out.arg(created - 1);
    this.#out.arg(this.#stackRow(this.#file.events.second[this.#row] ?? 0));
  }

  #leave(type: number, kind: number): void {
    this.#emitWith(type, this.#stack(), this.#reasons[kind] ?? 0);
  }

  #syscall(): void {
    this.#orFirstThread();
    this.#emit(now.GO_SYSCALL_BEGIN, this.#stack());
    this.#out.time++;
    this.#emit(now.GO_SYSCALL_END, 0);
  }

  #status(goroutine: number, state: number): void {
    this.#unknown?.delete(goroutine + 1);
    this.#emitStates(now.GO_STATUS, goroutine, GO_STATE_UNDETERMINED, state);
  }

  #procsChange(): void {
    const unknown = this.#unknown;
    if (unknown !== null) {
      this.#unknown = null;
      const out = this.#out;
      for (const goroutine of unknown) {
        out.add(now.GO_STATUS, -1, -1, -1, 0);
        out.arg(goroutine - 1);
        out.arg(GO_STATE_UNDETERMINED);
        out.arg(GO_STATE_RUNNABLE);
      }
      if (!this.#isForLanes) return;
    }
    this.#emitWith(now.PROCS_CHANGE, this.#stack(), this.#first());
  }

  #startProc(): void {
    const proc = this.#file.events.proc[this.#row] ?? 0;
    const thread = this.threads.intern(this.#first());
    this.#thread[proc] = thread + 1;
    this.#threadRow = thread;
    if (this.#isSeen[proc] === 1 || this.#isForLanes) {
      this.#emitWith(now.PROC_START, 0, proc - 1);
    } else this.#emitStates(now.PROC_STATUS, proc - 1, PROC_STATE_UNDETERMINED, PROC_STATE_RUNNING);
    this.#isSeen[proc] = 1;
  }

  #stopProc(): void {
    const proc = this.#file.events.proc[this.#row] ?? 0;
    if (this.#isSeen[proc] === 1) this.#emit(now.PROC_STOP, 0);
    else this.#emitStates(now.PROC_STATUS, proc - 1, PROC_STATE_UNDETERMINED, PROC_STATE_IDLE);
    this.#isSeen[proc] = 1;
    this.#thread[proc] = 0;
  }

  /** Where Go takes the thread with id 0 for a processor whose thread is not known. */
  #orFirstThread(): void {
    if (this.#threadRow < 0 && !this.#isForLanes) this.#threadRow = this.threads.intern(0);
  }

  #emit(type: number, stack: number): void {
    this.#out.add(type, this.#goroutine, this.#proc, this.#threadRow, stack);
  }

  #emitWith(type: number, stack: number, value: number): void {
    this.#out.add(type, this.#goroutine, this.#proc, this.#threadRow, stack);
    this.#out.arg(value);
  }

  #emitStates(type: number, resource: number, from: number, to: number): void {
    this.#emitWith(type, 0, resource);
    this.#out.arg(from);
    this.#out.arg(to);
  }

  #emitTask(type: number, task: number, parent: number, name: number): void {
    this.#emitWith(type, this.#stack(), task);
    this.#out.arg(parent);
    this.#out.arg(name);
  }

  #first(): number {
    return this.#file.events.first[this.#row] ?? 0;
  }

  #kept(index: number): number {
    return this.#file.events.more[this.#first() + index] ?? 0;
  }

  #stack(): number {
    return this.#stackRow(this.#file.events.stack[this.#row] ?? 0);
  }

  /** 0 for a stack that is not there. */
  #stackRow(id: number): number {
    return Math.max(0, this.#file.stackRows.row(id));
  }

  #text(id: number): number {
    return Math.max(0, this.#file.stringRows.row(id));
  }
}

const NO_TASK = -1;
const UNKNOWN_TASK = { parent: NO_TASK, name: 0 };
