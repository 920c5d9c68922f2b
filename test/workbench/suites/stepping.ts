/** F10 while other goroutines come by a breakpoint all the time; then a breakpoint on one channel, set from its variable. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import {
  codeLine,
  cursorAt,
  evaluate,
  showLine,
  stoppedAt,
  toggleBreakpoint,
} from '../support/debug-drive.ts';
import { pageWith, runCommand } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

const STEPS = ['second', 'third', 'fourth', 'fifth', 'sixth'];

export const suite = defineSuite({
  timeout: 180_000,
  async open(context) {
    const path = await mkdtemp(join(tmpdir(), 'busy-'));
    await cp(join(ROOT, 'test/fixtures/go/busy'), path, { recursive: true });
    await cp(join(ROOT, 'test/fixtures/go/go.mod'), join(path, 'go.mod'));
    const file = join(path, 'main.go');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const line = (mark: string): number =>
      lines.findIndex((each) => each.endsWith(`// ${mark}`)) + 1;
    const workbench = await context.openWorkbench({
      folder: path,
      openFile: { path: file, line: line('first') },
    });
    return { ...workbench, path, line };
  },
  close: ({ path }) => rm(path, { recursive: true, force: true }),
  tests: {
    'the program stops, and the status bar says that steps are kept': async ({ page, line }) => {
      await firstBreakpoint(page, '// first');
      await page.keyboard.press('F5');
      await stoppedAt(page);
      await cursorAt(page, 'main.go', line('first'));
      await statusItem(page, 'Step: this goroutine').waitFor();
    },
    'five steps end in their goroutine, at the next line each time': async ({
      page,
      line,
      screenshots,
    }) => {
      await showLine(page, 'main.go', line('hot'));
      await toggleBreakpoint(page, '// hot');
      for (const mark of STEPS) {
        await page.keyboard.press('F10');
        await cursorAt(page, 'main.go', line(mark));
        const paused = page.locator('.debug-call-stack .monaco-list-row', {
          hasText: /paused on/i,
        });
        await paused.filter({ hasText: 'Go 1]' }).first().waitFor();
        assert.doesNotMatch(await paused.first().innerText(), /breakpoint/i);
      }
      await page.keyboard.press('ControlOrMeta+Shift+Y');
      await page
        .locator('.repl')
        .getByText(/Passed \d+ hits? of other goroutines: main\.go:/)
        .first()
        .waitFor();
      await screenshots('passed');
    },
    'the console completes names': async ({ page, screenshot }) => {
      await page.locator('.repl-input-wrapper').first().click();
      await page.keyboard.type('star');
      await page.keyboard.press('Control+Space');
      const offered = page
        .locator('.suggest-widget .monaco-list-row', { hasText: 'start' })
        .first();
      await offered.waitFor();
      await screenshot('completions');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('.repl .monaco-list-row', { hasText: /^\d+$/ }).first().waitFor();
    },
    'a jump from the menu of a line goes back, without running what lies between': async ({
      page,
      line,
    }) => {
      await showLine(page, 'main.go', line('sixth'));
      await chooseFor(codeLine(page, '// fourth'), 'Jump to Cursor');
      // The click has put the cursor there already: only the frame tells of the jump.
      const frame = new RegExp(`walk.*main\\.go\\s*${line('fourth')}\\b`);
      await page
        .locator('.debug-call-stack .monaco-list-row', { hasText: frame })
        .first()
        .waitFor();
      await page.keyboard.press('F10');
      await cursorAt(page, 'main.go', line('fifth'));
    },
    'the menu of the call stack tracks a goroutine': async ({ page }) => {
      const thread = page.locator('.debug-call-stack .monaco-list-row', { hasText: 'Go 1]' });
      for (const words of ['is tracked', 'is no longer tracked']) {
        const told = statusItem(page, `Goroutine 1 ${words}`);
        // The rows of the call stack move while it fills: then the menu is another goroutine's, and once more.
        for (let attempt = 0; attempt < 5 && !(await told.isVisible()); attempt++) {
          await chooseFor(thread.first(), 'Track This Goroutine');
          await told.waitFor({ timeout: 8000 }).catch(() => undefined);
        }
        await told.waitFor();
      }
    },
    'switched off, the next stop is where the breakpoint is hit': async ({ page, line }) => {
      await statusItem(page, 'Step: this goroutine').click();
      await statusItem(page, 'Step: any goroutine').waitFor();
      await showLine(page, 'main.go', line('sixth'));
      // A step may be over before anybody else has come by.
      for (let count = 0; count < 20 && !(await isAt(page, line('hot'))); count++) {
        await page.keyboard.press('F10');
        await page.waitForTimeout(600);
      }
      await cursorAt(page, 'main.go', line('hot'));
      await statusItem(page, 'Step: any goroutine').click();
      await runCommand(page, 'Remove All Breakpoints');
    },
    'a channel is broken on from the variables view': async ({ page, line, screenshots }) => {
      await showLine(page, 'main.go', line('blocks'));
      await codeLine(page, '// blocks').click();
      await page.keyboard.press('F9');
      await page.keyboard.press('F5');
      await cursorAt(page, 'main.go', line('blocks'));
      const channel = page
        .locator('.debug-variables .monaco-list-row', { hasText: /^c\s*[=:]/ })
        .first();
      await channel.click({ button: 'right' });
      const entry = page.locator('.context-view .action-label', {
        hasText: 'Break When This Channel Is Used',
      });
      await entry.waitFor();
      await screenshots('channel-menu', async () => {
        if (await entry.isVisible()) return;
        await channel.click({ button: 'right' });
        await entry.waitFor();
      });
      await entry.click();
      await page.locator('.repl').getByText('Breakpoint on the channel c').first().waitFor();
      await runCommand(page, 'Remove All Breakpoints');
      await page.keyboard.press('F5');
      // At the line of the program that uses it, not in the runtime. Both ends may come at the same instant.
      await page
        .locator('.debug-call-stack .monaco-list-row', {
          hasText: /goroutine \d+ (receives from|sends on) c/i,
        })
        .first()
        .waitFor();
      await page.locator('.tab.active', { hasText: 'main.go' }).first().waitFor();
      assert.ok((await isAt(page, line('blocks'))) || (await isAt(page, line('gives'))));
      await screenshots('sends');
    },
    'the panel lists it, with its hits': async ({ page, screenshots }) => {
      await runCommand(page, 'Focus on Breakpoints & Expressions View');
      const panel = await pageWith(page, '.half.breakpoints');
      const row = panel.locator('.row.breakpoint', { hasText: 'send, receive, close, select' });
      await row.locator('.chip', { hasText: /channel\s*0x/ }).waitFor();
      await row.locator('.cells i').first().waitFor();
      await screenshots('usage');
    },
    'and removed from a list': async ({ page }) => {
      await runCommand(page, 'Delvescope: Remove Channel and Mutex Breakpoints…');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'channel 0x' })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await runCommand(page, 'Delvescope: Remove Channel and Mutex Breakpoints…');
      await page
        .locator('.notification-toast', { hasText: 'There is no breakpoint on a channel' })
        .first()
        .waitFor();
    },
    'the menu of the gutter adds a breakpoint for the selected goroutine': async ({
      page,
      line,
      screenshots,
    }) => {
      await showLine(page, 'main.go', line('second'));
      const number = page.locator('.monaco-editor .line-numbers', {
        hasText: new RegExp(`^${line('second')}$`),
      });
      await chooseFor(number.first(), 'Add Breakpoint for This Goroutine');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await page
        .locator('.panel .composite-bar .action-item.checked', {
          hasText: /breakpoints & expressions/i,
        })
        .waitFor();
      await screenshots('gutter');
    },
    'restarted with other arguments, the program has them': async ({ page, line }) => {
      await runCommand(page, 'Remove All Breakpoints');
      await showLine(page, 'main.go', line('first'));
      await firstBreakpoint(page, '// first');
      await runCommand(page, 'Delvescope: Restart with Arguments…');
      const input = page.locator('.quick-input-widget input.input');
      await input.fill('2 "two words"');
      await page.keyboard.press('Enter');
      await stoppedAt(page);
      await evaluate(page, 'os.Args[2]', /^"two words"$/);
    },
    'a hot condition comes with advice, which a button applies': async ({
      page,
      line,
      screenshots,
    }) => {
      await runCommand(page, 'Remove All Breakpoints');
      await showLine(page, 'main.go', line('hot'));
      await firstBreakpoint(page, '// hot');
      await runCommand(page, 'Focus on Breakpoints & Expressions View');
      const panel = await pageWith(page, '.half.breakpoints');
      const row = panel.locator('.row.breakpoint', { hasText: `main.go:${line('hot')}` });
      await row.click();
      await panel.locator('#scope-from-kind').selectOption('stack');
      await panel.locator('#scope-from').fill('main.spin');
      await panel.locator('#scope-log').fill('pass');
      await panel.locator('#scope-log').press('Enter');
      await row.locator('.chip', { hasText: 'main.spin' }).waitFor();
      await codeLine(page, '// hot').click();
      await page.keyboard.press('F5');
      const apply = panel.getByRole('button', { name: 'Apply @startedAs' });
      await apply.waitFor();
      await screenshots('advice');
      await apply.click();
      await row.locator('.chip', { hasText: /started as\s*main\.spin/ }).waitFor();
      await row.getByText('native').waitFor();
    },
  },
});

/** A window that is still coming up ignores the key: then once more. */
async function firstBreakpoint(page: Page, text: string): Promise<void> {
  const glyph = page.locator('.codicon-debug-breakpoint').first();
  for (let attempt = 0; attempt < 5 && !(await glyph.isVisible()); attempt++) {
    await toggleBreakpoint(page, text);
    await glyph.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
  await glyph.waitFor();
}

/** Chooses from the menu of a place. A menu that has just opened may miss the click: then once more. */
async function chooseFor(place: Locator, name: string): Promise<void> {
  await place.click({ button: 'right' });
  const entry = place.page().locator('.context-view .action-label', { hasText: name }).first();
  for (let attempt = 0; attempt < 5; attempt++) {
    await entry.click();
    const isChosen = entry.waitFor({ state: 'hidden', timeout: 2000 }).then(() => true);
    if (await isChosen.catch(() => false)) return;
  }
  throw new Error(`the menu does not take ${name}`);
}

async function isAt(page: Page, line: number): Promise<boolean> {
  const active = page.locator('.monaco-editor .line-numbers.active-line-number').first();
  return (await active.innerText()) === String(line);
}

function statusItem(page: Page, text: string): ReturnType<Page['locator']> {
  return page.locator('.statusbar-item', { hasText: text }).first();
}
