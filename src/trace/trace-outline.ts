/** A rough picture of a trace from its index alone: how much each thread wrote when. */
import type { TraceIndex } from './trace-index.ts';

export interface TraceOutline {
  /** Ids of the busiest threads, in the order of their ids. */
  readonly threads: Float64Array;
  /** Of thread k in column c of the time from the first batch to the last one: at `k * columns + c`, 0 to 1. */
  readonly activity: Float32Array;
  readonly columns: number;
}

/** A batch is filled from its own time to that of the next one of its thread; the last ones, to the end. */
export function traceOutline(
  { batches }: Pick<TraceIndex, 'batches'>,
  columns: number,
  most: number,
): TraceOutline {
  const { length, time, thread, size } = batches;
  const written = new Map<number, number>();
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let k = 0; k < length; k++) {
    const owner = thread[k] ?? 0;
    written.set(owner, (written.get(owner) ?? 0) + (size[k] ?? 0));
    first = Math.min(first, time[k] ?? 0);
    last = Math.max(last, time[k] ?? 0);
  }
  const busiest = [...written].sort((a, b) => b[1] - a[1]).slice(0, most);
  const threads = Float64Array.from(busiest, ([id]) => id).sort();
  const rows = new Map(Array.from(threads, (id, row) => [id, row]));
  const activity = new Float32Array(threads.length * columns);
  const column = Math.max(1, last - first) / columns;
  /** By row where its next batch begins: batches are looked at from the last one on. */
  const until = new Float64Array(threads.length).fill(columns);
  for (let k = length - 1; k >= 0; k--) {
    const row = rows.get(thread[k] ?? 0);
    if (row === undefined) continue;
    const begin = Math.min(columns - 1, ((time[k] ?? 0) - first) / column);
    const end = Math.max(begin, until[row] ?? columns);
    spread(activity.subarray(row * columns, (row + 1) * columns), begin, end, size[k] ?? 0);
    until[row] = begin;
  }
  const highest = activity.reduce((sofar, value) => Math.max(sofar, value), 0);
  return { threads, activity: activity.map((value) => value / Math.max(1, highest)), columns };
}

/** Adds an amount to the columns from one place to another, as far as each is covered. */
function spread(into: Float32Array, begin: number, end: number, amount: number): void {
  const first = Math.floor(begin);
  const last = Math.min(into.length - 1, Math.floor(end));
  const width = end - begin;
  if (width < 1e-9) {
    into[first] = (into[first] ?? 0) + amount;
    return;
  }
  for (let at = first; at <= last; at++) {
    const covered = Math.min(end, at + 1) - Math.max(begin, at);
    into[at] = (into[at] ?? 0) + (amount * covered) / width;
  }
}
