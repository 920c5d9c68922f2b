/** Traces that are not whole, and what a tab remembers: what is shown of them, and in which words. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { parseTrace } from '../../../src/trace/index.ts';
import { assembleTrace, batch } from '../../support/trace-text.ts';
import { closeTab, openInExplorer, openInPage, webviewPage } from '../support/drive.ts';
import { defineSuite } from '../support/suite.ts';

let folder = '';

export const suite = defineSuite({
  timeout: 120_000,
  open: async (context) => {
    folder = await mkdtemp(join(tmpdir(), 'delvescope-damaged-'));
    await writeFiles();
    return await context.openWorkbench({ folder });
  },
  close: () => rm(folder, { recursive: true }),
  tests: {
    'a trace whose order breaks is shown to its end, and says where it broke': async ({
      page,
      screenshots,
    }) => {
      const trace = await opened(page, 'broken.trace');
      await lane(trace, /^P0/).waitFor({ state: 'attached' });
      const note = trace.locator('.note.warn').first();
      await note.getByText(/^Generation 1, thread .* \(byte \d+\)\. What could be read/).waitFor();
      await trace.locator('.foot', { hasText: /incomplete · doubtful from .* to / }).waitFor();
      await screenshots('broken');
      await note.getByText('1 more problem').click();
      await note
        .getByText(/^The other \d+ events of generation 1 are shown all the same/)
        .waitFor();
      await screenshots('broken-problems');
      await closeTab(page);
    },
    'bytes that are lost cost their batch only': async ({ page, screenshots }) => {
      const trace = await opened(page, 'hole.trace');
      await lane(trace, /^P0/).waitFor({ state: 'attached' });
      const note = trace.locator('.note.warn').first();
      await note.getByText(/more problems/).click();
      await note.getByText(/^\d+ bytes.* are left out \(byte \d+\)\.$/).waitFor();
      await screenshots('hole');
      await closeTab(page);
    },
    'a trace that was cut says so': async ({ page, screenshots }) => {
      const trace = await opened(page, 'cut.trace');
      await trace.getByText(/^The trace was cut: /).waitFor();
      await screenshots('cut');
      await closeTab(page);
    },
    'a second trace in the file is named': async ({ page }) => {
      const trace = await opened(page, 'two.trace');
      await trace.getByText(/^Another trace begins here; it is left out \(byte \d+\)\./).waitFor();
      await closeTab(page);
    },
    'a login page says once what it is, and what to do': async ({ page, screenshots }) => {
      await openInExplorer(page, 'login.trace');
      const trace = webviewPage(page);
      const what = trace.getByText('login.trace is a web page, not an execution trace', {
        exact: true,
      });
      await what.waitFor();
      await trace.getByText('If it asks to log in, fetch the file').waitFor();
      await screenshots('login');
      await writeFile(join(folder, 'login.trace'), await readFile(join(folder, 'whole.trace')));
      await trace.getByRole('button', { name: 'Retry' }).click();
      await trace.locator('.ds-answer', { hasText: '% busy' }).waitFor();
      await closeTab(page);
    },
    'goroutines that become more and more are noted, with the way there': async ({
      page,
      screenshots,
    }) => {
      const trace = await opened(page, 'leak.trace');
      const note = trace.locator('.note.warn', { hasText: /Goroutines grew from .* main\.leak/ });
      await note.waitFor();
      await screenshots('growth');
      await note.getByRole('button', { name: 'Show it' }).click();
      await trace.locator('.pane .ds-answer', { hasText: 'Selection' }).waitFor();
      await closeTab(page);
    },
    'a goroutine is followed, and let go': async ({ page, screenshots }) => {
      const trace = await opened(page, 'whole.trace');
      await trace.locator('#search').fill('main.');
      await trace.getByText(/^1 of \d+/).waitFor();
      await trace.locator('.lanes').focus();
      await page.keyboard.press(']');
      await trace.locator('.pane').getByText('Unblocked by').waitFor();
      await page.keyboard.press('g');
      const followed = trace.locator('.legend', { hasText: /Following G \d+/ });
      await followed.waitFor();
      await screenshots('followed');
      await page.keyboard.press('g');
      await followed.waitFor({ state: 'detached' });
    },
    'bookmarks and their notes are there when the trace is opened again': async ({ page }) => {
      const trace = webviewPage(page);
      await trace.locator('.lanes').focus();
      await page.keyboard.press('b');
      const note = trace.locator('.mark input');
      await note.waitFor();
      await page.keyboard.type('where it stalls');
      await page.keyboard.press('Enter');
      const file = join(folder, 'whole.trace.notes.json');
      await page.locator('.explorer-item', { hasText: 'whole.trace.notes.json' }).waitFor();
      while (!(await readFile(file, 'utf8')).includes('where it stalls')) {
        await page.waitForTimeout(100);
      }
      await closeTab(page);
      const again = await opened(page, 'whole.trace');
      await again.locator('.mark input').waitFor();
      const value = await again.locator('.mark input').inputValue();
      if (value !== 'where it stalls') throw new Error(`the note is ${value}`);
    },
  },
});

async function opened(page: Page, name: string): Promise<FrameLocator> {
  await openInPage(page, name);
  const trace = webviewPage(page);
  await trace.locator('.ds-answer', { hasText: '% busy' }).first().waitFor();
  return trace;
}

/** The lanes are drawn; a hidden list says the same. */
function lane(trace: FrameLocator, text: RegExp): Locator {
  return trace.locator('ul.sr-only li', { hasText: text }).first();
}

async function writeFiles(): Promise<void> {
  const whole = join(folder, 'whole.trace');
  await copyFile(join(ROOT, 'examples/recorded/pipeline.trace'), whole);
  const bytes = new Uint8Array(await readFile(whole));
  const half = bytes.length / 2;
  const write = (name: string, content: Uint8Array | string): Promise<void> =>
    writeFile(join(folder, name), content);
  await write('broken.trace', broken(bytes));
  await write('hole.trace', Buffer.concat([bytes.subarray(0, 60_000), bytes.subarray(60_500)]));
  await write('cut.trace', bytes.subarray(0, Math.floor(half * 1.8)));
  await write('two.trace', Buffer.concat([bytes, bytes]));
  await write('login.trace', '<!doctype html><title>Sign in</title>');
  await write('leak.trace', leak());
}

/** A byte is changed so that threads wait for each other, or contradict. */
function broken(bytes: Uint8Array): Uint8Array {
  for (let at = 20_000; ; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x11;
    const [problem] = parseTrace(changed).problems;
    if (problem?.code.startsWith('order-') === true) return changed;
  }
}

/** Six hundred goroutines a second for six seconds, and none ends. */
function leak(): Uint8Array {
  const events = ['ProcStatus dt=0 p=0 pstatus=1', 'GoStatus dt=1 g=1 m=10 gstatus=2'];
  for (let id = 2; id < 3602; id++) {
    events.push(`GoCreate dt=1666667 new_g=${id} new_stack=1 stack=0`);
  }
  const strings = ['Strings', 'String id=1', 'data="main.leak"'];
  const stacks = ['Stacks', 'Stack id=1 nframes=1', 'pc=16 func=1 file=0 line=7'];
  return assembleTrace(
    [
      'Trace Go1.22',
      batch('gen=1 m=10 time=1000', ...events),
      batch('gen=1 m=11 time=1000', 'Frequency freq=1000000000'),
      batch('gen=1 m=11 time=1000', ...strings),
      batch('gen=1 m=11 time=1000', ...stacks),
    ].join('\n'),
  );
}
