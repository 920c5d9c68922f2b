import { join } from 'node:path';
import { run, secondsSince, succeeds } from '../child.ts';
import { installOnce, isInstalled, TOOL_BINARIES } from './folders.ts';

/** The debugger that a machine without one gets, and that the tests were written against. */
export const DELVE_VERSION = 'v1.27.2';

/** The dlv of the machine, else one of our own in `.tools/bin`; answers how to call it. */
export async function ensureDelve(): Promise<string> {
  if (succeeds('dlv', ['version'])) return 'dlv';
  const executable = process.platform === 'win32' ? 'dlv.exe' : 'dlv';
  if (!(await isInstalled(TOOL_BINARIES, DELVE_VERSION))) {
    const began = performance.now();
    console.log(`Installing dlv ${DELVE_VERSION} with go install (about a minute)…`);
    await installOnce(TOOL_BINARIES, DELVE_VERSION, async (folder) => {
      await run('go', ['install', `github.com/go-delve/delve/cmd/dlv@${DELVE_VERSION}`], {
        env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
        quiet: true,
      });
    });
    console.log(`Installed dlv in ${secondsSince(began)}.`);
  }
  return join(TOOL_BINARIES, executable);
}
