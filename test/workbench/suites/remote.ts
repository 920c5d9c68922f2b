/** A remote dlv that comes late, goes away, comes back rebuilt, and was built somewhere else. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { run } from '../../../scripts/child.ts';
import { ensureDelve } from '../../../scripts/tools/delve.ts';
import type { Folder } from '../support/debug-drive.ts';
import { copyOfExamples, showLine, stoppedAt, toggleBreakpoint } from '../support/debug-drive.ts';
import { webviewPage } from '../support/drive.ts';
import { descendantsOf, isAlive } from '../support/processes.ts';
import { attachDirectly } from '../support/remote-shop.ts';
import { freePort } from '../../support/ports.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  async open(context) {
    const folder = await copyOfExamples();
    const [dlv, shop] = [await freePort(), await freePort()];
    const server = new Server(join(folder.path, 'shop-under-dlv'), dlv, shop);
    const workbench = await context.openWorkbench({
      folder: folder.path,
      openFile: { path: join(folder.path, 'shop', 'handlers.go'), line: 47 },
    });
    return { ...workbench, folder, server };
  },
  async close({ folder, server }) {
    await server.end();
    await folder.remove();
  },
  tests: {
    'attached before dlv is up, the session waits and then begins': async ({
      page,
      folder,
      server,
      screenshots,
    }) => {
      await build(folder, server.program);
      await showLine(page, 'handlers.go', 47);
      await toggleBreakpoint(page, 's.orders.Place');
      await attachDirectly(page, `127.0.0.1:${server.dlvPort}`);
      await waiting(page).waitFor();
      await screenshots('before-the-server');
      await server.start();
      await waiting(page).waitFor({ state: 'detached' });
      await stopsAnOrder(page, server);
    },
    'after a rebuild the session goes on, and its breakpoint stops the new program': async ({
      page,
      folder,
      server,
      screenshots,
    }) => {
      await server.end();
      await waiting(page).waitFor();
      await unbound(page).first().waitFor();
      await screenshots('waiting-again');
      await rebuilt(folder, server.program);
      await server.start();
      await waiting(page).waitFor({ state: 'detached' });
      await unbound(page).first().waitFor({ state: 'detached' });
      await stopsAnOrder(page, server);
      await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
      await toolbar(page).waitFor({ state: 'hidden' });
    },
    'a program built elsewhere asks which of two copies it is, and binds to that': async ({
      page,
      folder,
      server,
      screenshots,
    }) => {
      await server.end();
      const elsewhere = await copyOfExamples();
      await build(elsewhere, server.program, '-trimpath');
      await elsewhere.remove();
      // Another copy of the module in the workspace: now there are two answers.
      await cp(join(folder.path, 'shop'), join(folder.path, 'backup', 'shop'), { recursive: true });
      await cp(join(folder.path, 'go.mod'), join(folder.path, 'backup', 'go.mod'));
      await server.start();
      await attachDirectly(page, `127.0.0.1:${server.dlvPort}`);
      await toolbar(page).waitFor();
      await unbound(page).first().waitFor();
      const toast = page.locator('.notification-toast', {
        hasText: 'The program knows handlers.go',
      });
      await toast.getByRole('button', { name: 'Path doctor' }).click();
      const doctor = webviewPage(page);
      await doctor.getByText('1 of 1 folder is not known here').waitFor();
      await screenshots('path-doctor-open');
      const name = folder.path.split('/').at(-1) ?? '';
      await doctor.getByRole('button', { name: new RegExp(`Use .*/${name}$`) }).click();
      await doctor.getByText('The folder of your code is found here').waitFor();
      await doctor.getByRole('button', { name: 'Save in workspace settings' }).click();
      await doctor.getByText('1 folder chosen').waitFor({ state: 'detached' });
      await screenshots('path-doctor-done');
      const settings = await readFile(join(folder.path, '.vscode', 'settings.json'), 'utf8');
      assert.match(settings, /"delvescope.substitutePath"/);
      await showLine(page, 'handlers.go', 47);
      await unbound(page).first().waitFor({ state: 'detached' });
      const order = server.order();
      await stoppedAt(page);
      await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
      await toolbar(page).waitFor({ state: 'hidden' });
      assert.match(await order, /"item":"mug"/);
      await rm(join(folder.path, 'backup'), { recursive: true });
    },
  },
});

/** The shop under a dlv of somebody else, on the same ports each time it is started. */
class Server {
  readonly program: string;
  readonly dlvPort: number;
  readonly #shop: string;
  #dlv: ChildProcess | undefined;

  constructor(program: string, dlvPort: number, shopPort: number) {
    this.program = program;
    this.dlvPort = dlvPort;
    this.#shop = `127.0.0.1:${shopPort}`;
  }

  async start(): Promise<void> {
    const listen = `--listen=127.0.0.1:${this.dlvPort}`;
    const flags = ['--headless', '--accept-multiclient', '--continue', listen];
    const args = ['exec', this.program, ...flags, '--', '-addr', this.#shop];
    const dlv = spawn(await ensureDelve(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#dlv = dlv;
    for await (const chunk of dlv.stdout) {
      if (String(chunk).includes('shop listens on')) break;
    }
  }

  /** Takes the program along, as the end of a container does. */
  async end(): Promise<void> {
    const dlv = this.#dlv;
    this.#dlv = undefined;
    if (!dlv || dlv.exitCode !== null) return;
    const programs = descendantsOf(dlv.pid);
    const ended = once(dlv, 'exit');
    dlv.kill('SIGKILL');
    await ended;
    for (const id of programs.filter(isAlive)) process.kill(id, 'SIGKILL');
  }

  async order(): Promise<string> {
    return (await fetch(`http://${this.#shop}/order?item=mug`)).text();
  }
}

async function build(folder: Folder, program: string, ...flags: string[]): Promise<void> {
  const args = ['build', ...flags, '-gcflags=-N -l', '-o', program, './shop'];
  await run('go', args, { cwd: folder.path, quiet: true });
}

/** The same lines, another program. */
async function rebuilt(folder: Folder, program: string): Promise<void> {
  const file = join(folder.path, 'shop', 'load.go');
  await writeFile(file, `${await readFile(file, 'utf8')}\nvar rebuilt = "again"\n`);
  await build(folder, program);
}

async function stopsAnOrder(page: Page, server: Server): Promise<void> {
  let hasStopped = false;
  // One that came before the breakpoint was set is answered without a stop.
  const order = async (): Promise<string> => {
    const answer = await server.order();
    return hasStopped ? answer : order();
  };
  const answered = order();
  await stoppedAt(page);
  hasStopped = true;
  await page.locator('.debug-toolbar .action-label[aria-label^="Continue"]').click();
  assert.match(await answered, /"item":"mug"/);
}

function waiting(page: Page): Locator {
  return page.locator('.notification-toast', { hasText: 'Waiting for dlv at' });
}

function toolbar(page: Page): Locator {
  return page.locator('.debug-toolbar');
}

/** Breakpoints that do not stop anything at the moment, in the margin. */
function unbound(page: Page): Locator {
  return page.locator('.monaco-editor .codicon-debug-breakpoint-unverified');
}
