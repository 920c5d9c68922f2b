import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { indexSection, indexTrace, SECTION_BYTES } from '../../../src/trace/index.ts';
import { HUGE_BYTES, HUGE_GENERATION, hugeTrace } from '../../support/huge-trace.ts';

test('sections of a file beyond 4 GiB join without a gap, and each begins with a generation', () => {
  let end = 16;
  let number = 1;
  const { count } = indexSection(hugeTrace, HUGE_BYTES, 0, SECTION_BYTES);
  expect(count).toBe(Math.ceil(HUGE_BYTES / SECTION_BYTES));
  for (let section = 0; section < count; section++) {
    const { index, first, last } = indexSection(hugeTrace, HUGE_BYTES, section, SECTION_BYTES);
    expect(index.start).toBe(end);
    const { generations } = index;
    expect(generations[0]).toMatchObject({ number, start: end });
    expect(generations.length).toBeGreaterThan(40);
    number += generations.length;
    end = index.end;
    expect(generations.at(-1)?.end).toBe(end);
    if (section < count - 1) expect(end % HUGE_GENERATION).toBe(0);
    expect(index.batches.time[0]).toBe(1e9 + Math.floor(index.start / 2 ** 16) * 1e6);
    expect(first).toBeCloseTo(1e9, -7);
    expect(last).toBeCloseTo(1e9 + (HUGE_BYTES / 2 ** 16) * 1e6, -7);
  }
  expect(end).toBe(HUGE_BYTES);
});

test('behind damaged bytes a section begins with the next generation that is whole', () => {
  const from = Math.floor(HUGE_BYTES / 2);
  const read = (offset: number, length: number): Uint8Array => {
    const bytes = hugeTrace(offset, length);
    // Half a megabyte of other bytes at the border between two sections.
    return bytes.map((byte, at) => {
      const place = offset + at;
      return place > from - 1000 && place < from + 5e5 ? 0xee : byte;
    });
  };
  const { index } = indexSection(read, HUGE_BYTES, 1, HUGE_BYTES / 2);
  expect(index.start % HUGE_GENERATION).toBe(0);
  expect(index.start - from).toBeLessThanOrEqual(HUGE_GENERATION);
});

test('a small trace, and one without generations, is one section', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const bytes = new Uint8Array(readFileSync(join(root, 'examples/recorded/pipeline.trace')));
  const read = (from: number, length: number): Uint8Array => bytes.subarray(from, from + length);
  const { index, count } = indexSection(read, bytes.length, 0, SECTION_BYTES);
  expect(count).toBe(1);
  expect(index).toEqual(indexTrace(read, bytes.length));
  const old = new TextEncoder().encode('go 1.21 trace\0\0\0more');
  expect(indexSection((from, length) => old.subarray(from, from + length), 2e9, 0, 1e9).count).toBe(
    1,
  );
});
