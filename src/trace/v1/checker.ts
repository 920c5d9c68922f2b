/**
 * Whether an event can follow those before it (postProcessTrace in internal/trace/internal/tracev1/parser.go of Go
 * 1.26), and which processor it is attributed to: what no processor did is of one that does not exist.
 */
import { Regions } from '../ranges.ts';
import * as types from './event-types.ts';
import type { OldFile } from './old-file.ts';
import { BLOCK_REASONS } from './reasons.ts';

/** Ids of processors that do not exist. */
const TIMERS = 1_000_001;
const NETPOLL = 1_000_002;
const SYSCALLS = 1_000_003;
const GC = 1_000_004;

const DEAD = 0;
const RUNNABLE = 1;
const RUNNING = 2;
const WAITING = 3;

export class OldChecker {
  /** Of the last event, as row plus one; 0 for none. */
  proc = 0;
  readonly #file: OldFile;
  /** By goroutine. */
  readonly #status: Uint8Array;
  readonly #isKnown: Uint8Array;
  readonly #assists: Uint8Array;
  /** What it waits for is the network. */
  readonly #isOnNetwork: Uint8Array;
  /** By proc. */
  readonly #isRunning: Uint8Array;
  readonly #sweeps: Uint8Array;
  readonly #goroutineOf: Uint32Array;
  readonly #regions = new Regions();
  readonly #tasks = new Set<number>();
  #collects = false;
  #isStopped = false;
  #row = 0;
  #goroutine = 0;

  constructor(file: OldFile) {
    this.#file = file;
    const count = file.goroutines.length;
    this.#status = new Uint8Array(count);
    this.#isKnown = new Uint8Array(count);
    this.#assists = new Uint8Array(count);
    this.#isOnNetwork = new Uint8Array(count);
    this.#status[0] = RUNNING;
    this.#isKnown[0] = 1;
    const procs = file.procs.length;
    this.#isRunning = new Uint8Array(procs);
    this.#sweeps = new Uint8Array(procs);
    this.#goroutineOf = new Uint32Array(procs);
  }

  /** What contradicts the events before; empty when nothing does. */
  check(row: number): string {
    const { type, proc, goroutine } = this.#file.events;
    const kind = type[row] ?? 0;
    this.#row = row;
    this.proc = proc[row] ?? 0;
    this.#goroutine = goroutine[row] ?? 0;
    switch (kind) {
      case types.GO_START:
      case types.GO_START_LOCAL:
      case types.GO_START_LABEL:
        return this.#start();
      case types.GO_UNBLOCK:
      case types.GO_UNBLOCK_LOCAL:
        return this.#unblock();
      case types.GO_SYSCALL:
      case types.GO_SYSCALL_BLOCKED:
        return this.#running();
      case types.GO_SYSCALL_EXIT:
      case types.GO_SYSCALL_EXIT_LOCAL:
        this.proc = this.#file.procs.intern(SYSCALLS);
        return this.#change(WAITING, RUNNABLE);
      case types.GO_WAITING:
      case types.GO_IN_SYSCALL:
        this.#isOnNetwork[this.#goroutine] = 0;
        return this.#change(RUNNABLE, WAITING);
      case types.GO_SCHED:
      case types.GO_PREEMPT:
        return this.#leave(RUNNABLE);
      case types.GO_END:
        this.#regions.clear(this.#goroutine);
        return this.#leave(DEAD);
      case types.GO_STOP:
        return this.#leave(DEAD);
      case types.GO_SYSCALL_BLOCK:
        return this.#leave(WAITING);
      default:
        return BLOCK_REASONS[kind] === undefined ? this.#rarer(kind) : this.#block(kind);
    }
  }

  #rarer(kind: number): string {
    switch (kind) {
      case types.GO_CREATE:
        return this.#create();
      case types.PROC_START:
        if (this.#isRunning[this.proc] === 1) return 'its processor runs already';
        this.#isRunning[this.proc] = 1;
        return '';
      case types.PROC_STOP:
        if (this.#isRunning[this.proc] !== 1) return 'its processor does not run';
        if (this.#goroutineOf[this.proc] !== 0) return 'its processor runs a goroutine';
        this.#isRunning[this.proc] = 0;
        return '';
      case types.GC_START:
        this.proc = this.#file.procs.intern(GC);
        if (this.#collects) return 'a collection is under way';
        this.#collects = true;
        return '';
      case types.GC_DONE:
        if (!this.#collects) return 'no collection is under way';
        this.#collects = false;
        return '';
      case types.STW_START:
        if (this.#isStopped) return 'the world is stopped already';
        this.#isStopped = true;
        return '';
      case types.STW_DONE:
        if (!this.#isStopped) return 'the world is not stopped';
        this.#isStopped = false;
        return '';
      default:
        return this.#annotation(kind);
    }
  }

  #annotation(kind: number): string {
    switch (kind) {
      case types.GC_SWEEP_START:
        if (this.#sweeps[this.proc] === 1) return 'its processor sweeps already';
        this.#sweeps[this.proc] = 1;
        return '';
      case types.GC_SWEEP_DONE:
        if (this.#sweeps[this.proc] !== 1) return 'its processor does not sweep';
        this.#sweeps[this.proc] = 0;
        return '';
      case types.GC_MARK_ASSIST_START:
        this.#isKnown[this.#goroutine] = 1;
        if (this.#assists[this.#goroutine] === 1) return 'its goroutine assists already';
        this.#assists[this.#goroutine] = 1;
        return '';
      case types.GC_MARK_ASSIST_DONE:
        // It may have begun before the trace.
        this.#isKnown[this.#goroutine] = 1;
        this.#assists[this.#goroutine] = 0;
        return '';
      case types.USER_TASK_CREATE: {
        const task = this.#kept(0);
        if (this.#tasks.has(task)) return `task ${task} has begun already`;
        this.#tasks.add(task);
        return '';
      }
      case types.USER_TASK_END:
        this.#tasks.delete(this.#file.events.first[this.#row] ?? 0);
        return '';
      case types.USER_REGION:
        return this.#region();
      default:
        return '';
    }
  }

  #create(): string {
    const created = this.#file.events.first[this.#row] ?? 0;
    const failure = this.#running(true);
    if (failure !== '') return failure;
    if (this.#isKnown[created] === 1) return `goroutine ${this.#idOf(created)} exists already`;
    this.#isKnown[created] = 1;
    this.#status[created] = RUNNABLE;
    return '';
  }

  #start(): string {
    const goroutine = this.#goroutine;
    if (this.#status[goroutine] !== RUNNABLE) return 'the goroutine is not runnable';
    if (this.#goroutineOf[this.proc] !== 0) return 'its processor runs another goroutine';
    this.#isOnNetwork[goroutine] = 0;
    this.#status[goroutine] = RUNNING;
    this.#goroutineOf[this.proc] = goroutine;
    return '';
  }

  #unblock(): string {
    const { events, timerGoroutines, procs } = this.#file;
    const goroutine = this.#goroutine;
    const isTimer = timerGoroutines.has(goroutine);
    if (this.#status[goroutine] !== RUNNING) return 'its goroutine does not run';
    if (!isTimer && this.#goroutineOf[this.proc] !== goroutine) {
      return 'its processor runs another goroutine';
    }
    const other = events.first[this.#row] ?? 0;
    if (this.#status[other] !== WAITING) return `goroutine ${this.#idOf(other)} does not wait`;
    this.#status[other] = RUNNABLE;
    if (this.#isOnNetwork[other] === 1) this.proc = procs.intern(NETPOLL);
    else if (isTimer) this.proc = procs.intern(TIMERS);
    return '';
  }

  #block(kind: number): string {
    this.#isOnNetwork[this.#goroutine] = kind === types.GO_BLOCK_NET ? 1 : 0;
    return this.#leave(WAITING);
  }

  #leave(status: number): string {
    const failure = this.#running();
    if (failure !== '') return failure;
    this.#status[this.#goroutine] = status;
    this.#goroutineOf[this.proc] = 0;
    return '';
  }

  #running(isOptional = false): string {
    const goroutine = this.#goroutine;
    if (this.#status[goroutine] !== RUNNING) return 'its goroutine does not run';
    if (this.#goroutineOf[this.proc] !== goroutine) return 'its processor runs another goroutine';
    return goroutine === 0 && !isOptional ? 'it needs a goroutine' : '';
  }

  #change(from: number, to: number): string {
    const goroutine = this.#goroutine;
    if (this.#status[goroutine] !== from) {
      return from === WAITING ? 'its goroutine does not wait' : 'its goroutine is not runnable';
    }
    this.#status[goroutine] = to;
    return '';
  }

  #region(): string {
    const mode = this.#kept(1);
    if (mode === 0) {
      this.#regions.begin(this.#goroutine, this.#kept(0), this.#kept(2));
      return '';
    }
    if (mode !== 1) return `a region neither begins nor ends, but does ${mode}`;
    const isInnermost = this.#regions.end(this.#goroutine, this.#kept(0), this.#kept(2));
    return isInnermost ? '' : 'the region is not the innermost one of its goroutine';
  }

  #kept(index: number): number {
    const { first, more } = this.#file.events;
    return more[(first[this.#row] ?? 0) + index] ?? 0;
  }

  #idOf(goroutine: number): number {
    return this.#file.goroutines.id(goroutine);
  }
}
