/** The shop under a dlv that somebody else started, and what it takes to end both. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../../../scripts/child.ts';
import { ensureDelve } from '../../../scripts/tools/delve.ts';
import { descendants, isAlive } from '../../support/go-program.ts';
import { freePort } from '../../support/ports.ts';
import type { Page } from 'playwright-core';
import { runCommand } from './drive.ts';

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

/**
 * Politely, then not: dlv 1.27.2 may not hear of the end of a program that a DAP session continued and left (its own
 * halt and that session's resuming wait for each other).
 */
export async function endRemoteShop({ dlv }: RemoteShop): Promise<void> {
  const below = process.platform === 'linux' ? descendants(dlv.pid ?? 0) : [];
  const exited = once(dlv, 'exit');
  dlv.kill('SIGINT');
  const timer = setTimeout(() => {
    dlv.kill('SIGKILL');
    for (const id of below.filter(isAlive)) process.kill(id, 'SIGKILL');
  }, 3000);
  await exited;
  clearTimeout(timer);
}

/** False also when nobody answers within the time. */
export async function serves({ shop }: RemoteShop, milliseconds = 10_000): Promise<boolean> {
  const signal = AbortSignal.timeout(milliseconds);
  return fetch(`${shop}/debug/pprof/cmdline`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Attaches by the command, without a tunnel. */
export async function attachDirectly(page: Page, address: string): Promise<void> {
  await runCommand(page, 'Delvescope: Attach to dlv');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Direct' }).click();
  const input = page.locator('.quick-input-widget input.input');
  await page.locator('.quick-input-widget', { hasText: 'accept-multiclient' }).waitFor();
  await input.fill(address);
  await page.keyboard.press('Enter');
}
