import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { parseProfile } from '../../../src/profile/index.ts';
import { linesOf } from '../../support/trace-check.ts';
import { assembleTrace, batch } from '../../support/trace-text.ts';

const WHOLE = [
  'Trace Go1.22',
  batch('gen=1 m=10 time=100', 'ProcStatus dt=0 p=0 pstatus=1', 'ProcStop dt=5'),
  batch('gen=1 m=11 time=90', 'Frequency freq=1000000000'),
].join('\n');
const CUT = `${WHOLE}\nEventBatch gen=2 m=10 time=200 size=100`;

test('trace events', async () => {
  expect(await delvescope(WHOLE, 'trace', 'events', 'a.trace')).toMatchObject({
    status: 0,
    lines: linesOf(`
      Sync 90 -1 -1 -1
      StateTransition 100 -1 -1 10
      StateTransition 105 -1 0 10
      Sync 106 -1 -1 -1`),
    errors: [],
  });
});

test('trace hash', async () => {
  const { lines } = await delvescope(WHOLE, 'trace', 'hash', 'a.trace');
  expect(lines).toEqual([expect.stringMatching(/^n=4 hash=[0-9a-f]{8}$/)]);
});

const SUMMARY = [
  'Trace Go1.22',
  batch(
    'gen=1 m=10 time=1000',
    'ProcStatus dt=0 p=0 pstatus=1',
    'GoStatus dt=1 g=1 m=10 gstatus=2',
    'GoCreate dt=99 new_g=2 new_stack=1 stack=0',
    'GoBlock dt=100 reason_string=1 stack=0',
    'GoStart dt=50 g=2 g_seq=1',
    'GCMarkAssistBegin dt=10 stack=0',
    'GCMarkAssistEnd dt=20',
    'GoUnblock dt=20 g=1 g_seq=1 stack=0',
    'GoDestroy dt=100',
    'GoStart dt=100 g=1 g_seq=2',
    'GoSyscallBegin dt=100 p_seq=1 stack=0',
    'GoSyscallEnd dt=300',
  ),
  batch(
    'gen=1 m=11 time=1000',
    'Strings',
    'String id=1',
    'data="chan send"',
    'String id=2',
    'data="main.work"',
  ),
  batch('gen=1 m=11 time=1000', 'Stacks', 'Stack id=1 nframes=1', 'pc=16 func=2 file=2 line=7'),
  batch('gen=1 m=11 time=1000', 'Frequency freq=1000000000'),
].join('\n');

test('trace summary', async () => {
  const { status, lines } = await delvescope(SUMMARY, 'trace', 'summary', 'a.trace');
  expect(status).toBe(0);
  expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual(
    linesOf(`
      total running runnable blocked syscall GC goroutine
      901 ns 301 ns 200 ns 100 ns 300 ns 0 ns 1 (chan send 100 ns)
      300 ns 150 ns 150 ns 0 ns 0 ns 20 ns 2 main.work`),
  );
});

test('trace summary --json', async () => {
  const { lines } = await delvescope(SUMMARY, 'trace', 'summary', '--json', 'a.trace');
  const { goroutines } = JSON.parse(lines.join('')) as { goroutines: object[] };
  expect(goroutines[1]).toEqual({
    id: 2,
    name: 'main.work',
    creation: 100,
    start: 250,
    end: 400,
    total: 300,
    execution: 150,
    schedulerWait: 150,
    syscall: 0,
    syscallBlock: 0,
    blocked: {},
    ranges: { 'GC mark assist': 20 },
  });
});

test('events that are missing', async () => {
  const { status, lines, errors } = await delvescope(CUT, 'trace', 'hash', 'a.trace');
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^n=4 /);
  expect(errors).toEqual(['a.trace: offset 38: the trace was cut: a batch says 100 bytes, 0 left']);
});

test('trace pprof', async () => {
  const { status, saved } = await delvescope(SUMMARY, 'trace', 'pprof', 'sync', 'a', '-o', 'b');
  expect(status).toBe(0);
  const { value: profile } = parseProfile(gunzipSync(saved.get('b') ?? new Uint8Array()));
  expect(profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`)).toEqual([
    'contentions/count',
    'delay/nanoseconds',
  ]);
});

test.each([
  [['trace'], 'trace is followed by events, hash, summary or pprof'],
  [['trace', 'list', 'a'], 'trace is followed by events, hash, summary or pprof'],
  [['trace', 'hash'], 'trace hash needs a file'],
  [['trace', 'hash', 'a', 'b'], 'trace hash takes one file, not 2'],
  [['trace', 'pprof', 'heap', 'a'], 'trace pprof is followed by net, sync, syscall, sched or cpu'],
  [['trace', 'pprof', 'net', 'a'], 'trace pprof needs -o and the file to write'],
  [['trace', 'hash', 'a', '-o', 'b'], 'trace hash has no option --output'],
  [['trace', 'hash', 'a', '--json'], 'trace hash has no option --json'],
])('wrong usage: %j', async (args, message) => {
  const { status, errors } = await delvescope(WHOLE, ...args);
  expect(status).toBe(2);
  expect(errors[0]).toContain(message);
});

async function delvescope(
  text: string,
  ...args: readonly string[]
): Promise<{
  status: number;
  lines: string[];
  errors: string[];
  saved: Map<string, Uint8Array>;
}> {
  let written = '';
  const saved = new Map<string, Uint8Array>();
  const errors: string[] = [];
  const status = await run(args, '0.0.0', {
    writeBytes: () => Promise.reject(new Error('no data is expected')),
    readSource: () => '',
    folder: '/',
    read: () => Promise.resolve(assembleTrace(text)),
    write: (part) => {
      written += part;
      return Promise.resolve();
    },
    save: (path, bytes) => {
      saved.set(path, bytes);
      return Promise.resolve();
    },
    complain: (line) => void errors.push(line),
  });
  return { status, lines: linesOf(written), errors, saved };
}
