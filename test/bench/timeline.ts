/** How long a frame of the trace editor takes while someone moves and zooms in a trace of a million slices. */
import { readFileSync, rmSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/tools/chromium.ts';
import { readTimeline } from '../../src/trace/index.ts';
import { openTimelinePage } from '../support/timeline-page.ts';
import { TraceOracle } from '../support/trace-oracle.ts';

/** About a million slices of goroutines. */
const MEGABYTES = 15;
const FRAMES = 240;
/** The best one counts: other work on the machine is not the page's. */
const RUNS = 3;

/** What the editor gives its pages, as far as drawing depends on it. */
const CSS = `
  :root {
    --vscode-foreground: #ccc; --vscode-descriptionForeground: #9d9d9d; --vscode-editor-background: #1f1f1f;
    --vscode-panel-border: #2b2b2b; --vscode-focusBorder: #0078d4; --vscode-icon-foreground: #ccc;
    --vscode-charts-green: #89d185; --vscode-charts-yellow: #cca700; --vscode-charts-blue: #59a4f9;
    --vscode-charts-purple: #b180d7; --vscode-charts-orange: #d18616; --vscode-charts-red: #f14c4c;
  }
  html, body { height: 100%; margin: 0; }
  body { display: flex; flex-direction: column; font: 13px sans-serif; color: #ccc; }
  body > .ds { flex: 1; min-height: 0; }`;

/** Keys that are pressed in turn, one per frame. */
const DRIVES: Readonly<Record<string, string>> = {
  pan: 'd'.repeat(20) + 'a'.repeat(20),
  zoom: 'w'.repeat(12) + 's'.repeat(12),
};

/** Without a graphics card, and without waiting for a screen: the time between two frames is what one takes. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
];

export async function* cases(): AsyncIterable<object> {
  const oracle = new TraceOracle();
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: SWITCHES,
  });
  try {
    const trace = oracle.generate('frames', MEGABYTES);
    const { segments } = readTimeline(new Uint8Array(readFileSync(trace)));
    const slices = segments.reduce((sum, { goroutines }) => sum + goroutines.length, 0);
    const page = await openTimelinePage(browser, {
      trace,
      width: 1600,
      height: 900,
      css: CSS,
      bodyClass: 'vscode-dark',
    });
    await openGroups(page);
    for (const [name, keys] of Object.entries(DRIVES)) {
      for (const [place, presses] of [
        ['whole trace', 1],
        ['a hundredth', 15],
        ['a ten thousandth', 30],
      ] as const) {
        await page.keyboard.press('f');
        for (let press = 0; press < presses; press++) await page.keyboard.press('w');
        await page.waitForTimeout(300);
        yield { case: `${name}, ${place}`, slices, ...(await measure(page, keys)) };
      }
    }
  } finally {
    await browser.close();
    rmSync(oracle.folder, { recursive: true });
  }
}

/** Lanes of goroutines, as many as there is room for. */
async function openGroups(page: Page): Promise<void> {
  await page.locator('#search').fill('main.');
  await page.locator('.lanes').focus();
  await page.waitForTimeout(500);
}

async function measure(page: Page, keys: string): Promise<object> {
  const runs: number[][] = [];
  for (let run = 0; run < RUNS; run++) {
    const millis = await page.evaluate(drive, { keys, frames: FRAMES });
    runs.push(millis.sort((a, b) => a - b));
  }
  const at = (millis: readonly number[] | undefined, share: number): number =>
    Math.round((millis?.[Math.floor(share * FRAMES)] ?? 0) * 10) / 10;
  runs.sort((a, b) => at(a, 0.95) - at(b, 0.95));
  const [best] = runs;
  return {
    frames: FRAMES,
    p50Ms: at(best, 0.5),
    p95Ms: at(best, 0.95),
    longestMs: at(best, 0.999),
  };
}

/** Runs in the page: a key per frame, and the time from one frame to the next. */
async function drive({ keys, frames }: { keys: string; frames: number }): Promise<number[]> {
  const millis: number[] = [];
  const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
  await frame();
  let last = performance.now();
  for (let index = 0; index < frames; index++) {
    const key = keys[index % keys.length] ?? '';
    document
      .querySelector('.lanes')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await frame();
    // What was asked for in this frame is drawn in it, and done when the next task runs.
    await new Promise((done) => setTimeout(done));
    const now = performance.now();
    millis.push(now - last);
    last = now;
  }
  return millis;
}
