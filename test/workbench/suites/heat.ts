/** Figures beside the code: the list of hot lines, a file that changes, their settings, and a stop of the debugger. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { codeLine, copyOfExamples, cursorAt, stoppedAt } from '../support/debug-drive.ts';
import {
  activityIcon,
  closeModal,
  openInExplorer,
  runCommand,
  webviewPage,
} from '../support/drive.ts';
import { clickFrame, openProfile } from '../support/profile-drive.ts';
import { defineSuite } from '../support/suite.ts';

const HOT_FUNCTION = 'pricing.(*Rule).match';

export const suite = defineSuite({
  timeout: 180_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const profile = join(folder.path, 'recorded/shop.cpu.pb.gz');
    await mkdir(dirname(profile));
    await copyFile(join(ROOT, 'examples/recorded/shop.cpu.pb.gz'), profile);
    // The copies are newer than the profile: only the revision tells that they are what was measured.
    await git(folder.path, 'init', '-q');
    await git(folder.path, 'add', '.');
    await git(folder.path, 'commit', '-qm', 'measured');
    const workbench = await context.openWorkbench({ folder: folder.path });
    return { ...workbench, folder };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'a hot line of the list opens in the editor': async ({ page, screenshots }) => {
      await openProfile(page, 'recorded/shop.cpu.pb.gz');
      await webviewPage(page).locator('.ds-answer', { hasText: 'hottest line' }).waitFor();
      await activityIcon(page).click();
      const hottest = page.locator('.monaco-list-row', { hasText: ':29' }).first();
      await hottest.waitFor();
      await hottest.click();
      await cursorAt(page, 'rule.go', 29);
      await words(page, /"\d\.\d+ s · \d+\.\d+ %"/);
      await screenshots('hot-lines');
    },
    'a breakpoint is set from the list': async ({ page }) => {
      const hottest = page.locator('.monaco-list-row', { hasText: ':29' }).first();
      await hottest.hover();
      await hottest.getByRole('button', { name: 'Set Breakpoint Here' }).click();
      const breakpoint = page.locator('.cgmr.codicon-debug-breakpoint');
      await breakpoint.waitFor();
      await breakpoint.click();
      await breakpoint.waitFor({ state: 'detached' });
    },
    'a changed function greys its figures, a new line has none': async ({ page, screenshots }) => {
      await codeLine(page, 'state = (state<<1').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' // changed');
      await words(page, /changed since the profile, no data/);
      await words(page, /"~ .* · function changed"/);
      await page
        .locator('.codelens-decoration', { hasText: 'Changed since the profile' })
        .waitFor();
      await page.locator('.statusbar-item', { hasText: 'file changed' }).waitFor();
      await screenshots('changed');
      for (let i = 0; i < 12; i++) await page.keyboard.press('ControlOrMeta+Z');
      await page
        .locator('.statusbar-item', { hasText: 'file changed' })
        .waitFor({ state: 'detached' });
    },
    'figures at the ends of lines can be switched off': async ({ page }) => {
      await words(page, / s · /);
      await switchSetting(page, 'delvescope.profile.figuresAtLineEnds', 'Figures At Line Ends');
      await words(page, / s · /, false);
      await page
        .locator('.codelens-decoration', { hasText: /flat .* cum/ })
        .first()
        .waitFor();
    },
    'heat stays at a stop, at a breakpoint of a frame of the graph': async ({
      page,
      screenshots,
    }) => {
      const profile = webviewPage(page);
      await clickFrame(profile, HOT_FUNCTION, ['Alt']);
      await profile.locator('.dp-name', { hasText: 'match' }).waitFor();
      await profile.locator('.flame').press('b');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await openInExplorer(page, 'shop/main.go');
      await codeLine(page, 'package main').click();
      await page.keyboard.press('F5');
      await page.locator('.repl').getByText('shop listens on').first().waitFor({ timeout: 60_000 });
      void fetch('http://127.0.0.1:8080/order?item=mug&quantity=3&tenant=acme').catch(
        () => undefined,
      );
      await stoppedAt(page);
      await page
        .locator('.codelens-decoration', { hasText: /flat .* cum/ })
        .first()
        .waitFor();
      await page.locator('.statusbar-item', { hasText: 'this file' }).waitFor();
      await screenshots('stop');
      await page.keyboard.press('Shift+F5');
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    },
  },
});

/** Waits for words after a line, or until there are none: the editor draws them as the content of pseudo elements. */
async function words(page: Page, text: RegExp, areThere = true): Promise<void> {
  const found = `[...document.querySelectorAll('.view-line span')]
    .some((span) => ${String(text)}.test(getComputedStyle(span, '::after').content))`;
  await page.waitForFunction(`(${found}) === ${areThere}`);
}

/** Switches a setting that is a check box. */
async function switchSetting(page: Page, name: string, title: string): Promise<void> {
  await runCommand(page, 'Preferences: Open Settings (UI)');
  await page.locator('.settings-header .suggest-input-container').click();
  await page.keyboard.type(name);
  const setting = page.locator('.setting-item-contents', { hasText: title }).first();
  const box = setting.locator('.setting-value-checkbox');
  await box.click();
  await setting.locator('.setting-value-checkbox[aria-checked=false]').waitFor();
  // Settings are written a moment after the click, or not at all when they are closed before.
  await page.waitForTimeout(1000);
  await closeModal(page);
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  await promisify(execFile)('git', [...who, ...args], { cwd: folder });
}
