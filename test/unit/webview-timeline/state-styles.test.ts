import { expect, test } from 'vitest';
import { STATE_ASSIST, STATE_RUNNING, STATE_TASK } from '../../../src/protocol/timeline.ts';
import { LEGEND, StateFills, stateColour, STYLES } from '../../../webview/timeline/state-styles.ts';

const COLOURS: Readonly<Record<string, [number, number, number]>> = {
  'charts-red': [200, 0, 0],
  'charts-yellow': [200, 200, 0],
  'charts-green': [0, 200, 0],
  // As some themes have it: hardly there.
  'charts-orange': [250, 250, 250],
};
const theme = {
  colour: (name: string): [number, number, number] => COLOURS[name] ?? [255, 255, 255],
};

test('no two states of goroutines look the same without their colours', () => {
  const looks = Object.entries(STYLES)
    .filter(([state]) => Number(state) < STATE_TASK)
    .map(([, { height, fill }]) => `${height} ${fill}`);
  // The GC and the stop of the world have a lane of their own.
  expect(new Set(looks).size).toBeGreaterThanOrEqual(looks.length - 3);
});

test('the legend has every state of a lane once', () => {
  const states = LEGEND.flatMap((entry) => entry.states);
  expect(new Set(states).size).toBe(states.length);
  const drawn = Object.keys(STYLES).map(Number);
  expect(states.toSorted((a, b) => a - b)).toEqual(drawn.filter((state) => state < STATE_TASK));
});

test('assists are orange whatever the theme calls orange', () => {
  expect(stateColour(theme, STATE_ASSIST)).toEqual([200, 100, 0]);
});

test('text on a state has its colour over the background', () => {
  const [red, green, blue] = new StateFills(theme).base(STATE_RUNNING);
  expect(green).toBeGreaterThan(red);
  expect(red).toBe(blue);
});
