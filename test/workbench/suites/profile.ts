/** A recorded CPU profile: the flame graph leads to the hot line, and the lens of that line back to the frame. */
import type { Page } from 'playwright-core';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { webviewPage } from '../support/drive.ts';
import { clickFrame, frame, openProfile, selectedFrame } from '../support/profile-drive.ts';
import { processesWith } from '../support/debug-drive.ts';
import { defineSuite } from '../support/suite.ts';

/** The function that burns the CPU of the example, and its hottest line. */
const HOT_FUNCTION = 'pricing.(*Rule).match';
const HOT_LINE = 29;

export const suite = defineSuite({
  timeout: 180_000,
  open: (context) => context.openWorkbench({ folder: join(ROOT, 'examples') }),
  tests: {
    'a double click opens the flame graph': async ({ page, screenshots }) => {
      await openProfile(page, 'recorded/shop.cpu.pb.gz');
      const profile = webviewPage(page);
      await profile.locator('.ds-answer', { hasText: 'hottest line rule.go:29' }).waitFor();
      await frame(profile, HOT_FUNCTION).waitFor({ state: 'attached' });
      await screenshots('opened');
    },
    'a click on the widest user frame goes to the hot line': async ({ page, screenshots }) => {
      await clickFrame(webviewPage(page), HOT_FUNCTION);
      await cursorAt(page, HOT_LINE);
      await selectedFrame(webviewPage(page), HOT_FUNCTION);
      await screenshots('flame');
    },
    'the line shows its figures, the function its lens': async ({ page, screenshots }) => {
      const lens = page.locator('.codelens-decoration', { hasText: /flat .* cum .* %/ });
      await lens.first().waitFor();
      await screenshots('heat', async () => {
        const line = page.locator('.view-line', { hasText: 'r.accept' }).first();
        await line.hover({ position: { x: 120, y: 9 } });
        await page.locator('.monaco-hover', { hasText: 'Called from' }).first().waitFor();
      });
      await page.locator('.monaco-hover a', { hasText: 'Set breakpoint here' }).first().click();
      await page.locator('.statusbar-item', { hasText: 'Breakpoint at rule.go:29' }).waitFor();
      await page.keyboard.press('Escape');
      const glyph = page.locator('.glyph-margin-widgets .codicon-debug-breakpoint');
      await glyph.click();
      await glyph.waitFor({ state: 'detached' });
    },
    'the lens leads back to the frame': async ({ page }) => {
      const profile = webviewPage(page);
      // Alt selects only: the editor keeps its line.
      await clickFrame(profile, 'http.(*conn).serve', ['Alt']);
      await selectedFrame(profile, 'http.(*conn).serve');
      await page
        .locator('.codelens-decoration a', { hasText: 'Show in flame graph' })
        .first()
        .click();
      await selectedFrame(profile, HOT_FUNCTION);
    },
    'a breakpoint is set from a frame, for its stack only': async ({ page }) => {
      const profile = webviewPage(page);
      await profile.locator('.dp-name', { hasText: '(*Rule).match' }).waitFor();
      await profile.locator('.flame').press('b');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
    },
    'keys lead from hot line to hot line': async ({ page }) => {
      await page.locator('.view-line', { hasText: 'return true' }).first().click();
      await page.keyboard.press('Control+Alt+,');
      await cursorAt(page, HOT_LINE);
      await page.keyboard.press('Control+Alt+,');
      await cursorAt(page, 28);
      await page.keyboard.press('Control+Alt+.');
      await cursorAt(page, HOT_LINE);
    },
    'the table shows the same function first': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await profile.getByRole('button', { name: 'Table', exact: true }).click();
      const first = profile.locator('[role=row]', { hasText: '(*Rule).match' }).first();
      await first.waitFor();
      assert.match(await first.innerText(), /3\.45\s*s/);
      await screenshots('table');
      await profile.getByRole('button', { name: 'Flame', exact: true }).click();
    },
    'a filter line with completion and errors': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      const input = profile.locator('#filter');
      await input.click();
      await profile.locator('.completions .row', { hasText: 'tagfocus=' }).waitFor();
      await input.pressSequentially('focsu=pricing');
      await profile.getByRole('alert').getByText('No filter “focsu”.').waitFor();
      await screenshots('filter-error');
      await profile.getByRole('alert').getByText('focus', { exact: true }).click();
      await profile.locator('.completions .row').first().waitFor();
      await input.press('Enter');
      await profile.locator('.term', { hasText: 'focus pricing' }).waitFor();
      // The answer says how much of everything is left.
      await profile
        .locator('.ds-answer', { hasText: /3\.72\s*s\s+of\s+5\.83\s*s\s+CPU/ })
        .waitFor();
      await frame(profile, HOT_FUNCTION).waitFor({ state: 'attached' });
    },
    'ignoring the selected function leaves the others': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await profile.getByRole('button', { name: 'Remove focus=pricing' }).click();
      await clickFrame(profile, HOT_FUNCTION, ['Alt']);
      await selectedFrame(profile, HOT_FUNCTION);
      await profile.locator('.dp-name', { hasText: 'match' }).waitFor();
      await profile.locator('.flame').press('i');
      await profile.locator('.term', { hasText: 'ignore pricing.(*Rule).match' }).waitFor();
      await frame(profile, HOT_FUNCTION).waitFor({ state: 'detached' });
      await screenshots('filter');
      // The heat of the source follows.
      await page
        .locator('.codelens-decoration', { hasText: /flat .* cum .* %/ })
        .waitFor({ state: 'detached' });
      await profile.getByRole('button', { name: /Remove ignore/ }).click();
      await frame(profile, HOT_FUNCTION).waitFor({ state: 'attached' });
    },
    'after the analysis server was killed, the page goes on': async ({ page }, { host, skip }) => {
      if (host === 'desktop' && process.platform === 'win32') skip('there is no ps on Windows');
      for (const line of await processesWith('dist/server.cjs')) {
        process.kill(Number(/\d+/.exec(line)?.[0]), 'SIGKILL');
      }
      const profile = webviewPage(page);
      await profile.getByRole('button', { name: 'Table', exact: true }).click();
      await profile.getByText('Total %').first().click();
      await profile.locator('[role=row]', { hasText: '(*conn).serve' }).first().waitFor();
      await profile.getByRole('button', { name: 'Flame', exact: true }).click();
    },
    'callers above, callees below, and back': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await clickFrame(profile, 'http.(*conn).serve', ['Alt']);
      await clickFrame(profile, 'pricing.(*Engine).Apply', ['Alt']);
      await selectedFrame(profile, 'pricing.(*Engine).Apply');
      await profile.locator('.flame').press('x');
      // Whatever calls it or is called by it is a level from it.
      const callee = profile.locator('[role=treeitem][aria-level="2"]', { hasText: HOT_FUNCTION });
      await callee.first().waitFor({ state: 'attached' });
      await profile
        .locator('[role=treeitem][aria-level="2"]', { hasText: /Place\.func2, .*, caller/ })
        .first()
        .waitFor({ state: 'attached' });
      await profile.locator('.dp-name', { hasText: '(*Engine).Apply' }).waitFor();
      await screenshots('sandwich');
      await profile.locator('.flame').press('Escape');
      await callee.first().waitFor({ state: 'detached' });
    },
    'leaves first, in another colour, is remembered': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await profile.getByRole('button', { name: 'Leaves first' }).click();
      const leaf = profile.locator('[role=treeitem][aria-level="2"]', { hasText: HOT_FUNCTION });
      await leaf.first().waitFor({ state: 'attached' });
      await profile.getByLabel('Colours').selectOption('Package');
      const legend = profile.locator('.foot .legend', { hasText: 'pricing' });
      await legend.waitFor({ state: 'attached' });
      await screenshots('leaves-first');
      // F1 belongs to the page, so commands cannot be asked for from it.
      const tab = page.locator('.tab', { hasText: 'shop.cpu.pb.gz' }).first();
      await tab.click({ button: 'middle' });
      await tab.waitFor({ state: 'detached' });
      await openProfile(page, 'recorded/shop.cpu.pb.gz');
      await leaf.first().waitFor({ state: 'attached' });
      await profile.getByLabel('Colours').selectOption('Whose code');
      await profile.locator('.flame').press('v');
      await frame(profile, 'http.(*conn).serve').waitFor({ state: 'attached' });
    },
    'wheel, rectangle and map change what is in view': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      const canvas = profile.locator('.flame canvas');
      const box = await canvas.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width * 0.6, box.y + 50);
      await page.keyboard.down('Control');
      for (let step = 0; step < 4; step++) await page.mouse.wheel(0, -100);
      await page.keyboard.up('Control');
      await profile.locator('.minimap').waitFor();
      await profile.locator('.crumb', { hasText: 'zoom out' }).waitFor();
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 150, { steps: 4 });
      await page.mouse.up();
      await screenshots('zoomed', async () => {
        await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
        await profile.locator('.frame-card', { hasText: 'Samples' }).waitFor();
      });
      await profile.locator('.flame').press('0');
      await profile.locator('.crumb', { hasText: 'zoom out' }).waitFor({ state: 'detached' });
    },
    'a search counts what it finds': async ({ page }) => {
      const profile = webviewPage(page);
      await profile.locator('#find').fill('match');
      await profile
        .getByText(/59\.\d %/)
        .first()
        .waitFor();
    },
  },
});

async function cursorAt(page: Page, line: number): Promise<void> {
  await page.locator('.tab.active', { hasText: 'rule.go' }).first().waitFor();
  await page
    .locator('.monaco-editor .line-numbers.active-line-number', { hasText: String(line) })
    .first()
    .waitFor();
}
