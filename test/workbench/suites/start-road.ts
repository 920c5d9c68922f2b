/** The road of someone who just cloned the repository: `npm start`, an address, a workbench with the extension, and no trace after Ctrl-C. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGroup } from '../../../scripts/child.ts';
import { ROOT } from '../../../scripts/tools/folders.ts';
import { activityIcon } from '../support/drive.ts';
import { startBrowser } from '../support/embedded.ts';
import { descendantsOf, isAlive } from '../support/processes.ts';
import { defineSuite } from '../support/suite.ts';

interface Start {
  readonly child: ChildProcess;
  readonly address: string;
  readonly seconds: number;
}

export const suite = defineSuite({
  timeout: 180_000,
  async open({ host }) {
    const starts: Start[] = [];
    return { starts, isDesktop: host === 'desktop' };
  },
  async close({ starts }) {
    for (const start of starts) await interrupt(start);
  },
  tests: {
    'npm start prints an address that answers': async ({ starts, isDesktop }, { skip }) => {
      if (isDesktop) skip('the embedded workbench is what npm start serves without a desktop');
      const start = await npmStart();
      starts.push(start);
      assert.equal((await fetch(start.address)).status, 200);
    },
    'the extension is in the page': async ({ starts, isDesktop }, { skip }) => {
      if (isDesktop) skip('nothing was started');
      const [start] = starts;
      if (start === undefined) throw new Error('nothing was started');
      const profile = await mkdtemp(join(tmpdir(), 'dw-'));
      const browser = await startBrowser(profile);
      try {
        const page = browser.pages()[0] ?? (await browser.newPage());
        await page.goto(start.address);
        await activityIcon(page).waitFor({ timeout: 60_000 });
      } finally {
        await browser.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    },
    'Ctrl-C leaves no process': async ({ starts, isDesktop }, { skip }) => {
      if (isDesktop) skip('nothing was started');
      const start = starts.pop();
      if (start === undefined) throw new Error('nothing was started');
      const family = descendantsOf(start.child.pid);
      assert.ok(family.length >= 3, `npm start had only these descendants: ${family.join(' ')}`);
      await interrupt(start);
      await waitUntilGone(family);
    },
    'a second start takes less than ten seconds': async ({ starts, isDesktop }, { skip, log }) => {
      if (isDesktop) skip('the embedded workbench is what npm start serves without a desktop');
      const start = await npmStart();
      starts.push(start);
      log(`    second start: ${start.seconds.toFixed(1)} s`);
      assert.ok(start.seconds < 10, `it took ${start.seconds.toFixed(1)} s`);
    },
    'a supervisor that ends npm alone ends all of it': async ({ starts, isDesktop }, { skip }) => {
      if (isDesktop) skip('nothing was started');
      const start = starts.pop();
      if (start === undefined) throw new Error('nothing was started');
      const family = descendantsOf(start.child.pid);
      start.child.kill('SIGTERM');
      await waitUntilGone(family);
    },
  },
});

async function npmStart(): Promise<Start> {
  const began = performance.now();
  const { child, output } = startGroup('npm', ['start', '--', '--no-open'], { cwd: ROOT });
  while (child.exitCode === null) {
    const address = /^Delvescope is at (\S+)$/m.exec(output())?.[1];
    if (address !== undefined)
      return { child, address, seconds: (performance.now() - began) / 1000 };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`npm start ended with ${child.exitCode}\n${output()}`);
}

/** Ctrl-C in a terminal reaches the whole foreground group, so this does too. */
async function interrupt({ child }: Start): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGINT');
  await gone;
}

async function waitUntilGone(pids: readonly number[]): Promise<void> {
  let left: readonly number[] = pids;
  for (const deadline = performance.now() + 10_000; performance.now() < deadline;) {
    left = left.filter(isAlive);
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`still running: ${left.join(' ')}`);
}
