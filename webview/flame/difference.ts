/** How a comparison says what changed: in percentage points of the share, as words and as colour. */
import { quantityText } from '../../src/base/format.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { cssColour, fromOklch, textOn, toOklch } from '../shared/colour.ts';
import type { FrameColour, PaletteTheme } from '../shared/palette.ts';

/** Changes below this share are grey: 0.3 percentage points. */
const LEAST_SHARE = 0.003;

/** Share after minus share before; 0 outside of comparisons. */
export function shareChange(window: FlameWindow, frame: number): number {
  const { before, beforeTotal = 0, total, profileTotal } = window;
  if (before === undefined) return 0;
  const after = profileTotal === 0 ? 0 : (total[frame] ?? 0) / profileTotal;
  return after - (beforeTotal === 0 ? 0 : (before[frame] ?? 0) / beforeTotal);
}

/** `+8.1 pp`, `−0.3 pp`; `0 pp` where nothing changed. */
export function pointsText(share: number): string {
  const points = Math.abs(share) * 100;
  const digits = points.toFixed(points < 0.095 ? 2 : 1);
  return Number(digits) === 0 ? '0 pp' : `${share < 0 ? '−' : '+'}${digits} pp`;
}

/** `+2.33 s`, `−90 ms`; `0` where nothing changed. */
export function changeText(change: number, unit: string): string {
  if (change === 0) return '0';
  return `${change < 0 ? '−' : '+'}${quantityText(Math.abs(change), unit)}`;
}

/** Orange for more, blue for less, stronger with the change; grey for next to none. */
export class DifferencePalette {
  readonly #theme: PaletteTheme;
  readonly #known = new Map<number, FrameColour>();

  constructor(theme: PaletteTheme) {
    this.#theme = theme;
  }

  /** `largest` is the share change that gets the full colour. */
  colour(share: number, largest: number): FrameColour {
    const size = Math.abs(share) < LEAST_SHARE ? 0 : Math.min(1, Math.abs(share) / largest);
    const step = Math.sign(share) * Math.round(20 * size ** 0.6);
    const known = this.#known.get(step);
    if (known) return known;
    const colour = this.#mixed(step / 20);
    this.#known.set(step, colour);
    return colour;
  }

  #mixed(amount: number): FrameColour {
    const { isLight } = this.#theme;
    const size = Math.abs(amount);
    const lightness = isLight ? 0.93 - 0.21 * size : 0.34 + 0.36 * size;
    const base = amount < 0 ? 'charts-blue' : 'charts-orange';
    const [, , hue] = toOklch(this.#theme.colour(base));
    const fill = fromOklch(lightness, size === 0 ? 0 : 0.03 + 0.11 * size, hue);
    return { fill: cssColour(fill), text: cssColour(textOn(fill)) };
  }
}

/** Colours of the frames of a comparison; null for a single profile. */
export function differenceFills(
  window: FlameWindow | null,
  palette: DifferencePalette,
): readonly FrameColour[] | null {
  if (window?.before === undefined) return null;
  const shares = Array.from(window.node, (_, frame) => shareChange(window, frame));
  const largest = shares.reduce((most, share) => Math.max(most, Math.abs(share)), LEAST_SHARE);
  return shares.map((share) => palette.colour(share, largest));
}
