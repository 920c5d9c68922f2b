/** Gestures of the suites about profiles: opening one, and its frames. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { openInPage, webviewPage } from './drive.ts';

const ROW_HEIGHT = 20;

/** Opens the profile and waits for what it shows first. */
export async function openProfile(page: Page, path: string, first = 'canvas'): Promise<void> {
  await openInPage(page, path);
  await webviewPage(page).locator(first).first().waitFor();
}

/** A frame in the tree that stands beside the canvas for screen readers. */
export function frame(profile: FrameLocator, name: string): Locator {
  return profile.locator('[role=treeitem]', { hasText: `${name}, total` }).first();
}

/** Clicks the canvas where the frame is drawn: its row is its level, and the widest frame of a row stands left. */
export async function clickFrame(
  profile: FrameLocator,
  name: string,
  modifiers: ('Alt' | 'Control')[] = [],
): Promise<void> {
  const item = frame(profile, name);
  await item.waitFor({ state: 'attached' });
  const level = Number(await item.getAttribute('aria-level'));
  const canvas = profile.locator('canvas').first();
  const position = { x: 60, y: (level - 1) * ROW_HEIGHT + ROW_HEIGHT / 2 };
  await canvas.click({ position, modifiers });
}

export async function selectedFrame(profile: FrameLocator, name: string): Promise<void> {
  await profile
    .locator('[role=treeitem][aria-selected=true]', { hasText: `${name}, total` })
    .first()
    .waitFor({ state: 'attached' });
}
