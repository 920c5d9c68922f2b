import { expect, test } from 'vitest';
import { EventBuilder } from '../../../src/trace/events.ts';
import { GC_BEGIN, GC_END } from '../../../src/trace/event-types.ts';
import { rareTables } from '../../../src/trace/timeline/rare-builder.ts';
import { BEGAN_BEFORE, GOES_ON } from '../../../src/trace/timeline/rare-tables.ts';

/** Start, end and flags of the collections that the events make, in a trace of 100 ns. */
function collections(...events: (readonly [time: number, type: number])[]): number[][] {
  const builder = new EventBuilder(events.length, 0);
  for (const [time, type] of events) {
    builder.time = time;
    builder.add(type, -1, 0, 0, 0);
    builder.arg(0);
  }
  const { ranges } = rareTables([builder.take()], 100);
  return Array.from(ranges.start, (start, row) => [
    start,
    ranges.end[row] ?? 0,
    ranges.flags[row] ?? 0,
  ]);
}

test('collections that the trace cuts go on', () => {
  expect(collections([10, GC_END], [20, GC_BEGIN], [30, GC_END], [90, GC_BEGIN])).toEqual([
    [0, 10, BEGAN_BEFORE],
    [20, 30, 0],
    [90, 100, GOES_ON],
  ]);
});

test('a collection whose end or beginning is lost is an instant', () => {
  const events = [
    [10, GC_BEGIN],
    [30, GC_BEGIN],
    [40, GC_END],
    [60, GC_END],
  ] as const;
  expect(collections(...events)).toEqual([
    [10, 10, 0],
    [30, 40, 0],
    [60, 60, 0],
  ]);
});
