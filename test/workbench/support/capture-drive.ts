/** Gestures of capturing: the address, the kinds, the seconds. */
import type { Locator, Page } from 'playwright-core';
import { runCommand } from './drive.ts';

/** Asks for what an address serves. The list of addresses is closed by whatever takes the focus: then once more. */
export async function capture(page: Page, address: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[placeholder*="debug/pprof"]');
  for (let attempt = 0; attempt < 4 && !(await input.isVisible()); attempt++) {
    await runCommand(page, 'Delvescope: Capture from a Running Program…');
    await input.waitFor({ timeout: 8000 }).catch(() => undefined);
  }
  await answer(page, address);
}

/** Types into the quick input that is open and accepts. */
export async function answer(page: Page, text: string, title = ''): Promise<void> {
  const widget = page.locator('.quick-input-widget', { hasText: title });
  const input = widget.locator('input.input');
  await input.waitFor();
  await input.fill(text);
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

/** What a row of a list in which several are chosen has in it when it is. */
export function chosenMark(page: Page): Locator {
  return page.locator('.monaco-checkbox.checked, input:checked');
}
