import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findModules, modulePathOf } from '../workspace/modules.ts';
import type { Configuration } from './start/configuration.ts';

/** Module paths of the workspace folders and of the program: whose code counts as the user's own. */
export async function ownModules(configuration: Configuration): Promise<string[]> {
  const { target, workspaceFolders } = configuration;
  const modules = new Set((await findModules(workspaceFolders)).map(({ path }) => path));
  const module = 'program' in target ? await moduleAbove(target.program) : undefined;
  if (module !== undefined) modules.add(module);
  return [...modules];
}

/** The module of the nearest go.mod in a folder or above it. */
async function moduleAbove(path: string): Promise<string | undefined> {
  let folder = path;
  for (;;) {
    const text = await readFile(join(folder, 'go.mod'), 'utf8').catch(() => undefined);
    if (text !== undefined) return modulePathOf(text);
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
