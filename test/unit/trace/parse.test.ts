import { describe, expect, test } from 'vitest';
import {
  linesOf,
  linesOfTrace,
  namesOfTrace,
  readBytes,
  readText,
} from '../../support/trace-check.ts';
import { batch } from '../../support/trace-text.ts';

const NO_THREAD = '18446744073709551615';

const STRING_ONE = ['String id=1', 'data="again"'];

/** The tables that every generation needs: a nanosecond per unit, three strings. */
function tables(generation: number, version = 22): string {
  const header = `gen=${generation} m=${NO_THREAD} time=0`;
  const clock = ['Frequency freq=1000000000'];
  if (version >= 25) clock.unshift('Sync');
  if (version >= 25) clock.push('ClockSnapshot dt=1 mono=99 sec=1 nsec=2');
  return [
    batch(header, ...clock),
    batch(
      header,
      'Strings',
      'String id=1',
      'data="chan send"',
      'String id=2',
      'data="work"',
      'String id=3',
      'data="main.main"',
    ),
    batch(header, 'Stacks', 'Stack id=1 nframes=1', 'pc=4096 func=3 file=0 line=7'),
  ].join('\n');
}

/** Two threads: goroutine 1 creates 2, which runs on the other thread and unblocks 1. */
const TWO_THREADS = [
  batch(
    'gen=1 m=10 time=100',
    'ProcStatus dt=0 p=0 pstatus=1',
    'GoStatus dt=1 g=1 m=10 gstatus=2',
    'GoCreate dt=1 new_g=2 new_stack=1 stack=1',
    'GoBlock dt=1 reason_string=1 stack=1',
  ),
  batch(
    'gen=1 m=11 time=90',
    'ProcStatus dt=0 p=1 pstatus=1',
    'GoStart dt=1 g=2 g_seq=1',
    'GoUnblock dt=1 g=1 g_seq=1 stack=0',
    'GoDestroy dt=1',
  ),
  tables(1),
].join('\n');

describe('order', () => {
  test('what follows comes later, whatever its clock says', () => {
    const { trace, codes } = readText(`Trace Go1.22\n${TWO_THREADS}`);
    expect(codes).toEqual([]);
    expect(trace.isComplete).toBe(true);
    expect(namesOfTrace(trace)).toEqual(
      linesOf(`
        Sync -1 -1 -1: 1
        ProcStatus -1 -1 11: 0 0 2
        ProcStatus -1 -1 10: 1 0 2
        GoStatus -1 0 10: 0 0 3
        GoCreate 1 0 10: 1 1
        GoStart -1 1 11: 1
        GoBlock 1 0 10: 1
        GoUnblock 2 1 11: 0
        GoDestroy 2 1 11:
        Sync -1 -1 -1: 2`),
    );
    expect(linesOfTrace(trace)).toEqual(
      linesOf(`
        Sync 1 -1 -1 -1
        StateTransition 90 -1 -1 11
        StateTransition 100 -1 -1 10
        StateTransition 101 -1 0 10
        StateTransition 102 1 0 10
        StateTransition 103 -1 1 11
        StateTransition 104 1 0 10
        StateTransition 105 2 1 11
        StateTransition 106 2 1 11
        Sync 107 -1 -1 -1`),
    );
  });

  test('a switch of coroutines is three events', () => {
    const { trace, codes } = readText(
      [
        'Trace Go1.23',
        batch(
          'gen=1 m=10 time=100',
          'ProcStatus dt=0 p=0 pstatus=1',
          'GoStatus dt=1 g=1 m=10 gstatus=2',
          'GoCreateBlocked dt=1 new_g=2 new_stack=1 stack=1',
          'GoSwitch dt=1 g=2 g_seq=1',
          'GoSwitchDestroy dt=1 g=1 g_seq=1',
        ),
        tables(1),
      ].join('\n'),
    );
    expect(codes).toEqual([]);
    expect(namesOfTrace(trace).slice(4, -1)).toEqual(
      linesOf(`
        GoSwitch 1 0 10: 1
        GoBlock 1 0 10: 0
        GoStart -1 0 10: 1
        GoSwitchDestroy 2 0 10: 0
        GoDestroy 2 0 10:
        GoStart -1 0 10: 0`),
    );
  });

  test('a task keeps its name and parent over generations, a stop-the-world its kind', () => {
    const { trace, codes } = readText(
      [
        'Trace Go1.22',
        batch(
          'gen=1 m=10 time=100',
          'ProcStatus dt=0 p=0 pstatus=1',
          'GoStatus dt=1 g=1 m=10 gstatus=2',
          'UserTaskBegin dt=1 task=5 parent_task=4 name_string=2 stack=0',
          'STWBegin dt=1 kind_string=1 stack=0',
        ),
        tables(1),
        batch(
          'gen=2 m=10 time=200',
          'ProcStatus dt=0 p=0 pstatus=1',
          'GoStatus dt=1 g=1 m=10 gstatus=2',
          'STWEnd dt=1',
          'UserTaskEnd dt=1 task=5 stack=0',
          'UserTaskEnd dt=1 task=5 stack=0',
        ),
        batch(`gen=2 m=${NO_THREAD} time=0`, 'Frequency freq=1000000000'),
      ].join('\n'),
    );
    expect(codes).toEqual([]);
    expect(trace.strings.slice(0, 3)).toEqual(['', 'chan send', 'work']);
    expect(namesOfTrace(trace).filter((line) => /Task|STW/.test(line))).toEqual(
      linesOf(`
        UserTaskBegin 1 0 10: 5 4 2
        STWBegin 1 0 10: 1
        STWEnd 1 0 10: 1
        UserTaskEnd 1 0 10: 5 4 2
        UserTaskEnd 1 0 10: 5 -1 0`),
    );
  });

  test('CPU samples come in by time, in the order of time', () => {
    const { trace, codes } = readText(
      [
        'Trace Go1.22',
        batch('gen=1 m=10 time=100', 'ProcStatus dt=0 p=0 pstatus=1', 'ProcStop dt=10'),
        batch(
          `gen=1 m=${NO_THREAD} time=0`,
          'CPUSamples',
          `CPUSample time=120 m=10 p=0 g=7 stack=1`,
          `CPUSample time=105 m=${NO_THREAD} p=${NO_THREAD} g=0 stack=9`,
        ),
        tables(1),
      ].join('\n'),
    );
    expect(codes).toEqual([]);
    expect(linesOfTrace(trace).slice(1, -1)).toEqual(
      linesOf(`
        StateTransition 100 -1 -1 10
        StackSample 105 -1 -1 -1
        StateTransition 110 -1 0 10
        StackSample 120 7 0 10`),
    );
    expect([...(trace.generations[0]?.events.stack ?? [])]).toEqual([0, 0, 0, 0, 1]);
  });

  test('times beyond 2^53 ns are exact', () => {
    // 2^55 + 8 units of 1 ns: the header of a batch is a double in Go as well; what follows is an integer.
    const { trace } = readText(
      [
        'Trace Go1.22',
        batch(
          'gen=1 m=10 time=36028797018963976',
          'ProcStatus dt=1 p=0 pstatus=1',
          'ProcStop dt=2',
        ),
        batch(`gen=1 m=${NO_THREAD} time=36028797018963976`, 'Frequency freq=1000000000'),
      ].join('\n'),
    );
    expect(trace.startTime).toBe(36_028_797_018_963_976n);
    expect([...(trace.generations[0]?.events.time ?? [])]).toEqual([0, 1, 3]);
    expect(linesOfTrace(trace)[2]).toBe('StateTransition 36028797018963979 -1 0 10');
  });
});

describe('clock and experiments', () => {
  const MARK = 'EndOfGeneration';

  test('the clock snapshot', () => {
    const { trace, codes } = readText(`Trace Go1.26\n${tables(1, 26)}\n${MARK}`);
    expect(codes).toEqual([]);
    expect(trace.generations[0]?.clock).toEqual({ time: 0, mono: 99n, wall: 1_000_000_002n });
  });

  test('experimental batches are kept, and noted once', () => {
    const text = `ExperimentalBatch exp=1 gen=1 m=10 time=3\ndata="abc"`;
    const { trace, codes } = readText(`Trace Go1.26\n${text}\n${tables(1, 26)}\n${text}\n${MARK}`);
    expect(codes).toEqual(['experimental-batch']);
    expect(trace.isComplete).toBe(true);
    const batches = trace.generations[0]?.experimental ?? [];
    expect(
      batches.map(({ experiment, thread, start, end }) => [experiment, thread, end - start]),
    ).toEqual([
      [1, 10, 3],
      [1, 10, 3],
    ]);
  });

  test('a version that is not known is read as the newest one below', () => {
    const { trace, codes } = readText(`Trace Go1.31\n${tables(1, 26)}\n${MARK}`);
    expect(codes).toEqual(['unknown-version']);
    expect(trace).toMatchObject({ version: 26, isComplete: true });
    expect(readText(`Trace Go1.24\n${TWO_THREADS}`).trace.version).toBe(23);
  });
});

describe('what is wrong is a problem, and what came before is there', () => {
  const DONE = `Trace Go1.22\n${TWO_THREADS}`;
  const TWO_STRINGS = batch('gen=2 m=1 time=0', 'Strings', ...STRING_ONE, ...STRING_ONE);

  test.each<[string, string, string, number]>([
    ['a trace before 1.11', 'Trace Go1.9', 'old-format', 0],
    ['a header and nothing else', 'Trace Go1.22', 'no-frequency', 1],
    [
      'a generation without a frequency',
      `Trace Go1.22\n${batch('gen=1 m=10 time=1')}`,
      'no-frequency',
      1,
    ],
    [
      'no clock snapshot',
      `Trace Go1.25\n${batch('gen=1 m=1 time=1', 'Sync', 'Frequency freq=1')}`,
      'no-clock-snapshot',
      1,
    ],
    [
      'a frequency of 0',
      `Trace Go1.22\n${batch('gen=1 m=1 time=1', 'Frequency freq=0')}`,
      'sync-batch',
      1,
    ],
    [
      'two frequencies',
      `Trace Go1.22\n${batch('gen=1 m=1 time=1', 'Frequency freq=1', 'Frequency freq=1')}`,
      'sync-batch',
      1,
    ],
    [
      'generation 0',
      `Trace Go1.22\n${batch('gen=0 m=1 time=1', 'Frequency freq=1')}`,
      'generation-zero',
      1,
    ],
    ['no batch', `${DONE}\nStrings`, 'batch-expected', 10],
    [
      'a batch that is too large',
      `${DONE}\nEventBatch gen=2 m=1 time=1 size=65537`,
      'batch-size',
      10,
    ],
    ['a batch that is cut', `${DONE}\nEventBatch gen=2 m=1 time=1 size=100`, 'batch-truncated', 10],
    ['a generation left out', `${DONE}\n${tables(3)}`, 'generation-order', 1],
    [
      'a cut generation since 1.26',
      `Trace Go1.26\n${tables(1, 26)}\nEndOfGeneration\n${tables(2, 26)}`,
      'generation-incomplete',
      2,
    ],
    [
      'generations mixed since 1.26',
      `Trace Go1.26\n${tables(1, 26)}\n${tables(2, 26)}\nEndOfGeneration`,
      'generation-order',
      1,
    ],
    ['a string twice', `${DONE}\n${TWO_STRINGS}`, 'string-duplicate', 10],
    [
      'a string without its name',
      `${DONE}\n${batch('gen=2 m=1 time=0', 'Strings', 'Sync')}`,
      'string-batch',
      10,
    ],
    [
      'a stack without its strings',
      `${DONE}\n${batch('gen=2 m=1 time=0', 'Frequency freq=5')}\n${batch('gen=2 m=1 time=0', 'Stacks', 'Stack id=1 nframes=1', 'pc=1 func=9 file=0 line=1')}`,
      'string-missing',
      10,
    ],
    [
      'a stack without its name',
      `${DONE}\n${batch('gen=2 m=1 time=0', 'Stacks', 'Sync')}`,
      'stack-batch',
      10,
    ],
    [
      'an event that stands in no thread',
      `${DONE}\n${batch('gen=2 m=1 time=0', 'Frequency freq=5')}\n${batch('gen=2 m=1 time=0', 'Sync')}`,
      'event-broken',
      9,
    ],
    [
      'a proc that was never there',
      `Trace Go1.22\n${batch('gen=1 m=10 time=1', 'GoCreate dt=0 new_g=1 new_stack=0 stack=0')}\n${tables(1)}`,
      'order-broken',
      1,
    ],
    [
      'threads that wait for ever',
      `Trace Go1.22\n${batch('gen=1 m=10 time=1', 'GoStart dt=0 g=1 g_seq=1')}\n${tables(1)}`,
      'order-stuck',
      1,
    ],
  ])('%s', (_title, text, code, eventCount) => {
    const { trace, codes } = readText(text);
    expect(codes).toEqual([code]);
    expect(trace.isComplete).toBe(false);
    expect(linesOfTrace(trace)).toHaveLength(eventCount);
  });

  test('something else', () => {
    const { trace, codes } = readBytes(new TextEncoder().encode('<html>'));
    expect(codes).toEqual(['not-a-trace']);
    expect(trace).toMatchObject({ version: 0, isComplete: false, generations: [] });
  });

  test('messages say where', () => {
    const { messages } = readText(
      `Trace Go1.22\n${batch('gen=1 m=10 time=1', 'GoStart dt=0 g=1 g_seq=1')}\n${tables(1)}`,
    );
    expect(messages).toEqual([
      'generation 1, thread 10: 1 threads wait for each other: thread 10 with GoStart',
    ]);
  });
});
