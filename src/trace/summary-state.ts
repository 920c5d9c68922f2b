/** What `Summarizer` keeps per goroutine while it reads: columns by row, NaN where a time is not set. */
const TIMES = [
  'creation',
  'start',
  'end',
  'execution',
  'schedulerWait',
  'syscall',
  'syscallBlock',
  'total',
  'lastStart',
  'lastRunnable',
  'lastBlock',
  'lastSyscall',
  'lastSyscallBlock',
] as const;

export type TimeColumn = (typeof TIMES)[number];

/** Nanoseconds by a number that stands for a reason or a range. */
export type TimeByKey = Map<number, number>;

export class SummaryState {
  /** How many rows there are room for; a row is in use once it is known. */
  capacity = 0;
  times = createTimes(0);
  isKnown = new Uint8Array(0);
  /** String row of the start function; 0 while it is unknown. */
  name = new Uint32Array(0);
  lastBlockReason = new Uint32Array(0);
  blocked: (TimeByKey | undefined)[] = [];
  ranges: (TimeByKey | undefined)[] = [];
  /** When ranges in progress began. */
  lastRange: (TimeByKey | undefined)[] = [];

  /** Makes room for rows below `count`. */
  reserve(count: number): void {
    if (count <= this.capacity) return;
    const capacity = Math.max(count, this.capacity * 2, 256);
    const times = createTimes(capacity);
    for (const column of TIMES) times[column].set(this.times[column]);
    this.times = times;
    this.isKnown = grown(this.isKnown, new Uint8Array(capacity));
    this.name = grown(this.name, new Uint32Array(capacity));
    this.lastBlockReason = grown(this.lastBlockReason, new Uint32Array(capacity));
    this.capacity = capacity;
  }

  /** A goroutine appears; an id that was used before starts afresh. */
  create(row: number, time: number): void {
    const { times } = this;
    for (const column of TIMES) times[column][row] = UNSET.has(column) ? Number.NaN : 0;
    times.creation[row] = time;
    this.isKnown[row] = 1;
    this.name[row] = 0;
    this.blocked[row] = undefined;
    this.ranges[row] = undefined;
    this.lastRange[row] = undefined;
  }

  add(column: TimeColumn, row: number, nanos: number): void {
    const times = this.times[column];
    times[row] = (times[row] ?? 0) + nanos;
  }

  /** Adds the time since a moment that is set, and clears the moment. */
  addSince(column: TimeColumn, since: TimeColumn, row: number, time: number): void {
    const moments = this.times[since];
    const moment = moments[row] ?? Number.NaN;
    if (Number.isNaN(moment)) return;
    this.add(column, row, time - moment);
    moments[row] = Number.NaN;
  }
}

/** Adds to a key of a row. */
export function addTo(
  list: (TimeByKey | undefined)[],
  row: number,
  key: number,
  nanos: number,
): void {
  const map = mapOf(list, row);
  map.set(key, (map.get(key) ?? 0) + nanos);
}

export function mapOf(list: (TimeByKey | undefined)[], row: number): TimeByKey {
  return (list[row] ??= new Map());
}

/** Moments; the others are sums. */
const UNSET: ReadonlySet<string> = new Set([
  'start',
  'end',
  'lastStart',
  'lastRunnable',
  'lastBlock',
  'lastSyscall',
  'lastSyscallBlock',
]);

type Times = Record<TimeColumn, Float64Array>;

function createTimes(capacity: number): Times {
  const entries = TIMES.map((column) => [column, new Float64Array(capacity)]);
  return Object.fromEntries(entries) as Times; // One entry per column, made in the line above.
}

function grown<T extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: T,
): T {
  to.set(from);
  return to;
}
