/** A trace that takes seconds to read: its beginning comes first, and what goes wrong meanwhile is told in words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { TraceOracle } from '../../support/trace-oracle.ts';
import { closeTab, openInPage, webviewPage } from '../support/drive.ts';
import { descendantsOf } from '../support/processes.ts';
import { defineSuite } from '../support/suite.ts';
import { zoomIn } from '../support/timeline-drive.ts';

const READING = /^Reading the rest\. Figures and lanes show the first [\d.]+ % of the trace\.$/;

export const suite = defineSuite({
  timeout: 120_000,
  open: async (context) => {
    const { folder, generate } = traces();
    generate('large', 160);
    generate('second', 160);
    const workbench = await context.openWorkbench({ folder });
    return { ...workbench, folder };
  },
  close: ({ folder }) => rm(folder, { recursive: true }),
  tests: {
    'its beginning fills the view while the rest is read, and then all of it is there': async ({
      page,
      screenshots,
    }) => {
      const trace = await reading(page, 'large.trace');
      const beginning = await lanes(trace).getAttribute('aria-label');
      await screenshots('reading');
      await read(trace);
      await waitFor(async () => (await lanes(trace).getAttribute('aria-label')) !== beginning);
      await lane(trace, 'P0').waitFor({ state: 'attached' });
      await screenshots('read');
      await closeTab(page);
    },
    'a place that somebody went to, and the lane in focus, stay': async ({ page, screenshot }) => {
      const trace = await reading(page, 'second.trace');
      const beginning = await lanes(trace).getAttribute('aria-label');
      await trace.locator('#search').fill('main.');
      await trace.getByText(/^1 of \d+/).waitFor();
      const place = await zoomIn(page, trace, beginning);
      // On a fast machine all of it may be there by now, which is no failure.
      await screenshot('place');
      await read(trace);
      await screenshot('place-read');
      assert.equal(await lanes(trace).getAttribute('aria-label'), place);
      await page.keyboard.press('f');
      await waitFor(async () => (await lanes(trace).getAttribute('aria-label')) !== place);
      await closeTab(page);
    },
    'a server that ends is started again; one that ends while it reads is told of': async ({
      page,
      screenshots,
    }) => {
      const trace = await reading(page, 'large.trace');
      await read(trace);
      process.kill(analysisServer(), 'SIGKILL');
      await trace.getByText(READING).waitFor();
      process.kill(analysisServer(), 'SIGKILL');
      await trace.getByText('large.trace cannot be shown').waitFor();
      await trace.getByText(/^The analysis server ended before it answered: /).waitFor();
      await screenshots('server-gone');
      await trace.getByRole('button', { name: 'Retry' }).click();
      await trace.getByText(READING).waitFor();
      await closeTab(page);
    },
    'a file that disappears while it is read leaves its beginning, and says so': async ({
      page,
      folder,
      screenshots,
    }) => {
      const trace = await reading(page, 'large.trace');
      const file = join(folder, 'large.trace');
      await rename(file, `${file}.away`);
      const note = trace.locator('.note.bad', { hasText: /^\s*large\.trace is not there\./ });
      await note.waitFor();
      await lane(trace, 'P0').waitFor({ state: 'attached' });
      await screenshots('gone');
      await note.getByRole('button', { name: 'Try again' }).click();
      await trace.getByText('large.trace is not there', { exact: true }).waitFor();
      await rename(`${file}.away`, file);
      await trace.getByRole('button', { name: 'Retry' }).click();
      await trace.getByText(READING).waitFor();
    },
    'closing the tab while it is read ends the reading': async ({ page }) => {
      const threads = threadCount(analysisServer());
      await closeTab(page);
      await waitFor(() => Promise.resolve(threadCount(analysisServer()) < threads));
    },
  },
});

/** Programs that do little but hand values over write much in little time. */
function traces(): { folder: string; generate: (name: string, megabytes: number) => string } {
  const oracle = new TraceOracle();
  return {
    folder: oracle.folder,
    generate: (name, megabytes) => oracle.generate(name, megabytes, 'channels'),
  };
}

/** Opens a trace and waits for its beginning. */
async function reading(page: Page, name: string): Promise<FrameLocator> {
  await openInPage(page, name);
  const trace = webviewPage(page);
  await trace.getByText(READING).waitFor();
  await lane(trace, 'P0').waitFor({ state: 'attached' });
  return trace;
}

/** Waits until all of it is shown. */
async function read(trace: FrameLocator): Promise<void> {
  await trace.getByText(READING).waitFor({ state: 'detached' });
  await trace.getByText('Preparing its lanes').waitFor({ state: 'detached' });
  await trace.locator('.ds-answer', { hasText: '% busy' }).first().waitFor();
}

const lanes = (trace: FrameLocator) => trace.locator('.lanes');

/** The lanes are drawn; a hidden list says the same. */
const lane = (trace: FrameLocator, text: string) =>
  trace.locator('ul.sr-only li', { hasText: text }).first();

/** The process of the analysis server of the workbench that this run started; 0 for none. */
function analysisServer(): number {
  const isServer = (pid: number): boolean => fileOf(pid, 'cmdline').includes('server.cjs');
  return descendantsOf(process.pid).find(isServer) ?? 0;
}

function threadCount(pid: number): number {
  return Number(/^Threads:\s+(\d+)/m.exec(fileOf(pid, 'status'))?.[1] ?? 0);
}

function fileOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // It ended while we were looking.
  }
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail('it did not happen in 10 s');
}
