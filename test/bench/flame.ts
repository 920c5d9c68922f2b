/**
 * Panning and zooming flame graphs of a million frames in Chromium without a graphics card: the real page and the
 * real analysis server, wheel steps as a hand makes them, one a frame. A frame's time is that of the main thread, from
 * the wheel event to when the picture is handed over; the interval is what a reader sees. With `--full` also the graph
 * of a million samples.
 */
import type { Page } from 'playwright-core';
import { openProfilePage } from '../support/profile-page.ts';
import { generatedDense, generatedHeap } from '../support/generated-heap.ts';

const SHAPES = [
  ['roots first', null],
  ['leaves first', 'v'],
] as const;

export async function* cases(): AsyncIterable<object> {
  yield* graph('1.4 million frames', generatedHeap(100_000, 10_000));
  yield* graph('1 million frames of equal width', generatedDense(3500, 300));
  if (process.argv.includes('--full')) {
    yield* graph('12 million frames', generatedHeap(1e6, 100_000));
  }
}

async function* graph(graphName: string, file: string): AsyncIterable<object> {
  const began = performance.now();
  const opened = await openProfilePage(file);
  const { page } = opened;
  try {
    await settled(page);
    yield {
      case: `open ${graphName}, from the start of the server`,
      milliseconds: rounded(performance.now() - began),
    };
    for (const [name, key] of SHAPES) {
      if (key !== null) {
        await page.locator('.flame').press(key);
        await settled(page);
      }
      for (const [move, steps] of MOVES) {
        // Other programs take their share of the machine: the least disturbed of three.
        const passes: Measured[] = [];
        for (let pass = 0; pass < 3; pass++) {
          passes.push(await page.evaluate(wheelSteps, steps));
          await settled(page);
        }
        yield { case: `${move}, ${graphName}, ${name}`, ...summary(calmest(passes)) };
      }
      await page.locator('.flame').press('0');
    }
  } finally {
    await opened.close();
  }
}

interface Steps {
  readonly count: number;
  readonly deltaX: number;
  readonly deltaY: number;
  readonly ctrlKey: boolean;
  /** Every so many steps the other way. */
  readonly turn: number;
}

/** In this order: twelve octaves in and out again, further in each time, moving there. */
const MOVES: readonly (readonly [string, Steps])[] = [
  ['zoom', { count: 240, deltaX: 0, deltaY: -20, ctrlKey: true, turn: 120 }],
  ['zoom in', { count: 60, deltaX: 0, deltaY: -20, ctrlKey: true, turn: 1000 }],
  ['pan', { count: 240, deltaX: 60, deltaY: 0, ctrlKey: false, turn: 80 }],
];

interface Measured {
  readonly frames: readonly number[];
  readonly intervals: readonly number[];
}

/** Runs in the page. */
async function wheelSteps({ count, deltaX, deltaY, ctrlKey, turn }: Steps): Promise<Measured> {
  const flame = document.querySelector('.flame');
  if (flame === null) throw new Error('there is no flame graph');
  const box = flame.getBoundingClientRect();
  const frames: number[] = [];
  const intervals: number[] = [];
  let last = 0;
  for (let step = 0; step < count; step++) {
    const way = Math.floor(step / turn) % 2 === 0 ? 1 : -1;
    const place = { clientX: box.left + box.width * 0.3, clientY: box.top + 60 };
    const delta = { deltaX: deltaX * way, deltaY: deltaY * way };
    await new Promise<void>((done) => {
      let began = 0;
      // Callbacks run in the order of asking: this one, then those of the page.
      requestAnimationFrame((time) => {
        if (last > 0) intervals.push(time - last);
        last = time;
        began = performance.now();
        // After this frame was drawn and handed over.
        const channel = new MessageChannel();
        channel.port1.start();
        channel.port1.addEventListener('message', () => {
          frames.push(handled + performance.now() - began);
          done();
        });
        channel.port2.postMessage(null);
      });
      const before = performance.now();
      const options = { ...place, ...delta, ctrlKey, bubbles: true, cancelable: true };
      flame.dispatchEvent(new WheelEvent('wheel', options));
      const handled = performance.now() - before;
    });
  }
  return { frames, intervals };
}

async function settled(page: Page): Promise<void> {
  // The other views have their own.
  const progress = page.locator('.stage:has(.flame) > .prog');
  await progress.waitFor({ state: 'detached', timeout: 120_000 });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
}

function calmest(passes: readonly Measured[]): Measured {
  const [best] = passes.toSorted((a, b) => quantile(a.frames, 0.95) - quantile(b.frames, 0.95));
  return best ?? { frames: [], intervals: [] };
}

function summary({ frames, intervals }: Measured): object {
  return {
    frames: frames.length,
    frameMsP50: quantile(frames, 0.5),
    frameMsP95: quantile(frames, 0.95),
    frameMsMost: quantile(frames, 1),
    intervalMsP50: quantile(intervals, 0.5),
    intervalMsP95: quantile(intervals, 0.95),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
