import { expect, test } from 'vitest';
import {
  differenceFills,
  DifferencePalette,
  changeText,
  pointsText,
  shareChange,
} from '../../../webview/flame/difference.ts';
import { drawnWindow } from './drawn-window.ts';

const THEME = {
  isLight: false,
  isHighContrast: false,
  colour: (name: string) =>
    name === 'charts-blue' ? ([55, 148, 255] as const) : ([209, 134, 22] as const),
};
const COMPARED = {
  ...drawnWindow(`
  all 100
    serve 70
      read 20`),
  before: Float64Array.of(50, 35, 0),
  beforeTotal: 50,
};

test('a change is one of the share, so a longer profile alone changes nothing', () => {
  const shares = [0, 1, 2].map((frame) => pointsText(shareChange(COMPARED, frame)));
  expect(shares).toEqual(['0 pp', '0 pp', '+20.0 pp']);
});

test('words of a change have a sign', () => {
  expect([pointsText(-0.03), pointsText(0.0005), pointsText(0.00001)]).toEqual([
    '−3.0 pp',
    '+0.05 pp',
    '0 pp',
  ]);
  expect([changeText(-9e7, 'nanoseconds'), changeText(0, 'bytes')]).toEqual(['−90 ms', '0']);
});

test('what did not change is grey, more and less have hues of their own', () => {
  const palette = new DifferencePalette(THEME);
  const fills = differenceFills(COMPARED, palette) ?? [];
  expect(fills[0]).toEqual(fills[1]);
  expect(fills[2]).not.toEqual(fills[0]);
  expect(palette.colour(-0.2, 0.2)).not.toEqual(palette.colour(0.2, 0.2));
  expect(palette.colour(0.0029, 0.2)).toEqual(palette.colour(0, 0.2));
  expect(differenceFills(drawnWindow('\n  all 100'), palette)).toBe(null);
});
