/** The table's callers and callees, the call graph, the source and the labels of recorded profiles. */
import type { FrameLocator } from 'playwright-core';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { runCommand, webviewPage } from '../support/drive.ts';
import { openProfile } from '../support/profile-drive.ts';
import { defineSuite } from '../support/suite.ts';

export const suite = defineSuite({
  timeout: 180_000,
  open: (context) => context.openWorkbench({ folder: join(ROOT, 'examples') }),
  tests: {
    'rows of the table open to callers and callees': async ({ page, screenshots }) => {
      await openProfile(page, 'recorded/shop.cpu.pb.gz');
      const profile = webviewPage(page);
      await profile.locator('.flame').press('t');
      const first = profile.locator('.frow[aria-level="1"]').first();
      await first.click({ modifiers: ['Control'] });
      await profile.locator('.dp-name', { hasText: '(*Rule).match' }).waitFor();
      await profile.locator('.ftable').press('ArrowRight');
      const caller = profile.locator('.frow[aria-level="2"]', { hasText: 'Apply' });
      assert.match(await caller.innerText(), /3\.46\s*s/);
      await profile.locator('.ftable').press('ArrowDown');
      await profile.locator('.ftable').press('ArrowRight');
      await profile.locator('.frow[aria-level="3"]').first().waitFor();
      await screenshots('table-tree');
      await profile.locator('.ftable').press('ArrowLeft');
      await profile.locator('.frow[aria-level="3"]').waitFor({ state: 'detached' });
    },
    'the call graph selects, walks along edges and focuses': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await profile.locator('.ftable').press('g');
      const hot = box(profile, 'pricing.(*Rule).match');
      await hot.waitFor();
      await profile.locator('.gbar', { hasText: /\d+ of\s+\d+\s+functions/ }).waitFor();
      await screenshots('graph');
      await hot.click();
      await selectedBox(profile, 'pricing.(*Rule).match');
      await profile.locator('.dp-name', { hasText: '(*Rule).match' }).waitFor();
      await profile.locator('.graph').press('ArrowUp');
      await selectedBox(profile, 'pricing.(*Engine).Apply');
      await screenshots('graph-selected');
      await profile.locator('.graph').press('Enter');
      await profile.locator('.term', { hasText: 'focus pricing.(*Engine).Apply' }).waitFor();
      await box(profile, 'runtime.gcBgMarkWorker').waitFor({ state: 'detached' });
      await profile.getByRole('button', { name: /Remove focus/ }).click();
      await hot.waitFor();
    },
    'the source shows lines with their calls': async ({ page, screenshots }) => {
      const profile = webviewPage(page);
      await box(profile, 'pricing.(*Engine).Apply').click();
      await selectedBox(profile, 'pricing.(*Engine).Apply');
      await profile.locator('.graph').press('s');
      const line = profile.locator('.srow', { hasText: 'state&r.accept' }).first();
      await profile.locator('.srow.scall', { hasText: 'match' }).first().waitFor();
      await screenshots('source-caller');
      await profile.locator('.srow.scall', { hasText: '(*Rule).match' }).first().click();
      await line.waitFor();
      assert.match(await line.innerText(), /2\.15\s*s/);
      await line.click();
      await page.locator('.tab.active', { hasText: 'rule.go' }).first().waitFor();
      await screenshots('source');
    },
    'labels become terms of the filter': async ({ page, screenshots }) => {
      await runCommand(page, 'View: Close All Editors');
      await openProfile(page, 'recorded/shop.heap.pb.gz');
      const profile = webviewPage(page);
      await profile.locator('.flame').press('l');
      const value = profile.locator('.trow', { hasText: /\d+(\.\d+)?kB/ }).first();
      await value.click();
      await screenshots('labels');
      await profile.locator('.tags').press('Enter');
      await profile.locator('.term', { hasText: 'tagfocus bytes=' }).waitFor();
      await screenshots('labels-filtered');
    },
  },
});

function box(profile: FrameLocator, name: string) {
  return profile.locator(`.gbox[title$="${name}"]`);
}

async function selectedBox(profile: FrameLocator, name: string): Promise<void> {
  await profile.locator(`.gbox.act[title$="${name}"]`).waitFor();
}
