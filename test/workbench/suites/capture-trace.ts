/** Traces that are captured: looked at while they are recorded, from a flight recorder, and from a benchmark's lens. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { builtExample, startPrinting } from '../../support/go-program.ts';
import { answer, capture, chosenMark } from '../support/capture-drive.ts';
import { copyOfExamples } from '../support/debug-drive.ts';
import { closeTab, openInExplorer, pageWith } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';
import { zoomIn } from '../support/timeline-drive.ts';

export const suite = defineSuite({
  timeout: 120_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const args = ['-addr', '127.0.0.1:0', '-load', '2', '-flight'];
    const shop = await startPrinting(builtExample('shop'), args, 'shop listens on ');
    const workbench = await context.openWorkbench({ folder: folder.path });
    return { ...workbench, folder, shop, address: shop.address.replace('http://', '') };
  },
  close: async ({ folder, shop }) => {
    shop.process.kill();
    await folder.remove();
  },
  tests: {
    'a trace opens while it is recorded, grows, and becomes its file': async ({
      page,
      address,
      folder,
      screenshots,
    }) => {
      await captureTrace(page, address, 12);
      const trace = await recorded(page);
      const first = await trace.locator('.lanes').getAttribute('aria-label');
      assert.deepEqual(await traceFiles(folder.path), []);
      await page.locator('.tab.active', { hasText: /-trace\.trace/ }).waitFor();
      await screenshots('recording');
      // What is in sight stays where somebody has zoomed.
      const zoomed = await zoomIn(page, trace, first);
      await trace.getByText(/^Recording: /).waitFor({ state: 'detached' });
      await trace.locator('.ds-answer', { hasText: /^\s*1[12](\.\d+)?\s*s\s*trace/ }).waitFor();
      assert.equal(await trace.locator('.lanes').getAttribute('aria-label'), zoomed);
      assert.equal((await traceFiles(folder.path)).length, 1);
      await closeTab(page);
    },
    'a recording is stopped, and kept when that is wanted': async ({
      page,
      address,
      folder,
      screenshots,
    }) => {
      for (const isKept of [false, true]) {
        await captureTrace(page, address, 60);
        const trace = await recorded(page);
        await trace.getByRole('button', { name: 'Stop', exact: true }).click();
        const ended = trace.getByText(/^Stopped\. The first .* are here, in no file yet/);
        await ended.waitFor();
        assert.equal((await traceFiles(folder.path)).length, 1);
        if (isKept) {
          await screenshots('stopped');
          await trace.getByRole('button', { name: 'Keep as file' }).click();
          await ended.waitFor({ state: 'detached' });
        }
        await closeTab(page);
        const count = isKept ? 2 : 1;
        while ((await traceFiles(folder.path)).length !== count) await page.waitForTimeout(100);
      }
    },
    'what a flight recorder holds is fetched from its address': async ({ page, address }) => {
      await capture(page, `${address}/debug/pprof/flight`);
      const chosen = page.locator('.quick-input-list .monaco-list-row', { has: chosenMark(page) });
      await chosen.filter({ hasText: /^flight recorder/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: /-flight-recorder\.trace/ }).waitFor();
      const trace = await pageWith(page, '.lanes');
      await trace.locator('.ds-answer', { hasText: /trace.*goroutines.*% busy/ }).waitFor();
      await closeTab(page);
    },
    'a benchmark is traced from its lens, which says how much is recorded': async ({
      page,
      screenshots,
    }) => {
      await openInExplorer(page, 'shop/pricing/engine_test.go');
      await page.locator('.codelens-decoration', { hasText: 'profile cpu' }).first().waitFor();
      await page.keyboard.press('ControlOrMeta+End');
      // Lenses that come into sight have their commands a moment later.
      await page.waitForTimeout(1500);
      const lens = page.locator('.codelens-decoration', { hasText: 'profile cpu' }).last();
      await lens.locator('a', { hasText: /^trace$/ }).click();
      const told = page.locator('.notification-toast', {
        hasText: /BenchmarkApply: recording trace: \d+ s( · [\d.]+ \S+)?/,
      });
      await told.first().waitFor({ timeout: 60_000 });
      await page
        .locator('.tab.active', { hasText: /BenchmarkApply-.*-trace\.trace/ })
        .waitFor({ timeout: 90_000 });
      const trace = await pageWith(page, '.lanes');
      await trace.locator('.ds-answer', { hasText: /trace.*goroutines.*% busy/ }).waitFor();
      await trace.locator('#search').fill('testing.(*B)');
      await trace.getByText(/^1 of \d+/).waitFor();
      await screenshots('traced');
    },
  },
});

/** Asks for a trace of so many seconds. */
async function captureTrace(page: Page, address: string, seconds: number): Promise<void> {
  await capture(page, `${address}/debug/pprof/trace`);
  const chosen = page.locator('.quick-input-list .monaco-list-row', { has: chosenMark(page) });
  await chosen.filter({ hasText: /^trace/ }).waitFor();
  await page.keyboard.press('Enter');
  await answer(page, String(seconds), 'Seconds');
}

/** The page of the trace that is being recorded, once it shows lanes. */
async function recorded(page: Page): Promise<FrameLocator> {
  await page.locator('.tab.active', { hasText: /-trace\.trace/ }).waitFor();
  const trace = await pageWith(page, '.lanes');
  await trace.getByText(/^Recording: \d+ s of \d+ s · [\d.]+ .?B\. The first /).waitFor();
  await trace.locator('ul.sr-only li', { hasText: /^P0/ }).first().waitFor({ state: 'attached' });
  return trace;
}

/** Files of traces in the folder of captures, without those that are not whole. */
async function traceFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'captures')).catch(() => []);
  return names.filter((name) => name.endsWith('-trace.trace'));
}
