import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Configuration } from './start/configuration.ts';

/** Module paths of the workspace folders and of the program: whose code counts as the user's own. */
export async function ownModules(configuration: Configuration): Promise<string[]> {
  const { target, workspaceFolders } = configuration;
  const modules = new Set<string>();
  for (const folder of workspaceFolders) add(modules, await moduleOf(folder));
  let folder = 'program' in target ? target.program : undefined;
  while (folder !== undefined) {
    const module = await moduleOf(folder);
    add(modules, module);
    const parent = dirname(folder);
    folder = module !== undefined || parent === folder ? undefined : parent;
  }
  return [...modules];
}

async function moduleOf(folder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, 'go.mod'), 'utf8');
    return /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
  } catch {
    return undefined; // No module here.
  }
}

function add(modules: Set<string>, module: string | undefined): void {
  if (module !== undefined) modules.add(module);
}
