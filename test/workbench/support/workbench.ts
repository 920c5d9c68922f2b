/** One interface for the two hosts that every suite runs under. */
import type { Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACTS } from '../../../scripts/tools/folders.ts';
import { activityIcon } from './drive.ts';

/** The four looks that VS Code has. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

export interface WorkbenchOptions {
  readonly vsix: string;
  /** Names the screenshots. */
  readonly suite: string;
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Opened at the start: an absolute path, and a 1-based line if wanted. */
  readonly openFile?: { readonly path: string; readonly line?: number };
  readonly theme?: Theme;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Workbench {
  readonly page: Page;
  /** Writes `.artifacts/screenshots/SUITE-NAME.THEME.png`. */
  readonly screenshot: (name: string) => Promise<string>;
  /**
   * The same in dark, light and high contrast, one after the other; ends in dark. `prepare`
   * brings back what switching the theme closed, such as a hover.
   */
  readonly screenshots: (name: string, prepare?: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a host has to bring. */
export interface WorkbenchHost {
  open(options: WorkbenchOptions): Promise<Workbench>;
}

const COLOR_THEMES: Record<Theme, string> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

/** The user settings for a run: quiet, in the wanted theme, then what the suite asks for. */
export function userSettings(
  quiet: Readonly<Record<string, unknown>>,
  { theme = 'dark', settings = {} }: Pick<WorkbenchOptions, 'theme' | 'settings'>,
): string {
  return JSON.stringify({ ...quiet, 'workbench.colorTheme': COLOR_THEMES[theme], ...settings });
}

/** What a host knows of a window that it opened. */
export interface OpenWindow {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** What the theme picker calls them. */
const THEME_LABELS: Record<Theme, string> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};

/** The class of the workbench's element in each theme. */
const THEME_CLASSES: Record<Theme, string> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** Wraps a page that shows the workbench, once its first parts are on the screen. */
export async function whenReady(
  { page, close }: OpenWindow,
  { suite, theme = 'dark' }: Pick<WorkbenchOptions, 'suite' | 'theme'>,
): Promise<Workbench> {
  page.setDefaultTimeout(45_000);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page
    .locator('.explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: 60_000 });
  // A file that is opened before the extensions are known opens in whatever editor there is by then.
  await activityIcon(page).waitFor({ timeout: 60_000 });
  const photograph = async (name: string, shown: Theme): Promise<string> => {
    const folder = join(ARTIFACTS, 'screenshots');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${suite}-${name}.${shown}.png`);
    await page.screenshot({ path });
    return path;
  };
  const choose = async (next: Theme, timeout: number): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('ControlOrMeta+T');
    const input = page.locator('.quick-input-widget input.input');
    await input.fill(THEME_LABELS[next], { timeout });
    await page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: THEME_LABELS[next] })
      .waitFor({ timeout });
    await page.keyboard.press('Enter');
    await page.locator(`.monaco-workbench.${THEME_CLASSES[next]}`).waitFor({ timeout });
  };
  const show = async (next: Theme): Promise<void> => {
    try {
      await choose(next, 10_000);
    } catch {
      // The list of themes sometimes takes no input when it opens while a notification goes away.
      await page.keyboard.press('Escape');
      await choose(next, 30_000);
    }
    // Pages redraw their canvases and the editor its colours a moment after the class changed.
    await page.waitForTimeout(600);
  };
  return {
    page,
    close,
    screenshot: (name) => photograph(name, theme),
    async screenshots(name, prepare) {
      for (const next of ['light', 'high-contrast', 'dark'] as const) {
        await show(next);
        await prepare?.();
        await photograph(name, next);
      }
    },
  };
}
