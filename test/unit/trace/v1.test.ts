import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTrace, readTimeline } from '../../../src/trace/index.ts';
import { OLD_TRACES } from '../../support/old-traces.ts';
import { assembleOldTrace } from '../../support/old-trace-text.ts';
import { linesOf } from '../../support/trace-check.ts';
import { checkColumns } from '../../support/trace-checker.ts';
import { detailedLines } from '../../support/trace-details.ts';

/** A tick is 2 ns; these are the last things in a file. */
const CLOCK = 'Frequency freq=500000000';
const FOOTER = `
  String id=1 main.main
  String id=2 main.go
  String id=3 request
  String id=4 GC (idle)
  ${CLOCK}
  Stack id=7 nframes=1 4096 1 2 30`;

/** Goroutine 1 runs on processor 0 when the trace begins, 2 waits, 3 is runnable. */
const BEGINNING = `
  Batch p=0 ticks=1000
  GoCreate dt=1 g=1 new_stack=0 stack=0
  GoCreate dt=1 g=2 new_stack=0 stack=0
  GoWaiting dt=1 g=2
  GoCreate dt=1 g=3 new_stack=0 stack=0
  ProcStart dt=1 thread=70
  GoStart dt=1 g=1 seq=1
  Gomaxprocs dt=1 procs=2 stack=0`;

const BEGINS = `
  Sync -1 -1 -1 -1 1
  StateTransition 4 2 0 -1 Goroutine(2) Undetermined->Waiting ()
  StateTransition 8 -1 0 70 Proc(0) Undetermined->Running ()
  StateTransition 10 1 0 70 Goroutine(1) Undetermined->Running ()
  StateTransition 12 -1 -1 -1 Goroutine(3) Undetermined->Runnable ()`;

function read(text: string, version = 21) {
  const bytes = assembleOldTrace(`Trace Go1.${version}\n${text}`);
  const { value, problems } = parseTrace(bytes);
  expect(checkColumns(value)).toEqual([]);
  const lines = [...detailedLines(value)];
  return { bytes, lines, isComplete: value.isComplete, problems, codes: codesOf(problems) };
}

function codesOf(problems: readonly { readonly code: string }[]): string[] {
  return problems.map(({ code }) => code);
}

/** What follows the beginning, in the words of hashtrace. */
function check(text: string, expected: string, version = 21): void {
  const { lines, problems } = read(`${BEGINNING}\n${text}\n${FOOTER}`, version);
  expect(problems).toEqual([]);
  expect(lines).toEqual(linesOf(BEGINS + expected));
}

test('what is there when the trace begins becomes a status', () => {
  check('', '\nSync 13 -1 -1 -1 2');
});

describe('events', () => {
  test('of goroutines keep their order over processors, with reasons, stacks and labels', () => {
    check(
      `GoUnblock dt=1 g=2 seq=2 stack=7
      GoBlockSend dt=20 stack=7
      Batch p=1 ticks=1010
      ProcStart dt=1 thread=71
      GoStartLabel dt=1 g=2 seq=3 label=4
      GoSched dt=3 stack=0
      GoStartLocal dt=1 g=2
      GoEnd dt=1`,
      `
      StateTransition 14 1 0 70 Goroutine(2) Waiting->Runnable () < main.main@1000 main.go:30
      StateTransition 20 -1 1 71 Proc(1) Undetermined->Running ()
      StateTransition 22 2 1 71 Goroutine(2) Runnable->Running ()
      Label 23 2 1 71 GC (idle)
      StateTransition 28 2 1 71 Goroutine(2) Running->Runnable (runtime.Gosched)
      StateTransition 30 2 1 71 Goroutine(2) Runnable->Running ()
      StateTransition 32 2 1 71 Goroutine(2) Running->NotExist ()
      StateTransition 54 1 0 70 Goroutine(1) Running->Waiting (chan send) < main.main@1000 main.go:30 < main.main@1000 main.go:30
      Sync 55 -1 -1 -1 2`,
    );
  });

  test('of a syscall are a beginning and an end; one that lost its processor ends when it did', () => {
    check(
      `GoSysCall dt=1 stack=7
      GoSysCall dt=1 stack=0
      GoSysBlock dt=1
      ProcStop dt=1
      ProcStart dt=10 thread=71
      HeapAlloc dt=2 bytes=4096
      GoSysExit dt=10 g=1 seq=2 ticks=1014
      GoStart dt=1 g=1 seq=3`,
      `
      StateTransition 14 1 0 70 Goroutine(1) Running->Syscall () < main.main@1000 main.go:30 < main.main@1000 main.go:30
      StateTransition 15 1 0 70 Goroutine(1) Syscall->Running ()
      StateTransition 16 1 0 70 Goroutine(1) Running->Syscall ()
      StateTransition 20 -1 0 70 Proc(0) Running->Idle ()
      StateTransition 26 1 1000003 -1 Goroutine(1) Syscall->Runnable ()
      StateTransition 40 -1 0 71 Proc(0) Idle->Running ()
      Metric 44 -1 0 71 /memory/classes/heap/objects:bytes 4096
      StateTransition 66 1 0 71 Goroutine(1) Runnable->Running ()
      Sync 67 -1 -1 -1 2`,
    );
  });

  test('of annotations', () => {
    check(
      `UserTaskCreate dt=1 task=5 parent=0 name=3 stack=7
      UserRegion dt=1 task=5 mode=0 name=1 stack=0
      UserLog dt=1 task=5 key=2 stack=0 : a message
      UserRegion dt=1 task=5 mode=1 name=1 stack=0
      UserTaskEnd dt=1 task=5 stack=0`,
      `
      TaskBegin 14 1 0 70 5 of -1: request < main.main@1000 main.go:30
      RegionBegin 16 1 0 70 5: main.main
      Log 18 1 0 70 5: main.go: a message
      RegionEnd 20 1 0 70 5: main.main
      TaskEnd 22 1 0 70 5 of 0: request
      Sync 23 -1 -1 -1 2`,
    );
  });

  test.each([
    [19, 0, 'GC mark termination'],
    [21, 1, 'GC mark termination'],
    [21, 7, 'read mem stats'],
    [21, 99, ''],
  ])('of the GC; Go 1.%i has stop %i for "%s"', (version, kind, reason) => {
    check(
      `GCStart dt=1 seq=0 stack=0
      STWStart dt=1 kind=${kind}
      STWDone dt=1
      GCSweepStart dt=1 stack=0
      GCSweepDone dt=1 swept=8192 reclaimed=4096
      GCDone dt=1
      Batch p=2 ticks=1019
      CPUSample dt=1 ticks=1018 p=0 g=1 stack=7`,
      `
      RangeBegin 14 1 1000004 -1 GC concurrent mark phase on None
      RangeBegin 16 1 0 70 stop-the-world (${reason}) on Goroutine(1)
      RangeEnd 18 1 0 70 stop-the-world (${reason}) on Goroutine(1)
      RangeBegin 20 1 0 70 GC incremental sweep on Proc(0)
      RangeEnd 22 1 0 70 GC incremental sweep on Proc(0) 8192 4096
      RangeEnd 24 1 0 70 GC concurrent mark phase on None
      StackSample 34 1 0 -1 < main.main@1000 main.go:30
      Sync 35 -1 -1 -1 2`,
      version,
    );
  });
});

describe('what is broken is shown up to there', () => {
  const MORE = 'HeapAlloc dt=1 bytes=1\nHeapAlloc dt=1 bytes=2';
  const stops = (text: string) => {
    const { lines, codes, isComplete } = read(`${BEGINNING}\n${text}\n${FOOTER}`);
    expect(isComplete).toBe(false);
    return { codes, count: lines.length - linesOf(BEGINS).length - 1 };
  };

  test.each([
    ['an event that contradicts the state', `${MORE}\nProcStart dt=1 thread=1`, 'order-broken', 2],
    ['a region that is not the innermost', regions(), 'order-broken', 2],
    [
      'an event that waits for one that never comes',
      'GoUnblock dt=1 g=2 seq=9 stack=0',
      'order-stuck',
      0,
    ],
    ['a clock that goes back', `Batch p=0 ticks=900\n${MORE}`, 'time-order', 0],
    ['a syscall that ends before it began', early(), 'time-order', 2],
    [
      'a syscall that never began',
      'GoBlock dt=1 stack=0\nGoSysExit dt=1 g=1 seq=2 ticks=9999',
      'order-broken',
      1,
    ],
  ])('%s', (_title, text, code, count) => {
    expect(stops(text)).toEqual({ codes: [code], count });
  });

  function regions(): string {
    const region = (mode: number, name: number): string =>
      `UserRegion dt=1 task=0 mode=${mode} name=${name} stack=0`;
    return [region(0, 1), region(0, 2), region(1, 1)].join('\n');
  }

  function early(): string {
    return 'GoSysCall dt=1 stack=0\nGoSysBlock dt=1\nProcStop dt=1\nGoSysExit dt=1 g=1 seq=2 ticks=1000';
  }

  test('arguments that are not as many as there should be', () => {
    const bytes = assembleOldTrace(`Trace Go1.21\n${BEGINNING}\n${CLOCK}`);
    const broken = Uint8Array.from([...bytes, 14 | (0 << 6), 1]);
    const { value, problems } = parseTrace(broken);
    expect(problems).toEqual([
      {
        code: 'event-broken',
        offset: bytes.length,
        message: 'GoStart has 1 arguments instead of 3; 2 bytes left',
      },
    ]);
    expect([...detailedLines(value)].slice(0, -1)).toEqual(linesOf(BEGINS));
  });
});

test('a file that was cut is shown by a clock that is guessed, where that can be marked', () => {
  const bytes = new Uint8Array(readFileSync(OLD_TRACES['go1.19']));
  const whole = readTimeline(bytes);
  const cut = bytes.subarray(0, bytes.length * 0.6);
  const { value, problems } = parseTrace(cut);
  expect(value.generations).toHaveLength(1);
  expect(codesOf(problems)).toEqual(['no-frequency']);
  const timeline = readTimeline(cut);
  expect(codesOf(timeline.problems)).toEqual(['no-frequency']);
  expect(timeline.isComplete).toBe(false);
  expect(timeline.segments.at(-1)?.isUncertain).toBe(true);
  expect(timeline.goroutineIds.length).toBeGreaterThan(whole.goroutineIds.length / 3);
});

test('a timeline has only processors that exist, and knows how many from the beginning', () => {
  const timeline = readTimeline(new Uint8Array(readFileSync(OLD_TRACES['go1.21'])));
  expect(timeline.version).toBe(21);
  expect(Math.max(...timeline.procIds)).toBeLessThan(3);
  expect(timeline.procCount.time[0]).toBeLessThan(timeline.endTime / 10);
  expect(timeline.isComplete).toBe(true);
});
