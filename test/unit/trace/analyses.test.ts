import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  annotationLatency,
  functionTimes,
  gcCycles,
  goroutineGrowth,
  goroutineTimes,
  longestWaits,
  longSyscalls,
  minimumUtilization,
  mutatorUtilization,
  parseTrace,
  RANGE_STW,
  runQueues,
  schedulerLatency,
  stopDelay,
  stuckGoroutines,
  taskTrees,
} from '../../../src/trace/index.ts';
import { LatencyBuilder } from '../../../src/trace/analysis/latency.ts';
import { plainLanes } from '../../support/timeline-checker.ts';
import { timelineOf, timelineOfText } from '../../support/timelines.ts';
import { batch } from '../../support/trace-text.ts';

const RECORDED = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../../examples/recorded/pipeline.trace')),
);
const timeline = timelineOf(RECORDED, 2000);
const plain = plainLanes(parseTrace(RECORDED).value);

describe('a recorded trace', () => {
  test('scheduler latency is that of all waits that ended', () => {
    const waits = [...plain.goroutine.values()]
      .flat()
      .filter(({ state, end }) => state === 2 && end < timeline.endTime)
      .map(({ start, end }) => end - start)
      .sort((a, b) => a - b);
    const latency = schedulerLatency(timeline);
    expect(latency.count).toBe(waits.length);
    expect(latency.total).toBe(waits.reduce((sum, nanos) => sum + nanos, 0));
    expect(latency.highest).toBe(waits.at(-1));
    for (const share of [0.5, 0.9, 0.99]) {
      const exact = waits[Math.ceil(share * waits.length) - 1] ?? 0;
      expect(Math.abs(latency.quantile(share) - exact)).toBeLessThanOrEqual(exact * 0.01 + 1);
    }
    expect(latency.byPower.reduce((sum, count) => sum + count, 0)).toBe(waits.length);
  });

  test('long syscalls are found whole, whatever the segments', () => {
    const nanos = 50_000;
    const expected = [...plain.goroutine.values()]
      .flat()
      .filter(({ state, start, end }) => state === 4 && end - start >= nanos);
    const found = longSyscalls(timeline, nanos);
    expect(found.length).toBe(expected.length);
    expect(found.map(({ start, end }) => end - start)).toEqual(
      expected.map(({ start, end }) => end - start).sort((a, b) => b - a),
    );
  });

  test('the longest waits for a processor', () => {
    const waits = [...plain.goroutine.values()].flat().filter(({ state }) => state === 2);
    const expected = waits.map(({ start, end }) => end - start).sort((a, b) => b - a);
    const found = longestWaits(timeline, 10).map(({ start, end }) => end - start);
    expect(found).toEqual(expected.slice(0, 10));
  });

  test('run queues hold every wait that ended once', () => {
    const whole = timelineOf(RECORDED);
    const waits = [...plain.goroutine.values()]
      .flat()
      .filter(({ state, end }) => state === 2 && end < timeline.endTime);
    const queues = runQueues(whole);
    const sum = (of: (queue: (typeof queues)[number]) => number): number =>
      queues.reduce((all, queue) => all + of(queue), 0);
    expect(sum(({ queued }) => queued)).toBe(waits.length);
    expect(sum(({ nanos }) => nanos)).toBe(
      waits.reduce((all, { start, end }) => all + end - start, 0),
    );
    expect(Math.max(...queues.map(({ longest }) => longest))).toBe(
      Math.max(...waits.map(({ start, end }) => end - start)),
    );
    for (const { queued, stolen } of queues) expect(stolen).toBeLessThanOrEqual(queued);
    expect(queues.filter(({ proc, queued }) => proc >= 0 && queued > 0).length).toBe(2);
  });

  test('whoever was last to stop ran on another processor until then, and nothing ran after', () => {
    const { ranges } = timeline;
    let known = 0;
    for (const [row, kind] of ranges.kind.entries()) {
      const delay = kind === RANGE_STW ? stopDelay(timeline, row) : null;
      if (!delay) continue;
      const start = ranges.start[row] ?? 0;
      const end = ranges.end[row] ?? 0;
      expect(delay.nanos).toBeGreaterThan(0);
      expect(start + delay.nanos).toBeLessThanOrEqual(end);
      if (delay.goroutine < 0) continue;
      known++;
      const id = timeline.goroutineIds[delay.goroutine] ?? -1;
      const proc = timeline.procIds[delay.proc] ?? -1;
      const ran = plain.proc.get(proc)?.find((slice) => slice.end === delay.time);
      expect(ran?.goroutine).toBe(id);
      // Until the world goes on, only the one who stopped it runs.
      const own = timeline.goroutineIds[ranges.goroutine[row] ?? -1];
      const others = [...plain.proc.values()]
        .flat()
        .filter(({ goroutine }) => goroutine !== own)
        .filter((slice) => slice.start < end && slice.end > start + delay.nanos);
      for (const other of others) expect(other.start).toBeGreaterThan(start + delay.nanos);
    }
    expect(known).toBeGreaterThan(0);
  });

  test('starvation is what lanes of processors and goroutines say together', () => {
    const { starvation } = timeline;
    const waiting = [...plain.goroutine.values()].flat().filter(({ state }) => state === 2);
    const depth = waiting.reduce((sum, { start, end }) => sum + end - start, 0);
    expect(starvation.depthNanos).toBe(depth);
    expect(starvation.total).toBeLessThanOrEqual(timeline.endTime);
    const at = waiting.filter(
      ({ start, end }) => start <= starvation.deepestTime && end > starvation.deepestTime,
    );
    expect(at.length).toBe(starvation.deepest);
    const { start, end } = starvation;
    for (const [row, from] of start.entries()) expect((end[row] ?? 0) - from).toBeGreaterThan(0);
  });

  test('functions add up to goroutines', () => {
    const times = goroutineTimes(timeline);
    const functions = functionTimes(timeline, times);
    const sum = (list: Iterable<number>): number => [...list].reduce((a, b) => a + b, 0);
    expect(sum(functions.map(({ execution }) => execution))).toBe(sum(times.execution));
    expect(sum(functions.flatMap(({ blocked }) => [...blocked]))).toBe(sum(times.blocked));
    expect(functions.length).toBeGreaterThan(3);
  });

  test('cycles of the GC have their pauses', () => {
    const cycles = gcCycles(timeline);
    expect(cycles.length).toBeGreaterThan(0);
    for (const { start, end, pauses, pauseNanos, flags } of cycles) {
      expect(end).toBeGreaterThan(start);
      if (flags === 0) expect(pauses.length).toBeGreaterThan(0);
      expect(pauseNanos).toBeLessThan(timeline.endTime);
    }
  });

  test('tasks and regions by name', () => {
    const tasks = annotationLatency(timeline, 'tasks');
    const count = tasks.reduce((sum, { rows }) => sum + rows.length, 0);
    expect(count).toBe(timeline.tasks.length);
    const root = tasks[0]?.rows[0] ?? 0;
    for (const { task } of taskTrees(timeline, [root])[0]?.children ?? []) {
      expect(timeline.tasks.parent[task]).toBe(root);
    }
    const regions = annotationLatency(timeline, 'regions');
    expect(regions.flatMap(({ rows }) => rows).length).toBe(timeline.regions.length);
  });
});

test('minimum utilization is the least mean of all windows', () => {
  const time = Float64Array.from([0, 10, 14, 30, 31, 50, 90]);
  const share = Float64Array.from([1, 0.5, 0, 1, 0.25, 1, 0]);
  const utilization = { length: time.length, time, share };
  const at = (nanos: number): number => share[time.findLastIndex((start) => start <= nanos)] ?? 0;
  for (const window of [1, 3, 7, 16, 40, 89]) {
    let least = 1;
    for (let start = 0; start + window <= 90; start++) {
      let sum = 0;
      for (let nanos = start; nanos < start + window; nanos++) sum += at(nanos);
      least = Math.min(least, sum / window);
    }
    expect(minimumUtilization(utilization, window).share).toBeCloseTo(least, 12);
  }
  const whole = { stopTheWorld: true, workers: true, assists: true, sweeps: true };
  const recorded = mutatorUtilization(timeline, whole);
  expect(recorded.length).toBeGreaterThan(2);
  expect(minimumUtilization(recorded, timeline.endTime).share).toBeGreaterThan(0.5);
});

test('an assist counts also where the goroutine got the label of a mark worker', () => {
  const labelled = timelineOfText(
    [
      'Trace Go1.23',
      batch(
        'gen=1 m=10 time=1000',
        'ProcStatus dt=0 p=0 pstatus=1',
        'GoStatus dt=1 g=1 m=10 gstatus=2',
        'ProcsChange dt=1 procs_value=1 stack=0',
        'GoLabel dt=8 label_string=1',
        'GCMarkAssistBegin dt=90 stack=0',
        'GCMarkAssistEnd dt=100',
        'HeapAlloc dt=100 heapalloc_value=1',
      ),
      batch('gen=1 m=11 time=1000', 'Frequency freq=1000000000'),
      batch('gen=1 m=11 time=1000', 'Strings', 'String id=1', 'data="GC (fractional)"'),
    ].join('\n'),
  );
  const parts = { stopTheWorld: false, workers: false, assists: true, sweeps: false };
  const { time, share } = mutatorUtilization(labelled, parts);
  expect([...time]).toEqual([3, 100, 200, 301]);
  expect([...share]).toEqual([1, 0, 1, 0]);
});

test('durations are counted to 1 %', () => {
  const latency = new LatencyBuilder();
  expect(latency.quantile(0.5)).toBe(0);
  for (let nanos = 0; nanos < 100_000; nanos++) latency.add(nanos);
  for (const share of [0.001, 0.01, 0.5, 0.999, 1]) {
    const exact = share * 100_000;
    expect(Math.abs(latency.quantile(share) - exact) / exact).toBeLessThan(0.01);
  }
});

test('goroutines that pile up and wait for ever', () => {
  const second = 1_000_000_000;
  const events = ['ProcStatus dt=0 p=0 pstatus=1', 'GoStatus dt=1 g=1 m=10 gstatus=2'];
  for (let id = 2; id < 102; id++) {
    const dt = second / 10;
    events.push(`GoCreate dt=${dt} new_g=${id} new_stack=1 stack=0`);
    events.push(`GoStop dt=1 reason_string=0 stack=0`, `GoStart dt=1 g=${id} g_seq=1`);
    events.push(`GoBlock dt=1 reason_string=1 stack=2`, `GoStart dt=1 g=1 g_seq=${id - 1}`);
  }
  const leaky = timelineOfText(
    [
      'Trace Go1.22',
      batch('gen=1 m=10 time=1000', ...events),
      batch('gen=1 m=11 time=1000', 'Frequency freq=1000000000'),
      batch(
        'gen=1 m=11 time=1000',
        'Strings',
        'String id=1',
        'data="chan send"',
        'String id=2',
        'data="main.leak"',
      ),
      batch(
        'gen=1 m=11 time=1000',
        'Stacks',
        'Stack id=1 nframes=1',
        'pc=16 func=2 file=0 line=7',
        'Stack id=2 nframes=1',
        'pc=32 func=2 file=0 line=9',
      ),
    ].join('\n'),
  );
  expect(leaky.problems).toEqual([]);
  const [alert, ...others] = goroutineGrowth(leaky, { perSecond: 5, seconds: 5 });
  expect(others).toEqual([]);
  expect(leaky.strings[alert?.function ?? 0]).toBe('main.leak');
  expect(alert?.created).toBeGreaterThan(90);
  expect(goroutineGrowth(leaky)).toEqual([]);
  const [group, ...rest] = stuckGoroutines(leaky, 5 * second);
  expect(rest).toEqual([]);
  expect(group?.goroutines.length).toBe(50);
  expect(group?.goroutines[0]).toBe(leaky.goroutineIds.indexOf(2));
  expect(leaky.strings[leaky.reasons[group?.reason ?? 0] ?? 0]).toBe('chan send');
});
