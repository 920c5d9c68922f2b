/** One expression over 1,000 goroutines, a value of a million elements, and a breakpoint that its form limits. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { codeLine, stoppedAt, toggleBreakpoint } from '../support/debug-drive.ts';
import type { Folder } from '../support/debug-drive.ts';
import { runCommand, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

const GOROUTINES = 1000;
const STOP = 'fmt.Fprintln(os.Stderr, "round"';

export const suite = defineSuite({
  timeout: 120_000,
  async open(context) {
    const folder = await values();
    const workbench = await context.openWorkbench({
      folder: folder.path,
      openFile: { path: join(folder.path, 'main.go'), line: 100 },
    });
    return { ...workbench, folder };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'breakpoints are listed and edited without a program': async ({ page, screenshot }) => {
      await breakpointAt(page, STOP);
      const panel = await openPanel(page);
      await panel.locator('.row.breakpoint', { hasText: /main\.go:\d+/ }).waitFor();
      await panel.getByText('no program runs').first().waitFor();
      await screenshot('before');
    },
    'five expressions over 1,000 goroutines': async ({ page, screenshots }) => {
      await codeLine(page, STOP).click();
      await page.keyboard.press('F5');
      await stoppedAt(page);
      await runCommand(page, 'View: Toggle Maximized Panel');
      const panel = await openPanel(page);
      for (const expression of ['o.ID', 'o.Kind', 'o.Customer.Name', 'len(o.Items)', 'o.Total']) {
        await addExpression(panel, expression);
      }
      await panel.locator('#table-filter').fill('func:main.serve');
      await panel.locator('.lower .ds-answer', { hasText: /1,000\s+of 1,000/ }).waitFor();
      await panel.locator('.lower .ds-answer', { hasText: /334\s+errors/ }).waitFor();
      // Twice: descending, as numbers.
      await panel.getByRole('button', { name: 'o.ID', exact: true }).click();
      await panel.getByRole('button', { name: 'o.ID', exact: true }).click();
      await expressionRows(panel).first().getByTitle('999', { exact: true }).waitFor();
      await screenshots('table');
    },
    'where: leaves goroutines out, and says how many': async ({ page }) => {
      const panel = await openPanel(page);
      await panel.locator('#table-filter').fill('func:main.serve where:o.Total > 200');
      await panel.getByText('801 left out').waitFor();
      assert.equal(await panel.locator('.lower [role=grid]').getAttribute('aria-rowcount'), '200');
      await panel.locator('#table-filter').fill('');
    },
    'a million elements are opened page by page, a value is changed': async ({
      page,
      screenshots,
    }) => {
      const panel = await openPanel(page);
      await panel.locator('#table-filter').fill('func:main.stop');
      await addExpression(panel, 'big');
      const first = expressionRows(panel).first();
      await first.getByText('1', { exact: true }).first().waitFor();
      await panel.locator('.lower .ds-answer', { hasText: /1\s+of 1\b/ }).waitFor();
      await first.locator('[role=gridcell]').first().click();
      const details = panel.locator('.lower .details');
      await treeRow(details, 'big').dblclick();
      await treeRow(details, '*').first().dblclick();
      await treeRow(details, 'Numbers').dblclick();
      await treeRow(details, '[0]').waitFor();
      await screenshots('value');
    },
    'the form limits a breakpoint to a label': async ({ page, screenshots }) => {
      const panel = await openPanel(page);
      await panel.locator('.row.breakpoint').first().click();
      await panel.locator('#scope-kind').selectOption('label');
      await panel.locator('#scope-value').fill('request=42');
      await panel.locator('#scope-condition').fill('o.ID > 1');
      await panel.locator('#scope-condition').press('Enter');
      await panel.locator('.row.breakpoint .chip', { hasText: 'request=42' }).waitFor();
      await panel.locator('.row.breakpoint .chip', { hasText: 'o.ID > 1' }).waitFor();
      await screenshots('form');
    },
  },
});

async function values(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'values-'));
  await cp(join(ROOT, 'test', 'fixtures', 'go', 'values'), path, { recursive: true });
  await writeFile(join(path, 'go.mod'), 'module values\n\ngo 1.24\n');
  await mkdir(join(path, '.vscode'));
  const configuration = {
    name: 'values',
    type: 'delvescope',
    request: 'launch',
    program: path,
    args: [String(GOROUTINES)],
  };
  const launch = { version: '0.2.0', configurations: [configuration] };
  await writeFile(join(path, '.vscode', 'launch.json'), JSON.stringify(launch));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A window that is still coming up may miss the key. */
async function breakpointAt(page: Page, text: string): Promise<void> {
  const glyph = page.locator('.codicon-debug-breakpoint').first();
  for (let attempt = 0; attempt < 5 && !(await glyph.isVisible()); attempt++) {
    await toggleBreakpoint(page, text);
    await glyph.waitFor({ timeout: 3000 }).catch(() => {});
  }
  await glyph.waitFor();
}

async function openPanel(page: Page): Promise<FrameLocator> {
  const tab = page.locator('.panel .composite-bar .action-item.checked', {
    hasText: /breakpoints & expressions/i,
  });
  if (!(await tab.isVisible())) {
    await runCommand(page, 'Focus on Breakpoints & Expressions View');
  }
  return webviewPage(page);
}

async function addExpression(panel: FrameLocator, expression: string): Promise<void> {
  await panel.locator('#expression').fill(expression);
  await panel.locator('#expression').press('Enter');
  await panel.getByRole('columnheader', { name: expression }).first().waitFor();
}

function expressionRows(panel: FrameLocator): Locator {
  return panel.locator('.lower .table .row');
}

function treeRow(details: Locator, name: string): Locator {
  return details.locator('.row.value', {
    has: details.page().locator('.name', {
      hasText: new RegExp(`^${name.replaceAll(/[[\]*.]/g, String.raw`\$&`)}$`),
    }),
  });
}
