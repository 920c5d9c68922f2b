/** Two profiles selected in the explorer and compared: what changed is said, drawn and listed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { copyOfExamples } from '../support/debug-drive.ts';
import { closeTab, explorerRow, webviewPage } from '../support/drive.ts';
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
    const middle = join(folder.path, 'recorded/middle.pb.gz');
    const ignoring = ['-proto', '-ignore=pricing', `-output=${middle}`, after];
    await promisify(execFile)('go', ['tool', 'pprof', ...ignoring]);
    await utimes(middle, new Date(2021, 0, 1), new Date(2021, 0, 1));
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
    'graph, source and labels have both sides': async ({ page, screenshots }) => {
      const view = webviewPage(page);
      await view.getByRole('button', { name: 'Graph', exact: true }).click();
      await view
        .locator('.gbox', { hasText: /total .* → .* \(\+/ })
        .first()
        .waitFor();
      await screenshots('graph');
      await view.getByRole('button', { name: 'Labels', exact: true }).click();
      await view.locator('.trow.thead', { hasText: 'Change' }).waitFor();
      await screenshots('labels');
      await view.getByRole('button', { name: 'Graph', exact: true }).click();
      await view.locator('.gbox[title$="main.(*shop).order"]').click();
      await view.locator('.dp-name', { hasText: '(*shop).order' }).waitFor();
      const callee = view.locator('.neighbours .row', { hasText: '(*Encoder).Encode' });
      await callee.filter({ hasText: /new\s*\+70 ms/ }).waitFor();
      await view.locator('.src', { hasText: '+70 ms' }).waitFor();
      await view.getByRole('button', { name: 'Source', exact: true }).click();
      const line = view.locator('.srow', { hasText: /\+\d+ ms/ }).first();
      await line.waitFor();
      const lines = await view.locator('.srow:not(.scall)').count();
      await screenshots('source');
      await view.getByRole('button', { name: 'The whole file' }).click();
      await view.locator('.srow', { hasText: 'package main' }).waitFor();
      assert.ok((await view.locator('.srow:not(.scall)').count()) > lines);
    },
    'the same two open merged': async ({ page }) => {
      await selectedMenu(page, 'Open Merged…');
      await page.locator('.tab.active', { hasText: 'before.pb.gz and 1 more' }).waitFor();
      await webviewPage(page)
        .locator('.ds-answer', { hasText: /11\.6\s*s\s+CPU/ })
        .waitFor();
    },
    'three open as a table of functions by profile': async ({ page, screenshots }) => {
      await closeTab(page);
      await selectedMenu(page, 'Compare Profiles…', ALL);
      await page.locator('.tab.active', { hasText: 'before.pb.gz … shop.cpu.pb.gz' }).waitFor();
      const view = webviewPage(page);
      const head = view.locator('.side-head');
      await head.nth(2).waitFor();
      assert.deepEqual(
        await head.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title'))),
        ['before.pb.gz, which changes are from', 'middle.pb.gz', 'shop.cpu.pb.gz'],
      );
      // What varies most: the middle one has none of the pricing.
      const first = view.locator('.sides [role=row][aria-rowindex="2"]');
      await first.getByText('(*Rule).match').waitFor();
      assert.match(await first.innerText(), /3\.45\s*s.*0\s*s?.*−3\.45\s*s.*3\.45\s*s/s);
      assert.equal(await first.locator('.trend polyline').count(), 1);
      await screenshots('profiles');
    },
    'totals, sorting by a change, and keys': async ({ page }) => {
      const view = webviewPage(page);
      await view.getByRole('button', { name: 'Total', exact: true }).click();
      await view.getByRole('button', { name: 'Sort by the change of shop.cpu.pb.gz' }).click();
      const first = view.locator('.sides [role=row][aria-rowindex="2"]');
      await first.getByText(/encod|json/i).waitFor();
      await view.locator('.sides').press('ArrowDown');
      await view.locator('.sides [role=row][aria-selected=true]').waitFor();
      await view.locator('.dp-name', { hasText: /encod|json/i }).waitFor();
    },
    'the rows stay where they were scrolled to': async ({ page }) => {
      const view = webviewPage(page);
      await view.locator('.sides').evaluate((grid) => (grid.scrollTop = 660));
      await view.locator('.sides [role=row][aria-rowindex="40"]').waitFor();
      await view.getByRole('button', { name: 'Table', exact: true }).click();
      await view.locator('.ftable:not(.sides) [role=row][aria-rowindex="2"]').waitFor();
      await view.getByRole('button', { name: 'Profiles', exact: true }).click();
      await view.locator('.sides [role=row][aria-rowindex="40"]').waitFor();
    },
    'any two of them are drawn, chosen by menu or key': async ({ page, screenshots }) => {
      const view = webviewPage(page);
      await view.getByLabel('Profile before').selectOption('middle.pb.gz');
      await view.locator('.ds-answer', { hasText: /^\s*\+\d+(\.\d+)? s\s+CPU/ }).waitFor();
      await view.locator('.sides').press('t');
      await view.locator('.flame').press('[');
      // The next one before is the base itself, so that it is passed over.
      assert.equal(await chosen(view, 'Profile after'), 'before.pb.gz');
      await view.locator('.flame').press(']');
      await view.locator('.ds-answer', { hasText: /most in\s+Rule\.match/ }).waitFor();
      assert.equal(await chosen(view, 'Profile after'), 'shop.cpu.pb.gz');
      await screenshots('pair');
    },
  },
});

/** What stands in a menu of the page. */
function chosen(view: FrameLocator, label: string): Promise<string> {
  return view
    .getByLabel(label)
    .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text ?? '');
}

const BOTH = ['recorded/shop.cpu.pb.gz', 'recorded/before.pb.gz'];
const ALL = [...BOTH, 'recorded/middle.pb.gz'];

/** Selects profiles in the explorer and takes an item of their menu. */
async function selectedMenu(page: Page, title: string, paths = BOTH): Promise<void> {
  const rows = [];
  for (const path of paths) rows.push(await explorerRow(page, path));
  for (const row of rows) {
    const isSelected = (await row.getAttribute('aria-selected')) === 'true';
    if (!isSelected) await row.click({ modifiers: ['Control'] });
  }
  await rows[0]?.click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-item', { hasText: title });
  await item.first().waitFor();
  // A menu takes no click in its first moments: the one that opened it may still be going on.
  await page.waitForTimeout(500);
  await item.first().click();
}
