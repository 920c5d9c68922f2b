import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexTrace, probeTrace, traceOutline } from '../../../src/trace/index.ts';

const batches = (...rows: readonly (readonly [thread: number, time: number, size: number])[]) => ({
  version: 26,
  size: 0,
  generations: [],
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

describe('a file that is only looked at in places', () => {
  /** So large that no offset fits into 32 bits; all batches have one length, each its own time. */
  const BATCH = 1 << 16;
  const SIZE = 5 * 2 ** 30;

  /** Threads 1 to 3 in turns, thread 9 in the last quarter alone. */
  function virtualFile(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const first = Math.floor(offset / BATCH);
    for (let k = first; k * BATCH < Math.min(SIZE, offset + length); k++) {
      const thread = k < (0.75 * SIZE) / BATCH ? 1 + (k % 3) : 9;
      const header = [1, ...varint(1 + Math.floor(k / 128)), thread, ...varint(1e9 + k * 1e6)];
      // The size takes three bytes.
      header.push(...varint(BATCH - header.length - 3));
      for (const [at, byte] of header.entries()) {
        const place = k * BATCH + at - offset;
        if (place >= 0 && place < length) bytes[place] = byte;
      }
    }
    return bytes;
  }

  test('has the outline of the whole', () => {
    let reads = 0;
    const read = (offset: number, length: number): Uint8Array => {
      reads++;
      return virtualFile(offset, length);
    };
    const batches = probeTrace(read, SIZE, 100);
    expect(reads).toBe(100);
    expect(batches.length).toBeGreaterThan(95);
    const { threads, activity } = traceOutline({ batches }, 8, 10);
    expect([...threads]).toEqual([1, 2, 3, 9]);
    const rowOf = (row: number): number[] => [...activity.subarray(row * 8, row * 8 + 8)];
    expect(rowOf(3).slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    for (const row of [0, 1, 2]) {
      expect(rowOf(row).slice(0, 5)).toSatisfy((shares: number[]) => shares.every((x) => x > 0));
    }
    const last = batches.time[batches.length - 1] ?? 0;
    expect(last).toBeGreaterThan(1e9 + (SIZE / BATCH - 4) * 1e6);
  });
});

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}
