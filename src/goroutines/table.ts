import type { CodeKind } from '../base/go-symbol.ts';
import type { Brand } from '../base/units.ts';

/** Row of a `FrameTable`; 0 stands for a place that is not known. */
export type FrameIndex = Brand<number, 'frame'>;
/** Row of `GoroutineTable.labelSets`; 0 is the empty set. */
export type LabelSetIndex = Brand<number, 'label set'>;
/** Row of a `StackTable`; 0 is the stack that was not read. */
export type StackIndex = Brand<number, 'stack'>;

export function frameIndex(row: number): FrameIndex {
  return row as FrameIndex; // A brand exists only in the type system.
}

export function labelSetIndex(row: number): LabelSetIndex {
  return row as LabelSetIndex; // As above.
}

export function stackIndex(row: number): StackIndex {
  return row as StackIndex; // As above.
}

/** Row of `GoroutineTable.objects`; 0 stands for none, or one that is not known. */
export type ObjectIndex = Brand<number, 'waited object'>;
/** Row of `GoroutineTable.threads`; 0 stands for none. */
export type ThreadIndex = Brand<number, 'thread'>;

export function objectIndex(row: number): ObjectIndex {
  return row as ObjectIndex; // As above.
}

export function threadIndex(row: number): ThreadIndex {
  return row as ThreadIndex; // As above.
}

export const NO_FRAME = frameIndex(0);
export const NO_LABELS = labelSetIndex(0);
export const NO_STACK = stackIndex(0);

/** The goroutine the debugger has selected. */
export const SELECTED = 1;
/** Started by the runtime for itself (`runtime.isSystemGoroutine`). */
export const SYSTEM = 2;
/** Found unreachable by the collector: `(leaked)`. */
export const LEAKED = 4;
/** Holds its thread: `runtime.LockOSThread`. */
export const LOCKED = 8;
/** Durably blocked in a synctest bubble: `(durable)`. */
export const DURABLE = 256;
/** Its stack is being scanned: `(scan)`. */
export const SCANNED = 512;
/** The stack is longer than what the dump or the reader shows of it. */
export const ELIDED = 1024;

/** What a goroutine waits for: one channel, several of a select, or a lock. */
export interface WaitedObject {
  readonly kind: 'chan' | 'select' | 'mutex' | 'rwmutex' | 'waitgroup' | 'semaphore';
  /** In ascending order; several only of a select. */
  readonly addresses: readonly number[];
}

/** A thread of the operating system, and the scheduler's processor it holds. */
export interface GoroutineThread {
  readonly thread: number;
  readonly processor: number | null;
}

export type Label = readonly [key: string, value: string];

/** Places in code, each once. Row 0 is the unknown place. */
export interface FrameTable {
  readonly length: number;
  /** Full symbol: `net/http.(*conn).serve`. */
  readonly function: readonly string[];
  /** As the program names it. */
  readonly file: readonly string[];
  /** 1-based; 0 where not known. */
  readonly line: readonly number[];
  readonly kind: readonly CodeKind[];
}

/** Stacks, each once, innermost frame first. Row 0 is empty. */
export interface StackTable {
  readonly length: number;
  /** Stack `s` holds `frames[start[s]]` to `frames[start[s + 1] - 1]`. */
  readonly start: readonly number[];
  readonly frames: readonly FrameIndex[];
}

/** How many goroutines have a creation or start place, known before they are read one by one. */
export interface KnownTotal {
  readonly by: 'creation' | 'start';
  readonly frame: FrameIndex;
  readonly count: number;
  readonly system: boolean;
}

/** Goroutines in the order they were read. Columns have `length` rows; the tables may be shared with later versions. */
export interface GoroutineTable {
  /** Differs between any two states of one builder. */
  readonly version: number;
  readonly length: number;
  /** All goroutines there are, read or not; at least `length`. */
  readonly total: number;
  readonly id: Float64Array;
  /** Index into `states`. */
  readonly state: Uint32Array;
  /** Nanoseconds; NaN where not known. */
  readonly wait: Float64Array;
  /** Id of the goroutine that ran the go statement; 0 where not known. */
  readonly parent: Float64Array;
  /** The go statement. */
  readonly creation: Uint32Array;
  /** The function started. */
  readonly start: Uint32Array;
  /** The top frame that is neither runtime nor standard library, else the current one. */
  readonly user: Uint32Array;
  readonly current: Uint32Array;
  readonly labelSet: Uint32Array;
  readonly flags: Uint32Array;
  readonly stack: Uint32Array;
  readonly object: Uint32Array;
  readonly thread: Uint32Array;
  /** As Go prints them: `chan receive`. */
  readonly states: readonly string[];
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly labelSets: readonly (readonly Label[])[];
  /** Row 0 is no object. */
  readonly objects: readonly WaitedObject[];
  /** What the program calls each object, with its type: `n.acks chan Ack`; empty where not known. */
  readonly objectNames: readonly string[];
  /** Row 0 is no thread. */
  readonly threads: readonly GoroutineThread[];
  readonly knownTotals: readonly KnownTotal[];
  /** Row of a goroutine, -1 when it was not read. */
  rowOf(id: number): number;
}
