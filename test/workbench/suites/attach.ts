/** Attach to a dlv that somebody else started, look, detach: the program still serves. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDelve } from '../../../scripts/tools/delve.ts';
import {
  copyOfExamples,
  groups,
  openPanel,
  pause,
  showLine,
  stoppedAt,
  toggleBreakpoint,
} from '../support/debug-drive.ts';
import { attachDirectly, endRemoteShop, serves, startRemoteShop } from '../support/remote-shop.ts';
import { freePort } from '../../support/ports.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  async open(context) {
    const folder = await copyOfExamples();
    const server = await startRemoteShop(folder.path);
    const workbench = await context.openWorkbench({
      folder: folder.path,
      openFile: { path: join(folder.path, 'shop', 'handlers.go'), line: 47 },
    });
    return { ...workbench, folder, server };
  },
  async close({ folder, server }) {
    await endRemoteShop(server);
    await folder.remove();
  },
  tests: {
    'an address where nothing listens has a clear message': async ({ page, screenshot }) => {
      await attachDirectly(page, `127.0.0.1:${await freePort()}`);
      const toast = page.locator('.notification-toast', { hasText: /refused|nothing listens/i });
      await toast.first().waitFor();
      await toast.getByText('Try again').waitFor();
      await screenshot('refused');
      await page.keyboard.press('Escape');
    },
    'a local process is picked from a list, and goes on after detaching': async ({
      page,
      folder,
      server,
    }) => {
      const alone = spawn(server.program, ['-addr', '127.0.0.1:0'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        const [line] = (await once(alone.stdout, 'data')) as [Buffer];
        const url = /http:\S+/.exec(String(line))?.[0] ?? '';
        const configuration = {
          name: 'Pick',
          type: 'delvescope',
          request: 'attach',
          mode: 'local',
        };
        await mkdir(join(folder.path, '.vscode'), { recursive: true });
        await writeFile(
          join(folder.path, '.vscode', 'launch.json'),
          JSON.stringify({
            version: '0.2.0',
            configurations: [{ ...configuration, processId: '${command:pickProcess}' }],
          }),
        );
        await page.keyboard.press('F5');
        const input = page.locator('.quick-input-widget input.input');
        await page
          .locator('.quick-input-list .monaco-list-row', { hasText: 'shop-under-dlv' })
          .first()
          .waitFor();
        await input.fill(String(alone.pid));
        await page
          .locator('.quick-input-list .monaco-list-row.focused', { hasText: `${alone.pid}` })
          .waitFor();
        await page.keyboard.press('Enter');
        await pause(page);
        await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
        assert.ok((await fetch(`${url}/debug/pprof/cmdline`)).ok);
        assert.equal(alone.exitCode, null);
      } finally {
        alone.kill();
        await rm(join(folder.path, '.vscode'), { recursive: true });
      }
    },
    'a dlv for one client says what is missing, and how to get it': async ({
      page,
      server,
      screenshot,
    }) => {
      const listen = `127.0.0.1:${await freePort()}`;
      const single = spawn(
        await ensureDelve(),
        ['exec', server.program, '--headless', `--listen=${listen}`, '--', '-addr', '127.0.0.1:0'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      try {
        await once(single.stdout, 'data');
        await attachDirectly(page, listen);
        const toast = page.locator('.notification-toast', { hasText: 'one client only' });
        await toast.first().waitFor();
        await toast.getByText('Copy dlv command').waitFor();
        await screenshot('one-client');
        const ended = once(single, 'exit');
        await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
        await ended;
      } finally {
        single.kill('SIGKILL');
      }
    },
    'attach asks for host and port only': async ({ page, server }) => {
      await showLine(page, 'handlers.go', 47);
      await toggleBreakpoint(page, 's.orders.Place');
      await attachDirectly(page, server.address);
      await page.locator('.debug-toolbar').waitFor();
      assert.equal(await serves(server), true);
    },
    'its breakpoint stops the remote program': async ({ page, server, screenshots }) => {
      const order = fetch(`${server.shop}/order?item=mug`).then((answer) => answer.text());
      await stoppedAt(page);
      const panel = await openPanel(page);
      await groups(panel).filter({ hasText: 'http.conn.serve' }).first().waitFor();
      await screenshots('stopped');
      await page.locator('.debug-toolbar .action-label[aria-label^="Continue"]').click();
      assert.match(await order, /"item":"mug"/);
    },
    'detached while it stands at a breakpoint, it still serves': async ({ page, server }) => {
      const order = fetch(`${server.shop}/order?item=hat`).then((answer) => answer.text());
      await stoppedAt(page);
      await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      assert.ok((await order).length > 0);
      assert.equal(await serves(server), true);
      assert.equal(server.dlv.exitCode, null);
    },
  },
});
