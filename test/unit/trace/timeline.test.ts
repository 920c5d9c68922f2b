import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  buffersOf,
  goroutineTimes,
  indexTrace,
  parseTrace,
  planParts,
  readBeginning,
  readPart,
  timelineOfParts,
} from '../../../src/trace/index.ts';
import { densityWindow } from '../../../src/trace/timeline/density-window.ts';
import { findGoroutines, goroutineGroups } from '../../../src/trace/timeline/goroutine-groups.ts';
import { rowWindow, seriesWindow } from '../../../src/trace/timeline/overview-window.ts';
import { timeByState } from '../../../src/trace/timeline/range-statistics.ts';
import { RANGE_ASSIST, RANGE_GC, RANGE_STW } from '../../../src/trace/timeline/rare-tables.ts';
import {
  criticalPath,
  nextUnblock,
  sliceAt,
  slicesOf,
} from '../../../src/trace/timeline/slices.ts';
import { sliceWindow } from '../../../src/trace/timeline/slice-window.ts';
import { sumsOf } from '../../../src/trace/timeline/span-sums.ts';
import { SPAN_STATE_NAMES, SPAN_STATES } from '../../../src/trace/timeline/span-states.ts';
import { sampleWeights, stateWeights } from '../../../src/trace/timeline/stack-weights.ts';
import type { Lane, Timeline } from '../../../src/trace/timeline/timeline.ts';
import { plainLanes, timelineLanes } from '../../support/timeline-checker.ts';
import { checkWindow, fastTimes, slowTimes } from '../../support/timeline-windows.ts';
import { timelineOf, timelineOfText } from '../../support/timelines.ts';
import { traceKernel } from '../../support/trace-kernel.ts';
import { batch } from '../../support/trace-text.ts';

const RECORDED = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../../examples/recorded/pipeline.trace')),
);
const timeline = timelineOf(RECORDED);

describe('a recorded trace', () => {
  const plain = plainLanes(parseTrace(RECORDED).value);

  // With small segments most slices go on from one to the next.
  test.each([2 ** 20, 1000, 50])('slices are what the events say, %i spans a segment', (spans) => {
    const each = timelineOf(RECORDED, spans);
    expect(timelineLanes(each, 'goroutine')).toEqual(plain.goroutine);
    expect(timelineLanes(each, 'proc')).toEqual(plain.proc);
  });

  test.each([2 ** 20, 300])('no window leaves a slice out, %i spans a segment', (spans) => {
    const each = timelineOf(RECORDED, spans);
    const lanes = lanesOf(each);
    for (const [from, to, pixels] of WINDOWS) {
      const [start, end] = [from * each.endTime, to * each.endTime];
      expect(checkWindow(each, { lanes, start, end, pixels })).toEqual([]);
      for (const lane of lanes) {
        const slow = slowTimes(each, lane, start, end);
        const fast = fastTimes(each, lane, start, end);
        for (let state = 1; state < SPAN_STATES; state++) {
          expect(Math.abs((slow[state] ?? 0) - (fast[state] ?? 0))).toBeLessThan(0.01);
        }
      }
    }
  });

  test('in parts it is the same', () => {
    const read = (offset: number, length: number): Uint8Array =>
      RECORDED.subarray(offset, offset + length);
    const index = indexTrace(read, RECORDED.length);
    const { generations, version } = index;
    expect(generations.length).toBe(timeline.generations.length);
    expect(planParts(index, 4).length).toBe(1);
    const parts = generations.map(({ start, end }, k) => {
      const range = { version, start, end, until: generations[k + 1]?.time ?? Number.NaN };
      const part = readPart(read(start, end - start), range);
      // As a worker hands it over.
      return structuredClone(part, { transfer: buffersOf(part) });
    });
    const whole = timelineOfParts(parts);
    expect(timelineLanes(whole, 'goroutine')).toEqual(plain.goroutine);
    expect(timelineLanes(whole, 'proc')).toEqual(plain.proc);
    for (const table of ['ranges', 'tasks', 'regions', 'logs', 'heapAlloc'] as const) {
      expect(whole[table].length).toBe(timeline[table].length);
    }
    expect(whole.endTime).toBe(timeline.endTime);
    const lanes = lanesOf(whole);
    const everything = { lanes, start: 0, end: whole.endTime, pixels: 500 };
    expect(checkWindow(whole, everything)).toEqual([]);
    expect(goroutineTimes(whole).total).toEqual(goroutineTimes(timeline).total);
    const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
    expect(sum(goroutineTimes(whole).blocked)).toBe(sum(goroutineTimes(timeline).blocked));
    for (const { base, end, goroutines, procs } of whole.segments) {
      for (const columns of [goroutines, procs]) {
        const found = sumsOf({ ...columns, memo: { sums: null } }, end - base);
        expect(sumsOf(columns, end - base)).toEqual(found);
      }
    }
  });

  test('the beginning of a trace, read by itself, is what the whole has there', () => {
    const read = (offset: number, length: number): Uint8Array =>
      RECORDED.subarray(offset, offset + length);
    const index = indexTrace(read, RECORDED.length);
    const [range] = planParts(index, 1);
    if (range === undefined) throw new Error('no part');
    const last = Math.max(...index.batches.time);
    const beginning = readBeginning(RECORDED.subarray(range.start), traceKernel, range, last, 500);
    if (beginning === null) throw new Error('the kernel gave up');
    // Batches are long in a small trace, and only the beginning of the last one is known.
    expect(beginning.endTime).toBeLessThan(timeline.endTime);
    expect(beginning.endTime).toBeGreaterThan(timeline.endTime / 2);
    const early = timelineOfParts([beginning.part]);
    expect(early.segments).toHaveLength(2);
    // Whatever goes on at the end is longer in the whole.
    const end = early.segments[0]?.end ?? 0;
    const shown = (whole: Timeline): unknown[] =>
      lanesOf(early).map((lane) =>
        slicesOf(whole, lane, { start: 0, end, limit: 1e6 }).filter((slice) => slice.end < end),
      );
    expect(shown(early).flat().length).toBeGreaterThan(300);
    expect(shown(early)).toEqual(shown(timeline));
  });

  test('densities and times by state add up to the same', () => {
    const groups = goroutineGroups(timeline).map(({ goroutines }) => goroutines);
    const [start, end] = [timeline.endTime * 0.2, timeline.endTime * 0.7];
    const pixels = 100;
    const { values } = densityWindow(timeline, { kind: 'goroutine', groups, start, end, pixels });
    const times = timeByState(timeline, { start, end }, 'goroutine');
    for (let state = 1; state < SPAN_STATES; state++) {
      let sum = 0;
      for (let group = 0; group < groups.length; group++) {
        const row = (group * SPAN_STATES + state) * pixels;
        for (let pixel = 0; pixel < pixels; pixel++) sum += values[row + pixel] ?? 0;
      }
      expect((sum * (end - start)) / pixels / (times[state] || 1)).toBeCloseTo(
        times[state] === 0 ? 0 : 1,
        3,
      );
    }
  });

  test('stacks of a state weigh what the state does', () => {
    const range = { start: timeline.endTime * 0.1, end: timeline.endTime * 0.8 };
    const { nanos } = stateWeights(timeline, range, 3);
    const times = timeByState(timeline, range, 'goroutine');
    expect(nanos.reduce((sum, value) => sum + value, 0)).toBeCloseTo(times[3] ?? 0, 0);
    const all = { start: 0, end: timeline.endTime + 1 };
    expect(sampleWeights(timeline, all).total).toBe(timeline.samples.length);
  });

  test('goroutines are found by function and by id', () => {
    const groups = goroutineGroups(timeline);
    const [group] = groups;
    const name = timeline.strings[group?.function ?? 0] ?? '';
    expect(name).not.toBe('');
    expect(findGoroutines(timeline, name.toUpperCase())).toEqual(
      expect.arrayContaining([...(group?.goroutines ?? [])]),
    );
    const id = timeline.goroutineIds[group?.goroutines[0] ?? 0] ?? 0;
    expect(findGoroutines(timeline, String(id))).toContain(group?.goroutines[0]);
    expect(findGoroutines(timeline, 'nothing is called so')).toEqual([]);
  });
});

const SMALL = [
  'Trace Go1.22',
  batch(
    'gen=1 m=10 time=1000',
    'ProcStatus dt=0 p=0 pstatus=1',
    'GoStatus dt=1 g=1 m=10 gstatus=2',
    'HeapAlloc dt=9 heapalloc_value=100',
    'GoCreate dt=90 new_g=2 new_stack=1 stack=2',
    'GoBlock dt=100 reason_string=2 stack=2',
    'GoStart dt=50 g=2 g_seq=1',
    'GCMarkAssistBegin dt=10 stack=0',
    'GCMarkAssistEnd dt=20',
    'UserTaskBegin dt=10 task=1 parent_task=0 name_string=3 stack=0',
    'UserRegionBegin dt=10 task=1 name_string=4 stack=0',
    'GoUnblock dt=50 g=1 g_seq=1 stack=1',
    'UserRegionEnd dt=10 task=1 name_string=4 stack=0',
    'GoDestroy dt=40',
    'GoStart dt=100 g=1 g_seq=2',
    'HeapAlloc dt=10 heapalloc_value=300',
    'STWBegin dt=10 kind_string=5 stack=0',
    'STWEnd dt=10',
    'GCBegin dt=10 gc_seq=1 stack=0',
    'GoSyscallBegin dt=10 p_seq=1 stack=2',
    'GoSyscallEnd dt=100',
  ),
  batch('gen=1 m=11 time=990', 'Frequency freq=1000000000'),
  batch(
    'gen=1 m=11 time=990',
    'Stacks',
    'Stack id=1 nframes=1',
    '  pc=16 func=1 file=6 line=7',
    'Stack id=2 nframes=1',
    '  pc=32 func=7 file=6 line=9',
  ),
  batch(
    'gen=1 m=11 time=990',
    'Strings',
    'String id=1',
    'data="main.work"',
    'String id=2',
    'data="chan receive"',
    'String id=3',
    'data="request"',
    'String id=4',
    'data="parse"',
    'String id=5',
    'data="GC mark termination"',
    'String id=6',
    'data="main.go"',
    'String id=7',
    'data="main.main"',
  ),
].join('\n');

describe('a small trace', () => {
  const small = timelineOfText(SMALL);
  const at = (id: number): Lane => ({ kind: 'goroutine', row: small.goroutineIds.indexOf(id) });

  test('is understood', () => {
    expect(small.problems).toEqual([]);
    expect(small.goroutines.length).toBe(2);
  });

  test('states, in order', () => {
    const { state, start, end, length } = sliceWindow(small, {
      lanes: [at(1), at(2)],
      start: 0,
      end: small.endTime,
      pixels: 1e6,
    });
    const lines = Array.from(
      { length },
      (_, row) => `${SPAN_STATE_NAMES[state[row] ?? 0]} ${start[row]}-${end[row]}`,
    );
    expect(lines).toEqual([
      'running 0-210',
      'blocked 210-360',
      'runnable 360-510',
      'running 510-560',
      'syscall 560-660',
      'running 660-661',
      'runnable 110-260',
      'running 260-270',
      'GC assist 270-290',
      'running 290-410',
    ]);
  });

  test('who made whom runnable, and why', () => {
    const unblock = nextUnblock(small, at(1).row, 0);
    expect(unblock).toMatchObject({ time: 360, by: at(2).row, waited: { start: 210, end: 360 } });
    expect(small.strings[small.reasons[unblock?.waited?.reason ?? 0] ?? 0]).toBe('chan receive');
    expect(nextUnblock(small, at(1).row, 360)).toBeNull();
    expect(nextUnblock(small, at(1).row, 600, 'previous')).toEqual(unblock);
    const path = criticalPath(small, at(1).row, 550, { since: 0, limit: 10 });
    expect(
      path.map(({ goroutine, slice }) => [small.goroutineIds[goroutine], slice.start, slice.end]),
    ).toEqual([
      [1, 510, 550],
      [1, 360, 510],
      [2, 290, 360],
      [2, 270, 290],
      [2, 260, 270],
      [2, 110, 260],
      [1, 0, 110],
    ]);
  });

  test('a slice at a place', () => {
    expect(sliceAt(small, at(1), 600)).toMatchObject({ start: 560, end: 660, state: 4, proc: 0 });
    expect(sliceAt(small, at(2), 50)).toBeNull();
    expect(sliceAt(small, at(2), 500)).toBeNull();
    expect(sliceAt(small, { kind: 'proc', row: 0 }, 300)?.goroutine).toBe(at(2).row);
    expect(sliceAt(small, { kind: 'thread', row: 0 }, 300)?.proc).toBe(0);
  });

  test('tables', () => {
    const { ranges, tasks, regions, goroutines, strings } = small;
    expect([...ranges.kind]).toEqual([RANGE_ASSIST, RANGE_STW, RANGE_GC]);
    expect([...ranges.start]).toEqual([270, 530, 550]);
    expect([...ranges.end]).toEqual([290, 540, 661]);
    expect([...ranges.flags]).toEqual([0, 0, 2]);
    expect(strings[ranges.reason[1] ?? 0]).toBe('GC mark termination');
    expect([...tasks.start, ...tasks.end]).toEqual([300, 661]);
    expect([...regions.start, ...regions.end, ...regions.task]).toEqual([310, 370, 0]);
    expect([...goroutines.creator]).toEqual([-1, 0]);
    expect(strings[small.functionOf[1] ?? 0]).toBe('main.work');
    const window = seriesWindow(small.heapAlloc, { start: 0, end: 661, pixels: 2 });
    expect([...window.low, ...window.high]).toEqual([100, 100, 100, 300]);
    const rows = rowWindow(ranges, { start: 0, end: 661, pixels: 3 });
    expect([...rows.count]).toEqual([1, 2]);
  });
});

const WINDOWS: readonly [from: number, to: number, pixels: number][] = [
  [0, 1, 1600],
  [0.3, 0.6, 300],
  [0.5, 0.5001, 1000],
  [0.9, 0.900_000_1, 100],
  [0.2, 1.5, 7],
];

function lanesOf({ goroutineIds, procIds, threadIds }: Timeline): Lane[] {
  const rows = (ids: Float64Array): number[] => Array.from(ids.keys()).slice(0, 40);
  return [
    ...rows(procIds).map((row): Lane => ({ kind: 'proc', row })),
    ...rows(goroutineIds).map((row): Lane => ({ kind: 'goroutine', row })),
    ...rows(threadIds).map((row): Lane => ({ kind: 'thread', row })),
  ];
}
