/** Text forms (debug=1) of profiles, written by a Go program here: without the comments, pprof reads the same. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  test('addresses of a position independent binary are found by its mapping', async () => {
    const source = join(folder, 'independent-source');
    mkdirSync(source);
    writeFileSync(join(source, 'go.mod'), 'module example.com/independent\n');
    writeFileSync(join(source, 'main.go'), 'package main\n\nfunc main() { println(1) }\n');
    const independent = join(folder, 'independent');
    execFileSync('go', ['build', '-buildmode=pie', '-o', independent, '.'], { cwd: source });
    const symbols = execFileSync('go', ['tool', 'nm', independent]).toString();
    const base = 0x555555554000n;
    const called = ['main.main', 'runtime.main'].map((name) => {
      const found = new RegExp(`^ *([0-9a-f]+) T ${name}$`, 'm').exec(symbols)?.[1] ?? '0';
      // Go's linker puts the first segment at 0x400000.
      return `0x${(base + BigInt(`0x${found}`) - 0x400000n + 5n).toString(16)}`;
    });
    const bare = join(folder, 'independent.txt');
    writeFileSync(
      bare,
      `goroutine profile: total 1\n1 @ ${called.join(' ')}\n--- Memory map: ---\n` +
        `${base.toString(16)}-${(base + 0x1000000n).toString(16)} r-xp 00000000 08:01 1 ${independent}\n`,
    );
    const [theirs, ours] = await Promise.all([
      pprof(['-top', independent, bare], folder),
      delvescope(['top', `-binary=${independent}`, bare], folder),
    ]);
    expect(ours.out).toMatch(/main\.main\n.*runtime\.main\n$/);
    expect(ours.out).toBe(theirs.out.replace(/^Build ID: .*\n/m, ''));
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
