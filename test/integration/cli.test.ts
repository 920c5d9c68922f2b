import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'src/cli/main.ts');
const RECORDED = join(ROOT, 'examples/recorded');

describe('the delvescope process', () => {
  test('top prints the rows of go tool pprof', async () => {
    const file = join(RECORDED, 'shop.cpu.pb.gz');
    const ours = await promisify(execFile)(process.execPath, [MAIN, 'top', file]);
    const pprof = await promisify(execFile)('go', ['tool', 'pprof', '-top', '-nodecount=0', file]);
    const timeless = (output: string): string => output.replace(/^Time: .*\n/m, '');
    expect(timeless(ours.stdout)).toBe(timeless(pprof.stdout));
    expect(ours.stderr).toBe('');
  });

  test('reads standard input', async () => {
    const child = spawn(process.execPath, [MAIN, 'goroutines', '-', '--json']);
    child.stdin.end('goroutine 1 [running]:\nmain.main()\n\t/src/main.go:10 +0x1d\n');
    const out = await collect(child.stdout);
    expect(JSON.parse(out)).toMatchObject({ goroutines: [{ id: 1, state: 'running' }] });
  });

  test('a closed pipe ends it quietly', async () => {
    const file = join(RECORDED, 'shop.goroutines.txt');
    const child = spawn(process.execPath, [MAIN, 'goroutines', file, '--json']);
    child.stdout.destroy();
    const errors = collect(child.stderr);
    const [status] = await once(child, 'exit');
    expect({ status, errors: await errors }).toEqual({ status: 0, errors: '' });
  });

  test('a file that is not there', async () => {
    const child = spawn(process.execPath, [MAIN, 'top', 'gone.pb.gz']);
    const errors = collect(child.stderr);
    const [status] = await once(child, 'exit');
    expect({ status, errors: await errors }).toEqual({
      status: 1,
      errors: 'delvescope: gone.pb.gz cannot be read: there is no such file\n',
    });
  });
});

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
