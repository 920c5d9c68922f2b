/** An execution trace in its editor: lanes, zoom, search, a range, and the way to a line. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { closeTab, openInPage, pageWith, runCommand, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: (context) => context.openWorkbench({ folder: join(ROOT, 'examples') }),
  tests: {
    'a double click opens the timeline': async ({ page, screenshots }) => {
      await openInPage(page, 'recorded/pipeline.trace');
      const trace = webviewPage(page);
      await trace.locator('.ds-answer', { hasText: /trace.*goroutines.*% busy/ }).waitFor();
      await lane(trace, /^P0/).waitFor({ state: 'attached' });
      await screenshots('opened');
    },
    'keys zoom in and fit again': async ({ page }) => {
      const trace = webviewPage(page);
      const before = await span(trace);
      await lanes(trace).focus();
      for (let press = 0; press < 5; press++) await page.keyboard.press('w');
      await waitFor(async () => (await span(trace)) !== before);
      await page.keyboard.press('f');
      await waitFor(async () => (await span(trace)) === before);
    },
    'a search opens the group and selects the goroutine': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      await trace.locator('#search').fill('main.');
      await trace.getByText(/^1 of \d+/).waitFor();
      await trace
        .locator('.pane .sec-h', { hasText: /G \d+ main\./ })
        .first()
        .waitFor();
      await screenshots('search');
    },
    'the next wait tells who ended it, and its stack leads to the line': async ({
      page,
      screenshots,
    }) => {
      const trace = webviewPage(page);
      await lanes(trace).focus();
      await page.keyboard.press(']');
      await trace.getByText('Unblocked by').waitFor();
      await screenshots('unblock');
      const place = trace.locator('.pane .frame', { hasText: /main\.go:\d+/ }).first();
      const line = Number(/main\.go:(\d+)/.exec(await place.innerText())?.[1]);
      await place.click();
      await page.locator('.tab', { hasText: 'main.go' }).first().waitFor();
      await page
        .locator('.editor-status-selection, [id="status.editor.selection"]', {
          hasText: `Ln ${line}`,
        })
        .first()
        .waitFor();
    },
    'the critical path shows who had it in hand': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      await lanes(trace).click({ position: { x: 400, y: 10 } });
      await page.keyboard.press('c');
      const path = trace.getByRole('region', { name: 'Critical path' });
      await path.getByText(/steps/).waitFor();
      await path.getByRole('listitem').nth(1).waitFor();
      await screenshots('path');
      await lanes(trace).focus();
      await page.keyboard.press('c');
      await path.waitFor({ state: 'detached' });
    },
    'a bookmark with a note is kept beside the trace, and gone with the last': async ({
      page,
      screenshots,
    }) => {
      const file = join(ROOT, 'examples/recorded/pipeline.trace.notes.json');
      const trace = webviewPage(page);
      await lanes(trace).focus();
      await page.keyboard.press('b');
      await trace.locator('.mark input').waitFor();
      await page.keyboard.type('slow here');
      await page.keyboard.press('Enter');
      await waitFor(async () =>
        (await readFile(file, 'utf8').catch(() => '')).includes('slow here'),
      );
      await screenshots('bookmark');
      await trace.getByRole('button', { name: 'Remove the bookmark' }).click();
      await waitFor(async () => !existsSync(file));
    },
    'the hover on the line draws how long its waits were': async ({ page }) => {
      await page.locator('.tab', { hasText: 'main.go' }).first().click();
      await runCommand(page, 'Show or Focus Hover');
      await page
        .locator('.monaco-hover:visible', { hasText: /blocked.*50 % ≤.*longest/s })
        .waitFor();
      await page.keyboard.press('Escape');
    },
    'the line leads back to the goroutines that waited there': async ({ page, screenshots }) => {
      const lens = page
        .locator('.codelens-decoration a:visible', { hasText: /blocked .*×/ })
        .first();
      await lens.waitFor();
      await screenshots('lens');
      await lens.click();
      const trace = webviewPage(page);
      await waitFor(async () => (await trace.locator('#search').inputValue()).startsWith('at:'));
      await trace.getByText(/^1 of \d+/).waitFor();
      const place = trace.locator('.pane .frame', { hasText: /\.go:\d+/ }).first();
      await place.waitFor();
      await screenshots('back');
    },
    'a breakpoint is set for goroutines like that of the slice': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      await trace.getByRole('button', { name: 'Break here for such goroutines' }).click();
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await screenshots('breakpoint');
    },
    'a range is measured': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      const box = await lanes(trace).boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await trace.locator('.pane .ds-answer', { hasText: 'Selection' }).waitFor();
      await trace.locator('.flame-part').waitFor();
      await screenshots('range');
      const selection = trace.locator('.pane .ds-answer', { hasText: 'Selection' });
      const before = await selection.innerText();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await waitFor(async () => (await selection.innerText()) !== before);
    },
    'the flame graph of just the range opens as a profile': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      const part = trace.getByRole('region', { name: 'Flame graph of the range' });
      // The figures follow the edge that was moved last.
      await page.waitForTimeout(1000);
      const [, stacks = ''] = /from ([\d,]+) stacks?/.exec(await part.innerText()) ?? [];
      assert.notEqual(stacks, '');
      await part.getByRole('button', { name: 'Open as profile' }).click();
      await page.locator('.tab.active', { hasText: /pipeline\.trace\..*\.pb\.gz/ }).waitFor();
      const profile = await pageWith(page, '[role=treeitem]');
      await profile.locator('.ds-answer', { hasText: stacks }).first().waitFor();
      await screenshots('range-profile');
      await closeTab(page);
    },
    'all of the page is reached by keys': async ({ page, screenshot }) => {
      const trace = webviewPage(page);
      await lanes(trace).focus();
      // The path, the range and the slice go one by one.
      for (let press = 0; press < 3; press++) await page.keyboard.press('Escape');
      await trace.getByText('Nothing selected').waitFor();
      for (let press = 0; press < 3; press++) await page.keyboard.press('w');
      await page.keyboard.press('x');
      await trace.locator('.pane .ds-answer', { hasText: 'Selection' }).waitFor();
      await trace.locator('.flame-strip canvas').waitFor();
      await page.keyboard.press('/');
      assert.equal(await focused(trace), 'Search goroutines');
      await page.keyboard.type('main.');
      await trace.getByText(/^1 of \d+/).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      assert.match(await focused(trace), /^Timeline from /);
      await page.keyboard.press('ArrowDown');
      await trace.locator('p.sr-only', { hasText: /\S/ }).first().waitFor({ state: 'attached' });
      const reached: string[] = [];
      for (let press = 0; press < 40; press++) {
        reached.push(await focused(trace));
        assert.ok(await hasRing(trace), `no focus ring on ${reached.at(-1)}`);
        if (reached.at(-1)?.startsWith('Flame graph: ') === true) break;
        await page.keyboard.press('Tab');
      }
      for (const name of ['Running', 'Open as profile']) assert.ok(reached.includes(name), name);
      const before = await trace.locator('.flame-strip p').innerText();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await waitFor(async () => (await trace.locator('.flame-strip p').innerText()) !== before);
      await screenshot('keys-flame');
      await page.keyboard.press('Tab');
      assert.notEqual(await focused(trace), '');
    },
    'the table of goroutines leads back to their lanes': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      await trace.getByRole('button', { name: 'Tasks', exact: true }).click();
      await trace.locator('td', { hasText: 'document' }).first().waitFor();
      await trace.getByRole('button', { name: 'Goroutines', exact: true }).click();
      const row = trace.locator('tr', { hasText: 'main.(*pipeline).index' });
      await row.waitFor();
      assert.match(await row.innerText(), /^\s*main\.\(\*pipeline\)\.index\s+3\s/);
      await screenshots('goroutines');
      await row.locator('button').click();
      await lane(trace, /^main\.\(\*pipeline\)\.index 3/).waitFor({ state: 'attached' });
      await lane(trace, /^G \d+/).waitFor({ state: 'attached' });
    },
    'a cycle of the GC leads to its place in the timeline': async ({ page, screenshots }) => {
      const trace = webviewPage(page);
      const before = await span(trace);
      await trace.getByRole('button', { name: 'Latency', exact: true }).click();
      await trace.getByText('from runnable to running').waitFor();
      await screenshots('latency');
      await trace.getByRole('button', { name: 'Stuck', exact: true }).click();
      await trace.getByText(/stuck|not run in/).waitFor();
      await screenshots('stuck');
      await trace.getByRole('button', { name: 'GC', exact: true }).click();
      await trace.getByText('Minimum mutator utilization').waitFor();
      await screenshots('gc');
      await trace.getByRole('region', { name: 'Cycles' }).locator('td button').first().click();
      await waitFor(async () => (await span(trace)) !== before);
      await trace.locator('.pane .ds-answer', { hasText: 'Selection' }).waitFor();
    },
    'questions without an answer say what is missing, and are asked again': async ({
      page,
      screenshots,
    }) => {
      const trace = webviewPage(page);
      await lanes(trace).focus();
      await page.keyboard.press('w');
      await page.waitForTimeout(500);
      // What the server says of a question that it cannot answer, for the newest of each kind.
      await trace.locator('body').evaluate(({ ownerDocument: { defaultView } }) => {
        for (let request = 1; request < 1000; request++) {
          const data = { kind: 'failed', request, message: 'the server is out of order' };
          defaultView?.dispatchEvent(new MessageEvent('message', { data }));
        }
      });
      const note = trace.locator('.note.bad', { hasText: /could not be read\. The server is out/ });
      await note.waitFor();
      // Lanes are asked for anew as soon as the note takes some of their height.
      assert.match(await note.innerText(), /charts/i);
      await screenshots('unanswered');
      await note.getByRole('button', { name: 'Try again' }).click();
      await note.waitFor({ state: 'detached' });
      await lane(trace, /^P0/).waitFor({ state: 'attached' });
    },
    'a derived profile opens as a profile': async ({ page }) => {
      const trace = webviewPage(page);
      await trace.locator('select').selectOption({ label: 'Synchronisation' });
      await page.locator('.tab', { hasText: 'pipeline.trace.sync.pb.gz' }).first().waitFor();
    },
  },
});

function lanes(trace: FrameLocator): Locator {
  return trace.locator('.lanes');
}

/** The lanes are drawn; a hidden list says the same. */
function lane(trace: FrameLocator, text: RegExp): Locator {
  return trace.locator('ul.sr-only li', { hasText: text }).first();
}

/** What the element with the focus is called. */
function focused(trace: FrameLocator): Promise<string> {
  return trace.locator('body').evaluate(({ ownerDocument: { activeElement: at } }) => {
    const input = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.value : '';
    return (at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '') || input;
  });
}

/** Whether it shows that it has it. */
function hasRing(trace: FrameLocator): Promise<boolean> {
  return trace.locator('body').evaluate(({ ownerDocument: { activeElement: at } }) => {
    if (at === null) return false;
    const rings = [at, at.parentElement ?? at].map((each) => getComputedStyle(each));
    return rings.some(
      ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none',
    );
  });
}

async function span(trace: FrameLocator): Promise<string | null> {
  return lanes(trace).getAttribute('aria-label');
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 50; round++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail('it did not happen in 5 s');
}
