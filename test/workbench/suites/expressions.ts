/** One expression over 1,000 goroutines, a value of a million elements, and a breakpoint that its form limits. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { lineOf } from '../../support/go-program.ts';
import {
  codeLine,
  evaluate,
  goroutines,
  groups,
  openPanel as openGoroutines,
  showLine,
  stoppedAt,
  toggleBreakpoint,
} from '../support/debug-drive.ts';
import type { Folder } from '../support/debug-drive.ts';
import { pageWith, runCommand } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

const GOROUTINES = 1000;
const STOP = 'fmt.Fprintln(os.Stderr, "round"';
const STOP_LINE = lineOf('values', STOP);
const SERVE = 'ready.Done()';
const SERVE_LINE = lineOf('values', SERVE);

export const suite = defineSuite({
  timeout: 180_000,
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
    'the form limits a breakpoint to a label before the program runs': async ({ page }) => {
      await showLine(page, 'main.go', SERVE_LINE);
      await breakpointAt(page, SERVE);
      const panel = await openPanel(page);
      const row = panel.locator('.row.breakpoint', { hasText: `main.go:${SERVE_LINE}` });
      await row.click();
      await panel.locator('#scope-kind').selectOption('label');
      await panel.locator('#scope-value').fill('request=42');
      await panel.locator('#scope-value').press('Enter');
      await row.locator('.chip', { hasText: 'request=42' }).waitFor();
    },
    'of 1,000 goroutines at its line, the labelled one stops': async ({ page, screenshots }) => {
      await codeLine(page, SERVE).click();
      await page.keyboard.press('F5');
      await stoppedAt(page);
      await page.locator('.codelens-decoration', { hasText: '1 hit in 1 goroutine' }).waitFor();
      const panel = await openPanel(page);
      const row = panel.locator('.row.breakpoint', { hasText: `main.go:${SERVE_LINE}` });
      await row.getByText('native').waitFor();
      assert.equal(await row.locator('.cells i').count(), 1);
      await screenshots('scoped');
      await evaluate(page, 'o.ID', /^42$/);
      await page.locator('.debug-toolbar .action-label[aria-label^="Continue"]').click();
      await page
        .locator('.debug-call-stack .monaco-list-row', { hasText: 'main.stop' })
        .first()
        .waitFor();
    },
    'five expressions over 1,000 goroutines': async ({ page, screenshots }) => {
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
    'a million elements are opened page by page': async ({ page, screenshots }) => {
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
      await treeRow(details, 'Numbers').dblclick();
    },
    'a value is changed, a function called at a word': async ({ page, screenshot }) => {
      const panel = await openPanel(page);
      const details = panel.locator('.lower .details');
      const watch = details.getByLabel('Watch in this frame');
      await watch.fill('i');
      await watch.press('Enter');
      const watched = treeRow(details, 'i');
      await watched.getByText('0', { exact: true }).waitFor();
      await watched.click();
      await page.keyboard.press('F2');
      const input = details.getByLabel('New value of i');
      await input.fill('7');
      await input.press('Enter');
      await watched.getByText('7', { exact: true }).waitFor();
      await addExpression(panel, 'o.Sum()');
      await expressionRows(panel).first().getByText('not run').waitFor();
      await expressionRows(panel).first().locator('[role=gridcell]').first().click();
      await treeRow(details, 'o.Sum()').dblclick();
      await details.getByText('All goroutines run until it').waitFor();
      await screenshot('call');
      await details.getByRole('button', { name: 'Run here' }).click();
      await details.getByText(/after \d/).waitFor();
    },
    'the form changes a breakpoint while the program is debugged': async ({
      page,
      screenshots,
    }) => {
      const panel = await openPanel(page);
      const row = panel.locator('.row.breakpoint', { hasText: `main.go:${STOP_LINE}` });
      await row.click();
      await panel.locator('#scope-often').selectOption('every');
      await panel.locator('#scope-every').fill('3');
      await panel.locator('#scope-condition').fill('i > 1');
      await panel.locator('#scope-condition').press('Enter');
      await row.locator('.chip', { hasText: /every\s*3rd/ }).waitFor();
      await row.locator('.chip', { hasText: /if\s*i > 1/ }).waitFor();
      await screenshots('form');
      await panel.locator('#scope-condition').fill('nosuch(');
      await panel.locator('#scope-condition').press('Enter');
      await panel.locator('.scope .note').first().waitFor();
    },
    'the editor’s own field for a condition completes the terms': async ({ page }) => {
      await runCommand(page, 'View: Toggle Maximized Panel');
      await showLine(page, 'main.go', SERVE_LINE);
      await runCommand(page, 'Debug: Edit Breakpoint');
      await page.locator('.breakpoint-widget .view-line').first().click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('@on');
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-widget .monaco-list-row', { hasText: '@once' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    },
    'B in the Goroutines panel sets a breakpoint for that goroutine': async ({ page }) => {
      await openGoroutines(page);
      const goroutinePanel = await pageWith(page, '.goroutines');
      const group = groups(goroutinePanel).filter({ hasText: 'main.serve' });
      await group.click();
      const goroutine = goroutines(goroutinePanel).first();
      const id = /\d+/.exec(await goroutine.innerText())?.[0] ?? '';
      await goroutine.click({ position: { x: 60, y: 10 } });
      await page.keyboard.press('b');
      const panel = await pageWith(page, '.half.breakpoints');
      const row = panel.locator('.row.breakpoint', { hasText: `main.go:${SERVE_LINE + 1}` });
      await row.locator('.chip', { hasText: new RegExp(`goroutine\\s*${id}$`) }).waitFor();
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
  const glyphs = page.locator('.codicon-debug-breakpoint:visible');
  const before = await glyphs.count();
  for (let attempt = 0; attempt < 5 && (await glyphs.count()) === before; attempt++) {
    await toggleBreakpoint(page, text);
    await glyphs
      .nth(before)
      .waitFor({ timeout: 3000 })
      .catch(() => {});
  }
}

async function openPanel(page: Page): Promise<FrameLocator> {
  const tab = page.locator('.panel .composite-bar .action-item.checked', {
    hasText: /breakpoints & expressions/i,
  });
  if (!(await tab.isVisible())) {
    await runCommand(page, 'Focus on Breakpoints & Expressions View');
  }
  return pageWith(page, '.half.breakpoints');
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
      hasText: new RegExp(`^${name.replaceAll(/[[\]*.()]/g, String.raw`\$&`)}$`),
    }),
  });
}
