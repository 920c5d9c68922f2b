/** The shop under a dlv that somebody else started, and what it takes to end both. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../../../scripts/child.ts';
import { ensureDelve } from '../../../scripts/tools/delve.ts';
import { freePort } from '../../support/ports.ts';

export interface RemoteShop {
  /** The program, for running it alone. */
  readonly program: string;
  readonly dlv: ChildProcess;
  /** Where dlv listens. */
  readonly address: string;
  /** Where the shop listens. */
  readonly shop: string;
}

/** Builds the shop of a folder of examples and lets it run under a headless dlv. */
export async function startRemoteShop(folder: string): Promise<RemoteShop> {
  const program = join(folder, 'shop-under-dlv');
  await run('go', ['build', '-gcflags=all=-N -l', '-o', program, './shop'], {
    cwd: folder,
    quiet: true,
  });
  const [listen, addr] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const flags = ['--headless', '--accept-multiclient', '--continue', `--listen=${listen}`];
  const dlv = spawn(await ensureDelve(), ['exec', program, ...flags, '--', '-addr', addr], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of dlv.stdout) {
    if (String(chunk).includes('shop listens on')) break;
  }
  // Ending the loop closed the pipe; what the program prints later goes nowhere.
  return { program, dlv, address: listen, shop: `http://${addr}` };
}

export async function endRemoteShop({ dlv }: RemoteShop): Promise<void> {
  dlv.kill('SIGINT');
  await once(dlv, 'exit');
}

/** False also when nobody answers within the time. */
export async function serves({ shop }: RemoteShop, milliseconds = 10_000): Promise<boolean> {
  const signal = AbortSignal.timeout(milliseconds);
  return fetch(`${shop}/debug/pprof/cmdline`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}
