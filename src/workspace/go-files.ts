import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** Enough for the largest repositories; more would only make matching slower. */
const LIMIT = 20_000;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist']);

/** The Go files in and below the folders, hidden folders left out; a symbolic link is a file, never a folder. */
export async function findGoFiles(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [...folders];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(join(folder, entry.name));
      else if (entry.name.endsWith('.go')) found.push(join(folder, entry.name));
    }
    if (found.length >= LIMIT) break;
  }
  return found;
}

export interface Link {
  readonly folder: string;
  readonly real: string;
}

/** Those of the folders that are reached through a symbolic link. */
export async function findLinks(folders: readonly string[]): Promise<readonly Link[]> {
  const links = await Promise.all(
    folders.map(async (folder) => {
      const real = await realpath(folder).catch(() => folder);
      return { folder, real };
    }),
  );
  return links.filter(({ folder, real }) => real !== folder);
}
