import { cssColour, fromOklch, hashText, textOn } from '../shared/colour.ts';
import type { FrameColour, PaletteTheme } from '../shared/palette.ts';

/** Hues that can be told apart side by side; lightness tells those with the same hue apart. */
const HUES = 18;
const SHADES = 3;

/** A colour of its own for each package or module, the same one in every session. */
export class HuePalette {
  readonly #theme: Pick<PaletteTheme, 'isLight' | 'isHighContrast'>;
  readonly #known = new Map<number, FrameColour>();

  constructor(theme: Pick<PaletteTheme, 'isLight' | 'isHighContrast'>) {
    this.#theme = theme;
  }

  colour(name: string): FrameColour {
    const key = hashText(name) % (HUES * SHADES);
    const known = this.#known.get(key);
    if (known) return known;
    const { isLight, isHighContrast } = this.#theme;
    const middle = isLight ? 0.82 : isHighContrast ? 0.66 : 0.55;
    const lightness = middle + (Math.floor(key / HUES) - 1) * 0.06;
    const fill = fromOklch(lightness, 0.09, ((key % HUES) * 360) / HUES);
    const colour = { fill: cssColour(fill), text: cssColour(textOn(fill)) };
    this.#known.set(key, colour);
    return colour;
  }
}
