import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encodeProfile } from './draw-profile.ts';

const GO = resolve(import.meta.dirname, '../fixtures/go');

/** A heap profile whose stacks nearly all differ, made once by `synthheap` and kept; the path of the file. `kind` is for the program. */
export function generatedHeap(samples: number, locations: number, kind = ''): string {
  const folder = join(tmpdir(), 'delvescope-bench');
  const file = join(folder, `heap-${samples}-${locations}${kind}.pb.gz`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const numbers = [String(samples), String(locations)];
    const args = ['run', './synthheap', ...numbers, file, ...(kind === '' ? [] : [kind])];
    execFileSync('go', args, { cwd: GO });
  }
  return file;
}

/**
 * The worst graph to draw: `stacks` stacks of equal value that share nothing, so that zoomed to a pixel a frame every
 * row is full of them. The path of the file.
 */
export function generatedDense(stacks: number, depth: number): string {
  const folder = join(tmpdir(), 'delvescope-bench');
  const file = join(folder, `dense-${stacks}-${depth}.pb`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: stacks }, (_, row) => `pkg${row % 300}.Function${row}`);
  const message = {
    stringTable: ['', 'samples', 'count', ...names],
    sampleType: [{ type: 1, unit: 2 }],
    function: names.map((_, row) => ({ id: row + 1, name: row + 3 })),
    location: names.map((_, row) => ({ id: row + 1, line: [{ functionId: row + 1 }] })),
    sample: names.map((_name, stack) => {
      const rows = Array.from({ length: depth }, (_, row) => ((stack + row * 31) % stacks) + 1);
      return { locationId: rows, value: [1] };
    }),
  };
  writeFileSync(file, encodeProfile(message));
  return file;
}
