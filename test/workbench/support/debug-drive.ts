/** Gestures of the suites that debug: the panel, the call stack, breakpoints, and the program under the debugger. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { activityIcon, webviewPage } from './drive.ts';

export interface Folder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A copy of the examples without their launch.json and recordings: what a user has before configuring anything. */
export async function copyOfExamples(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'shop-'));
  await cp(join(ROOT, 'examples'), path, {
    recursive: true,
    filter: (source) => !/[\\/](\.vscode|recorded)([\\/]|$)/.test(source.slice(ROOT.length)),
  });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Sets or removes the breakpoint of a line that is in sight. */
export async function toggleBreakpoint(page: Page, text: string): Promise<void> {
  await codeLine(page, text).click();
  await page.keyboard.press('F9');
}

export function codeLine(page: Page, text: string): Locator {
  return page.locator('.monaco-editor .view-line', { hasText: text }).first();
}

/** Brings a file that is open in a tab to the front, at a line. */
export async function showLine(page: Page, file: string, line: number): Promise<void> {
  await page.locator('.tab', { hasText: file }).first().click();
  await page.keyboard.press('ControlOrMeta+G');
  await page.locator('.quick-input-widget input.input').fill(`:${line}`);
  await page.keyboard.press('Enter');
}

/** Pauses the program. The editor ignores the button until it has heard of the first thread: then once more. */
export async function pause(page: Page): Promise<void> {
  const button = (name: string): Locator =>
    page.locator(`.debug-toolbar .action-label[aria-label^="${name}"]`);
  for (let attempt = 0; attempt < 5; attempt++) {
    await button('Pause').click();
    try {
      await button('Continue').waitFor({ timeout: 4000 });
      return;
    } catch {
      // Not yet.
    }
  }
  throw new Error('the program does not pause');
}

/** The line the program stands at, as the editor marks it. */
export async function stoppedAt(page: Page): Promise<void> {
  await page.locator('.debug-top-stack-frame-line').first().waitFor();
}

/** Opens the Goroutines panel and answers its page. A click on the icon of what is open would close it. */
export async function openPanel(page: Page): Promise<FrameLocator> {
  if (!(await panelTitle(page).isVisible())) await activityIcon(page).click();
  return shownPanel(page);
}

/** The page of the panel, which something else has opened or is about to open. */
export async function shownPanel(page: Page): Promise<FrameLocator> {
  await panelTitle(page).waitFor();
  return webviewPage(page);
}

function panelTitle(page: Page): Locator {
  return page.locator('.sidebar .composite.title', { hasText: /delvescope/i }).first();
}

/** Group rows: count, name, state, place and wait in the order in which they are read. */
export function groups(panel: FrameLocator): Locator {
  return panel.locator('[role=treeitem][aria-level="1"]');
}

export function goroutines(panel: FrameLocator): Locator {
  return panel.locator('[role=treeitem][aria-level="2"]');
}

/** The cursor is on this line of this file. */
export async function cursorAt(page: Page, file: string, line: number): Promise<void> {
  await page.locator('.tab.active', { hasText: file }).first().waitFor();
  await page
    .locator('.monaco-editor .line-numbers.active-line-number', {
      hasText: new RegExp(`^${line}$`),
    })
    .first()
    .waitFor();
}

/** Evaluates in the Debug Console and waits for the answer. */
export async function evaluate(page: Page, expression: string, answer: RegExp): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+Y');
  await page.locator('.repl-input-wrapper').first().click();
  await page.keyboard.type(expression);
  await page.keyboard.press('Enter');
  await page.locator('.repl .monaco-list-row', { hasText: answer }).first().waitFor();
}

/** Ids of processes whose command line contains the text. Linux and macOS. */
export async function processesWith(text: string): Promise<string[]> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile('ps', ['-axww', '-o', 'pid=,args='], (_error, stdout) => {
      resolve(stdout.split('\n').filter((line) => line.includes(text)));
    });
  });
}
