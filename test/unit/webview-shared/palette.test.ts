import { describe, expect, test } from 'vitest';
import { Palette } from '../../../webview/shared/palette.ts';
import { contrast, parseComputedColour, toOklch, WHITE } from '../../../webview/shared/colour.ts';
import type { Rgb } from '../../../webview/shared/colour.ts';

const CHARTS: Readonly<Record<string, Rgb>> = {
  'charts-orange': [209, 134, 22],
  'charts-purple': [177, 128, 215],
  'charts-blue': [55, 148, 255],
  foreground: [204, 204, 204],
};

function paletteOf(isLight: boolean, isHighContrast: boolean): Palette {
  return new Palette({ isLight, isHighContrast, colour: (name) => CHARTS[name] ?? WHITE });
}

describe.each([
  ['dark', paletteOf(false, false)],
  ['light', paletteOf(true, false)],
  ['high contrast', paletteOf(false, true)],
])('%s', (_, palette) => {
  test('labels read on every fill', () => {
    for (let kind = 0; kind < 4; kind++) {
      for (let name = 0; name < 25; name++) {
        const { fill, text } = palette.frame(kind, `package${name}`, `function${name}`);
        const ratio = contrast(parseComputedColour(fill, WHITE), parseComputedColour(text, WHITE));
        expect(ratio).toBeGreaterThan(4.5);
      }
    }
  });

  test('kinds differ in lightness, so that they differ without hue', () => {
    const lightness = [0, 1, 2, 3].map(
      (kind) => toOklch(parseComputedColour(palette.swatch(kind), WHITE))[0],
    );
    expect(new Set(lightness.map((value) => value.toFixed(2))).size).toBe(4);
  });
});

test('a function keeps its colour', () => {
  const palette = paletteOf(false, false);
  expect(palette.frame(0, 'a', 'f')).toEqual(paletteOf(false, false).frame(0, 'a', 'f'));
});
