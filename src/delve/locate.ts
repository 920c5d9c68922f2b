import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

export interface ToolSearch {
  readonly name: 'dlv' | 'go';
  /** Explicit paths in order of preference; empty ones are skipped. */
  readonly configured: readonly (string | undefined)[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface FoundTool {
  readonly path: string | undefined;
  /** Every place looked at, for the message when there is none. */
  readonly tried: readonly string[];
}

/**
 * Looks for a Go tool: configured path, PATH, GOBIN, each GOPATH's bin, ~/go/bin; for go itself also GOROOT and where
 * installers put it. A configured path that does not exist is an answer: nothing else is tried.
 */
export async function findTool(search: ToolSearch): Promise<FoundTool> {
  const configured = search.configured.find((path) => path !== undefined && path !== '');
  const candidates =
    configured === undefined ? standardPlaces(search) : explicit(configured, search);
  const tried: string[] = [];
  for (const candidate of candidates) {
    tried.push(candidate);
    if (await isExecutable(candidate)) return { path: candidate, tried };
  }
  return { path: undefined, tried };
}

function explicit(configured: string, { env }: ToolSearch): string[] {
  if (isAbsolute(configured) || /[\\/]/.test(configured)) return withSuffix(configured);
  return pathFolders(env).flatMap((folder) => withSuffix(join(folder, configured)));
}

function standardPlaces({ name, env }: ToolSearch): string[] {
  const folders = [...pathFolders(env)];
  if (env['GOBIN']) folders.push(env['GOBIN']);
  for (const root of (env['GOPATH'] ?? '').split(delimiter))
    if (root) folders.push(join(root, 'bin'));
  folders.push(join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), 'go', 'bin'));
  if (name === 'go') {
    if (env['GOROOT']) folders.push(join(env['GOROOT'], 'bin'));
    folders.push(
      ...(process.platform === 'win32'
        ? ['C:\\Program Files\\Go\\bin', 'C:\\Go\\bin']
        : ['/usr/local/go/bin', '/opt/homebrew/bin', '/usr/lib/go/bin', '/snap/bin']),
    );
  }
  return [...new Set(folders)].flatMap((folder) => withSuffix(join(folder, name)));
}

function pathFolders(env: Readonly<Record<string, string | undefined>>): string[] {
  const path = env['PATH'] ?? env['Path'] ?? '';
  return path.split(delimiter).filter((folder) => folder !== '');
}

function withSuffix(path: string): string[] {
  return process.platform === 'win32' && !/\.exe$/i.test(path) ? [`${path}.exe`] : [path];
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // Not there, or not for us: the next candidate.
  }
}
