/** Attach through a real ssh tunnel, look, and choose at the disconnect what becomes of the program. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSshServer } from '../../support/ssh-server.ts';
import { copyOfExamples, groups, openPanel, pause } from '../support/debug-drive.ts';
import { runCommand } from '../support/drive.ts';
import { endRemoteShop, serves, startRemoteShop } from '../support/remote-shop.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  async open(context) {
    if (process.platform !== 'linux') return context.skip('the private sshd is set up for Linux');
    const folder = await copyOfExamples();
    const ssh = await startSshServer();
    const server = await startRemoteShop(folder.path);
    const tunnel = { type: 'ssh', host: 'good', remote: server.address, options: ssh.options };
    const configuration = { name: 'Through ssh', type: 'delvescope', request: 'attach', tunnel };
    await mkdir(join(folder.path, '.vscode'));
    await writeFile(
      join(folder.path, '.vscode', 'launch.json'),
      JSON.stringify({
        version: '0.2.0',
        configurations: [{ ...configuration, mode: 'remote', onDisconnect: 'ask' }],
      }),
    );
    const workbench = await context.openWorkbench({
      folder: folder.path,
      openFile: { path: join(folder.path, 'shop', 'handlers.go'), line: 47 },
    });
    return { ...workbench, folder, server, ssh };
  },
  async close({ folder, server, ssh }) {
    await endRemoteShop(server);
    await ssh.close();
    await folder.remove();
  },
  tests: {
    'the ways to a dlv are offered': async ({ page, screenshot }) => {
      await runCommand(page, 'Delvescope: Attach to dlv');
      for (const way of ['Direct', 'SSH host…', 'Kubernetes pod or deployment…']) {
        await row(page, way).waitFor();
      }
      await screenshot('ways');
      await page.keyboard.press('Escape');
    },
    'through ssh the goroutines of the remote program are shown': async ({ page, screenshot }) => {
      await page.keyboard.press('F5');
      await pause(page);
      const panel = await openPanel(page);
      await groups(panel).first().waitFor();
      await screenshot('panel');
    },
    'a core dump of it lies on its own machine': async ({ page, folder, screenshot }) => {
      await runCommand(page, 'Delvescope: Write Core Dump');
      const input = page.locator('.quick-input-widget', { hasText: 'not on this one' });
      await input.locator('input.input').fill(join(folder.path, 'shop.core'));
      await page.keyboard.press('Enter');
      const toast = page.locator('.notification-toast', { hasText: 'on the machine of dlv' });
      await toast.getByText('Copy path').waitFor();
      await screenshot('core');
      await page.keyboard.press('Escape');
    },
    'Disconnect asks, and leaves the program halted': async ({ page, server, screenshot }) => {
      await disconnect(page);
      await row(page, 'Let the program go on').waitFor();
      await screenshot('question');
      await row(page, 'Leave it halted').click();
      const toast = page.locator('.notification-toast', { hasText: 'stays halted' });
      await toast.getByText('Copy address').waitFor();
      await screenshot('left');
      assert.equal(await serves(server, 1000), false);
      assert.equal(server.dlv.exitCode, null);
    },
    'the last answer is on top, another lets it go on': async ({ page, server }) => {
      await page.keyboard.press('F5');
      await page.locator('.debug-toolbar').waitFor();
      assert.equal(await serves(server), true);
      await disconnect(page);
      const first = page.locator('.quick-input-list .monaco-list-row').first();
      await first.filter({ hasText: 'Leave it halted' }).waitFor();
      await row(page, 'Let the program go on').click();
      assert.equal(await serves(server), true);
    },
  },
});

function row(page: Page, text: string): ReturnType<Page['locator']> {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text });
}

async function disconnect(page: Page): Promise<void> {
  await page.locator('.debug-toolbar .action-label[aria-label^="Disconnect ("]').click();
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
}
