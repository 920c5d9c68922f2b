/**
 * The end of parseEventBatches in internal/trace/internal/tracev1/parser.go of Go 1.26, and what the converter of
 * internal/trace/tracev1.go looks ahead for:
 *
 * 1. The end of a syscall was written when its goroutine got a proc again; it moves to where the syscall ended.
 * 2. A syscall lost its proc when that is the next thing that its goroutine does.
 */
import type { Problem } from '../../base/problem.ts';
import * as types from './event-types.ts';
import { offsetOf, type OldFile } from './old-file.ts';
import type { OldOrder } from './order.ts';

/**
 * Changes times and types of the events in place, and hands the order over to the one that is returned. Problems:
 * `order-broken`, `time-order`; the order then ends before.
 */
export function settleSyscalls(file: OldFile, order: OldOrder): OldOrder {
  const settled = endsOfSyscalls(file, order);
  const rows = sortedAgain(settled.rows, file.events);
  noteLostProcs(rows, file);
  return { rows, problem: settled.problem };
}

function endsOfSyscalls(file: OldFile, { rows, problem }: OldOrder): OldOrder {
  const { type, ticks, goroutine, first } = file.events;
  /** By goroutine, when its syscall lost the proc. */
  const blocked = new Float64Array(file.goroutines.length).fill(Number.NaN);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const kind = type[row] ?? 0;
    const owner = goroutine[row] ?? 0;
    if (kind === types.GO_SYSCALL_BLOCK || kind === types.GO_IN_SYSCALL) {
      blocked[owner] = ticks[row] ?? 0;
    } else if (kind === types.GO_SYSCALL_EXIT || kind === types.GO_SYSCALL_EXIT_LOCAL) {
      const end = first[row] ?? Number.NaN;
      if (Number.isNaN(end)) continue;
      const since = blocked[owner] ?? Number.NaN;
      if (!(end >= since)) {
        return { rows: rows.subarray(0, at), problem: brokenExit(file, row, since - end) };
      }
      ticks[row] = end;
    }
  }
  return { rows, problem };
}

function brokenExit({ batches, events, goroutines }: OldFile, row: number, by: number): Problem {
  const id = goroutines.id(events.goroutine[row] ?? 0);
  const words = Number.isNaN(by)
    ? 'which it was not in'
    : `${by} ticks before it lost its processor`;
  const code = Number.isNaN(by) ? 'order-broken' : 'time-order';
  const message = `goroutine ${id} ends a syscall, ${words}`;
  return { code, offset: offsetOf(batches, row), message };
}

/** All but the ends of syscalls are in order; of equal times the one that came first stays first. */
function sortedAgain(rows: Uint32Array, { type, ticks }: OldFile['events']): Uint32Array {
  const isMoved = (at: number): boolean => {
    const kind = type[rows[at] ?? 0];
    return kind === types.GO_SYSCALL_EXIT || kind === types.GO_SYSCALL_EXIT_LOCAL;
  };
  let count = 0;
  for (let at = 0; at < rows.length; at++) if (isMoved(at)) count++;
  if (count === 0) return rows;
  const moved = new Uint32Array(count);
  count = 0;
  for (let at = 0; at < rows.length; at++) if (isMoved(at)) moved[count++] = at;
  const timeAt = (at: number): number => ticks[rows[at] ?? 0] ?? 0;
  // The sort of typed arrays is stable.
  moved.sort((a, b) => timeAt(a) - timeAt(b));
  const sorted = new Uint32Array(rows.length);
  let length = 0;
  let next = 0;
  let nextTime = timeAt(moved[0] ?? 0);
  for (let at = 0; at < rows.length; at++) {
    if (isMoved(at)) continue;
    const time = timeAt(at);
    while (next < count && (nextTime < time || (nextTime === time && (moved[next] ?? 0) < at))) {
      sorted[length++] = rows[moved[next] ?? 0] ?? 0;
      nextTime = timeAt(moved[++next] ?? 0);
    }
    sorted[length++] = rows[at] ?? 0;
  }
  for (; next < count; next++) sorted[length++] = rows[moved[next] ?? 0] ?? 0;
  return sorted;
}

/** Syscalls that lose their proc get a type of their own. */
function noteLostProcs(rows: Uint32Array, { events, goroutines }: OldFile): void {
  const { type, goroutine } = events;
  /** By goroutine, the row plus one of the syscall that is the last thing that it did. */
  const last = new Uint32Array(goroutines.length);
  for (const row of rows) {
    const kind = type[row] ?? 0;
    const owner = goroutine[row] ?? 0;
    const syscall = last[owner] ?? 0;
    if (kind === types.GO_SYSCALL) last[owner] = row + 1;
    else if (syscall > 0) {
      last[owner] = 0;
      if (kind === types.GO_SYSCALL_BLOCK) type[syscall - 1] = types.GO_SYSCALL_BLOCKED;
    }
  }
}
