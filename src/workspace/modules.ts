import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Go module on this disk. */
export interface Module {
  /** `delvescope.example`, as its go.mod says. */
  readonly path: string;
  readonly folder: string;
}

/** How far below a workspace folder modules are looked for. */
const DEPTH = 3;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'vendor', 'testdata', 'dist']);

/** The modules in and below the folders: one `go.mod` each, hidden folders left out. */
export async function findModules(folders: readonly string[]): Promise<Module[]> {
  const found = await Promise.all(folders.map((folder) => search(folder, DEPTH)));
  return found.flat();
}

/** The path of the `module` line of a go.mod, or undefined (https://go.dev/ref/mod#go-mod-file-module). */
export function modulePathOf(goMod: string): string | undefined {
  const match = /^[ \t]*module[ \t]+(?:"([^"\n]+)"|`([^`\n]+)`|([^\s/"`][^\s]*))/m.exec(goMod);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

async function search(folder: string, depth: number): Promise<Module[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: Module[] = [];
  for (const entry of entries) {
    if (entry.isFile() && entry.name === 'go.mod') {
      const path = modulePathOf(await readFile(join(folder, entry.name), 'utf8').catch(() => ''));
      if (path !== undefined) found.push({ path, folder });
    }
  }
  if (depth === 0) return found;
  const below = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name),
  );
  const nested = await Promise.all(
    below.map((entry) => search(join(folder, entry.name), depth - 1)),
  );
  return [...found, ...nested.flat()];
}
