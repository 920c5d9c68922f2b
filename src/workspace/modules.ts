import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Go module on this disk. */
export interface Module {
  /** `delvescope.example`, as its go.mod says. */
  readonly path: string;
  readonly folder: string;
  /** Paths of the modules that its go.mod requires, indirectly as well. */
  readonly requires: readonly string[];
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

/** The module paths of the `require` lines of a go.mod (https://go.dev/ref/mod#go-mod-file-require). */
export function requiredModules(goMod: string): readonly string[] {
  const blocks = [...goMod.matchAll(/^[ \t]*require[ \t]*\(([^)]*)\)/gm)].map(([, lines]) => lines);
  const single = [...goMod.matchAll(/^[ \t]*require[ \t]+([^\s(].*)$/gm)].map(([, line]) => line);
  return [...blocks, ...single]
    .flatMap((lines = '') => lines.split('\n'))
    .flatMap((line) => /^\s*"?([^\s"/][^\s"]*)"?\s+v\d/.exec(line)?.[1] ?? []);
}

async function search(folder: string, depth: number): Promise<Module[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: Module[] = [];
  for (const entry of entries) {
    if (entry.isFile() && entry.name === 'go.mod') {
      const text = await readFile(join(folder, entry.name), 'utf8').catch(() => '');
      const path = modulePathOf(text);
      if (path !== undefined) found.push({ path, folder, requires: requiredModules(text) });
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
