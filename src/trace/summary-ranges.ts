/** Ranges that count for goroutines, by number: sweeps, mark assists, and a stop-the-world per kind. */
import * as types from './event-types.ts';

interface RangeEvent {
  readonly step: 'begin' | 'active' | 'end';
  readonly isOfProc: boolean;
}

/** The part that an event has in a range; the mark phase of the GC belongs to no goroutine. */
export const RANGE_OF_EVENT: Readonly<Record<number, RangeEvent>> = {
  [types.STW_BEGIN]: { step: 'begin', isOfProc: false },
  [types.STW_END]: { step: 'end', isOfProc: false },
  [types.GC_SWEEP_ACTIVE]: { step: 'active', isOfProc: true },
  [types.GC_SWEEP_BEGIN]: { step: 'begin', isOfProc: true },
  [types.GC_SWEEP_END]: { step: 'end', isOfProc: true },
  [types.GC_MARK_ASSIST_ACTIVE]: { step: 'active', isOfProc: false },
  [types.GC_MARK_ASSIST_BEGIN]: { step: 'begin', isOfProc: false },
  [types.GC_MARK_ASSIST_END]: { step: 'end', isOfProc: false },
};

const SWEEP = 0;
const MARK_ASSIST = 1;
const STW = 2;

/** The number of the range of an event; of a stop-the-world `kind` is the string row. */
export function rangeKey(type: number, kind: number): number {
  if (type === types.STW_BEGIN || type === types.STW_END) return STW + kind;
  return type <= types.GC_SWEEP_END ? SWEEP : MARK_ASSIST;
}

/** Names as Event.Range in internal/trace/event.go has them. */
export function rangeName(key: number, strings: readonly string[]): string {
  if (key === SWEEP) return 'GC incremental sweep';
  if (key === MARK_ASSIST) return 'GC mark assist';
  return `stop-the-world (${strings[key - STW] ?? ''})`;
}
