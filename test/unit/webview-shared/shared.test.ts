import { describe, expect, test } from 'vitest';
import {
  cssColour,
  fromOklch,
  hashText,
  parseComputedColour,
  textOn,
  toOklch,
} from '../../../webview/shared/colour.ts';
import type { Rgb } from '../../../webview/shared/colour.ts';
import { Newest } from '../../../webview/shared/newest.ts';
import { TextWidths } from '../../../webview/shared/text-widths.ts';
import { revealOffset, visibleRows } from '../../../webview/shared/virtual-list.ts';

describe('colour', () => {
  test('OKLCH and back', () => {
    const colours: readonly Rgb[] = [
      [209, 134, 22],
      [0, 0, 0],
      [255, 255, 255],
      [55, 148, 255],
    ];
    for (const colour of colours) {
      const back = fromOklch(...toOklch(colour));
      expect(back.map(Math.round)).toEqual(colour);
    }
  });

  test('known values', () => {
    const [lightness, chroma, hue] = toOklch([255, 0, 0]);
    expect([lightness.toFixed(3), chroma.toFixed(3), hue.toFixed(1)]).toEqual([
      '0.628',
      '0.258',
      '29.2',
    ]);
  });

  test('computed colours, laid over what is under them', () => {
    expect(parseComputedColour('rgb(1, 2, 3)', [9, 9, 9])).toEqual([1, 2, 3]);
    expect(parseComputedColour('rgba(255, 255, 255, 0.5)', [1, 1, 1])).toEqual([128, 128, 128]);
    expect(parseComputedColour('color(srgb 1 0 0.2)', [9, 9, 9])).toEqual([255, 0, 51]);
  });

  test('text on it', () => {
    expect(cssColour(textOn([255, 200, 0]))).toBe('rgb(15 15 15)');
    expect(cssColour(textOn([40, 40, 90]))).toBe('rgb(255 255 255)');
  });

  test('hashes are the same everywhere', () => {
    expect(hashText('')).toBe(2166136261);
    expect(hashText('a')).toBe(0xe40c292c);
  });
});

describe('newest', () => {
  test('the same question is asked once, its answer found', () => {
    const newest = new Newest<'flame', { root: number }>();
    expect(newest.ask('flame', { root: 1 })).toBe(1);
    expect(newest.ask('flame', { root: 1 })).toBeNull();
    expect(newest.find(1)).toEqual({ slot: 'flame', question: { root: 1 } });
  });

  test('an outdated answer belongs to nothing', () => {
    const newest = new Newest<'flame' | 'table', number>();
    newest.ask('flame', 1);
    newest.ask('table', 1);
    newest.ask('flame', 2);
    expect(newest.find(1)).toBeNull();
    expect(newest.find(2)?.slot).toBe('table');
    expect(newest.find(3)?.question).toBe(2);
  });

  test('what is forgotten can be asked again', () => {
    const newest = new Newest<'flame', number>();
    newest.ask('flame', 1);
    newest.forget('flame');
    expect(newest.find(1)).toBeNull();
    expect(newest.ask('flame', 1)).toBe(2);
  });
});

describe('virtual list', () => {
  test('visible rows with some more on either side', () => {
    expect(visibleRows({ top: 0, height: 220 }, 22, 1000, 5)).toEqual({ start: 0, count: 15 });
    expect(visibleRows({ top: 2200, height: 220 }, 22, 1000, 5)).toEqual({ start: 95, count: 20 });
    expect(visibleRows({ top: 21900, height: 220 }, 22, 1000, 5)).toEqual({
      start: 990,
      count: 10,
    });
    expect(visibleRows({ top: 500, height: 220 }, 22, 0, 5)).toEqual({ start: 0, count: 0 });
  });

  test('reveals with as little movement as possible', () => {
    const scroll = { top: 220, height: 220 };
    expect(revealOffset(5, 22, scroll)).toBe(110);
    expect(revealOffset(12, 22, scroll)).toBe(220);
    expect(revealOffset(25, 22, scroll)).toBe(352);
    expect(revealOffset(25, 22, scroll, 25)).toBe(377);
  });
});

describe('text widths', () => {
  const measured: string[] = [];
  const widths = new TextWidths((text) => {
    measured.push(text);
    return text.length;
  });

  test('cut with an ellipsis, never after a dot', () => {
    expect(widths.cut('Rule.match', 10)).toBe('Rule.match');
    expect(widths.cut('Rule.match', 8)).toBe('Rule.ma…');
    expect(widths.cut('Rule.match', 6)).toBe('Rule…');
    expect(widths.cut('Rule.match', 2)).toBe('');
  });

  test('each string is measured once', () => {
    measured.length = 0;
    widths.width('Rule.match');
    widths.cut('Rule.match', 8);
    expect(measured).toEqual([]);
  });
});
