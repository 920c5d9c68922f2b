import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { drawProfile } from '../../support/draw-profile.ts';

const PROFILE = drawProfile(
  `
      main@m.go:1   main@m.go:1   main@m.go:2
      read@r.go:4   write         idle
      = 3           1             2
      = 30          10            20`,
  { types: ['samples/count', 'cpu/nanoseconds'] },
);

const DUMP = `goroutine 1 [running]:
main.main()
\t/src/main.go:10 +0x1d

goroutine 7 [chan receive, 5 minutes, locked to thread]:
main.wait(0xc000012)
\t/src/main.go:20 +0x2b
created by main.main in goroutine 1
\t/src/main.go:8 +0x15
`;

const FILES: Readonly<Record<string, Uint8Array>> = {
  'cpu.pb': PROFILE,
  'cpu.pb.gz': gzipSync(PROFILE),
  'cut.pb.gz': gzipSync(PROFILE).subarray(0, -12),
  'page.html': new TextEncoder().encode('<html>'),
  'dump.txt': new TextEncoder().encode(DUMP),
};

describe('top', () => {
  test.each(['cpu.pb', 'cpu.pb.gz'])('%s as text', (file) =>
    check(
      ['top', file],
      `
Type: cpu
Showing nodes accounting for 60ns, 100% of 60ns total
      flat  flat%   sum%        cum   cum%
      30ns 50.00% 50.00%       30ns 50.00%  read
      20ns 33.33% 83.33%       20ns 33.33%  idle
      10ns 16.67%   100%       10ns 16.67%  write
         0     0%   100%       60ns   100%  main
`,
    ),
  );

  test('as JSON, with a sample type', async () => {
    const { out, status } = await start(['top', 'cpu.pb', '--json', '--sample-type=samples']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      sampleType: 'samples',
      unit: 'count',
      total: 6,
      rows: [
        { function: 'read', file: 'r.go', flat: 3, cum: 3 },
        { function: 'idle', file: '', flat: 2, cum: 2 },
        { function: 'write', file: '', flat: 1, cum: 1 },
        { function: 'main', file: 'm.go', flat: 0, cum: 6 },
      ],
    });
  });

  test('a file that was cut is printed, with a problem', async () => {
    const { out, errors, status } = await start(['top', 'cut.pb.gz', '--sample-type', '0']);
    expect({ status, out: out.split('\n', 1)[0] }).toEqual({ status: 0, out: 'Type: samples' });
    expect(errors).toContain('cut.pb.gz: the file is damaged or cut short');
  });
});

describe('goroutines', () => {
  test('as text', () =>
    check(
      ['goroutines', 'dump.txt'],
      `
2 goroutines at 2 places
       1  main.wait /src/main.go:20 [chan receive, up to 5 min]
       1  main.main /src/main.go:10 [running]
`,
    ));

  test('as JSON', async () => {
    const { out, status } = await start(['goroutines', '--json', 'dump.txt']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      goroutines: [
        {
          id: 1,
          state: 'running',
          waitMinutes: 0,
          lockedToThread: false,
          createdBy: null,
          createdIn: null,
          frames: [{ function: 'main.main', file: '/src/main.go', line: 10 }],
        },
        {
          id: 7,
          state: 'chan receive',
          waitMinutes: 5,
          lockedToThread: true,
          createdBy: 'main.main',
          createdIn: 1,
          frames: [{ function: 'main.wait', file: '/src/main.go', line: 20 }],
        },
      ],
      problems: [],
    });
  });
});

describe('what goes wrong', () => {
  test.each([
    [[], 2, 'a command is missing'],
    [['graph', 'x'], 2, 'there is no command graph'],
    [['top'], 2, 'top needs a file'],
    [['goroutines', 'a', 'b'], 2, 'goroutines takes one file, not 2'],
    [['peek', 'a'], 2, 'peek needs an expression and a file'],
    [['top', 'cpu.pb', '-nodecount=x'], 2, '-nodecount: x is not a whole number'],
    [['top', 'cpu.pb', '-focus=(?=a)'], 2, 'focus: look-around at 0'],
    [['peek', 'nobody', 'cpu.pb'], 1, 'no function matches nobody'],
    [['top', 'cpu.pb', '--fast'], 2, 'there is no option -fast'],
    [['goroutines', 'dump.txt', '--sample-type', 'cpu'], 2, "Unknown option '--sample-type'"],
    [['top', 'cpu.pb', '--sample-type', 'wall'], 2, 'the profile has samples, cpu'],
    [['top', 'gone.pb'], 1, 'gone.pb cannot be read: there is no such file'],
    [['top', 'page.html'], 1, 'it seems to be a web page'],
    [['goroutines', 'page.html'], 1, 'page.html'],
  ])('%j exits with %d', async (args, status, sentence) => {
    const result = await start(args);
    expect({ status: result.status, out: result.out }).toEqual({ status, out: '' });
    expect(result.errors).toContain(sentence);
    expect(result.errors.includes('Usage:')).toBe(status === 2 && !/profile|focus/.test(sentence));
  });

  test('help and version go to standard output', async () => {
    expect((await start(['--help'])).out).toMatch(/^Usage: delvescope/);
    expect((await start(['top', '-h'])).status).toBe(0);
    expect((await start(['--version'])).out).toBe('delvescope 1.2.3\n');
  });
});

async function check(args: readonly string[], expected: string): Promise<void> {
  const { out, errors, status } = await start(args);
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  expect(`\n${out}`).toBe(expected);
}

async function start(
  args: readonly string[],
): Promise<{ out: string; errors: string; status: number }> {
  let out = '';
  let errors = '';
  const terminal: Terminal = {
    writeBytes: () => Promise.reject(new Error('no data is expected')),
    save: () => Promise.reject(new Error('no file is expected')),
    readSource: () => '',
    folder: '/',
    read: (path) => {
      const bytes = FILES[path];
      const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return bytes ? Promise.resolve(bytes) : Promise.reject(missing);
    },
    write: (text) => {
      out += text;
      return Promise.resolve();
    },
    complain: (line) => void (errors += `${line}\n`),
  };
  const status = await run(args, '1.2.3', terminal);
  return { out, errors, status };
}
