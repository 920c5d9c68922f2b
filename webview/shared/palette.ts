/** Colours of frames: the kind fixes chroma and lightness, the package turns the hue, the function nudges lightness. */
import { KIND_DEPENDENCY, KIND_OWN, KIND_RUNTIME, KIND_STD } from '../../src/protocol/analysis.ts';
import { cssColour, fromOklch, hashText, textOn, toOklch } from './colour.ts';
import type { Rgb } from './colour.ts';

export interface FrameColour {
  readonly fill: string;
  readonly text: string;
}

/** What a palette needs from the theme. */
export interface PaletteTheme {
  readonly isLight: boolean;
  readonly isHighContrast: boolean;
  colour(name: string): Rgb;
}

/** Words of the legend, in its order. */
export const KIND_NAMES: readonly (readonly [kind: number, name: string])[] = [
  [KIND_OWN, 'Your module'],
  [KIND_DEPENDENCY, 'Dependencies'],
  [KIND_STD, 'Standard library'],
  [KIND_RUNTIME, 'Runtime'],
];

interface KindColour {
  readonly base: string;
  readonly chroma: number;
  /** Degrees of hue between the packages of a kind. */
  readonly spread: number;
  readonly dark: number;
  readonly light: number;
  readonly highContrast: number;
}

const KIND_COLOURS: Readonly<Record<number, KindColour>> = {
  [KIND_OWN]: {
    base: 'charts-orange',
    chroma: 0.125,
    spread: 12,
    dark: 0.66,
    light: 0.78,
    highContrast: 0.72,
  },
  [KIND_DEPENDENCY]: {
    base: 'charts-purple',
    chroma: 0.07,
    spread: 16,
    dark: 0.51,
    light: 0.84,
    highContrast: 0.64,
  },
  [KIND_STD]: {
    base: 'charts-blue',
    chroma: 0.04,
    spread: 10,
    dark: 0.43,
    light: 0.885,
    highContrast: 0.48,
  },
  [KIND_RUNTIME]: {
    base: 'foreground',
    chroma: 0,
    spread: 0,
    dark: 0.36,
    light: 0.905,
    highContrast: 0.36,
  },
};

/** Colours for one theme. Made anew when the theme changes; remembers what it has worked out. */
export class Palette {
  readonly #theme: PaletteTheme;
  readonly #known = new Map<string, FrameColour>();

  constructor(theme: PaletteTheme) {
    this.#theme = theme;
  }

  frame(kind: number, packagePath: string, name: string): FrameColour {
    const turn = (hashText(packagePath) % 5) - 2;
    const nudge = (hashText(name) % 5) - 2;
    const key = `${kind},${turn},${nudge}`;
    const known = this.#known.get(key);
    if (known) return known;
    const colour = this.#mixed(kind, turn, nudge);
    this.#known.set(key, colour);
    return colour;
  }

  /** The kind without package or function: legend and swatches. */
  swatch(kind: number): string {
    return this.#mixed(kind, 0, 0).fill;
  }

  #mixed(kind: number, turn: number, nudge: number): FrameColour {
    const colour = KIND_COLOURS[kind] ?? KIND_COLOURS[KIND_RUNTIME];
    if (!colour) return { fill: 'transparent', text: 'currentColor' };
    const { isLight, isHighContrast } = this.#theme;
    const dark = isHighContrast ? colour.highContrast : colour.dark;
    const lightness = (isLight ? colour.light : dark) + nudge * 0.012;
    const [, , hue] = toOklch(this.#theme.colour(colour.base));
    const fill = fromOklch(lightness, colour.chroma, hue + (turn * colour.spread) / 2);
    return { fill: cssColour(fill), text: cssColour(textOn(fill)) };
  }
}
