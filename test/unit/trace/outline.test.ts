import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { indexTrace, probeTrace, traceOutline } from '../../../src/trace/index.ts';
import { HUGE_BYTES, hugeTrace } from '../../support/huge-trace.ts';

const batches = (...rows: readonly (readonly [thread: number, time: number, size: number])[]) => ({
  version: 26,
  start: 0,
  end: 0,
  generations: [],
  wholeEnd: 0,
  problems: [],
  batches: {
    length: rows.length,
    thread: Float64Array.from(rows, ([thread]) => thread),
    time: Float64Array.from(rows, ([, time]) => time),
    size: Uint32Array.from(rows, ([, , size]) => size),
  },
});

test('a batch fills the time to the next one of its thread, the highest column is 1', () => {
  const index = batches([7, 0, 40], [3, 0, 80], [7, 20, 10], [3, 40, 0]);
  const { threads, activity } = traceOutline(index, 4, 10);
  expect([...threads]).toEqual([3, 7]);
  // The last batch begins where the trace ends: its column is the last one.
  expect([...activity]).toEqual([1, 1, 1, 0, 0.75, 0.75, 0.1875, 0.1875]);
});

test('only the busiest threads have a row, and all their bytes are in it', () => {
  const index = batches([1, 0, 5], [2, 0, 300], [3, 50, 200], [2, 100, 100]);
  const { threads, activity } = traceOutline(index, 10, 2);
  expect([...threads]).toEqual([2, 3]);
  expect(activity[9]).toBe(1);
  expect(activity[18]).toBeCloseTo(0.4);
});

test('of a recorded trace there is a picture', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const bytes = new Uint8Array(readFileSync(join(root, 'examples/recorded/pipeline.trace')));
  const index = indexTrace((from, length) => bytes.subarray(from, from + length), bytes.length);
  const { threads, activity } = traceOutline(index, 100, 24);
  expect(threads.length).toBeGreaterThan(1);
  expect(Math.max(...activity)).toBe(1);
  expect(activity.every((value) => value >= 0 && value <= 1)).toBe(true);
});

test('of nothing there is none', () => {
  expect(traceOutline(batches(), 10, 10).threads).toHaveLength(0);
});

test('a file that is looked at in places has the outline of the whole', () => {
  let reads = 0;
  const read = (offset: number, length: number): Uint8Array => {
    reads++;
    return hugeTrace(offset, length);
  };
  const found = probeTrace(read, HUGE_BYTES, 100);
  expect(reads).toBe(100);
  expect(found.length).toBeGreaterThan(95);
  const { threads, activity } = traceOutline({ batches: found }, 8, 10);
  expect([...threads]).toEqual([1, 2, 3, 9]);
  const rows = [0, 1, 2, 3].map((row) => [...activity.subarray(row * 8, row * 8 + 8)]);
  const isBusy = (row: number[] = []): boolean => row.slice(0, 5).every((share) => share > 0);
  expect(rows.map(isBusy)).toEqual([true, true, true, false]);
  expect(rows[3]?.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(rows[3]?.at(-1)).toBeGreaterThan(0);
});
