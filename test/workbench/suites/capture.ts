/** Profiles from a running program and from a benchmark, fetched and opened by clicks. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { builtExample, builtFixture, startPrinting } from '../../support/go-program.ts';
import {
  activityIcon,
  closeTab,
  openInExplorer,
  pageWith,
  runCommand,
  webviewPage,
} from '../support/drive.ts';
import { answer, capture, chosenMark } from '../support/capture-drive.ts';
import { codeLine, copyOfExamples } from '../support/debug-drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: async (context) => {
    const folder = await copyOfExamples();
    const args = ['-addr', '127.0.0.1:0', '-load', '2'];
    const shop = await startPrinting(builtExample('shop'), args, 'shop listens on ');
    const workbench = await context.openWorkbench({ folder: folder.path });
    const guarded = await guard();
    const secured = await startPrinting(builtFixture('endpoint'), []);
    // The fixture prints exactly this.
    const endpoint = JSON.parse(secured.address) as { readonly secure: string };
    const address = shop.address.replace('http://', '');
    return { ...workbench, folder, shop, guarded, secured, endpoint, address };
  },
  close: async ({ folder, shop, guarded, secured }) => {
    guarded.server.close();
    shop.process.kill();
    secured.process.kill();
    await folder.remove();
  },
  tests: {
    'an address without a listener says so': async ({ page }) => {
      await capture(page, '127.0.0.1:1');
      await page
        .locator('.notification-toast', { hasText: 'Nothing listens on 127.0.0.1:1' })
        .waitFor();
      await page.keyboard.press('Escape');
      await runCommand(page, 'Notifications: Clear All Notifications');
    },
    'two kinds are fetched at once and open': async ({ page, address, screenshot }) => {
      await capture(page, address);
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: 'threadcreate' }).first().waitFor();
      await screenshot('kinds');
      // The processor's profile is chosen from the start; the heap is added.
      await rows.filter({ hasText: /^heap/ }).first().click();
      await page.keyboard.press('Enter');
      await answer(page, '2', 'Seconds');
      await page.locator('.notification-toast', { hasText: /cpu \d s left/ }).waitFor();
      const tab = page.locator('.tab', { hasText: /-cpu\.pb\.gz/ });
      await tab.first().waitFor();
      await page
        .locator('.tab', { hasText: /-heap\.pb\.gz/ })
        .first()
        .waitFor();
      await tab.first().click();
      await webviewPage(page).locator('.ds-answer', { hasText: 'CPU in' }).first().waitFor();
    },
    'the view lists what came': async ({ page, screenshots }) => {
      await activityIcon(page).click();
      const header = page.locator('.pane-header', { hasText: 'Captures' });
      if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
      const list = page.locator('.monaco-list-row', { hasText: /heap · 127\.0\.0\.1/ });
      await list.first().waitFor();
      await screenshots('list');
    },
    'captures every few minutes form a series': async ({ page, address, screenshots }) => {
      await runCommand(page, 'Delvescope: Capture Every Few Minutes…');
      await answer(page, `${address}/debug/pprof/heap`);
      // The kind that the address names is chosen, and only as a profile of now.
      const chosen = page.locator('.quick-input-list .monaco-list-row', { has: chosenMark(page) });
      await chosen.first().waitFor();
      assert.match(await chosen.first().innerText(), /^heap\d/);
      assert.equal(await chosen.count(), 1);
      await page.keyboard.press('Enter');
      await answer(page, '0.1', 'every');
      const running = page.locator('.statusbar-item', { hasText: 'heap every 0.1 min' });
      await running.waitFor();
      // One is there from before, and a round takes six seconds.
      await seriesRow(page, address, 4).waitFor({ timeout: 60_000 });
      await screenshots('series');
      await running.click();
      await running.waitFor({ state: 'detached' });
    },
    'any two captures of a series compare': async ({ page, address }) => {
      const first = Number(await seriesRow(page, address).getAttribute('data-index')) + 1;
      const rows = [rowAt(page, first), rowAt(page, first + 2)];
      const times = await Promise.all(rows.map((row) => row.locator('.label-name').innerText()));
      for (const row of rows) await row.click({ modifiers: ['Control'] });
      await chooseInMenu(page, rowAt(page, first + 2), 'Compare Profiles…');
      const [newer, older] = times;
      await page.locator('.tab.active', { hasText: `heap ${older} ↔ ${newer}` }).waitFor();
      // The panel of goroutines is a page as well.
      const compared = await pageWith(page, '.term.side');
      await compared.locator('.ds-answer', { hasText: 'before' }).waitFor();
      await closeTab(page);
    },
    'a whole series compares': async ({ page, address, screenshots }) => {
      await chooseInMenu(page, seriesRow(page, address), 'Compare Profiles…');
      await page.locator('.tab.active', { hasText: /heap \S+ … \S+/ }).waitFor();
      const heads = (await pageWith(page, '.side-head')).locator('.side-head');
      await heads.nth(3).waitFor();
      assert.match(await heads.nth(1).innerText(), /\d\d:\d\d:\d\d/);
      await screenshots('series-compared');
      await closeTab(page);
    },
    'a certificate that nobody vouches for is asked about': async ({
      page,
      endpoint,
      screenshot,
    }) => {
      await capture(page, endpoint.secure);
      const told = page.locator('.notification-toast', { hasText: /certificate/i });
      await told.waitFor();
      await told.getByRole('button', { name: 'Trust certificate…' }).click();
      await answer(page, 'Accept any certificate', 'Trust https://127.0.0.1');
      const question = page.locator('.monaco-dialog-box', { hasText: 'without checking' });
      await question.waitFor();
      await screenshot('certificate');
      await question.getByRole('button', { name: 'Accept Any Certificate' }).click();
      // Now the program answers, and wants to know who asks.
      const asked = page.locator('.notification-toast', { hasText: '(401)' });
      await asked.getByRole('button', { name: 'Set header…' }).click();
      await answer(page, 'Authorization: Bearer secret', 'Header for');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'shop.sessions' })
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
    },
    'a program that records already says so': async ({ page, address }) => {
      const other = fetch(`http://${address}/debug/pprof/profile?seconds=10`);
      await capture(page, `${address}/debug/pprof/profile`);
      await page
        .locator('.quick-input-list .monaco-list-row', { has: chosenMark(page) })
        .filter({ hasText: /^cpu/ })
        .waitFor();
      await page.keyboard.press('Enter');
      await answer(page, '1', 'Seconds');
      await page.locator('.notification-toast', { hasText: 'is recording already' }).waitFor();
      await runCommand(page, 'Notifications: Clear All Notifications');
      await (await other).arrayBuffer();
    },
    'an address that wants a token is asked again with one': async ({
      page,
      guarded,
      screenshot,
    }) => {
      await capture(page, guarded.address);
      const told = page.locator('.notification-toast', { hasText: 'wants to know who asks (401)' });
      await told.waitFor();
      await screenshot('token');
      await told.getByRole('button', { name: 'Set header…' }).click();
      await answer(page, 'Authorization: Bearer secret', 'Header for');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'heap' })
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
    },
    'a benchmark is profiled from its lens': async ({ page, screenshots }) => {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await openInExplorer(page, 'shop/pricing/engine_test.go');
      const lens = page.locator('.codelens-decoration', { hasText: 'profile cpu' });
      await lens.first().waitFor();
      await screenshots('lens');
      await codeLine(page, 'func TestApply').click();
      await page.keyboard.press('ControlOrMeta+End');
      // VS Code keeps the commands of lenses out of sight as they were when the file was opened and
      // replaces them a moment after they come into sight.
      await page.waitForTimeout(1500);
      await lens.last().locator('a', { hasText: 'profile cpu' }).click();
      const told = page.locator('.notification-toast', { hasText: /BenchmarkApply: .* ns\/op/ });
      await told.waitFor({ timeout: 90_000 });
      assert.match(await told.innerText(), /allocs\/op/);
      await page
        .locator('.tab', { hasText: /BenchmarkApply-.*-cpu\.pb\.gz/ })
        .first()
        .waitFor();
    },
  },
});

/** The series of heap profiles in the view, with at least so many captures. */
function seriesRow(page: Page, address: string, atLeast = 1): Locator {
  const counts = Array.from({ length: 9 }, (_, count) => atLeast + count).join('|');
  const port = address.slice(address.lastIndexOf(':') + 1);
  return page.locator('.monaco-list-row[aria-level="1"]', {
    hasText: new RegExp(`heap · \\S*?127\\.0\\.0\\.1-${port}\\s*(?:${counts})$`),
  });
}

/** A row of the view by its place in it. */
function rowAt(page: Page, index: number): Locator {
  return page.locator(`.pane .monaco-list-row[data-index="${index}"]`, {
    hasText: /\d\d:\d\d:\d\d/,
  });
}

async function chooseInMenu(page: Page, row: Locator, title: string): Promise<void> {
  const item = page.locator('.monaco-menu .action-item', { hasText: title }).first();
  for (let attempt = 0; attempt < 4 && !(await item.isVisible()); attempt++) {
    // A list that is just being filled swallows the click. Escape would clear what is selected.
    await row.click({ button: 'right' });
    await item.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
  // A menu takes no click in its first moments: the one that opened it may still be going on.
  await page.waitForTimeout(500);
  await item.click();
}

/** An index of profiles for those who know the token. */
async function guard(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer secret';
    if (isKnown) response.end('<html><body><a href="heap?debug=1">heap</a></body></html>');
    else response.writeHead(401).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { server, address: `127.0.0.1:${port}` };
}
