import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface GoEnv {
  /** Folder of the Go installation; empty when there is no go. */
  readonly goRoot: string;
  /** Where module sources are unpacked. */
  readonly moduleCache: string;
}

/** Longest wait for `go env`; it usually takes 20 ms. */
const LIMIT_MILLIS = 10_000;

/**
 * Asks go where its own sources and the module cache are. Run in the home folder with the local toolchain, so that
 * nothing of a workspace decides what runs. Without go: the usual module cache, and no GOROOT.
 */
export async function readGoEnv(goPath: string): Promise<GoEnv> {
  return new Promise((resolve) => {
    execFile(
      goPath === '' ? 'go' : goPath,
      ['env', 'GOROOT', 'GOMODCACHE'],
      { cwd: homedir(), timeout: LIMIT_MILLIS, env: { ...process.env, GOTOOLCHAIN: 'local' } },
      (error, stdout) => {
        const [goRoot = '', moduleCache = ''] = error ? [] : stdout.split(/\r?\n/);
        resolve({
          goRoot,
          moduleCache: moduleCache === '' ? join(homedir(), 'go', 'pkg', 'mod') : moduleCache,
        });
      },
    );
  });
}
