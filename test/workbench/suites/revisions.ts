/** A benchmark at two revisions: run in worktrees by its lens, and compared with its figures. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/go-program.ts';
import { codeLine, copyOfExamples } from '../support/debug-drive.ts';
import { closeTab, openInExplorer, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const engine = join(folder.path, 'shop/pricing/rule.go');
    await git(folder.path, 'init', '-q');
    await git(folder.path, 'add', '.');
    await git(folder.path, 'commit', '-qm', 'one pass');
    const text = await readFile(engine, 'utf8');
    const twice = text
      .replace('func (r *Rule) match(', 'func (r *Rule) once(')
      .concat('\nfunc (r *Rule) match(text string) bool { return r.once(text) && r.once(text) }\n');
    await writeFile(engine, twice);
    await git(folder.path, 'commit', '-qam', 'two passes');
    await writeFile(engine, twice.replace('r.once(text) &&', 'r.once(text) && r.once(text) &&'));
    await git(folder.path, 'commit', '-qam', 'three passes');
    const workbench = await context.openWorkbench({ folder: folder.path });
    return { ...workbench, folder };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'cancelling leaves no profile and no worktree': async ({ page, folder }) => {
      await openInExplorer(page, 'shop/pricing/engine_test.go');
      await codeLine(page, 'func TestApply').click();
      await page.keyboard.press('ControlOrMeta+End');
      await page.waitForTimeout(1500);
      await lens(page).click();
      await choose(page, 'one pass');
      await check(page, 'two passes');
      await choose(page, 'cpu');
      const told = page.locator('.notification-toast', {
        hasText: /recording cpu at .* \(1 of 2\)/,
      });
      await told.waitFor();
      await told.getByRole('button', { name: 'Cancel' }).click();
      await told.waitFor({ state: 'detached' });
      // The notification goes at once, the worktree when go has ended.
      const isGone = await until(async () => (await worktrees(folder.path)).length === 1);
      assert.ok(isGone, 'a worktree is left');
      assert.deepEqual(await readdir(join(folder.path, 'captures')), []);
    },
    'the lens asks for two revisions and runs the benchmark at both': async ({ page, folder }) => {
      await lens(page).click();
      await choose(page, 'one pass');
      await check(page, 'two passes');
      await choose(page, 'cpu');
      await page
        .locator('.notification-toast', { hasText: /recording cpu at .* \(1 of 2\)/ })
        .waitFor();
      await page
        .locator('.tab', { hasText: /BenchmarkApply cpu [0-9a-f]+ ↔ [0-9a-f]+/ })
        .waitFor({ timeout: 90_000 });
      assert.equal((await worktrees(folder.path)).length, 1, 'no worktree is left');
    },
    'the comparison has the figures of the benchmark, and what is new': async ({
      page,
      screenshots,
    }) => {
      const view = webviewPage(page);
      const note = view.locator('.note', { hasText: /BenchmarkApply: ns\/op .* → / });
      await note.waitFor();
      await note.getByText('Two builds').waitFor();
      await view
        .locator('.changes .row', { hasText: '(*Rule).once' })
        .locator('.chip', { hasText: 'new' })
        .waitFor();
      await screenshots('comparison');
    },
    'at three revisions there is a column for each': async ({ page, screenshots }) => {
      await closeTab(page);
      await page.locator('.tab', { hasText: 'engine_test.go' }).click();
      await page.waitForTimeout(1500);
      await lens(page).click();
      await choose(page, 'one pass');
      await check(page, 'two passes', 'three passes');
      await choose(page, 'cpu');
      const view = webviewPage(page);
      await view.locator('.side-head').nth(2).waitFor({ timeout: 90_000 });
      await view.locator('.sides [role=row]', { hasText: '(*Rule).once' }).waitFor();
      await screenshots('three');
    },
  },
});

function lens(page: Page): Locator {
  return page.locator('.codelens-decoration a', { hasText: 'compare revisions…' }).last();
}

async function worktrees(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('git', ['worktree', 'list'], { cwd: folder });
  return stdout.trim().split('\n');
}

/** Picks the row of the list that is open. */
async function choose(page: Page, text: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await row.waitFor();
  await page.locator('.quick-input-widget input.input').fill(text);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
  await page.keyboard.press('Enter');
  await row.waitFor({ state: 'hidden' });
}

/** Marks rows of the list that is open, and goes on. */
async function check(page: Page, ...texts: readonly string[]): Promise<void> {
  const rows = texts.map((hasText) =>
    page.locator('.quick-input-list .monaco-list-row', { hasText }).first(),
  );
  for (const row of rows) {
    await row.click();
    await row.locator('.monaco-checkbox.checked, input:checked').waitFor({ state: 'attached' });
  }
  await page.keyboard.press('Enter');
  for (const row of rows) await row.waitFor({ state: 'hidden' });
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  await promisify(execFile)('git', [...who, ...args], { cwd: folder });
}
