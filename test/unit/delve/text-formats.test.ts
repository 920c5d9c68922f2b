import { describe, expect, test } from 'vitest';
import { parseCompileErrors } from '../../../src/delve/build-errors.ts';
import { buildArguments } from '../../../src/delve/build.ts';
import { parseEnvFile } from '../../../src/delve/env-file.ts';
import { splitQuotedFields } from '../../../src/delve/fields.ts';
import { LineDecoder } from '../../../src/delve/line-decoder.ts';
import { parseAddress } from '../../../src/delve/rpc-client.ts';
import { OutputSorter } from '../../../src/delve/start.ts';
import { waitReasonTable } from '../../../src/delve/wait-reason.ts';

test.each([
  ['', []],
  ['-tags=a  -race', ['-tags=a', '-race']],
  [`-tags 'a b' "-ldflags=-X main.v=1"`, ['-tags', 'a b', '-ldflags=-X main.v=1']],
  [`-gcflags='all=-N'`, [`-gcflags='all=-N'`]],
])('flags %s', (text, fields) => {
  expect(splitQuotedFields(text)).toEqual(fields);
});

test('an unterminated quote is an error', () => {
  expect(() => splitQuotedFields(`-a 'b`)).toThrow("unterminated '");
});

test.each([
  ['A=1', { A: '1' }],
  ['  export  A = b c  ', { A: 'b c' }],
  ['# A=1\nB.C-D=2', { 'B.C-D': '2' }],
  [String.raw`A="x\ny"`, { A: 'x\ny' }],
  [`A='x'`, { A: 'x' }],
  ['A=1\r\nB=${A}-${HOME}-${NONE}', { A: '1', B: '1-/h-' }],
  [String.raw`A=\${B}`, { A: '${B}' }],
  ['\uFEFFA=', { A: '' }],
])('env file %j', (text, variables) => {
  expect(parseEnvFile(text, { HOME: '/h' })).toEqual(variables);
});

test('compile errors: relative, absolute, without column, continued, and other lines', () => {
  const output = [
    '# example.com/broken',
    './main.go:5:2: declared and not used: unused',
    '/abs/b.go:7: syntax error',
    'sub/c.go:1:1: cannot use x',
    '\thave (int)',
    'too many errors',
  ].join('\n');
  expect(parseCompileErrors(output, '/work')).toEqual([
    { file: '/work/main.go', line: 5, column: 2, message: 'declared and not used: unused' },
    { file: '/abs/b.go', line: 7, column: 1, message: 'syntax error' },
    { file: '/work/sub/c.go', line: 1, column: 1, message: 'cannot use x have (int)' },
  ]);
});

describe('build arguments', () => {
  const command = { go: 'go', target: ['.'], folder: '/w', output: '/o', env: {} };
  test('optimisation is off unless the flags say something', () => {
    expect(buildArguments({ ...command, kind: 'debug', flags: ['-race'] })).toEqual([
      'build',
      '-o',
      '/o',
      '-gcflags=all=-N -l',
      '-race',
      '.',
    ]);
    expect(buildArguments({ ...command, kind: 'test', flags: ['-gcflags=-m'] })).toEqual([
      'test',
      '-c',
      '-o',
      '/o',
      '-gcflags=-m',
      '.',
    ]);
  });
});

test('lines however they are split', () => {
  const decoder = new LineDecoder();
  const lines = ['a', 'b\nc', 'd\n\ne'].flatMap((chunk) => decoder.push(Buffer.from(chunk)));
  expect(lines.map(String)).toEqual(['ab', 'cd', '']);
  expect(String(decoder.takeRest())).toBe('e');
});

test.each([
  ['127.0.0.1:2345', { host: '127.0.0.1', port: 2345 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  [':80', { host: '127.0.0.1', port: 80 }],
  ['host', undefined],
  ['host:99999', undefined],
])('address %s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test('wait reasons by Go version', () => {
  expect(waitReasonTable('go1.26.8 linux/amd64')[18]).toBe('select');
  expect(waitReasonTable('go1.25.0')[18]).toBe('GOMAXPROCS updater (idle)');
  expect(waitReasonTable('go1.23.1')[14]).toBe('chan receive');
  expect(waitReasonTable('go1.18')[19]).toBe('sleep');
  expect(waitReasonTable('devel')[18]).toBe('select');
});

test("the program's output, dlv's words and the address are told apart", () => {
  const seen: string[] = [];
  const sorter = new OutputSorter(
    {
      program: (category, text) => seen.push(`${category} ${JSON.stringify(text)}`),
      debugger: (line) => seen.push(`dlv ${line}`),
    },
    ({ port }) => seen.push(`port ${port}`),
  );
  sorter.stdout(Buffer.from('API server liste'));
  sorter.stdout(Buffer.from('ning at: 127.0.0.1:4711\nhel'));
  sorter.stdout(Buffer.from('lo\nAPI server listening at: 1.2.3.4:5\n'));
  sorter.stderr(Buffer.from('2026-01-02T03:04:05Z debug layer=dap x\nfrom the program\nhalf'));
  sorter.flush();
  expect(seen).toEqual([
    'port 4711',
    'stdout "hel"',
    'stdout "lo\\nAPI server listening at: 1.2.3.4:5\\n"',
    'dlv 2026-01-02T03:04:05Z debug layer=dap x',
    'stderr "from the program\\n"',
    'stderr "half"',
  ]);
});
