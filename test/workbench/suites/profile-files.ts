/** Files of profiles: a large one, how one was left, and what is written from one. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { generatedHeap } from '../../support/generated-heap.ts';
import { copyOfExamples } from '../support/debug-drive.ts';
import { closeTab, webviewPage } from '../support/drive.ts';
import { frame, openProfile } from '../support/profile-drive.ts';
import { defineSuite } from '../support/suite.ts';

/** What each form that can be written holds of the function that burns the CPU. */
const FORMS = {
  'Flame graph as SVG': {
    file: 'shop.cpu.svg',
    holds: /<title>[^<]*\(\*Rule\)\.match[^<]*: 346,/,
  },
  'Table of functions as CSV': {
    file: 'shop.cpu.csv',
    holds: /\(\*Rule\)\.match/,
  },
  'Folded stacks': { file: 'shop.cpu.folded.txt', holds: /pricing\.\(\*Rule\)\.match \d+/ },
  'speedscope JSON': {
    file: 'shop.cpu.speedscope.json',
    holds: /"name":"[^"]*pricing\.\(\*Rule\)\.match"/,
  },
  'pprof, filtered': { file: 'shop.cpu.filtered.pb.gz', holds: /pricing\.\(\*Rule\)\.match/ },
};

export const suite = defineSuite({
  timeout: 120_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    await mkdir(join(folder.path, 'recorded'));
    const small = join(folder.path, 'recorded/shop.cpu.pb.gz');
    await copyFile(join(ROOT, 'examples/recorded/shop.cpu.pb.gz'), small);
    const large = join(folder.path, 'recorded/large.pb.gz');
    await copyFile(generatedHeap(20_000, 2_000), large);
    // Larger than what the server reads in its own thread.
    assert.ok((await stat(large)).size > 2 ** 17);
    const workbench = await context.openWorkbench({
      folder: folder.path,
      settings: { 'files.simpleDialog.enable': true },
    });
    return { ...workbench, folder };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'a profile that is read in a thread shows its frames': async ({ page }) => {
      await openProfile(page, 'recorded/large.pb.gz');
      const view = webviewPage(page);
      await view.locator('.ds-answer', { hasText: 'in use' }).waitFor();
      await view
        .locator('[role=treeitem][aria-level="2"]', { hasText: ', total ' })
        .first()
        .waitFor({ state: 'attached' });
      await closeTab(page);
    },
    'a profile opens again as it was left': async ({ page }) => {
      const view = webviewPage(page);
      await openProfile(page, 'recorded/shop.cpu.pb.gz');
      await view.getByLabel('Sample type').selectOption({ index: 0 });
      await frame(view, 'pricing.(*Rule).match').waitFor({ state: 'attached' });
      await view.locator('#filter').fill('focus=pricing');
      await view.locator('#filter').press('Enter');
      await view.locator('.term', { hasText: 'focus pricing' }).waitFor();
      await view.getByRole('button', { name: 'Table', exact: true }).click();
      const row = view.locator('.frow[role=row]', { hasText: '(*Rule).match' }).first();
      await row.click({ modifiers: ['Control'] });
      await view.locator('.dp-name', { hasText: '(*Rule).match' }).waitFor();
      await closeTab(page);
      await page.locator('iframe.webview').first().waitFor({ state: 'detached' });
      await openProfile(page, 'recorded/shop.cpu.pb.gz', '.ftable');
      await view.locator('.term', { hasText: 'focus pricing' }).waitFor();
      await view.locator('.frow.act', { hasText: '(*Rule).match' }).waitFor();
      const type = view.getByLabel('Sample type');
      assert.equal(await type.evaluate((select: HTMLSelectElement) => select.selectedIndex), 0);
      await view.getByRole('button', { name: /Remove focus/ }).click();
      await view.locator('.term').waitFor({ state: 'detached' });
    },
    'every form is written by the dialog that saves': async ({ page, folder }) => {
      for (const [title, { file, holds }] of Object.entries(FORMS)) {
        const path = join(folder.path, file);
        await exportAs(page, title, file);
        await page.locator('.statusbar-item', { hasText: `${file} written` }).waitFor();
        const bytes = await readFile(path);
        const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
        assert.match(text, holds, title);
      }
    },
  },
});

/** Chooses a form and takes the name that the dialog offers. */
async function exportAs(page: Page, title: string, file: string): Promise<void> {
  await webviewPage(page).getByRole('button', { name: 'Export', exact: true }).click();
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await input.fill(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  await widget.locator('.quick-input-title', { hasText: 'Export shop.cpu.pb.gz' }).waitFor();
  const offered = (): Promise<boolean> => input.inputValue().then((text) => text.endsWith(file));
  while (!(await offered())) await page.waitForTimeout(50);
  await input.press('Enter');
}
