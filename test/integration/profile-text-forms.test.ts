/** Text forms (debug=1) of profiles, written by a Go program here: without the comments, pprof reads the same. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { delvescope, pprof, withoutTime } from '../support/pprof-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'delvescope-text-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = resolve(import.meta.dirname, '../fixtures/go');
const binary = join(folder, 'textprofiles');
execFileSync('go', ['build', '-o', binary, './textprofiles'], { cwd: program });
execFileSync(binary, [folder]);
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('every profile of the runtime as text', () => {
  test('all are there', () => expect(files.length).toBe(7));

  for (const name of files) {
    test(name, async () => {
      // pprof does not read the comments, which name the functions.
      const text = readFileSync(join(folder, name), 'utf8').replace(/^#.*\n/gm, '');
      const bare = join(folder, name);
      writeFileSync(bare, text);
      for (const command of ['raw', 'traces', 'top']) {
        const [theirs, ours] = await Promise.all([
          pprof([`-${command}`, bare], folder),
          delvescope([command, bare], folder),
        ]);
        expect(ours.errors).toBe('');
        expect(withoutTime(ours.out)).toBe(theirs.out);
      }
    });
  }

  test('a Go binary names the functions of bare addresses as it does for pprof', async () => {
    for (const name of ['mutex.debug1.txt', 'goroutine.debug1.txt']) {
      const [theirs, ours] = await Promise.all([
        pprof(['-traces', binary, join(folder, name)], folder),
        delvescope(['traces', `-binary=${binary}`, join(folder, name)], folder),
      ]);
      expect(ours.out).toContain('main.main');
      expect(ours.out).toBe(theirs.out.replace(/^File: .*\n/, ''));
    }
  });

  test('a binary that is none is named', async () => {
    const bare = join(folder, 'mutex.debug1.txt');
    const { status, errors } = await delvescope(['top', '-binary=/no/such', bare], folder);
    expect({ status, named: errors.includes('/no/such cannot be asked') }).toEqual({
      status: 1,
      named: true,
    });
  });
});
