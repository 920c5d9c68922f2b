/** Colours and names of frames for the present theme, worked out once. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { cssColour, mix, textOn, WHITE } from '../shared/colour.ts';
import { frameName } from '../shared/label.ts';
import type { FrameName } from '../shared/label.ts';
import { Palette } from '../shared/palette.ts';
import type { Theme } from '../shared/theme.ts';
import { DifferencePalette } from './difference.ts';
import { HuePalette } from './hue-palette.ts';
import { inkOf } from './ink.ts';
import type { Colouring, FrameInk, Palettes } from './ink.ts';
import type { PaintColours } from './paint.ts';

/** Windows of a graph name mostly the same functions; beyond so many the cache starts again. */
const MOST_NAMES = 100_000;

export class FlamePaints {
  readonly #theme: Theme;
  readonly #names = new Map<string, FrameName>();
  #palettes: Palettes | null = null;
  #colours: PaintColours | null = null;

  constructor(theme: Theme) {
    this.#theme = theme;
    theme.onChange(() => {
      this.#palettes = null;
      this.#colours = null;
    });
  }

  get palettes(): Palettes {
    return (this.#palettes ??= palettesOf(this.#theme));
  }

  colours(): PaintColours {
    return (this.#colours ??= coloursOf(this.#theme));
  }

  /** Names in parts, by index of the window's names. */
  names(window: FlameWindow): readonly FrameName[] {
    if (this.#names.size > MOST_NAMES) this.#names.clear();
    return window.names.map((symbol) => {
      const known = this.#names.get(symbol);
      if (known !== undefined) return known;
      const name = frameName(symbol);
      this.#names.set(symbol, name);
      return name;
    });
  }

  ink(window: FlameWindow, names: readonly FrameName[], colouring: Colouring): FrameInk {
    return inkOf(window, names, colouring, this.palettes);
  }
}

function palettesOf(theme: Theme): Palettes {
  const background = theme.colour('editor-background');
  const foreground = theme.colour('foreground');
  const root = theme.isHighContrast ? background : mix(foreground, background, 0.1);
  return {
    code: new Palette(theme),
    hue: new HuePalette(theme),
    difference: new DifferencePalette(theme),
    root: { fill: cssColour(root), text: cssColour(foreground) },
    border: theme.isHighContrast ? theme.colour('contrastBorder') : null,
  };
}

function coloursOf(theme: Theme): PaintColours {
  const background = theme.colour('editor-background');
  return {
    ring: cssColour(textOn(background) === WHITE ? WHITE : [0, 0, 0]),
    background: cssColour(background),
    foreground: cssColour(theme.colour('foreground')),
    selection: cssColour(theme.colour('focusBorder')),
  };
}
