/** Profiles from a running program and from a benchmark, fetched and opened by clicks. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { builtExample, startPrinting } from '../../support/go-program.ts';
import { activityIcon, openInExplorer, runCommand, webviewPage } from '../support/drive.ts';
import { codeLine, copyOfExamples } from '../support/debug-drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const args = ['-addr', '127.0.0.1:0', '-load', '2'];
    const shop = await startPrinting(builtExample('shop'), args, 'shop listens on ');
    const workbench = await context.openWorkbench({ folder: folder.path });
    const guarded = await guard();
    return { ...workbench, folder, shop, guarded, address: shop.address.replace('http://', '') };
  },
  close: async ({ folder, shop, guarded }) => {
    guarded.server.close();
    shop.process.kill();
    await folder.remove();
  },
  tests: {
    'an address without a listener says so': async ({ page }) => {
      await runCommand(page, 'Delvescope: Capture from a Running Program…');
      await answer(page, '127.0.0.1:1');
      await page
        .locator('.notification-toast', { hasText: 'Nothing listens on 127.0.0.1:1' })
        .waitFor();
      await page.keyboard.press('Escape');
      await runCommand(page, 'Notifications: Clear All Notifications');
    },
    'two kinds are fetched at once and open': async ({ page, address, screenshot }) => {
      await runCommand(page, 'Delvescope: Capture from a Running Program…');
      await answer(page, address);
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: 'threadcreate' }).first().waitFor();
      await screenshot('kinds');
      // The processor's profile is chosen from the start; the heap is added.
      await rows.filter({ hasText: /^heap/ }).first().click();
      await page.keyboard.press('Enter');
      await answer(page, '2', 'Seconds');
      await page.locator('.notification-toast', { hasText: /cpu \d s left/ }).waitFor();
      const tab = page.locator('.tab', { hasText: /-cpu\.pb\.gz/ });
      await tab.first().waitFor();
      await page
        .locator('.tab', { hasText: /-heap\.pb\.gz/ })
        .first()
        .waitFor();
      await tab.first().click();
      await webviewPage(page).locator('.ds-answer', { hasText: 'CPU in' }).first().waitFor();
    },
    'the view lists what came': async ({ page, screenshots }) => {
      await activityIcon(page).click();
      const header = page.locator('.pane-header', { hasText: 'Captures' });
      if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
      const list = page.locator('.monaco-list-row', { hasText: /heap · 127\.0\.0\.1/ });
      await list.first().waitFor();
      await screenshots('list');
    },
    'a program that records already says so': async ({ page, address }) => {
      const other = fetch(`http://${address}/debug/pprof/profile?seconds=10`);
      await runCommand(page, 'Delvescope: Capture from a Running Program…');
      await answer(page, `${address}/debug/pprof/profile`);
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: /^cpu/ })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await answer(page, '1', 'Seconds');
      await page.locator('.notification-toast', { hasText: 'is recording already' }).waitFor();
      await runCommand(page, 'Notifications: Clear All Notifications');
      await (await other).arrayBuffer();
    },
    'an address that wants a token is asked again with one': async ({
      page,
      guarded,
      screenshot,
    }) => {
      await runCommand(page, 'Delvescope: Capture from a Running Program…');
      await answer(page, guarded.address);
      const told = page.locator('.notification-toast', { hasText: 'wants to know who asks (401)' });
      await told.waitFor();
      await screenshot('token');
      await told.getByRole('button', { name: 'Set header…' }).click();
      await answer(page, 'Authorization: Bearer secret', 'Header for');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'heap' })
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
    },
    'a benchmark is profiled from its lens': async ({ page, screenshots }) => {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await openInExplorer(page, 'shop/pricing/engine_test.go');
      const lens = page.locator('.codelens-decoration', { hasText: 'profile cpu' });
      await lens.first().waitFor();
      await screenshots('lens');
      await codeLine(page, 'func TestApply').click();
      await page.keyboard.press('ControlOrMeta+End');
      // VS Code keeps the commands of lenses out of sight as they were when the file was opened and
      // replaces them a moment after they come into sight.
      await page.waitForTimeout(1500);
      await lens.last().locator('a', { hasText: 'profile cpu' }).click();
      const told = page.locator('.notification-toast', { hasText: /BenchmarkApply: .* ns\/op/ });
      await told.waitFor({ timeout: 90_000 });
      assert.match(await told.innerText(), /allocs\/op/);
      await page
        .locator('.tab', { hasText: /BenchmarkApply-.*-cpu\.pb\.gz/ })
        .first()
        .waitFor();
    },
  },
});

/** Types into the quick input that is open and accepts. */
async function answer(page: Page, text: string, title = ''): Promise<void> {
  const widget = page.locator('.quick-input-widget', { hasText: title });
  const input = widget.locator('input.input');
  await input.waitFor();
  await input.fill(text);
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

/** An index of profiles for those who know the token. */
async function guard(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer secret';
    if (isKnown) response.end('<html><body><a href="heap?debug=1">heap</a></body></html>');
    else response.writeHead(401).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { server, address: `127.0.0.1:${port}` };
}
