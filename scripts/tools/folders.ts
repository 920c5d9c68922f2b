/** Where the project keeps what it fetches and what it makes; both are ignored by git. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Fetched tools. */
export const TOOLS = join(ROOT, '.tools');

/** Packages, screenshots, results. */
export const ARTIFACTS = join(ROOT, '.artifacts');

/** Where `dlv` is installed when the machine has none. */
export const TOOL_BINARIES = join(TOOLS, 'bin');

const INSTALLED = '.installed';

/** The environment in which the fetched tools are found, after those of the machine. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}${delimiter}${TOOL_BINARIES}` };
}

/**
 * Fills a folder once per version: into a neighbour first, then by rename, so that an interrupted installation
 * leaves nothing that looks complete.
 */
export async function installOnce(
  folder: string,
  version: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  if (await isInstalled(folder, version)) return;
  await mkdir(TOOLS, { recursive: true });
  const fresh = await mkdtemp(join(TOOLS, 'tmp-'));
  try {
    await fill(fresh);
    await writeFile(join(fresh, INSTALLED), version);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Whether a folder holds this version, completely. */
export async function isInstalled(folder: string, version: string): Promise<boolean> {
  const marker = join(folder, INSTALLED);
  return existsSync(marker) && (await readFile(marker, 'utf8')) === version;
}
