/** One interface for the two hosts that every suite runs under. */
import type { Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACTS } from '../../../scripts/tools/folders.ts';

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

/** Wraps a page that shows the workbench, once its first parts are on the screen. */
export async function whenReady(
  page: Page,
  { suite, theme = 'dark' }: Pick<WorkbenchOptions, 'suite' | 'theme'>,
  close: () => Promise<void>,
): Promise<Workbench> {
  page.setDefaultTimeout(30_000);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page
    .locator('.explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: 60_000 });
  return {
    page,
    close,
    async screenshot(name) {
      const folder = join(ARTIFACTS, 'screenshots');
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${suite}-${name}.${theme}.png`);
      await page.screenshot({ path });
      return path;
    },
  };
}
