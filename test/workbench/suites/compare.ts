/** Two profiles selected in the explorer and compared: what changed is said, drawn and listed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { copyOfExamples } from '../support/debug-drive.ts';
import { explorerRow, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const after = join(folder.path, 'recorded/shop.cpu.pb.gz');
    await mkdir(dirname(after));
    await copyFile(join(ROOT, 'examples/recorded/shop.cpu.pb.gz'), after);
    const before = join(folder.path, 'recorded/before.pb.gz');
    // What ran before is what runs without the JSON encoder, so that the encoder is what changed.
    const options = ['-proto', '-ignore=json', `-output=${before}`, after];
    await promisify(execFile)('go', ['tool', 'pprof', ...options]);
    await utimes(before, new Date(2020, 0, 1), new Date(2020, 0, 1));
    const workbench = await context.openWorkbench({
      folder: folder.path,
      settings: { 'files.simpleDialog.enable': true },
    });
    return { ...workbench, folder };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'two selected files open as one comparison': async ({ page, screenshots }) => {
      await selectedMenu(page, 'Compare Profiles…');
      await page.locator('.tab', { hasText: 'before.pb.gz ↔ shop.cpu.pb.gz' }).waitFor();
      const view = webviewPage(page);
      await view.locator('.ds-answer', { hasText: /^\s*\+\d+ ms\s+CPU/ }).waitFor();
      await view.locator('.term', { hasText: 'before before.pb.gz' }).waitFor();
      await view
        .locator('.changes .row', { hasText: /encoding|json|encod/i })
        .first()
        .waitFor();
      await screenshots('flame');
    },
    'the details of a function have both sides': async ({ page }) => {
      const view = webviewPage(page);
      await view.locator('.changes .row').first().click();
      await view
        .locator('.kv4', { hasText: 'Share' })
        .getByText(/[+−][\d.]+ pp/)
        .waitFor();
    },
    'the table sorts by what changed': async ({ page, screenshots }) => {
      const view = webviewPage(page);
      await view.getByRole('button', { name: 'Table', exact: true }).click();
      const first = view.locator('.vlist-content [role=row]').first();
      await first.waitFor();
      assert.match(await first.innerText(), /[+−]\d/);
      await screenshots('table');
    },
    'before is scaled to the sum of after': async ({ page }) => {
      const view = webviewPage(page);
      await view.getByRole('button', { name: 'Scale before to the sum of after' }).click();
      await view.locator('.ds-answer', { hasText: 'before scaled to the sum of after' }).waitFor();
    },
    'the same two open merged': async ({ page }) => {
      await selectedMenu(page, 'Open Merged…');
      await page.locator('.tab.active', { hasText: 'before.pb.gz and 1 more' }).waitFor();
      await webviewPage(page)
        .locator('.ds-answer', { hasText: /11\.6\s*s\s+CPU/ })
        .waitFor();
    },
  },
});

/** Selects both profiles in the explorer and takes an item of their menu. */
async function selectedMenu(page: Page, title: string): Promise<void> {
  const first = await explorerRow(page, 'recorded/shop.cpu.pb.gz');
  const second = await explorerRow(page, 'recorded/before.pb.gz');
  for (const row of [first, second]) {
    const isSelected = (await row.getAttribute('aria-selected')) === 'true';
    if (!isSelected) await row.click({ modifiers: ['Control'] });
  }
  await second.click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-item', { hasText: title });
  await item.first().waitFor();
  // A menu takes no click in its first moments: the one that opened it may still be going on.
  await page.waitForTimeout(500);
  await item.first().click();
}
