/** Critical paths in a recorded trace, step by step against its events as they were read. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  criticalPath,
  parseTrace,
  SPAN_BLOCKED,
  SPAN_RUNNABLE,
  unblockedIn,
} from '../../../src/trace/index.ts';
import * as types from '../../../src/trace/event-types.ts';
import { timelineOf } from '../../support/timelines.ts';

const RECORDED = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../../examples/recorded/pipeline.trace')),
);
const trace = parseTrace(RECORDED).value;
const timeline = timelineOf(RECORDED, 2000);

interface Wakeup {
  readonly time: number;
  /** Ids; -1 is the runtime. */
  readonly by: number;
  readonly goroutine: number;
}

/** All that made goroutines runnable, as the events say it. */
const wakeups = trace.generations.flatMap(({ events }): Wakeup[] =>
  Array.from({ length: events.length }, (_, row) => row).flatMap((row) => {
    const type = events.type[row] ?? 0;
    if (type !== types.GO_UNBLOCK && type !== types.GO_CREATE) return [];
    const id = (of = -1): number => trace.goroutines[of] ?? -1;
    const goroutine = id(events.args[events.firstArg[row] ?? 0]);
    return [{ time: events.time[row] ?? 0, by: id(events.goroutine[row]), goroutine }];
  }),
);
const idOf = (row: number): number => timeline.goroutineIds[row] ?? -1;

test('paths have no gap, and change hands exactly where somebody let go', () => {
  let turns = 0;
  for (let goroutine = 0; goroutine < timeline.goroutineIds.length; goroutine++) {
    for (const share of [0.3, 0.6, 0.99]) {
      const time = timeline.endTime * share;
      const path = criticalPath(timeline, goroutine, time, { since: 0, limit: 100_000 });
      if (path.length === 0) continue;
      expect(path[0]?.slice.end).toBe(time);
      for (const [index, { goroutine: row, slice }] of path.entries()) {
        const before = path[index + 1];
        if (!before) continue;
        expect(before.slice.end).toBe(slice.start);
        const wakeup = wakeups.find(
          (each) => each.time === slice.start && each.goroutine === idOf(row),
        );
        if (before.goroutine !== row) {
          turns++;
          expect(slice.state).toBe(SPAN_RUNNABLE);
          expect(wakeup?.by).toBe(idOf(before.goroutine));
        } else if (slice.state === SPAN_RUNNABLE && before.slice.state === SPAN_BLOCKED) {
          // The wait stays in the path only where no goroutine ended it.
          expect(wakeup?.by ?? -1).toBe(-1);
        }
      }
    }
  }
  expect(turns).toBeGreaterThan(100);
});

test('the other way: whom a goroutine made runnable is whom the events name', () => {
  const range = { start: timeline.endTime * 0.2, end: timeline.endTime * 0.7 };
  let all = 0;
  for (let goroutine = 0; goroutine < timeline.goroutineIds.length; goroutine++) {
    const found = unblockedIn(timeline, goroutine, range, 1e6);
    const expected = wakeups.filter(
      ({ time, by, goroutine: woken }) =>
        by === idOf(goroutine) && woken !== by && time >= range.start && time < range.end,
    );
    expect(found.map(({ time, goroutine: row }) => [time, idOf(row)])).toEqual(
      expected.map(({ time, goroutine: woken }) => [time, woken]),
    );
    all += found.length;
  }
  expect(all).toBeGreaterThan(100);
});
