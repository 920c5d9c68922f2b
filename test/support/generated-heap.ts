import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
