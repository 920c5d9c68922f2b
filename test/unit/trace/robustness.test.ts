import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventLines } from '../../../src/cli/trace-events.ts';
import {
  indexTrace,
  parseTrace,
  readTimeline,
  type Timeline,
  type Trace,
  TraceReader,
} from '../../../src/trace/index.ts';
import { FREQUENCY, SYNC_BATCH } from '../../../src/trace/event-types.ts';
import { complaintsOf, corpus, mutant, oldCorpus } from '../../fuzz/trace.ts';
import { kernelComplaints } from '../../support/kernel-check.ts';
import { traceKernel } from '../../support/trace-kernel.ts';
import { timelineLanes } from '../../support/timeline-checker.ts';
import { readBytes } from '../../support/trace-check.ts';
import { checkColumns, checkTrace } from '../../support/trace-checker.ts';
import { assembleTrace, batch } from '../../support/trace-text.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const RECORDED = new Uint8Array(readFileSync(join(ROOT, 'examples/recorded/pipeline.trace')));

/** A bit of everything, in these generations. */
const smallOf = (...generations: readonly number[]): Uint8Array =>
  assembleTrace(
    [
      'Trace Go1.25',
      ...generations.flatMap((generation) => [
        batch(
          `gen=${generation} m=10 time=${generation * 1000}`,
          'ProcStatus dt=1 p=0 pstatus=1',
          'GoStatus dt=1 g=1 m=10 gstatus=2',
          'STWBegin dt=1 kind_string=1 stack=1',
          'STWEnd dt=1',
          'UserRegionBegin dt=1 task=0 name_string=1 stack=1',
          'UserLog dt=1 task=0 key_string=1 value_string=1 stack=1',
          'UserRegionEnd dt=1 task=0 name_string=1 stack=1',
          'GoSyscallBegin dt=1 p_seq=1 stack=1',
          'GoSyscallEnd dt=1',
          `GoCreateBlocked dt=1 new_g=${generation * 16} new_stack=1 stack=1`,
          `GoSwitch dt=1 g=${generation * 16} g_seq=1`,
          'HeapAlloc dt=1 heapalloc_value=123456789',
          'GoSwitchDestroy dt=1 g=1 g_seq=1',
        ),
        batch(
          `gen=${generation} m=11 time=1`,
          'CPUSamples',
          'CPUSample time=1004 m=10 p=0 g=1 stack=1',
        ),
        batch(
          `gen=${generation} m=11 time=1`,
          'Sync',
          'Frequency freq=1000000000',
          `ClockSnapshot dt=${generation} mono=${generation} sec=1 nsec=1`,
        ),
        batch(`gen=${generation} m=11 time=1`, 'Strings', 'String id=1', 'data="text"'),
        batch(
          `gen=${generation} m=11 time=1`,
          'Stacks',
          'Stack id=1 nframes=1',
          'pc=4096 func=1 file=1 line=7',
        ),
      ]),
    ].join('\n'),
  );
const SMALL = smallOf(1, 2);

describe('whatever the bytes are, there is a trace that keeps its rules', () => {
  test('a trace that is whole', () => {
    const { trace, codes } = readBytes(SMALL);
    expect(codes).toEqual([]);
    expect(trace.generations.map(({ events }) => events.length)).toEqual([19, 19, 1]);
  });

  test('every prefix of a trace', () => {
    for (let length = 0; length < SMALL.length; length++) {
      const { trace, codes } = readBytes(SMALL.subarray(0, length));
      // Until Go 1.25 a generation may end anywhere between two batches.
      expect(codes.length > 0 || trace.isComplete).toBe(true);
    }
  });

  test('every byte of a trace changed, in three ways', () => {
    for (let at = 0; at < SMALL.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const bytes = SMALL.slice();
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const { value, problems } = parseTrace(bytes);
        expect(checkColumns(value)).toEqual([]);
        expect(kernelComplaints(bytes, value, problems)).toEqual([]);
      }
    }
  });

  test('cuts of a recorded trace', () => {
    const whole = readBytes(RECORDED);
    expect(whole.codes).toEqual([]);
    for (let part = 1; part < 8; part++) {
      const { trace, codes } = readBytes(RECORDED.subarray(0, (RECORDED.length * part) / 8));
      expect(codes).toHaveLength(1);
      expect(trace.isComplete).toBe(false);
    }
  });
});

test('generations that may be overwritten are read like those that are kept', () => {
  const lines = (isKept: boolean): string[] => {
    const reader = new TraceReader(SMALL);
    const read: string[] = [];
    if (!isKept) reader.release();
    for (let next = reader.next(); next !== null; next = reader.next()) {
      read.push(...eventLines(next.events, reader.startTime, reader.tables));
      read.push(next.events.args.join(' '), next.events.firstArg.join(' '));
      if (!isKept) reader.release();
    }
    return read;
  };
  expect(lines(false)).toEqual(lines(true));
});

describe('the kernel in WebAssembly', () => {
  const consumer = { startGeneration: () => undefined, add: () => undefined };
  const isLeft = (bytes: Uint8Array): boolean => {
    const reader = new TraceReader(bytes, null, traceKernel);
    while (reader.feed(consumer));
    return reader.hasGivenUp;
  };

  test('reads what is whole, and leaves what is not to the other one', () => {
    expect([SMALL, RECORDED].map(isLeft)).toEqual([false, false]);
    expect(isLeft(RECORDED.subarray(0, RECORDED.length / 2))).toBe(true);
  });

  test('is found out where it reads something else', () => {
    const { value, problems } = parseTrace(SMALL);
    value.generations[1]?.events.time.fill(1, 4, 5);
    expect(kernelComplaints(SMALL, value, problems)).toHaveLength(1);
    expect(kernelComplaints(RECORDED, value, problems)).not.toEqual([]);
  });
});

describe('the checker finds', () => {
  const events = (trace: Trace) => {
    const first = trace.generations[0]?.events;
    if (first === undefined) throw new Error('no generation');
    return first;
  };

  test.each<[string, (trace: Trace) => void, string]>([
    ['time that stands still', (trace) => void (events(trace).time[3] = 1), 'time 1'],
    [
      'a goroutine that is not in the table',
      (trace) => void (events(trace).goroutine[4] = 99),
      'goroutine 99',
    ],
    ['a stack that is not in the table', (trace) => void (events(trace).stack[4] = 9), 'stack 9'],
    ['a Sync in between', (trace) => void (events(trace).type[4] = 255), 'Sync'],
    ['a start without a creation', (trace) => void (events(trace).type[12] = 17), 'comes from'],
    ['a second beginning', (trace) => void (events(trace).type[5] = 26), 'begins twice'],
  ])('%s', (_title, plant, complaint) => {
    const { trace } = readBytes(SMALL);
    plant(trace);
    expect(checkTrace(trace).join('\n')).toContain(complaint);
  });
});

describe('timelines of broken traces', () => {
  const seeds = [...corpus(), ...oldCorpus()];

  test.each(corpus())('%s of the corpus is whole', (_name, bytes) => {
    expect(readBytes(bytes).codes).toEqual([]);
    expect(complaintsOf(bytes)).toEqual([]);
  });

  test.each(oldCorpus())('%s of the corpus before Go 1.22 is whole', (_name, bytes) => {
    expect(parseTrace(bytes).problems).toEqual([]);
    expect(complaintsOf(bytes)).toEqual([]);
  });

  test('every prefix of the corpus, and some hundred changes', () => {
    for (const [, bytes] of seeds) {
      for (let length = 0; length < bytes.length; length += 3) {
        expect(complaintsOf(bytes.subarray(0, length))).toEqual([]);
      }
    }
    const all = seeds.map(([, bytes]) => bytes);
    for (let seed = 0; seed < 300; seed++) expect(complaintsOf(mutant(seed, all))).toEqual([]);
  });

  test('a generation that was cut is shown, and marked', () => {
    const whole = readTimeline(RECORDED);
    const known = new Set(absoluteSlices(whole));
    for (const part of [0.3, 0.7, 0.9]) {
      const cut = readTimeline(RECORDED.subarray(0, RECORDED.length * part));
      expect(cut.isComplete).toBe(false);
      const codes = cut.problems.map(({ code }) => code);
      expect(codes).toEqual(['batch-truncated', 'generation-salvaged']);
      expect(cut.segments.at(-1)?.isUncertain).toBe(true);
      const slices = absoluteSlices(cut);
      const same = slices.filter((slice) => known.has(slice)).length;
      // All but what threads whose last batches are lost had a part in.
      expect(same / slices.length).toBeGreaterThan(0.9);
      expect(slices.length).toBeGreaterThan(known.size * part * 0.7);
    }
  });
});

describe('a recorded trace that was damaged', () => {
  const whole = readTimeline(RECORDED);
  const known = new Set(absoluteSlices(whole));
  const { generations } = indexTrace(
    (at, size) => RECORDED.subarray(at, at + size),
    RECORDED.length,
  );
  const [first] = generations;
  const end = first?.end ?? 0;

  /** Share of the slices of the whole that are there, and whether the end is. */
  const check = (bytes: Uint8Array, least: number, codes: readonly string[]): Timeline => {
    const damaged = readTimeline(bytes, traceKernel);
    expect(damaged.problems.map(({ code }) => code)).toEqual(codes);
    for (const { offset } of damaged.problems) expect(offset).toBeTypeOf('number');
    expect(damaged.isComplete).toBe(false);
    const same = absoluteSlices(damaged).filter((slice) => known.has(slice)).length;
    expect(same / known.size).toBeGreaterThan(least);
    expect(complaintsOf(bytes)).toEqual([]);
    return damaged;
  };

  test('an order that breaks is forced on to the end of the generation', () => {
    const at = orderEventIn(RECORDED);
    const bytes = RECORDED.slice();
    bytes[at] = (bytes[at] ?? 0) ^ 0x11;
    const { events = { length: 0 } } = parseTrace(bytes).value.generations[0] ?? {};
    const damaged = check(bytes, 0.9, [parseTrace(bytes).problems[0]?.code ?? '', 'order-forced']);
    expect(events.length).toBeLessThan(whole.segments[0]?.goroutines.length ?? 0);
    expect(damaged.endTime).toBe(whole.endTime);
    expect(damaged.segments.map(({ isUncertain }) => isUncertain)).toEqual([false, true, false]);
    expect(damaged.functionOf.filter((row) => row !== 0).length).toBeGreaterThan(3);
  });

  test('a hole in a batch costs that batch, and the next generation is whole', () => {
    const at = Math.floor(end / 2);
    const hole = Buffer.concat([RECORDED.subarray(0, at), RECORDED.subarray(at + 500)]);
    const codes = parseTrace(hole).problems.map(({ code }) => code);
    const damaged = check(hole, 0.5, [...codes, 'bytes-skipped', 'generation-salvaged']);
    expect(damaged.endTime).toBe(whole.endTime);
    expect(damaged.segments.at(-1)?.isUncertain).toBe(false);
  });

  test('a generation without its clock is shown by the usual one', () => {
    const at = RECORDED.findIndex(
      (byte, k) => byte === SYNC_BATCH && RECORDED[k + 1] === FREQUENCY,
    );
    expect(at).toBeLessThan(end);
    const bytes = RECORDED.slice();
    bytes[at + 1] = 0;
    check(bytes, 0.9, ['sync-batch', 'clock-assumed', 'generation-salvaged']);
  });

  test('a generation that is there twice, and another trace, are left out', () => {
    const rest = RECORDED.subarray(first?.start);
    const twice = Buffer.concat([RECORDED.subarray(0, end), rest]);
    check(twice, 0.99, ['generation-again']);
    check(Buffer.concat([RECORDED, RECORDED]), 0.99, ['another-trace']);
  });

  test('what follows a generation that is missing is read', () => {
    const { generations: read, problems } = readTimeline(smallOf(1, 3), traceKernel);
    expect(read.map(({ number }) => number)).toEqual([1, 3]);
    // Until Go 1.25 only the next generation ends one.
    const codes = ['generation-order', 'generation-salvaged'];
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });
});

/** Where the sequence number of a GoUnblock lies, well inside the first generation. */
function orderEventIn(bytes: Uint8Array): number {
  for (let seed = 20_000; ; seed++) {
    const damaged = bytes.slice();
    damaged[seed] = (damaged[seed] ?? 0) ^ 0x11;
    const [problem] = parseTrace(damaged).problems;
    if (problem !== undefined && problem.code.startsWith('order-')) return seed;
  }
}

/** Slices of goroutines in absolute times: a trace that was cut may begin later. */
function absoluteSlices(timeline: Timeline): string[] {
  return [...timelineLanes(timeline, 'goroutine')].flatMap(([id, slices]) =>
    slices.map(
      ({ start, end, state }) =>
        `${id} ${timeline.startTime + BigInt(start)} ${timeline.startTime + BigInt(end)} ${state}`,
    ),
  );
}
