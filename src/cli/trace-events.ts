import { EVENT_KINDS, type EventTable, KIND_NAMES, type TraceTables } from '../trace/index.ts';

/** How many lines are made at a time. */
const LINES = 1024;

/**
 * Events as lines `Kind time goroutine proc thread`, as golang.org/x/exp/trace has them: absolute nanoseconds,
 * -1 for none, everything before the transition.
 */
export function* eventLines(
  events: EventTable,
  startTime: bigint,
  { goroutines, procs, threads }: TraceTables,
): Iterable<string> {
  const time = absoluteTimes(startTime);
  for (let first = 0; first < events.length; first += LINES) {
    let text = '';
    const end = Math.min(events.length, first + LINES);
    for (let row = first; row < end; row++) {
      const kind = KIND_NAMES[EVENT_KINDS[events.type[row] ?? 0] ?? 0] ?? '';
      const goroutine = idOf(goroutines, events.goroutine[row] ?? -1);
      const proc = idOf(procs, events.proc[row] ?? -1);
      const thread = idOf(threads, events.thread[row] ?? -1);
      text += `${kind} ${time(events.time[row] ?? 0)} ${goroutine} ${proc} ${thread}\n`;
    }
    yield text;
  }
}

/** Bigints only where a double is not exact any more. */
function absoluteTimes(startTime: bigint): (time: number) => string {
  const start = Number(startTime);
  return (time) =>
    Number.isSafeInteger(start + time) ? String(start + time) : String(startTime + BigInt(time));
}

function idOf(ids: Float64Array, row: number): number {
  return row < 0 ? -1 : (ids[row] ?? -1);
}
