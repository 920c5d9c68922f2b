/** Compiles kernel/trace to WebAssembly: the order kernel of `src/trace`, as it is shipped. */
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './child.ts';
import { ROOT } from './tools/folders.ts';

/** Where the build puts it. */
export const KERNEL_FILE = 'dist/trace-kernel.wasm';

const SOURCES = ['kernel/trace', 'src/trace/event-types.ts'];
/** `minimal` has memory that can be freed; nothing is collected. */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'minimal'];

/** Compiles it unless the file is newer than its sources. */
export async function buildKernel(outfile: string): Promise<void> {
  if ((await timeOf(outfile)) > Math.max(...(await Promise.all(SOURCES.map(timeOf))))) return;
  await mkdir(join(ROOT, dirname(outfile)), { recursive: true });
  // Two builds at a time each write a file of their own.
  const temporary = `${outfile}.${process.pid}`;
  const compiler = 'node_modules/assemblyscript/bin/asc.js';
  const args = [compiler, 'kernel/trace/main.ts', '--outFile', temporary, ...OPTIONS];
  await run(process.execPath, args, { cwd: ROOT });
  await rename(join(ROOT, temporary), join(ROOT, outfile));
}

/** When a file, or the newest one in a folder, was written; 0 when there is none. */
async function timeOf(path: string): Promise<number> {
  const place = join(ROOT, path);
  const found = await stat(place).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const files = (await readdir(place)).filter((name) => name.endsWith('.ts'));
  return Math.max(...(await Promise.all(files.map((name) => timeOf(join(path, name))))));
}
