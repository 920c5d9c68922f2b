/** A goroutine dump in the panel: groups, states, waits, and the way to the source. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { cursorAt, goroutines, groups, shownPanel } from '../support/debug-drive.ts';
import type { FrameLocator, Page } from 'playwright-core';
import { explorerRow, openInExplorer, runCommand, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

const EXAMPLES = join(ROOT, 'examples');

export const suite = defineSuite({
  open: (context) => context.openWorkbench({ folder: EXAMPLES }),
  tests: {
    'a dump opens from the explorer': async ({ page, screenshots }) => {
      await openFromExplorer(page, 'shop.goroutines.txt');
      const panel = await shownPanel(page);
      const text = await readFile(join(EXAMPLES, 'recorded', 'shop.goroutines.txt'), 'utf8');
      const count = text.match(/^goroutine \d+ /gm)?.length ?? 0;
      await panel
        .locator('.ds-answer', { hasText: new RegExp(`^\\s*${count}\\s+goroutines`) })
        .waitFor();
      const leak = groups(panel).filter({ hasText: 'notify.Hub.deliver' }).first();
      assert.match(await leak.innerText(), /chan receive/);
      await leak.click();
      await goroutines(panel).first().waitFor();
      await screenshots('open');
    },
    'a click goes to the line in the workspace': async ({ page }) => {
      const panel = await shownPanel(page);
      await goroutines(panel)
        .first()
        .click({ position: { x: 60, y: 10 } });
      await cursorAt(page, 'hub.go', 57);
    },
    'a filter narrows the list, a wrong one says why': async ({ page, screenshot }) => {
      const panel = await shownPanel(page);
      const filter = panel.locator('#filter');
      await filter.fill('state:chan-recieve');
      await panel.getByText('chan-receive', { exact: true }).first().waitFor();
      await screenshot('filter-error');
      await filter.fill('state:chan-receive label:tenant');
      await panel
        .getByText(/\d+ of \d+/)
        .first()
        .waitFor();
      await filter.fill('');
    },
    'a deadlock reads as three goroutines that wait for each other': async ({
      page,
      screenshot,
    }) => {
      await openFromExplorer(page, 'deadlock.panic.txt');
      const panel = await shownPanel(page);
      for (const name of ['main.bank.transfer', 'main.bank.approve', 'main.bank.audit']) {
        await groups(panel).filter({ hasText: name }).first().waitFor();
      }
      await screenshot('deadlock');
    },
    'a dump opens from the clipboard': async ({ page }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const text = await readFile(join(EXAMPLES, 'recorded', 'deadlock.sigquit.txt'), 'utf8');
      await page.evaluate((dump) => navigator.clipboard.writeText(dump), text);
      await runCommand(page, 'Delvescope: Open Goroutine Dump from Clipboard');
      const panel = await shownPanel(page);
      await panel
        .locator('select[aria-label="Source"] option:checked', { hasText: 'Clipboard' })
        .waitFor({ state: 'attached' });
      await groups(panel).filter({ hasText: 'main.bank.audit' }).first().waitFor();
    },
    'a file that is no dump says so': async ({ page }) => {
      await openFromExplorer(page, 'shop.goroutine.debug1.txt');
      await page
        .locator('.notification-toast', { hasText: /debug=2/ })
        .first()
        .waitFor();
    },
    'a creation site leads to its goroutines in a trace': async ({ page, screenshots }) => {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await openInExplorer(page, 'recorded/pipeline.trace');
      await frameWith(page, '.lanes');
      await openFromExplorer(page, 'shop.goroutines.txt');
      const panel = await frameWith(page, '[role=treeitem]');
      await groups(panel).filter({ hasText: 'notify.Hub' }).first().click();
      await page.keyboard.press('e');
      // Pages are counted in the order in which they stand in the window.
      const trace = await frameWith(page, '.lanes');
      await trace.getByText('No goroutine matches.').waitFor();
      assert.match(await trace.locator('#filter').inputValue(), /^created:notify\/hub\.go:\d+$/);
      await screenshots('created-in-trace');
    },
  },
});

/** The page among those shown that has such an element. */
async function frameWith(page: Page, selector: string): Promise<FrameLocator> {
  for (let round = 0; round < 100; round++) {
    for (let index = 0; index < 3; index++) {
      const frame = webviewPage(page, index);
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no page has ${selector}`);
}

async function openFromExplorer(page: Page, file: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+E');
  const row = await explorerRow(page, `recorded/${file}`);
  await row.click({ button: 'right' });
  const item = page
    .locator('.monaco-menu .action-item', { hasText: 'Open Goroutine Dump…' })
    .first();
  await item.hover();
  // A menu takes no click in its first moments: the one that opened it may still be going on.
  await page.waitForTimeout(300);
  await item.click();
}
