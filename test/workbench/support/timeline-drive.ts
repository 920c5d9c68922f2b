/** Gestures in the timeline. */
import type { FrameLocator, Page } from 'playwright-core';

/** Zooms in by keys. What is in sight, once it is less than before and stays so: it is told a moment after it is drawn. */
export async function zoomIn(
  page: Page,
  trace: FrameLocator,
  before: string | null,
): Promise<string> {
  const lanes = trace.locator('.lanes');
  await lanes.focus();
  for (let press = 0; press < 6; press++) await page.keyboard.press('w');
  for (let last = before; ; await page.waitForTimeout(300)) {
    const now = await lanes.getAttribute('aria-label');
    if (now !== null && now !== before && now === last) return now;
    last = now;
  }
}
