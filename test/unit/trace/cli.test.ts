import { expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { linesOf } from '../../support/trace-check.ts';
import { assembleTrace, batch } from '../../support/trace-text.ts';

const WHOLE = [
  'Trace Go1.22',
  batch('gen=1 m=10 time=100', 'ProcStatus dt=0 p=0 pstatus=1', 'ProcStop dt=5'),
  batch('gen=1 m=11 time=90', 'Frequency freq=1000000000'),
].join('\n');
const CUT = `${WHOLE}\nEventBatch gen=2 m=10 time=200 size=100`;

test('trace events', async () => {
  expect(await delvescope(WHOLE, 'trace', 'events', 'a.trace')).toEqual({
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

test('events that are missing', async () => {
  const { status, lines, errors } = await delvescope(CUT, 'trace', 'hash', 'a.trace');
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^n=4 /);
  expect(errors).toEqual(['a.trace: offset 38: a batch says 100 bytes, 0 left']);
});

test.each([
  [['trace'], 'trace is followed by events or hash'],
  [['trace', 'list', 'a'], 'trace is followed by events or hash'],
  [['trace', 'hash'], 'trace hash needs a file'],
  [['trace', 'hash', 'a', 'b'], 'trace hash takes one file, not 2'],
  [['trace', 'hash', 'a', '--json'], 'trace hash has no option --json'],
])('wrong usage: %j', async (args, message) => {
  const { status, errors } = await delvescope(WHOLE, ...args);
  expect(status).toBe(2);
  expect(errors[0]).toContain(message);
});

async function delvescope(
  text: string,
  ...args: readonly string[]
): Promise<{ status: number; lines: string[]; errors: string[] }> {
  let written = '';
  const errors: string[] = [];
  const status = await run(args, '0.0.0', {
    read: () => Promise.resolve(assembleTrace(text)),
    write: (part) => {
      written += part;
      return Promise.resolve();
    },
    complain: (line) => void errors.push(line),
  });
  return { status, lines: linesOf(written), errors };
}
