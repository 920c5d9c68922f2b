/** Gestures that several suites need: the command palette, the page inside a webview, a file in the explorer. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/**
 * Runs a command by the title a user reads, `Category: Title`. While a window is still coming up, something may take
 * the focus and close the palette: then once more.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await pickCommand(page, title);
      break;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Enter');
}

/** The list fills in steps; the row that Enter would take is the one to wait for. */
async function pickCommand(page: Page, title: string): Promise<void> {
  const limit = { timeout: 8000 };
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.locator('.quick-input-widget input.input').fill(`>${title}`, limit);
  await page
    .locator('.quick-input-list .monaco-list-row.focused', { hasText: title })
    .waitFor(limit);
}

/** Closes the tab that is in front. Its command is not the first that the palette finds for its title. */
export async function closeTab(page: Page): Promise<void> {
  const tab = page.locator('.editor-group-container.active .tab.active').first();
  await tab.hover();
  await tab.locator('[class*=codicon-close]').first().click();
}

/** Closes what covers the window, such as the settings. Escape is first taken by whatever inside it has the focus. */
export async function closeModal(page: Page): Promise<void> {
  const modal = page.locator('.monaco-modal-editor-block').first();
  for (let attempt = 0; attempt < 20 && (await modal.isVisible()); attempt++) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(250);
  }
  await modal.waitFor({ state: 'hidden' });
}

/** The document inside a webview: VS Code nests it in two frames. A view's frame and an editor's are told apart by what is in them. */
export function webviewPage(page: Page, index = 0): FrameLocator {
  return page
    .locator('iframe.webview')
    .nth(index)
    .contentFrame()
    .frameLocator('iframe#active-frame');
}

/** The icon in the activity bar that opens our views. */
export function activityIcon(page: Page): Locator {
  return page.locator('.activitybar .action-label[aria-label^="Delvescope"]').first();
}

/** Opens a file of the folder by its path below it, expanding folders on the way. */
export async function openInExplorer(page: Page, path: string): Promise<void> {
  await (await explorerRow(page, path)).dblclick();
}

/**
 * Opens a file that has a page of its own. Just after the window is up, the editor may not have heard of custom editors
 * yet and shows the file as binary: then it is closed and opened again.
 */
export async function openInPage(page: Page, path: string): Promise<void> {
  const binary = page.getByText('Open Anyway');
  for (let attempt = 0; attempt < 5; attempt++) {
    await openInExplorer(page, path);
    await binary.or(page.locator('iframe.webview')).first().waitFor();
    if (!(await binary.isVisible())) return;
    await closeTab(page);
  }
}

/** The row of a file in the explorer, its folders expanded. */
export async function explorerRow(page: Page, path: string): Promise<Locator> {
  const parts = path.split('/');
  for (const [depth, part] of parts.slice(0, -1).entries()) {
    const row = rowAt(page, depth, part);
    const expanded = row.and(page.locator('[aria-expanded="true"]'));
    // Rows move while files come and go: a click can hit the one above.
    for (let attempt = 0; attempt < 4 && !(await expanded.isVisible()); attempt++) {
      await row.click();
      await expanded.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
  }
  return rowAt(page, parts.length - 1, parts.at(-1) ?? '');
}

function rowAt(page: Page, depth: number, name: string): Locator {
  return page
    .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
    .filter({
      has: page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(name)}$`) }),
    })
    .first();
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Of the pages that are open, the one with this in it. */
export async function pageWith(page: Page, selector: string): Promise<FrameLocator> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const count = await page.locator('iframe.webview').count();
    for (let index = 0; index < count; index++) {
      const inside = webviewPage(page, index);
      if ((await inside.locator(selector).count()) > 0) return inside;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no page with ${selector}`);
}
