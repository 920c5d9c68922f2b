/** What the ordering knows of goroutines, procs and threads: states.ts and ranges.ts of src/trace. */
import { IdTable } from './id-table';
import { grown } from './memory';

export const GO_RUNNABLE: u8 = 1;
export const GO_RUNNING: u8 = 2;
export const GO_SYSCALL: u8 = 3;
export const GO_WAITING: u8 = 4;
export const PROC_RUNNING: u8 = 1;
export const PROC_IDLE: u8 = 2;
export const PROC_SYSCALL: u8 = 3;
export const PROC_SYSCALL_ABANDONED: u8 = 4;
export const STATUS_LIMIT: u8 = 4;
export const ABSENT: u8 = 5;

/** Before the status of the generation: no number follows it. */
const NO_SEQUENCE: i64 = i64.MIN_VALUE;

/** No range in progress; a stop-the-world is the row of its kind, others are 0. */
export const NO_RANGE: i32 = -1;

/** Goroutines, or procs. */
export class Resources {
  ids: IdTable = new IdTable();
  private capacity: i32 = 0;
  status: usize = 0;
  private sequence: usize = 0;
  /** i32 by row: a stop-the-world, and a mark assist or sweep, in progress. */
  stop: usize = 0;
  range: usize = 0;
  /** i32 by row: the innermost region. */
  region: usize = 0;

  constructor() {
    this.reserve();
  }

  intern(id: i64): i32 {
    const row = this.ids.intern(id);
    if (row >= this.capacity) this.reserve();
    return row;
  }

  startGeneration(): void {
    const end = this.sequence + ((<usize>this.capacity) << 3);
    for (let at = this.sequence; at < end; at += 8) store<i64>(at, NO_SEQUENCE);
  }

  @inline
  statusOf(row: i32): u8 {
    return load<u8>(this.status + <usize>row);
  }

  @inline
  isNext(row: i32, status: u8, sequence: i64): bool {
    return row >= 0 && this.statusOf(row) == status && this.succeeds(row, sequence);
  }

  @inline
  succeeds(row: i32, sequence: i64): bool {
    return load<i64>(this.sequence + ((<usize>row) << 3)) == sequence - 1;
  }

  @inline
  set(row: i32, status: u8, sequence: i64): void {
    store<u8>(this.status + <usize>row, status);
    store<i64>(this.sequence + ((<usize>row) << 3), sequence);
  }

  @inline
  setStatus(row: i32, status: u8): void {
    store<u8>(this.status + <usize>row, status);
  }

  clear(): void {
    this.ids.clear();
    memory.fill(this.status, ABSENT, <usize>this.capacity);
    memory.fill(this.stop, 0xff, (<usize>this.capacity) << 2);
    memory.fill(this.range, 0xff, (<usize>this.capacity) << 2);
    memory.fill(this.region, 0xff, (<usize>this.capacity) << 2);
    this.startGeneration();
  }

  private reserve(): void {
    const old = <usize>this.capacity;
    const capacity = <usize>this.ids.capacity;
    this.status = grown(this.status, old, capacity, ABSENT);
    this.sequence = grown(this.sequence, old << 3, capacity << 3, 0);
    for (let row = old; row < capacity; row++) store<i64>(this.sequence + (row << 3), NO_SEQUENCE);
    this.stop = grown(this.stop, old << 2, capacity << 2, -1);
    this.range = grown(this.range, old << 2, capacity << 2, -1);
    this.region = grown(this.region, old << 2, capacity << 2, -1);
    this.capacity = <i32>capacity;
  }
}

/** Which goroutine and which proc a thread has; -1 for none. */
export class Threads {
  ids: IdTable = new IdTable();
  private capacity: i32 = 0;
  private goroutines: usize = 0;
  private procs: usize = 0;
  private isKnown: usize = 0;

  constructor() {
    this.reserve();
  }

  intern(id: i64): i32 {
    if (id == -1) return -1;
    const row = this.ids.intern(id);
    if (row >= this.capacity) this.reserve();
    return row;
  }

  @inline
  enter(row: i32): void {
    store<u8>(this.isKnown + <usize>row, 1);
  }

  known(id: i64): i32 {
    const row = this.ids.find(id);
    return row >= 0 && load<u8>(this.isKnown + <usize>row) == 1 ? row : -1;
  }

  @inline
  goroutine(row: i32): i32 {
    return load<i32>(this.goroutines + ((<usize>row) << 2));
  }

  @inline
  proc(row: i32): i32 {
    return load<i32>(this.procs + ((<usize>row) << 2));
  }

  @inline
  setGoroutine(row: i32, goroutine: i32): void {
    store<i32>(this.goroutines + ((<usize>row) << 2), goroutine);
  }

  @inline
  setProc(row: i32, proc: i32): void {
    store<i32>(this.procs + ((<usize>row) << 2), proc);
  }

  /** The last thread that has a proc, or -1. */
  ownerOf(proc: i32): i32 {
    for (let row = this.ids.length - 1; row >= 0; row--) if (this.proc(row) == proc) return row;
    return -1;
  }

  clear(): void {
    this.ids.clear();
    memory.fill(this.goroutines, 0xff, (<usize>this.capacity) << 2);
    memory.fill(this.procs, 0xff, (<usize>this.capacity) << 2);
    memory.fill(this.isKnown, 0, <usize>this.capacity);
  }

  private reserve(): void {
    const old = <usize>this.capacity;
    const capacity = <usize>this.ids.capacity;
    this.goroutines = grown(this.goroutines, old << 2, capacity << 2, -1);
    this.procs = grown(this.procs, old << 2, capacity << 2, -1);
    this.isKnown = grown(this.isKnown, old, capacity, 0);
    this.capacity = <i32>capacity;
  }
}

/** User regions, a list for each goroutine; nodes are used again. */
export class Regions {
  /** Of 16 bytes: task, name, the one around it. */
  private nodes: usize = grown(0, 0, 1024 << 4, 0);
  private capacity: i32 = 1024;
  private length: i32 = 0;
  private free: i32 = -1;

  /** The new innermost region of a goroutine whose innermost one was `outer`. */
  begin(outer: i32, task: i64, name: i32): i32 {
    let node = this.free;
    if (node >= 0) this.free = this.outer(node);
    else {
      if (this.length == this.capacity) this.grow();
      node = this.length++;
    }
    const at = this.nodes + ((<usize>node) << 4);
    store<i64>(at, task);
    store<i32>(at, name, 8);
    store<i32>(at, outer, 12);
    return node;
  }

  is(node: i32, task: i64, name: i32): bool {
    const at = this.nodes + ((<usize>node) << 4);
    return load<i64>(at) == task && load<i32>(at, 8) == name;
  }

  /** Ends a region; the one around it. */
  end(node: i32): i32 {
    const at = this.nodes + ((<usize>node) << 4);
    const outer = load<i32>(at, 12);
    store<i32>(at, this.free, 12);
    this.free = node;
    return outer;
  }

  clear(): void {
    this.length = 0;
    this.free = -1;
  }

  private outer(node: i32): i32 {
    return load<i32>(this.nodes + ((<usize>node) << 4), 12);
  }

  private grow(): void {
    const old = (<usize>this.capacity) << 4;
    this.capacity <<= 1;
    this.nodes = grown(this.nodes, old, old << 1, 0);
  }
}

/** Tasks that have begun. */
export class Tasks {
  ids: IdTable = new IdTable();
  private capacity: i32 = 0;
  /** 16 bytes by row: parent, name, whether it goes on. */
  private rows: usize = 0;

  begin(task: i64, parent: i64, name: i32): void {
    const row = this.ids.intern(task);
    if (row >= this.capacity) this.reserve();
    const at = this.rows + ((<usize>row) << 4);
    store<i64>(at, parent);
    store<i32>(at, name, 8);
    store<i32>(at, 1, 12);
  }

  /** Its row while it goes on, or -1. */
  find(task: i64): i32 {
    const row = this.ids.find(task);
    return row >= 0 && load<i32>(this.rows + ((<usize>row) << 4), 12) == 1 ? row : -1;
  }

  parent(row: i32): i64 {
    return load<i64>(this.rows + ((<usize>row) << 4));
  }

  name(row: i32): i32 {
    return load<i32>(this.rows + ((<usize>row) << 4), 8);
  }

  end(row: i32): void {
    store<i32>(this.rows + ((<usize>row) << 4), 0, 12);
  }

  clear(): void {
    this.ids.clear();
    if (this.capacity > 0) memory.fill(this.rows, 0, (<usize>this.capacity) << 4);
  }

  private reserve(): void {
    const old = (<usize>this.capacity) << 4;
    this.capacity = this.ids.capacity;
    this.rows = grown(this.rows, old, (<usize>this.capacity) << 4, 0);
  }
}
