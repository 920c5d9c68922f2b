#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { packageVersion } from '../base/version.ts';
import { OrderKernel } from '../trace/index.ts';
import { readLargeFile } from './read-file.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

const terminal: Terminal = {
  read: (path) => (path === '-' ? buffer(process.stdin) : readLargeFile(path)),
  readSource: (path) => readFileSync(path, 'utf8'),
  folder: process.cwd(),
  write: (text) => writeOut(text),
  writeBytes: (bytes) => writeOut(bytes),
  save: (path, bytes) => writeFile(path, bytes),
  kernel: loadKernel,
  complain: (line) => void process.stderr.write(`${line}\n`),
};

// A reader that has seen enough (`| head`) closes the pipe: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

void main();

function writeOut(chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(chunk, () => resolve());
  });
}

/** It lies beside the bundle; without it traces take longer. */
function loadKernel(): OrderKernel | null {
  try {
    const folder = dirname(realpathSync(process.argv[1] ?? ''));
    return new OrderKernel(new Uint8Array(readFileSync(join(folder, 'trace-kernel.wasm'))));
  } catch {
    return null;
  }
}

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), packageVersion(), terminal);
}
