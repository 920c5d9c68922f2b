/** Profiles from a running program and from a benchmark, fetched and opened by clicks. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { builtExample, startPrinting } from '../../support/go-program.ts';
import { activityIcon, openInExplorer, runCommand, webviewPage } from '../support/drive.ts';
import { codeLine, copyOfExamples } from '../support/debug-drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 120_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const args = ['-addr', '127.0.0.1:0', '-load', '2'];
    const shop = await startPrinting(builtExample('shop'), args, 'shop listens on ');
    const workbench = await context.openWorkbench({ folder: folder.path });
    return { ...workbench, folder, shop, address: shop.address.replace('http://', '') };
  },
  close: async ({ folder, shop }) => {
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
