/** The package installs into a real VS Code, and what a Go programmer meets first is there. */
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { activityIcon, openInExplorer, runCommand } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  open: (context) => context.openWorkbench({ folder: join(ROOT, 'examples') }),
  tests: {
    'the examples are open': async ({ page }) => {
      await page
        .locator('.explorer-folders-view .monaco-list-row', { hasText: 'shop' })
        .first()
        .waitFor();
    },
    'a Go file opens': async ({ page }) => {
      await openInExplorer(page, 'deadlock/main.go');
      await page
        .locator('.monaco-editor .view-line', { hasText: 'package main' })
        .first()
        .waitFor();
    },
    'our commands are in the palette': async ({ page }) => {
      const panel = page.locator('.part.panel .title', { hasText: 'Delvescope' }).first();
      // Just after the window is up, the editor may lose what an extension asks it to show.
      for (let attempt = 0; attempt < 3 && !(await panel.isVisible()); attempt++) {
        await runCommand(page, 'Delvescope: Show Log');
        await panel.waitFor({ timeout: 10_000 }).catch(() => undefined);
      }
      await panel.waitFor();
    },
    'the view container is in the activity bar, and opens': async ({ page, screenshot }) => {
      await activityIcon(page).click();
      await page
        .locator('.sidebar .composite.title', { hasText: /delvescope/i })
        .first()
        .waitFor();
      await screenshot('container');
    },
  },
});
