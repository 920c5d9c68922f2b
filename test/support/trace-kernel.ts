/** The order kernel in WebAssembly, compiled when its sources have changed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernel } from '../../scripts/kernel.ts';
import { ROOT } from '../../scripts/tools/folders.ts';
import { OrderKernel } from '../../src/trace/index.ts';

const FILE = '.tsbuild/trace-kernel.wasm';

await buildKernel(FILE);

/** Where it is. */
export const TRACE_KERNEL_FILE = join(ROOT, FILE);

export const traceKernel = new OrderKernel(new Uint8Array(readFileSync(TRACE_KERNEL_FILE)));
